"""Events: something that happened, was tried, planned or threatened."""

from dataclasses import dataclass
from enum import StrEnum

from vedette.model.place import Place
from vedette.model.span import Span
from vedette.model.time import When


class Stage(StrEnum):
    """How far an act got. The ladder is threatened → planned → attempted → failed / foiled → carried out; or hoax."""

    THREATENED = "threatened"
    PLANNED = "planned"
    ATTEMPTED = "attempted"
    FAILED = "failed"
    FOILED = "foiled"
    CARRIED_OUT = "carried_out"
    HOAX = "hoax"


class Reality(StrEnum):
    """Whether it is told as real. Planned, foiled and failed acts are actual at their stage."""

    ACTUAL = "actual"
    POSSIBLE = "possible"
    NEGATED = "negated"
    GENERIC = "generic"


class OnWhoseWord(StrEnum):
    """On whose word it stands: that an event happened, or that an actor did it."""

    FACT = "fact"
    CLAIMED = "claimed"
    ACCUSED = "accused"
    SUSPECTED = "suspected"
    DENIED = "denied"
    POSSIBLE = "possible"


class Role(StrEnum):
    """What an actor is in an event."""

    PERPETRATOR = "perpetrator"
    TARGET = "target"
    VICTIM = "victim"
    SECURITY_FORCE = "security_force"
    INSTIGATOR = "instigator"
    SUPPORTER = "supporter"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something with a role in an event. `name` is None for a private person."""

    role: Role
    #: The words.
    span: Span
    #: Name of a group, an organisation or the holder of a public office; else None.
    name: str | None = None
    #: Id in the vocabulary of groups, None where it is not there.
    id: str | None = None
    #: What it is, where it has no name ("worshippers", "two men"); never a private name.
    description: str | None = None
    #: On whose word this actor has this role.
    on_whose_word: OnWhoseWord = OnWhoseWord.FACT
    #: Id of the statement that says so, None where the report says it itself.
    statement: str | None = None
    #: What happened to it (`killed, injured, destroyed, damaged, unharmed, taken, freed`), None when not told.
    effect: str | None = None
    #: The rule that found it, for `--explain`.
    because: str | None = None


@dataclass(frozen=True, slots=True)
class TollBy:
    """One speaker's figure."""

    low: int
    #: None when open ("at least 30").
    high: int | None
    #: Id of the statement it stands in, None where the report says it itself.
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Toll:
    """How many were killed, injured or detained, over all speakers; `by` keeps them apart where they differ."""

    low: int
    #: None when open ("at least 30").
    high: int | None
    span: Span
    by: tuple[TollBy, ...] = ()


@dataclass(frozen=True, slots=True)
class Weapon:
    """A weapon or means named in the text."""

    name: str
    span: Span
    #: Id in the vocabulary of weapons, None where it is not there.
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, was tried, planned or threatened, told once however often the report repeats it."""

    id: str
    #: PLOVER event (`ASSAULT`, `COERCE` …).
    kind: str
    #: PLOVER mode, None when not told.
    mode: str | None
    #: PLOVER contexts.
    context: tuple[str, ...]
    #: How far it got, None where the words do not tell.
    stage: Stage | None
    reality: Reality
    #: Told only as history, beside the news.
    background: bool
    #: On whose word it stands that it happened.
    on_whose_word: OnWhoseWord
    #: Stretches of text that tell of it; the first holds the word that named it.
    evidence: tuple[Span, ...]
    #: The word that named it.
    trigger: Span
    when: When | None = None
    where: Place | None = None
    actors: tuple[Actor, ...] = ()
    killed: Toll | None = None
    injured: Toll | None = None
    detained: Toll | None = None
    weapons: tuple[Weapon, ...] = ()
    #: Id of the arrest, defusal or interception that stopped it, None when it was not stopped or is not told.
    stopped_by: str | None = None
    #: Ids of the statements that tell of it.
    statements: tuple[str, ...] = ()
    #: The rules behind kind, stage, reality and word, for `--explain`, one line each.
    because: tuple[str, ...] = ()
