"""Made-up readings in any number, no two alike: by number, so that every run makes the same."""

import random
from datetime import date, timedelta

from vedette.model.event import Actor, Event, OnWhoseWord, Reality, Role, Stage, Toll
from vedette.model.ids import event_id, sha256_hex
from vedette.model.place import Place
from vedette.model.reading import Reader, Reading
from vedette.model.report import Report
from vedette.model.span import Span
from vedette.model.time import When

#: Events a report.
EVENTS = 5
#: Reports a day, as of some 400 feeds: those with higher numbers are of later days, as in a store that lives on.
_A_DAY = 550
#: Share of events that happened long before the report, as history; and the days before it over which they lie.
_HISTORY, _LONG = 0.1, 3650
#: Words a report, and words that there are; the n-th is about n times as rare as the first.
_WORDS, _VOCABULARY = 250, 50_000
_FIRST_DAY = date(2024, 1, 1)
_KINDS = ("ASSAULT", "COERCE", "PROTEST", "THREATEN", "ACCUSE", "MOBILIZE")
_COUNTRIES = ("IQ", "SY", "AF", "NG", "SD", "ML", "SO", "YE", "PK", "LY")
_STAGES = (*Stage, None)


def make_readings(first: int, n: int) -> list[Reading]:
    """The readings with these numbers."""
    return [_make(number) for number in range(first, first + n)]


def day_of(number: int) -> date:
    """The day of the report with this number."""
    return _FIRST_DAY + timedelta(days=number // _A_DAY)


def _make(number: int) -> Reading:
    chance = random.Random(number)  # noqa: S311 (no secret)
    # 50,000 ** u with u even in 0…1 is how often words stand in texts, as Zipf found.
    words = [f"w{int(_VOCABULARY ** chance.random())}" for _ in range(_WORDS)]
    text = f"Report{number} " + " ".join(words)
    day = day_of(number)
    report_id = f"{chance.getrandbits(64):016x}"
    title = " ".join(words[:8])
    report = Report(report_id, text, title, day, f"Outlet {number % 300}", None, "en", sha256_hex(text))
    events = tuple(_event(report_id, n, day, chance) for n in range(EVENTS))
    return Reading(report, Reader("0", "made up"), events)


def _event(report: str, n: int, day: date, chance: random.Random) -> Event:
    at = Span(20 * n, 20 * n + 10)
    kind, country = chance.choice(_KINDS), chance.choice(_COUNTRIES)
    lat, lon = chance.uniform(10, 38), chance.uniform(-10, 75)
    where = Place(at, f"Town {chance.randrange(5000)}", country, None, round(lat, 4), round(lon, 4), 5.0, kind="town")
    back = timedelta(days=chance.randrange(_LONG) if chance.random() < _HISTORY else chance.randrange(4))
    when = When(day - back, day - back, at)
    by = Actor(Role.PERPETRATOR, at, f"Group {chance.randrange(200)}", None, because="made up")
    return Event(
        id=event_id(report, kind, at),
        kind=kind,
        mode=None,
        context=(),
        stage=chance.choice(_STAGES),
        reality=Reality.ACTUAL,
        background=back.days > 3,
        on_whose_word=OnWhoseWord.FACT,
        evidence=(at,),
        trigger=at,
        when=when,
        where=where,
        actors=(by,),
        killed=Toll(1, 3, at),
        because=("made up",),
    )
