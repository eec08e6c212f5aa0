from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from tests.alerts import alert, channel, message
from tests.delivery.telling import nasty, told
from vedette.delivery.areas import MOST_CORNERS, polygons_of
from vedette.delivery.cap import CapSettings, read_cap_settings, render_cap
from vedette.delivery.told import Told
from vedette.errors import BadInputError
from vedette.model.event import OnWhoseWord, Stage
from vedette.model.message import MessageKind
from vedette.model.zone import Zone, ZoneCheck

SETTINGS = CapSettings("vedette@harbour.example")
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"


@cache
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(Path(__file__).parent / "schemas" / "cap-1.2.xsd")


def rendered(one: Told, settings: CapSettings = SETTINGS) -> ElementTree.Element:
    """The document, valid by the standard's schema."""
    found = render_cap(one, settings)
    schema().validate(found.decode())
    return ElementTree.fromstring(found)


def text(root: ElementTree.Element, name: str) -> str | None:
    return root.findtext(f".//{CAP}{name}")


def test_an_alert_is_valid_and_a_draft_by_default() -> None:
    root = rendered(told())
    assert [text(root, name) for name in ("status", "msgType", "scope")] == ["Draft", "Alert", "Restricted"]
    assert text(root, "sent") == "2026-03-01T12:00:00-00:00"
    assert text(root, "references") is None
    assert text(root, "web") == "https://gazette.example/2026/northport?id=1&x=2"
    assert "“Bombing at the harbour" in (text(root, "description") or "")


def test_only_an_explicit_setting_makes_it_actual() -> None:
    settings = read_cap_settings(channel(settings=(("status", "Actual"), ("sender", "a@b.example"))), "w")
    assert text(rendered(told(), settings), "status") == "Actual"
    assert read_cap_settings(channel(), "harbour-watch") == CapSettings("vedette.harbour-watch")


@pytest.mark.parametrize(
    ("key", "value"), [("status", "actual"), ("scope", "Everyone"), ("sender", "a b,c"), ("scope", "Private")]
)
def test_settings_that_cap_does_not_know_are_refused(key: str, value: str) -> None:
    with pytest.raises(BadInputError, match="channel one"):
        read_cap_settings(channel(settings=((key, value),)), "w")


@pytest.mark.parametrize(
    ("kind", "type_", "response"),
    [("update", "Update", "Assess"), ("cancel", "Cancel", "Assess"), ("all_clear", "Update", "AllClear")],
)
def test_what_follows_refers_to_all_that_was_told_before(kind: MessageKind, type_: str, response: str) -> None:
    root = rendered(told(message("a", 3, kind=kind), before=(message("a"), message("a", 2))))
    assert (text(root, "msgType"), text(root, "responseType")) == (type_, response)
    assert text(root, "references") == (
        "vedette@harbour.example,vedette-a1,2026-03-01T12:00:00-00:00"
        " vedette@harbour.example,vedette-a2,2026-03-01T13:00:00-00:00"
    )


def test_an_update_that_is_the_first_on_its_channel_is_an_alert_there() -> None:
    assert text(rendered(told(message("a", 2))), "msgType") == "Alert"


@pytest.mark.parametrize(
    ("word", "stage", "n_sources", "expected"),
    [
        (OnWhoseWord.FACT, Stage.CARRIED_OUT, 2, "Observed"),
        (OnWhoseWord.FACT, Stage.CARRIED_OUT, 1, "Likely"),
        (OnWhoseWord.FACT, Stage.FOILED, 2, "Observed"),
        (OnWhoseWord.FACT, Stage.THREATENED, 2, "Possible"),
        (OnWhoseWord.FACT, None, 2, "Unknown"),
        (OnWhoseWord.CLAIMED, Stage.CARRIED_OUT, 9, "Possible"),
        (OnWhoseWord.ACCUSED, Stage.CARRIED_OUT, 9, "Possible"),
        (OnWhoseWord.SUSPECTED, Stage.CARRIED_OUT, 9, "Possible"),
        (OnWhoseWord.POSSIBLE, Stage.CARRIED_OUT, 9, "Possible"),
        (OnWhoseWord.DENIED, Stage.CARRIED_OUT, 9, "Unknown"),
    ],
)
def test_a_mere_claim_is_never_observed(word: OnWhoseWord, stage: Stage | None, n_sources: int, expected: str) -> None:
    made = message(about=alert(stage=stage, n_sources=n_sources))
    assert text(rendered(told(made, word=word)), "certainty") == expected


