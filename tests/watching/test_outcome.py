"""What a rehearsed watch is worth."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from vedette.errors import BadInputError
from vedette.model.alert import Alert, Level, Spot
from vedette.model.message import Message, MessageKind
from vedette.model.watch import Watch
from vedette.model.zone import Zone, ZoneCheck
from vedette.watching.mattered import Mattered, read_mattered
from vedette.watching.outcome import NO_RULE, interval, measure

ZONE = Zone("z", "Red zone", "point", 0, 40, points=((10.0, 20.0),))
WATCH = Watch("w", "Test", "", (ZONE,), ())
BEGIN, END = datetime(2021, 5, 1), datetime(2021, 5, 29)


def said(
    alert_id: str,
    at: datetime,
    *,
    number: int = 1,
    kind: MessageKind = "alert",
    day: date | None = None,
    level: Level = "high",
    lat: float = 10.0,
    rules: tuple[str, ...] = (),
) -> Message:
    alert = Alert(
        alert_id, "w", ("e",), ("r",), level, "t", (ZoneCheck("z", 1, "inside", 1),), (), 1, (), kind="ASSAULT",
        happened_from=day, happened_to=day, where=Spot("Northport", "XX", lat, 20.0, 5.0), rules=rules,
    )  # fmt: skip
    return Message(f"{alert_id}{number}", alert_id, "test", kind, number, at, alert, "new")


BLAST = Mattered("blast", date(2021, 5, 10), 10.0, 20.0)


def test_alerts_a_week_leave_out_what_was_there_when_it_began() -> None:
    messages = [
        said("a", BEGIN),
        said("b", BEGIN + timedelta(days=1)),
        said("c", BEGIN + timedelta(days=2), level="low"),
    ]
    found = measure(WATCH, messages, BEGIN, END)
    assert (found.n_at_begin, found.n_alerts, found.alerts_a_week) == (1, 2, 0.5)
    assert dict(found.by_level) == {"high": 1, "medium": 0, "low": 1}
    assert found.n_unmet_alerts is None


def test_an_alert_of_the_same_day_and_place_is_a_hit_with_its_lead() -> None:
    told = said("a", datetime(2021, 5, 10, 6), day=date(2021, 5, 10))
    found = measure(WATCH, [told], BEGIN, END, [BLAST])
    (met,) = found.met
    assert (met.alert_id, met.lead_hours, found.n_unmet_alerts) == ("a", -6.0, 0)


def test_a_threat_told_before_its_day_leads() -> None:
    told = said("a", datetime(2021, 5, 8), day=date(2021, 5, 10))
    assert measure(WATCH, [told], BEGIN, END, [BLAST]).met[0].lead_hours == 48.0


def test_another_place_or_another_day_is_a_miss() -> None:
    far = said("a", datetime(2021, 5, 10, 6), day=date(2021, 5, 10), lat=11.0)
    other = said("b", datetime(2021, 5, 20, 6), day=date(2021, 5, 20))
    found = measure(WATCH, [far, other], BEGIN, END, [BLAST])
    assert (found.met[0].alert_id, found.met[0].lead_hours, found.n_unmet_alerts) == (None, None, 2)


def test_what_stood_there_before_is_a_warning_with_its_chance() -> None:
    before = said("a", datetime(2021, 5, 7, 6), day=date(2021, 5, 7))
    found = measure(WATCH, [before], BEGIN, END, [BLAST])
    assert found.met[0].warned_by == ("a",)
    assert found.met[0].p_warned_by_chance == pytest.approx(7 / 28, abs=1e-4)
    ended = said("a", datetime(2021, 5, 8), number=2, kind="cancel")
    assert measure(WATCH, [before, ended], BEGIN, END, [BLAST]).met[0].warned_by == ()


def test_the_noise_is_told_by_rule_zone_and_kind() -> None:
    one = said("a", datetime(2021, 5, 7, 6), rules=("clinics",))
    found = measure(
        WATCH, [one, said("b", datetime(2021, 5, 8)), said("b", datetime(2021, 5, 9), number=2)], BEGIN, END
    )
    assert [(s.name, s.n_alerts, s.n_messages) for s in found.rules] == [("clinics", 1, 1), (NO_RULE, 1, 2)]
    assert [(s.name, s.n_alerts) for s in found.zones] == [("Red zone", 2)]


def test_an_alert_without_a_day_is_about_what_happened_just_before() -> None:
    assert measure(WATCH, [said("a", datetime(2021, 5, 11))], BEGIN, END, [BLAST]).met[0].alert_id == "a"
    assert measure(WATCH, [said("a", datetime(2021, 5, 15))], BEGIN, END, [BLAST]).met[0].alert_id is None


def test_events_that_mattered_are_read_from_csv() -> None:
    text = "\ufeffdate,name,lat,lon,radius_km,zone\n2021-05-10,blast,10,20,,\n2021-05-11,other,,,,red ZONE\n"
    first, second = read_mattered(text, [ZONE], "m.csv")
    assert first == BLAST
    assert second == replace(BLAST, name="other", on=date(2021, 5, 11), lat=None, lon=None, zone_id="z")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name\nx\n", "needs the columns"),
        ("date,name,lat,lon,colour\n", "colour"),
        ("date,name,zone\n2021-05-10,x,Elsewhere\n", "line 2: the watch has no zone 'Elsewhere'"),
        ("date,name,lat,lon\nyesterday,x,1,2\n", "line 2"),
        ("date,name,lat,lon\n2021-05-10,x,91,2\n", "no place on earth"),
        ("date,name,lat,lon\n2021-05-10,x,1,\n", "give lat and lon"),
    ],
)
def test_what_is_wrong_in_the_list_is_said(text: str, words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        read_mattered(text, [ZONE], "m.csv")


def test_a_share_of_nothing_has_no_interval() -> None:
    assert interval(0, 0) is None
    low, high = interval(1, 1) or (0.0, 0.0)
    assert 0.2 < low < 0.21 and high == 1.0
