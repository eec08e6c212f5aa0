"""A dataset's row as text that can be pointed at, and what an adapter found in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vedette.model.event import OnWhoseWord, Reality, Role, Stage
from vedette.model.span import Span


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in its file."""

    #: Line (of Parquet: number of the row, of XML and JSON: of the item), from 1.
    line: int
    #: Column → value as written; columns without a value left out.
    values: Mapping[str, str]
    #: All columns of the file, those without a value too.
    columns: Sequence[str] = ()

    def __getitem__(self, column: str) -> str | None:
        """The value of a column, None where it is empty."""
        return self.values.get(column)


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """A place as a row gives it."""

    column: str
    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class ActorSaid:
    """An actor as a row gives it: a group by `name`, anybody else by what they are."""

    column: str
    role: Role
    name: str | None = None
    description: str | None = None
    on_whose_word: OnWhoseWord = OnWhoseWord.FACT


@dataclass(frozen=True, slots=True)
class TollSaid:
    """A number of people as a row gives it."""

    column: str
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class EventSaid:
    """An event as a row gives it; every value names the column that it stands in."""

    #: Column of the code or type that makes it an event.
    column: str
    kind: str
    mode: str | None = None
    context: tuple[str, ...] = ()
    stage: Stage | None = None
    reality: Reality = Reality.ACTUAL
    background: bool = False
    on_whose_word: OnWhoseWord = OnWhoseWord.FACT
    #: First and last day with the column that they stand in; None: not known.
    when: tuple[date | None, date | None, str] | None = None
    where: PlaceSaid | None = None
    actors: tuple[ActorSaid, ...] = ()
    killed: TollSaid | None = None
    injured: TollSaid | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowSaid:
    """What an adapter found in one row."""

    row: Row
    #: Id within the dataset.
    id: str
    #: What is shown of the row, in order: column → value. Columns of persons are not among them.
    shown: Sequence[tuple[str, str]]
    events: tuple[EventSaid, ...] = ()
    #: Day on which the row (or the report behind it) was published; None where the row does not tell.
    published: date | None = None
    title: str | None = None
    url: str | None = None
    #: Outlet behind the row, None: the dataset speaks for itself.
    source: str | None = None
    #: Places of rows that tell of no event.
    places: tuple[PlaceSaid, ...] = ()
    #: Columns about persons that were dropped, those that held something.
    dropped: tuple[str, ...] = ()
    #: What of the row has no counterpart here, in words of its kind ("no PLOVER kind for CAMEO 01").
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be taken in: the rest go on."""

    line: int
    #: Id that it brought, None where it brought none.
    id: str | None
    #: What is wrong with it and what to do.
    why: str


@dataclass(frozen=True, slots=True)
class RowText:
    """A row's columns as lines of `column: value`, with the stretch of each value."""

    text: str
    spans: Mapping[str, Span] = field(default_factory=dict)


def write_row(shown: Iterable[tuple[str, str]]) -> RowText:
    """The row as text.

    >>> written = write_row([("side_a", "Government of Iraq"), ("best", "3")])
    >>> written.text, written.spans["best"]
    ('side_a: Government of Iraq\\nbest: 3', Span(start=33, end=34, part='text'))
    """
    lines: list[str] = []
    spans: dict[str, Span] = {}
    at = 0
    for column, value in shown:
        words = " ".join(value.split())
        start = at + len(column) + 2
        spans[column] = Span(start, start + len(words))
        lines.append(f"{column}: {words}")
        at = start + len(words) + 1
    return RowText("\n".join(lines), spans)
