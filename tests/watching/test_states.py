"""Quiet, not watching and cannot tell are three different things."""

import random
from dataclasses import replace
from datetime import datetime, time, timedelta
from math import isclose

from vedette.model.feed import Feed, Visit, VisitOutcome
from vedette.model.watch import AlertSettings, Watch
from vedette.model.zone import Zone
from vedette.watching.feed_alarms import decide_feeds
from vedette.watching.states import (
    History,
    SourceState,
    chance_of_silence,
    collect_histories,
    judge_source,
    judge_zones,
)
from vedette.watching.told import Told, tell

FEED = Feed("f", "Example Gazette", "feed", "https://example.org/rss", 900, countries=("XX",))
ZONE = Zone("z", "Red zone", "point", 0, 40, points=((10.0, 20.0),))
WATCH = Watch("w", "Test", "", (ZONE,), (), feeds=(FEED,))
#: A Monday.
START = datetime(2021, 5, 3)


def visits(days: float, *, p: float = 0.7, outcome: VisitOutcome = "unchanged", nights: bool = True) -> list[Visit]:
    """A visit an hour over some days, bringing something by day with this chance, and by night if so."""
    drawn, found = random.Random(7), []
    for hour in range(int(days * 24)):
        at = START + timedelta(hours=hour, minutes=5)
        new = int(drawn.random() < p and (nights or 6 <= at.hour < 18))
        found.append(Visit("f", at, "new" if new else outcome, n_new=new))
    return found


def history(found: list[Visit]) -> History:
    return collect_histories(found)["f"]


def judged(found: list[Visit], after: timedelta) -> SourceState:
    return judge_source(FEED, history(found), found[-1].visited_at + after, 0.001)


def silent(known: list[Visit], hours: int) -> list[Visit]:
    """Answers that bring nothing, for some hours after."""
    last = known[-1].visited_at
    return [*known, *(Visit("f", last + timedelta(hours=n + 1), "unchanged") for n in range(hours))]


def test_a_source_that_answers_and_brings_what_it_is_wont_to_is_quiet() -> None:
    assert judged(visits(28), timedelta(minutes=30)).state == "quiet"


def test_a_source_that_gives_no_answer_is_not_watched_and_says_since_when() -> None:
    found = judged(visits(28), timedelta(hours=3))
    assert found.state == "not watching" and "no answer since 2021-05-30" in found.why
    failed = [
        *visits(28),
        *(Visit("f", START + timedelta(days=28, hours=n), "failed", message="down") for n in range(3)),
    ]
    assert judged(failed, timedelta(minutes=1)).why.endswith("down")


def test_a_source_that_may_not_be_asked_is_not_watched_and_says_why() -> None:
    found = judged([Visit("f", START, "skipped", message="robots.txt forbids it")], timedelta(hours=2))
    assert (found.state, found.visited_at) == ("not watching", None)
    assert found.why.endswith("robots.txt forbids it")
    kept = judged([*visits(2), Visit("f", START + timedelta(days=2), "skipped", message="no token")], timedelta(days=1))
    assert kept.state == "not watching"
    assert kept.why.endswith("no token")


def test_a_feed_dead_behind_its_answers_is_found_by_its_rhythm() -> None:
    assert judged(silent(visits(28), 4), timedelta(minutes=1)).state == "quiet"
    found = judged(silent(visits(28), 14), timedelta(minutes=1))
    assert found.state == "not watching" and "brought nothing new for" in found.why
    assert found.p_silence is not None and found.p_silence < 0.001


def test_nights_that_are_always_silent_are_quiet() -> None:
    known = visits(28, nights=False)
    assert known[-1].visited_at.hour == 23
    assert judged(silent(known, 6), timedelta(minutes=1)).state == "quiet"
    assert judged(silent(known, 24), timedelta(minutes=1)).state == "not watching"


def test_hours_in_which_it_could_not_be_asked_count_neither_way() -> None:
    known = visits(28)
    gap = [*known, Visit("f", known[-1].visited_at + timedelta(hours=30), "unchanged")]
    assert judged(gap, timedelta(minutes=1)).state == "quiet"


