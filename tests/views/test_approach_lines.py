"""Approaches in the brief: told with their numbers, and recomputed by verify."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from tests.build import event, place, reading
from tests.views.test_verify import codes, with_data
from vedette.model.findings import Findings
from vedette.model.watch import Watch, ZoneDistance
from vedette.model.zone import Zone
from vedette.run.pipeline import find
from vedette.views.brief import render_brief, verify_brief

ZONE = Zone("z", "Red zone", "point", 0, 40, points=((10.0, 20.0),))
WATCH = Watch("w", "Test", "", (ZONE,), (), distances=(ZoneDistance("z", 60, ("ASSAULT",)),))


@cache
def findings() -> Findings:
    """Eight reports in which a group comes nearer, from 200 km to 20."""
    read = []
    for n, km in enumerate((200, 170, 155, 120, 90, 71, 50, 20)):
        day = date(2021, 5, 1) + timedelta(days=6 * n)
        where = place(f"Village {n}", lat=10.0 + km / 110.6, radius_km=2)
        one = event(f"e{n}", day=day.isoformat(), where=where, group="example-front")
        text = f"Gunmen attacked a post near village {n}. " + " ".join(f"word{n}x{m}" for m in range(30))
        read.append(reading(one, report_id=f"r{n}", source=f"Outlet {n}", text=text))
    return find(read, WATCH)


@cache
def brief() -> str:
    return render_brief(findings())


def test_who_comes_nearer_how_fast_and_how_surely_stands_in_what_matters_first() -> None:
    (one,) = findings().approaches
    html = brief()
    start = html.index("Coming nearer")
    told = html[start : html.index("</section>", start)]
    assert "example-front" in told
    assert f"{-one.km_per_day:g} km a day" in told and "95 % interval" in told
    assert "from 200 to 20 km" in told and "events on 8 days" in told
    assert all(f">E{n}<" in told for n in range(1, 9))


def test_a_brief_with_approaches_and_distances_holds() -> None:
    assert findings().distance_checks
    assert verify_brief(brief()) == []


def test_an_approach_that_was_changed_or_taken_out_is_caught() -> None:
    def faster(data: dict[str, Any]) -> None:
        data["approaches"][0]["km_per_day"] *= 2

    changes: list[Callable[[dict[str, Any]], None]] = [faster, lambda data: data["approaches"].clear()]
    for change in changes:
        assert "approach" in codes(with_data(brief(), change))


def test_a_check_at_another_distance_that_was_changed_is_caught() -> None:
    def change(data: dict[str, Any]) -> None:
        data["distance_checks"][0][1][0]["p_inside"] = 0.5

    assert "zone" in codes(with_data(brief(), change))


def test_an_alert_at_another_distance_says_so() -> None:
    assert "at the distance that holds for such events" in brief()
    assert "held against 60 km (assault), not the zone’s own 40 km" in brief().replace("&#39;", "’")


def test_without_approaches_nothing_is_said_of_them() -> None:
    assert "Coming nearer" not in render_brief(replace(findings(), approaches=()))


def test_briefs_written_before_there_were_approaches_are_read() -> None:
    def older(data: dict[str, Any]) -> None:
        del data["approaches"], data["distance_checks"]
        data["watch"].pop("distances")
        data["version"] = "0.0.1"
        json.dumps(data)

    assert "data" not in codes(with_data(brief(), older))
