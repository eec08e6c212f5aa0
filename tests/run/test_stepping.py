"""A live watch and its rehearsal say the same, whenever the daemon looks and however often it is killed."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.build import event, place, reading
from vedette.errors import StoreError
from vedette.model.case import Judgement
from vedette.model.event import Stage
from vedette.model.message import Message
from vedette.model.reading import Reading
from vedette.model.watch import AlertSettings, Watch
from vedette.model.zone import Zone
from vedette.run.news import count_licensed
from vedette.run.rehearsal import rehearse
from vedette.run.stepping import Stepper
from vedette.store.erasure import erase_reports
from vedette.store.messages import find_messages, find_parts
from vedette.store.store import Store
from vedette.watching.told import Told, replay

ZONE = Zone("z", "Red zone", "point", 0, 40, points=((10.0, 20.0),))
WATCH = Watch(
    "w",
    "Test",
    "",
    (ZONE,),
    (),
    alerts=AlertSettings(
        window_days=5,
        cool_down_seconds=3600,
        quiet_hours=(time(22), time(6)),
        escalate_after_seconds=5400,
        expire_after_days=2,
    ),
)
START = datetime(2021, 5, 12)
TEXT = "A bomb went off near the old market gate of the town on the third day of the fair, the office said."


@cache
def _empty() -> bytes:
    """The file of a store with nothing in it: making one takes longer than all that a test does with it."""
    with TemporaryDirectory() as folder:
        Store(f"sqlite:///{folder}/a.db").close()
        return (Path(folder) / "a.db").read_bytes()


@contextmanager
def new_store() -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        (Path(folder) / "a.db").write_bytes(_empty())
        with Store(f"sqlite:///{folder}/a.db") as store:
            yield store


def blast(number: int, *, day: str = "2021-05-12", version: int = 0, **more: object) -> Reading:
    """A report of a blast; another version has another title."""
    known = {"where": place(), **more}
    text = str(known.pop("text", f"{number} " * 30))
    told = event(f"e{number}-{version}", day=day, **known)  # type: ignore[arg-type]
    made = reading(told, report_id=f"r{number}", source=f"Outlet {number}", text=text)
    return replace(made, report=replace(made.report, title=f"Version {version}"))


def nothing(number: int) -> Reading:
    return reading(report_id=f"r{number}", text="Nothing of note.")


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[datetime, Reading | Judgement]]:
    """What a store learns over some days, in order."""
    at, found = START, list[tuple[datetime, Reading | Judgement]]()
    for step in range(draw(st.integers(1, 12))):
        at += timedelta(minutes=draw(st.sampled_from([0, 1, 20, 45, 300, 1500])))
        number = draw(st.integers(0, 4))
        what = draw(st.sampled_from(["report", "report", "report", "nothing", "retract", "refute"]))
        if what == "report":
            one = blast(
                number,
                day=draw(st.sampled_from(["2021-05-12", "2021-05-13"])),
                version=draw(st.integers(0, 1)),
                stage=draw(st.sampled_from([Stage.CARRIED_OUT, Stage.PLANNED, None])),
                killed=draw(st.sampled_from([None, 3, 20])),
                where=draw(st.sampled_from([place(), place(lat=10.5), place("Farville", lat=30.0), None])),
                text=draw(st.sampled_from([TEXT, f"{step} " * 30])),
            )
            found.append((at, one))
        elif what == "nothing":
            found.append((at, nothing(number)))
        elif what == "retract":
            found.append((at, Judgement(f"r{number}", "editor", "retracted", "withdrawn")))
        else:
            found.append((at, Judgement(f"e{number}-0", "editor", "false", "a drill")))
    return found


def record(store: Store, at: datetime, what: Reading | Judgement) -> None:
    if isinstance(what, Judgement):
        store.add_judgement(what, at)
    else:
        store.add_reading(what, "k", at)


def live(
    store: Store, history: list[tuple[datetime, Reading | Judgement]], looks: list[int], watch: Watch = WATCH
) -> list[Message]:
    """Follows a history as it is recorded, looking at some moments and killed at some; what the store then holds.

    What bears one instant was recorded in one transaction: it is never looked at half.
    """
    stepper, end = Stepper(store, watch), START
    stepper.step(START)
    for number, (at, what) in enumerate(history):
        record(store, at, what)
        whole = number + 1 == len(history) or history[number + 1][0] > at
        look = looks[number % len(looks)] if whole else 0
        if look:
            stepper.step(at + timedelta(seconds=look))
        if look == 7:
            stepper = Stepper(store, watch)
        end = at
    for days in range(9):
        stepper.step(end + timedelta(days=days, seconds=9))
    with store.look() as connection:
        return find_messages(connection, watch.key)


@given(histories(), st.lists(st.sampled_from([0, 0, 1, 7]), min_size=1, max_size=5))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_live_and_rehearsed_messages_are_identical(
    history: list[tuple[datetime, Reading | Judgement]], looks: list[int]
) -> None:
    with new_store() as store:
        said = live(store, history, looks)
        end = max(at for at, _ in history) + timedelta(days=8, seconds=9)
        assert said == list(rehearse(store, WATCH, START, end).messages)


@given(histories(), st.integers(0, 4))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_retracted_is_as_if_never_had(history: list[tuple[datetime, Reading | Judgement]], number: int) -> None:
    gone = Judgement(f"r{number}", "editor", "retracted", "withdrawn")
    end = max(at for at, _ in history) + timedelta(minutes=1)
    without = [row for row in history if not (isinstance(row[1], Reading) and row[1].report.id == f"r{number}")]
    with new_store() as had, new_store() as never:
        for at, what in history:
            record(had, at, what)
        for at, what in without:
            record(never, at, what)
        record(had, end, gone)
        assert rehearse(had, WATCH, end, end).messages == rehearse(never, WATCH, end, end).messages


@given(histories(), st.integers(0, 4), st.lists(st.sampled_from([0, 0, 1, 7]), min_size=1, max_size=5))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_alerts_stand_for_all_that_stands_without_what_was_retracted(
    history: list[tuple[datetime, Reading | Judgement]], number: int, looks: list[int]
) -> None:
    """What had been told before tells how it came about; what stands is what would be told without the report."""
    watch = replace(WATCH, alerts=AlertSettings(window_days=20, cool_down_seconds=0, expire_after_days=60))
    gone = f"r{number}"
    end = max(at for at, _ in history) + timedelta(minutes=1)
    with new_store() as had, new_store() as never:
        live(had, [*history, (end, Judgement(gone, "editor", "retracted", "withdrawn"))], looks, watch)
        for at, what in history:
            if not (isinstance(what, Reading) and what.report.id == gone):
                record(never, at, what)
        stands = [one for one in _told_of(had, watch).values() if one.lives]
        known = [one.alert for one in rehearse(never, watch, end, end).messages]
    assert not [one for one in stands if gone in one.last.alert.report_ids]
    for alert in known:
        assert len([one for one in stands if one.event_ids.issuperset(alert.event_ids)]) >= 1
    for one in stands:
        assert [alert for alert in known if one.event_ids.intersection(alert.event_ids)]


def _told_of(store: Store, watch: Watch) -> Mapping[str, Told]:
    with store.look() as connection:
        messages = find_messages(connection, watch.key)
        return replay(messages, (), find_parts(connection, [one.alert_id for one in messages]))


@pytest.mark.parametrize("is_killed", [False, True])
@pytest.mark.parametrize("taken_back", ["retracted", "corrected"])
@pytest.mark.parametrize("text", [TEXT, "Another telling. " * 9], ids=["a copy", "another source within the cool-down"])
def test_an_alert_stays_itself_while_anything_supports_it(
    store: Store, text: str, taken_back: str, is_killed: bool
) -> None:
    noon = START + timedelta(hours=12)
    stepper = Stepper(store, WATCH)
    said = list(stepper.step(noon))
    first, second = blast(1, text=TEXT, killed=30), blast(2, text=text, killed=4)
    store.add_reading(first, "k", noon)
    said += stepper.step(noon)
    store.add_reading(second, "k", noon + timedelta(minutes=1))
    said += stepper.step(noon + timedelta(minutes=2))
    if is_killed:
        stepper = Stepper(store, WATCH)
    if taken_back == "retracted":
        store.add_judgement(Judgement("r1", "editor", "retracted", "withdrawn"), noon + timedelta(minutes=3))
    else:
        moved = blast(1, version=1, where=place("Farville", lat=30.0), text="It was elsewhere. " * 9)
        store.add_reading(moved, "k", noon + timedelta(minutes=3))
    said += stepper.step(noon + timedelta(minutes=3))
    assert [(one.kind, one.number) for one in said] == [("alert", 1), ("update", 2)]
    assert said[0].alert_id == said[1].alert_id and said[1].references == (said[0].id,)
    assert taken_back in said[1].why and "killed: at least 4 (was at least 30)" in said[1].why
    assert said[1].alert.report_ids == ("r2",)
    assert said == list(rehearse(store, WATCH, noon, noon + timedelta(minutes=3)).messages)


def test_an_alert_whose_first_report_grows_too_old_is_not_told_as_a_new_one(store: Store) -> None:
    noon = START + timedelta(hours=12)
    stepper = Stepper(store, WATCH)
    stepper.step(noon)
    store.add_reading(blast(1), "k", noon)
    said = list(stepper.step(noon))
    for days in (1, 2, 3):
        store.add_reading(blast(1 + days, text=f"{days} later. " * 30), "k", noon + timedelta(days=days))
        said += stepper.step(noon + timedelta(days=days))
    said += stepper.step(noon + timedelta(days=9))
    assert len({one.alert_id for one in said}) == 1
    assert [one.kind for one in said if not one.escalated] == ["alert", "update", "all_clear"]


@given(st.permutations(range(5)))
@settings(max_examples=8, deadline=None)
def test_what_stands_does_not_depend_on_the_order_of_arrival(order: list[int]) -> None:
    watch = replace(WATCH, alerts=AlertSettings(cool_down_seconds=0))
    made = [blast(n, killed=n, text=TEXT if n < 2 else f"{n} " * 30) for n in range(5)]

    def stand(numbers: Iterable[int]) -> object:
        with new_store() as store:
            for at, number in enumerate(numbers):
                store.add_reading(made[number], "k", START + timedelta(minutes=at))
            end = START + timedelta(minutes=9)
            return [
                (m.alert.event_ids, m.alert.level, m.alert.n_sources) for m in rehearse(store, watch, end, end).messages
            ]

    assert stand(order) == stand(range(5))


@pytest.fixture
def store() -> Iterator[Store]:
    with new_store() as one:
        yield one


def test_a_step_that_could_not_be_written_is_made_again(store: Store) -> None:
    calls = []

    def fail_once(*_: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise StoreError("disk full")

    stepper = Stepper(store, WATCH, fail_once)
    stepper.step(START)
    store.add_reading(blast(1), "k", START + timedelta(hours=8))
    with pytest.raises(StoreError):
        stepper.step(START + timedelta(hours=9))
    (message,) = stepper.step(START + timedelta(hours=9))
    assert message.decided_at == START + timedelta(hours=8)
    assert stepper.step(START + timedelta(hours=9)) == ()


def test_a_clock_that_is_set_back_loses_nothing(store: Store) -> None:
    stepper = Stepper(store, WATCH)
    stepper.step(START + timedelta(hours=12))
    store.add_reading(blast(1), "k", START + timedelta(hours=11))
    assert len(stepper.step(START + timedelta(hours=11, seconds=1))) == 1
    store.add_reading(blast(2, day="2021-05-01"), "k", START + timedelta(hours=14))
    said = stepper.step(START + timedelta(hours=13))
    assert [one.why for one in said if not one.escalated] == ["new"]


def test_an_erased_report_is_passed_over(store: Store) -> None:
    store.add_reading(blast(1), "k", START)
    with store.begin() as connection:
        erase_reports(connection, ["r1"], "editor", "asked for", START)
    assert Stepper(store, WATCH).step(START + timedelta(hours=8)) == ()


def test_what_is_erased_while_the_watch_runs_is_told_of_no_more(store: Store) -> None:
    noon = START + timedelta(hours=12)
    stepper = Stepper(store, WATCH)
    stepper.step(noon)
    store.add_reading(blast(1, killed=3), "k", noon)
    (told,) = stepper.step(noon)
    with store.begin() as connection:
        erase_reports(connection, ["r1"], "editor", "asked for", noon)
    said = stepper.step(noon + timedelta(hours=1))
    (held,) = stepper.told
    assert held.last.alert.title == "(erased)"
    assert held.lives
    said += stepper.step(noon + timedelta(days=3))
    assert [one.kind for one in said] == ["update", "all_clear"]
    assert {one.alert.title for one in said} == {"(erased)"}
    assert told.alert.title not in str(said)


def test_reports_under_a_licence_raise_alerts_only_where_the_watch_says_so(store: Store) -> None:
    noon = START + timedelta(hours=12)
    free, bound = blast(1), blast(2, day="2021-05-10", where=place(lat=10.2))
    said = {}
    for licensed in (False, True):
        on = replace(WATCH, name=str(licensed), alerts=replace(WATCH.alerts, licensed=licensed))
        stepper = Stepper(store, on)
        said[licensed] = stepper.step(noon)
        if not licensed:
            store.add_reading(free, "k", noon)
            store.add_reading(replace(bound, report=replace(bound.report, rights="theirs")), "k", noon)
        said[licensed] += stepper.step(noon)
        rehearsed = rehearse(store, on, noon, noon)
        assert rehearsed.n_licensed == (0 if licensed else 1)
        with store.look() as connection:
            assert count_licensed(connection, on, START) == rehearsed.n_licensed
    assert [one.alert.report_ids for one in said[False]] == [("r1",)]
    assert sorted(one.alert.report_ids for one in said[True]) == [("r1",), ("r2",)]


def test_a_watch_that_was_edited_goes_on_and_takes_back_what_it_no_longer_asks_for(store: Store) -> None:
    noon = START + timedelta(hours=12)
    store.add_reading(blast(1), "k", noon)
    (first,) = Stepper(store, WATCH).step(noon)
    (message,) = Stepper(store, replace(WATCH, id="w2", kinds=("PROTEST",))).step(noon + timedelta(minutes=1))
    assert (message.kind, message.alert_id) == ("cancel", first.alert_id)
