"""Readings: what one report says."""

from dataclasses import dataclass

from vedette.model.event import Event
from vedette.model.place import Place
from vedette.model.report import Report
from vedette.model.statement import Statement
from vedette.model.time import DateMention


@dataclass(frozen=True, slots=True)
class Reader:
    """What read a report."""

    #: Version of Vedette.
    version: str
    #: Name and version of the language pipeline, None where the gate let nothing through to it.
    pipeline: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The statements and events of one report, with the places and dates it names."""

    report: Report
    reader: Reader
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    places: tuple[Place, ...] = ()
    dates: tuple[DateMention, ...] = ()
    #: What the reader wants the user to know (another language, a part left unread), in words.
    notes: tuple[str, ...] = ()
