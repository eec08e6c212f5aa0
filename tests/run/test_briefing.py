"""When the scheduled brief is written, and from what."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from tests.build import event, reading
from vedette.model.case import Judgement
from vedette.model.findings import Findings
from vedette.model.watch import AlertSettings, Watch
from vedette.run.briefing import BriefSchedule, recent_readings
from vedette.store.store import Store

NOON = datetime(2021, 5, 14, 12)


def test_a_brief_is_written_when_its_time_has_struck_and_once(store: Store) -> None:
    watch = Watch("w", "Example", "", (), (), alerts=AlertSettings(brief_at=(time(13),)))
    written: list[datetime] = []
    schedule = BriefSchedule(store, watch, lambda _, at: written.append(at), NOON)
    minutes = [NOON + timedelta(minutes=number) for number in range(0, 25 * 60, 7)]
    for now in minutes:
        schedule.write_if_due(now)
    assert [at.strftime("%d %H:%M") for at in written] == ["14 13:03"]
    schedule.write_if_due(NOON + timedelta(days=1, hours=2))
    assert len(written) == 2


def test_a_clock_that_is_set_back_does_not_silence_it(store: Store) -> None:
    watch = Watch("w", "Example", "", (), (), alerts=AlertSettings(brief_at=(time(13),)))
    written: list[datetime] = []
    schedule = BriefSchedule(store, watch, lambda _, at: written.append(at), NOON + timedelta(days=9))
    for minute in range(120):
        schedule.write_if_due(NOON + timedelta(minutes=minute))
    assert len(written) == 1


def test_it_tells_of_what_was_learnt_lately_and_may_be_passed_on(store: Store) -> None:
    old, new, licensed = (reading(event(name), report_id=name, text=name) for name in ("old", "new", "licensed"))
    store.add_reading(old, "k", NOON - timedelta(days=90))
    store.add_reading(new, "k", NOON)
    store.add_reading(replace(licensed, report=replace(licensed.report, rights="user's licence")), "k", NOON)
    assert [one.report.id for one in recent_readings(store, NOON - timedelta(days=14))] == ["new"]
    found: list[Findings] = []
    BriefSchedule(store, Watch("w", "Example", "", (), ()), lambda one, _: found.append(one), NOON).write(NOON)
    assert [one.report.id for one in found[0].readings] == ["new"]


def test_what_was_taken_back_is_told_and_nothing_rests_on_it(store: Store) -> None:
    store.add_reading(reading(event("e1"), report_id="r1"), "k", NOON)
    store.add_judgement(Judgement("r1", "editor", "retracted", "withdrawn by its outlet"), NOON)
    found: list[Findings] = []
    BriefSchedule(store, Watch("w", "Example", "", (), ()), lambda one, _: found.append(one), NOON).write(NOON)
    assert found[0].readings == ()
    assert [(one.report_id, one.source, one.by) for one in found[0].corrections] == [
        ("r1", "Example Gazette", "editor")
    ]
