"""What is said at each moment, and that it is said once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from tests.build import event, place, reading
from vedette.model.case import Case, Judgement
from vedette.model.event import Event, Stage
from vedette.model.message import Message
from vedette.model.report import Copy
from vedette.model.watch import AlertSettings, Rule, Watch
from vedette.model.zone import Zone, ZoneCheck
from vedette.watching.match import Material
from vedette.watching.step import decide, step
from vedette.watching.told import Told, judge, replay, tell

ZONE = Zone("z", "Red zone", "point", 0, 40, points=((10.0, 20.0),))
NOON = datetime(2021, 5, 14, 12)
HERE = place()


@dataclass
class Desk:
    """Steps one after the other, with what was told kept."""

    watch: Watch = field(default_factory=lambda: Watch("w", "Test", "", (ZONE,), ()))
    told: dict[str, Told] = field(default_factory=dict)
    now: datetime = NOON

    def set(self, **settings: object) -> None:
        self.watch = replace(self.watch, alerts=replace(AlertSettings(), **settings))  # type: ignore[arg-type]

    def step(self, material: Material, after: timedelta = timedelta()) -> tuple[Message, ...]:
        self.now += after
        said = step(self.watch, self.told.values(), material, self.now)
        for message in said:
            self.told[message.alert_id] = tell(self.told.get(message.alert_id), message)
        assert step(self.watch, self.told.values(), material, self.now) == ()
        return said

    def judge(self, verdict: str, alert_id: str) -> None:
        self.now += timedelta(minutes=1)
        judgement = Judgement(alert_id, "editor", verdict, "looked into it")  # type: ignore[arg-type]
        self.told[alert_id] = judge(self.told[alert_id], judgement, self.now)


def material(
    *events: Event,
    case: tuple[str, ...] = (),
    p_inside: float = 1.0,
    copies: tuple[Copy, ...] = (),
    retracted: Mapping[str, str] | None = None,
    revised: Mapping[str, datetime] | None = None,
    refuted: Mapping[str, str] | None = None,
) -> Material:
    state = "inside" if p_inside >= 0.95 else "possibly"
    checks = {one.id: (ZoneCheck("z", 3.0, state, p_inside),) for one in events if one.where}
    read = [reading(one, report_id=f"r-{one.id}", source=f"Outlet {one.id}") for one in events]
    cases = (Case("c", "case", case, tuple(f"r-{one}" for one in case), len(case)),) if case else ()
    return Material(read, copies, cases, checks, (), {}, retracted or {}, revised or {}, refuted or {})


def blast(name: str = "a", *, killed: int | None = None, stage: Stage | None = Stage.CARRIED_OUT) -> Event:
    return event(name, where=HERE, killed=killed, stage=stage)


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_an_event_inside_opens_an_alert_once() -> None:
    desk = Desk()
    (message,) = desk.step(material(blast()))
    assert (message.kind, message.number, message.why, message.alert.level) == ("alert", 1, "new", "high")
    assert message.alert.id == message.alert_id and message.decided_at == NOON
    assert desk.step(material(blast()), HOUR) == ()


def test_a_second_source_updates_it_and_a_third_says_nothing_new() -> None:
    desk = Desk()
    (first,) = desk.step(material(blast()))
    (second,) = desk.step(material(blast(), blast("b"), case=("a", "b")), HOUR)
    assert (second.alert_id, second.kind, second.references) == (first.alert_id, "update", (first.id,))
    assert "2 independent sources" in second.why
    assert desk.step(material(blast(), blast("b"), blast("c"), case=("a", "b", "c")), HOUR) == ()


def test_what_may_be_a_second_attack_is_told_at_once_and_asks_for_acknowledgement_again() -> None:
    desk = Desk()
    desk.set(escalate_after_seconds=1800.0)
    (first,) = desk.step(material(blast()))
    desk.judge("seen", first.alert_id)
    second = event("b", where=HERE, day="2021-05-13")
    (update,) = desk.step(material(blast(), second, case=("a", "b")), timedelta(minutes=1))
    assert update.kind == "update" and "may be more than one attack" in update.why and "2021-05-13" in update.why
    assert any("may be more than one attack" in one.words for one in update.alert.reasons)
    (further,) = desk.step(material(blast(), second, case=("a", "b")), timedelta(minutes=30))
    assert further.escalated
    assert desk.step(material(blast(), second, blast("c"), case=("a", "b", "c")), HOUR) == ()


def test_what_a_copy_tells_otherwise_is_told() -> None:
    desk = Desk()
    desk.step(material(blast()))
    known = material(blast(), event("b", where=HERE, killed=9), copies=(Copy("r-b", "r-a", 0.9),), case=("a", "b"))
    (update,) = desk.step(replace(known, own={"b"}), HOUR)
    assert "killed: at least 9" in update.why


def test_copies_say_nothing() -> None:
    desk = Desk()
    desk.step(material(blast()))
    assert desk.step(material(blast(), blast("b"), copies=(Copy("r-b", "r-a", 1.0),)), HOUR) == ()


def test_an_earlier_original_takes_the_place_of_its_copy_in_the_same_alert() -> None:
    desk = Desk()
    desk.step(material(blast("b")))
    assert desk.step(material(blast("a"), blast("b"), copies=(Copy("r-b", "r-a", 1.0),)), HOUR) == ()
    assert len(desk.told) == 1


def test_stage_toll_and_zone_that_grow_are_told() -> None:
    desk = Desk()
    desk.step(material(blast(stage=Stage.PLANNED), p_inside=0.5))
    (one,) = desk.step(material(blast(stage=Stage.ATTEMPTED), p_inside=0.5), HOUR)
    assert "attempted (was planned)" in one.why
    (two,) = desk.step(material(blast(stage=Stage.ATTEMPTED, killed=3), p_inside=0.5), HOUR)
    assert "killed: at least 3 (was not told)" in two.why
    assert desk.step(material(blast(stage=Stage.ATTEMPTED, killed=4), p_inside=0.5), HOUR) == ()
    (three,) = desk.step(material(blast(stage=Stage.ATTEMPTED, killed=5), p_inside=1.0), HOUR)
    assert "inside Red zone (was possibly)" in three.why and "now high (was medium)" in three.why


def test_less_reported_is_no_correction() -> None:
    desk = Desk()
    desk.step(material(blast(killed=9), blast("b"), case=("a", "b")))
    assert desk.step(material(blast("b")), DAY) == ()


def test_updates_wait_for_the_cool_down_and_high_ones_do_not() -> None:
    desk = Desk()
    low = event("a", where=HERE, kind="PROTEST", stage=None)
    desk.step(material(low))
    more = replace(low, killed=blast(killed=5).killed)
    assert desk.step(material(more), timedelta(minutes=10)) == ()
    assert decide(desk.watch, desk.told.values(), material(more), desk.now).wake_at == NOON + timedelta(minutes=30)
    assert len(desk.step(material(more), timedelta(minutes=20))) == 1
    (high,) = desk.step(material(replace(more, kind="ASSAULT", stage=Stage.CARRIED_OUT)), timedelta(minutes=1))
    assert high.alert.level == "high"


def test_quiet_hours_hold_all_but_high_alerts() -> None:
    desk = Desk(now=datetime(2021, 5, 14, 20))
    desk.set(quiet_hours=(time(22), time(6)), timezone="Asia/Tehran")
    protest = event("a", where=HERE, kind="PROTEST", stage=None)
    assert desk.step(material(protest)) == ()
    wake = decide(desk.watch, (), material(protest), desk.now).wake_at
    assert wake == datetime(2021, 5, 15, 1, 30)
    assert len(desk.step(material(protest, blast("b")))) == 1
    desk.now = wake
    (message,) = desk.step(material(protest, blast("b")))
    assert message.alert.event_ids == ("a",)


def test_nobody_acknowledged_so_it_is_told_further_once() -> None:
    desk = Desk()
    desk.set(escalate_after_seconds=1800.0)
    (first,) = desk.step(material(blast()))
    assert desk.step(material(blast()), timedelta(minutes=29)) == ()
    (message,) = desk.step(material(blast()), timedelta(minutes=1))
    assert message.escalated and "nobody has acknowledged it in 30 minutes" in message.why
    assert desk.step(material(blast()), HOUR) == ()
    assert first.alert_id == message.alert_id


def test_who_has_seen_it_stops_the_escalation() -> None:
    desk = Desk()
    desk.set(escalate_after_seconds=1800.0)
    (first,) = desk.step(material(blast()))
    desk.judge("seen", first.alert_id)
    assert desk.step(material(blast()), HOUR) == ()


def test_an_alert_of_which_no_more_comes_is_cleared_and_stays_so() -> None:
    desk = Desk()
    desk.step(material(blast()))
    assert desk.step(material(blast()), timedelta(days=6)) == ()
    (message,) = desk.step(material(blast()), DAY)
    assert (message.kind, message.expires_at) == ("all_clear", None)
    assert desk.step(material(blast()), DAY) == ()
    assert desk.step(material(), DAY) == ()


def test_a_cleared_alert_is_told_again_when_a_new_report_changes_it() -> None:
    desk = Desk()
    desk.step(material(blast()))
    desk.step(material(blast()), timedelta(days=7))
    (message,) = desk.step(material(blast(), blast("b"), case=("a", "b")), DAY)
    assert (message.kind, message.number) == ("update", 3) and "told again" in message.why


def test_a_retracted_report_cancels_its_alert_and_says_why() -> None:
    desk = Desk()
    desk.step(material(blast()))
    (message,) = desk.step(material(retracted={"r-a": "retracted by editor: it was a drill"}), HOUR)
    assert (message.kind, message.why) == ("cancel", "report r-a was retracted by editor: it was a drill")
    assert desk.step(material(retracted={"r-a": "retracted by editor: it was a drill"}), HOUR) == ()


def test_a_retraction_of_one_of_two_reports_is_an_update_at_once() -> None:
    desk = Desk()
    desk.step(material(blast(killed=12), blast("b"), case=("a", "b")))
    (message,) = desk.step(material(blast("b"), retracted={"r-a": "retracted by x: wrong"}), timedelta(minutes=1))
    assert message.kind == "update"
    for words in ("report r-a was retracted", "killed: not told (was at least 12)", "no independent corroboration"):
        assert words in message.why
    assert desk.step(material(blast("b"), retracted={"r-a": "retracted by x: wrong"}), HOUR) == ()


def test_a_corrected_version_that_no_longer_matters_cancels() -> None:
    desk = Desk()
    desk.step(material(blast()))
    moved = event("a")
    (message,) = desk.step(material(moved, revised={"r-a": NOON + HOUR}), HOUR)
    assert message.kind == "cancel" and "corrected" in message.why


def test_a_toll_revised_downwards_by_a_corrected_version_is_told() -> None:
    desk = Desk()
    desk.step(material(blast(killed=12)))
    (message,) = desk.step(material(blast(killed=2), revised={"r-a": NOON + HOUR}), HOUR)
    assert "killed: at least 2 (was at least 12)" in message.why


def test_an_event_judged_false_cancels() -> None:
    desk = Desk()
    desk.step(material(blast()))
    (message,) = desk.step(material(refuted={"a": "judged false by editor: a drill"}), HOUR)
    assert message.kind == "cancel" and "judged false" in message.why


def test_people_end_an_alert() -> None:
    for verdict, kind in (("false", "cancel"), ("closed", "all_clear")):
        desk = Desk()
        (first,) = desk.step(material(blast()))
        desk.judge(verdict, first.alert_id)
        (message,) = desk.step(material(blast()))
        assert message.kind == kind and "editor: looked into it" in message.why
        assert desk.step(material(blast()), HOUR) == ()


def test_two_alerts_that_become_one_are_told_as_one() -> None:
    desk = Desk()
    desk.step(material(blast()))
    desk.step(material(blast(), blast("b")), HOUR)
    assert len(desk.told) == 2
    said = desk.step(material(blast(), blast("b"), case=("a", "b")), HOUR)
    assert sorted(one.kind for one in said) == ["cancel", "update"]
    cancel = next(one for one in said if one.kind == "cancel")
    update = next(one for one in said if one.kind == "update")
    assert update.alert_id in cancel.why and update.alert.event_ids == ("a", "b")
    assert desk.step(material(blast(), blast("b"), case=("a", "b")), HOUR) == ()


def test_rules_silence_raise_and_choose_channels() -> None:
    desk = Desk()
    desk.watch = replace(desk.watch, rules=(Rule("noise", kinds=("ASSAULT",), most_sources=1, silence=True),))
    assert desk.step(material(blast())) == ()
    assert len(desk.step(material(blast(), blast("b"), case=("a", "b")))) == 1


def test_one_voice_alone_is_lowered_where_the_watch_says_so() -> None:
    desk = Desk()
    desk.set(uncorroborated="lower")
    (message,) = desk.step(material(blast()))
    assert message.alert.level == "medium"
    assert any("no" in one.words and "corroboration" in one.words for one in message.alert.reasons)


def test_what_was_told_comes_back_from_messages_and_verdicts() -> None:
    desk = Desk()
    messages = list(desk.step(material(blast())))
    messages += desk.step(material(blast(), blast("b"), case=("a", "b")), HOUR)
    desk.judge("seen", messages[0].alert_id)
    verdict = Judgement(messages[0].alert_id, "editor", "seen", "looked into it")
    assert replay(messages, [(verdict, desk.now)]) == desk.told
