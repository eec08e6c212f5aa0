"""Statements: somebody saying something."""

from dataclasses import dataclass
from enum import StrEnum

from vedette.model.span import Span
from vedette.model.time import When


class Manner(StrEnum):
    """How something is said."""

    SAID = "said"
    ANNOUNCED = "announced"
    CLAIMED = "claimed"
    DENIED = "denied"
    ACCUSED = "accused"
    WARNED = "warned"
    THREATENED = "threatened"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks. `name` and `organisation` stand only for organisations, groups and holders of public office."""

    #: The words that name the speaker; None where the report leaves the speaker out ("reportedly").
    span: Span | None
    #: Name, None for a private or an unnamed person.
    name: str | None = None
    #: Public office held ("defence minister"), None when none is told.
    role: str | None = None
    #: Organisation spoken for, None when none is told.
    organisation: str | None = None
    #: What an unnamed speaker is ("a security official", "residents"), None when named.
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody (the speaker) saying something, with a manner."""

    id: str
    speaker: Speaker
    manner: Manner
    #: The words that show the manner ("said", "according to"); None for plain quotation marks.
    cue: Span | None
    #: What is said.
    content: Span
    #: When it was said, None when not told.
    when: When | None = None
    #: The speaker through whom it comes, when nested ("state television quoted the minister as saying").
    quoted_from: Speaker | None = None
    #: Ids of the events that it tells of.
    events: tuple[str, ...] = ()
    #: The rule that read it, for `--explain`.
    because: str | None = None