def test_without_its_events_nothing_is_certain() -> None:
    assert text(rendered(replace(told(), events=())), "certainty") == "Unknown"


@pytest.mark.parametrize(
    ("level", "killed", "expected"),
    [("high", 12, "Extreme"), ("high", None, "Severe"), ("medium", 40, "Moderate"), ("low", None, "Minor")],
)
def test_severity_follows_the_level(level: str, killed: int | None, expected: str) -> None:
    made = message(about=alert(level=level, killed=killed))  # type: ignore[arg-type]
    assert text(rendered(told(made)), "severity") == expected


@pytest.mark.parametrize(
    ("day", "stage", "level", "expected"),
    [
        (date(2026, 3, 1), Stage.CARRIED_OUT, "high", "Immediate"),
        (date(2026, 2, 28), Stage.CARRIED_OUT, "low", "Expected"),
        (date(2026, 2, 27), Stage.CARRIED_OUT, "high", "Past"),
        (date(2026, 3, 9), Stage.PLANNED, "high", "Future"),
        (date(2026, 3, 1), Stage.FOILED, "high", "Past"),
        (None, Stage.CARRIED_OUT, "high", "Unknown"),
    ],
)
def test_urgency_follows_the_day(day: date | None, stage: Stage, level: str, expected: str) -> None:
    made = message(about=alert(level=level, stage=stage, happened_from=day, happened_to=day))  # type: ignore[arg-type]
    assert text(rendered(told(made)), "urgency") == expected


def test_a_silent_source_is_no_event() -> None:
    about = alert(about="not_watching", kind=None, stage=None, where=None, zones=(), event_ids=(), report_ids=())
    root = rendered(replace(told(message(about=about)), events=(), reports=(), zones=()))
    assert [text(root, name) for name in ("category", "severity", "certainty")] == ["Other", "Unknown", "Unknown"]


def test_round_zones_are_circles_and_others_polygons() -> None:
    box = ((10.0, 20.0), (10.0, 21.0), (11.0, 21.0), (11.0, 20.0), (10.0, 20.0))
    zones = (
        Zone("quay", "The quay", "area", 0, 0, rings=((box,),)),
        Zone("ring", "Ring road", "point", 2, 5, points=((10, 20),)),
        Zone("road", "Coast road", "line", 0, 5, points=((10.0, 20.0), (10.5, 20.5))),
        Zone("line", "The line", "border", 0, 40, border=("IR", "IQ"), side="IQ"),
    )
    about = alert(zones=tuple(ZoneCheck(zone.id, 1.0, "inside", 0.99) for zone in zones))
    root = rendered(replace(told(message(about=about)), zones=zones))
    assert text(root, "circle") == "10.01000,20.02000 5"
    polygons = [one.text or "" for one in root.iter(f"{CAP}polygon")]
    assert len(polygons) >= 4
    for one in polygons:
        points = one.split(" ")
        assert points[0] == points[-1] and 4 <= len(points) <= MOST_CORNERS + 1
        assert all(-90 <= float(p.split(",")[0]) <= 90 and -180 <= float(p.split(",")[1]) <= 180 for p in points)


def test_a_hole_is_no_polygon_of_its_own() -> None:
    assert len(polygons_of(Zone("ring", "Ring road", "point", 2, 5, points=((10, 20),)))) == 1


def test_what_a_report_says_stays_text() -> None:
    root = rendered(nasty())
    assert {one.tag.removeprefix(CAP) for one in root.iter()} <= {
        *("alert", "identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "note"),
        *("incidents", "info", "language", "category", "event", "responseType", "urgency", "severity", "certainty"),
        *("effective", "expires", "senderName", "headline", "description", "parameter", "valueName", "value"),
        *("area", "areaDesc", "circle"),
    }
    assert "<script>" in (text(root, "headline") or "")


@given(st.text(), st.text())
def test_any_text_gives_a_valid_document(words: str, title: str) -> None:
    rendered(replace(told(message(about=alert(title=title), why=words)), watch_name=words))
