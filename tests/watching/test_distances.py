"""Distances by kind and severity: the first that fits decides, and the alert says which."""

from dataclasses import replace

import pytest

from tests.build import event, place, reading
from vedette.model.event import Event
from vedette.model.reading import Reading
from vedette.model.span import Span
from vedette.model.statement import Manner, Speaker, Statement
from vedette.model.watch import Watch, ZoneDistance
from vedette.model.zone import Zone
from vedette.run.pipeline import check_distances, find
from vedette.watching.distances import find_distance
from vedette.watching.match import Material, find_alerts

ZONE = Zone("z", "Red zone", "point", 0, 40, points=((10.0, 20.0),))
WATCH = Watch(
    "w",
    "Test",
    "",
    (ZONE,),
    (),
    distances=(
        ZoneDistance("z", 5, ("PROTEST",)),
        ZoneDistance("z", 60, ("ASSAULT",), killed=10),
        ZoneDistance("z", 150, ("THREATEN",), names=("Northport", "Example Front")),
    ),
)
#: A place some 50 km, and one some 20 km, from the zone's middle.
AT_50, AT_20 = place("Fifty", 10.45, 20.0, radius_km=1), place("Twenty", 10.18, 20.0, radius_km=1)


def km(one: Event, read: Reading | None = None) -> float | None:
    entry = find_distance(WATCH, "z", one, read or reading(one))
    return entry.out_to_km if entry else None


def test_the_first_that_fits_decides_else_the_zones_own() -> None:
    assert km(event(kind="PROTEST")) == 5
    assert km(event(killed=10)) == 60
    assert km(event(killed=9)) is None
    assert km(event()) is None, "no toll told is not a toll of none or of many"
    assert km(event(kind="COERCE")) is None
    first = replace(WATCH, distances=(ZoneDistance("z", 1, ("ASSAULT",)), *WATCH.distances))
    entry = find_distance(first, "z", event(killed=10), reading())
    assert entry and entry.out_to_km == 1


def test_a_name_counts_where_the_events_words_bear_it() -> None:
    threat = event(kind="THREATEN", where=AT_50)
    assert km(threat) is None
    assert km(event(kind="THREATEN", where=place("NORTHPORT"))) == 150
    assert km(event(kind="THREATEN", group="example  front")) == 150
    named = replace(place("Northport"), span=Span(3, 9))
    assert km(threat, replace(reading(threat), places=(named,))) == 150, "within its sentence"
    elsewhere = replace(reading(threat), places=(replace(named, span=Span(40, 49)),))
    assert km(threat, elsewhere) is None, "in another sentence"
    said = Statement("s", Speaker(Span(0, 3)), Manner.THREATENED, None, Span(30, 60))
    told = replace(threat, statements=("s",))
    assert km(told, replace(elsewhere, events=(told,), statements=(said,))) == 150, "in what was said of it"


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (event(kind="PROTEST", where=AT_20), 0),
        (event(where=AT_20), 1),
        (event(where=AT_50), 0),
        (event(where=AT_50, killed=10), 1),
    ],
)
def test_the_match_holds_the_event_against_the_distance_for_it(one: Event, found: int) -> None:
    assert len(find([reading(one)], WATCH).alerts) == found


def test_the_alert_says_which_distance_and_the_checks_of_the_zone_stay_its_own() -> None:
    findings = find([reading(event(where=AT_50, killed=10))], WATCH)
    (alert,) = findings.alerts
    words = " ".join(reason.words for reason in alert.reasons)
    assert "held against 60 km (assault, at least 10 killed), not the zone's own 40 km" in words
    assert (alert.zones[0].state, alert.level) == ("inside", "high")
    assert dict(findings.zone_checks)["e1"][0].state == "outside"
    assert dict(findings.distance_checks)["e1"][0].state == "inside"


def test_alerts_are_never_made_without_the_check_that_they_need() -> None:
    read = [reading(event(where=AT_50, killed=10))]
    findings = find(read, WATCH)
    bare = Material(read, (), (), dict(findings.zone_checks), ())
    with pytest.raises(LookupError):
        find_alerts(WATCH, bare)
    whole = replace(bare, distance_checks=dict(check_distances(read, WATCH)))
    assert find_alerts(WATCH, whole) == findings.alerts