def test_a_source_whose_last_visit_failed_is_not_called_quiet() -> None:
    for known in (visits(28), visits(7)):
        failed = Visit("f", known[-1].visited_at + timedelta(minutes=10), "failed", message="answered 500")
        found = judged([*known, failed], timedelta(minutes=1))
        assert found.state == "cannot tell"
        assert found.why.startswith("no answer since") and found.why.endswith("answered 500")
        (zone,) = judge_zones(WATCH, [found], {"z": ("XX",)})
        assert (zone.state, zone.why) == ("cannot tell", f"{found.name}: {found.why}")


def test_with_little_history_it_cannot_be_told() -> None:
    assert judged(visits(7), timedelta(minutes=1)).state == "cannot tell"
    assert judged(visits(28, p=0.01), timedelta(minutes=1)).state == "cannot tell"
    assert judge_source(FEED, None, START, 0.001).state == "cannot tell"


def test_after_a_start_it_is_given_time_to_answer() -> None:
    known = history(visits(28))
    now = START + timedelta(days=30)
    assert judge_source(FEED, known, now, 0.001, now - timedelta(minutes=5)).state == "cannot tell"
    assert judge_source(FEED, known, now, 0.001, now - timedelta(hours=5)).state == "not watching"


def test_the_chance_of_silence_is_that_of_empty_hours_in_a_row() -> None:
    known = history(silent(visits(28, p=0.5), 8))
    last = known.brought_at
    assert last is not None
    empty = int((known.visited_at - last) / timedelta(hours=1))  # type: ignore[operator]
    p = chance_of_silence(known, known.visited_at)  # type: ignore[arg-type]
    assert p is not None
    assert isclose(p, 0.5 ** (empty - 1), rel_tol=1.2)


def test_a_zone_is_as_well_watched_as_the_sources_counted_on_for_it() -> None:
    two = replace(WATCH, feeds=(FEED, replace(FEED, id="g", name="Other")))
    live = judged(visits(28), timedelta(minutes=1))
    dead = replace(live, feed_id="g", name="Other", state="not watching")
    here = {"z": ("XX",)}
    assert judge_zones(two, [live, replace(live, feed_id="g")], here)[0].state == "quiet"
    assert judge_zones(two, [live, dead], here)[0].state == "cannot tell"
    assert judge_zones(two, [replace(live, state="not watching"), dead], here)[0].state == "not watching"
    elsewhere = judge_zones(two, [live, dead], {"z": ("YY",)})[0]
    assert elsewhere.state == "cannot tell" and "no feed" in elsewhere.why


def test_a_silent_feed_is_told_of_once_and_its_return_too() -> None:
    told: dict[str, Told] = {}
    now = START + timedelta(days=29)

    def step(state: str, watch: Watch = WATCH) -> list[tuple[str, str]]:
        source = SourceState("f", "Example Gazette", state, "why", now, now, now, None)  # type: ignore[arg-type]
        said = decide_feeds(watch, told.values(), [source], judge_zones(watch, [source], {"z": ("XX",)}), now)
        for one in said:
            told[one.alert_id] = tell(told.get(one.alert_id), one)
        return [(one.kind, one.alert.level) for one in said]

    assert step("quiet") == []
    assert step("not watching") == [("alert", "high")]
    assert step("not watching") == []
    assert step("cannot tell") == []
    assert step("quiet") == [("all_clear", "high")]
    assert step("not watching") == [("update", "high")]
    assert [kind for kind, _ in step("quiet", replace(WATCH, feeds=()))] == ["all_clear"]


def test_a_feed_that_blinds_no_zone_waits_for_the_end_of_quiet_hours() -> None:
    quiet = AlertSettings(quiet_hours=(time(22), time(6)))
    watch = replace(WATCH, alerts=quiet, zones=())
    source = SourceState("f", "Example Gazette", "not watching", "why", None, None, None, None)
    assert decide_feeds(watch, (), [source], (), datetime(2021, 5, 3, 23)) == ()
    (message,) = decide_feeds(watch, (), [source], (), datetime(2021, 5, 4, 7))
    assert (message.alert.about, message.alert.level) == ("not_watching", "medium")


def test_a_feed_that_was_taken_out_of_the_watch_is_cancelled() -> None:
    source = SourceState("f", "Example Gazette", "not watching", "why", None, None, None, None)
    (message,) = decide_feeds(WATCH, (), [source], (), START)
    (cancel,) = decide_feeds(WATCH, [tell(None, message)], [], (), START)
    assert cancel.kind == "cancel"
