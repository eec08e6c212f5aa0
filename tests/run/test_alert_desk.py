"""A brief shows what the running watch told and what was taken back, and still verifies."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.build import event, place, reading
from vedette.model.case import Judgement
from vedette.model.reading import Reading
from vedette.model.span import Span
from vedette.model.watch import Watch
from vedette.model.zone import Zone
from vedette.run.alert_desk import find_standings, leave_out_retracted
from vedette.run.pipeline import find
from vedette.run.stepping import Stepper
from vedette.store.store import Store
from vedette.views.brief import render_brief, verify_brief

ZONE = Zone("z", "Red zone", "point", 0, 40, points=((10.0, 20.0),))
WATCH = Watch("w", "Test", "", (ZONE,), ())
NOON = datetime(2021, 5, 14, 12)


def blast(number: int, day: str) -> Reading:
    told = replace(event(f"e{number}", day=day, where=place()), trigger=Span(0, 5), evidence=(Span(0, 30),))
    text = f"Blast at the gate of Northport on {day}, {number} {'x' * number}."
    return reading(told, report_id=f"r{number}", source=f"Outlet {number}", text=text)


def test_the_brief_tells_standings_and_corrections_and_verifies(tmp_path: Path) -> None:
    read = [blast(1, "2021-05-12"), blast(2, "2021-05-02")]
    with Store(f"sqlite:///{tmp_path}/a.db") as store:
        stepper = Stepper(store, WATCH)
        stepper.step(NOON)
        for one in read:
            store.add_reading(one, "k", NOON + timedelta(minutes=1))
        said = stepper.step(NOON + timedelta(minutes=2))
        assert len(said) == 2
        first = next(one for one in said if one.alert.event_ids == ("e1",))
        store.add_judgement(
            Judgement(first.alert_id, "A. Example", "confirmed", "seen on site"), NOON + timedelta(hours=1)
        )
        store.add_judgement(Judgement("r2", "A. Example", "retracted", "it was a drill"), NOON + timedelta(hours=1))
        stepper.step(NOON + timedelta(hours=2))
        kept, corrections = leave_out_retracted(store, read)
        findings = replace(find(kept, WATCH), corrections=corrections)
        findings = replace(findings, standings=find_standings(store, findings))
    assert [one.report_id for one in corrections] == ["r2"]
    (standing,) = findings.standings
    assert (standing.told_id, standing.state, standing.lives) == (first.alert_id, "confirmed", True)
    page = render_brief(findings, made_at=NOON, full_text=False)
    assert "confirmed by A. Example: seen on site" in page
    assert "Taken back" in page and "it was a drill" in page
    assert list(verify_brief(page.encode())) == []
    forged = page.replace("it was a drill", "it was no drill")
    assert list(verify_brief(forged.encode())) != []


def test_without_a_running_watch_nothing_is_added(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/a.db") as store:
        findings = find([blast(1, "2021-05-12")], WATCH)
        assert leave_out_retracted(store, findings.readings) == (list(findings.readings), ())
        assert find_standings(store, findings) == ()
    assert "Taken back" not in render_brief(findings, made_at=NOON, full_text=False)
