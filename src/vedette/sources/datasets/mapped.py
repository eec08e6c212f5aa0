"""Any table by a mapping file, and HXL tables by their hashtags.

Source: HXL 1.1 hashtag dictionary (Humanitarian Exchange Language).
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from vedette.errors import BadInputError, UsageError
from vedette.geo.countries import find_country
from vedette.model.event import Role, Stage
from vedette.model.ids import content_id
from vedette.sources.datasets.adapter import Adapter
from vedette.sources.datasets.coded import find_group_id
from vedette.sources.datasets.mapping import RowMapping, load_mapping
from vedette.sources.datasets.row import ActorSaid, EventSaid, PlaceSaid, RefusedRow, Row, RowSaid, TollSaid
from vedette.sources.datasets.tables import read_rows, require_columns
from vedette.sources.datasets.values import ValueRefusedError, read_count, read_date, read_degrees, read_number

#: Lines from the top within which HXL's row of hashtags stands.
_HXL_LINES = 25
#: HXL hashtag (with the attributes that must be among its own) → what it is; the first that fits.
_TAGS: tuple[tuple[str, frozenset[str], str], ...] = (
    ("#event", frozenset({"id"}), "id"),
    ("#meta", frozenset({"id"}), "id"),
    ("#date", frozenset({"end"}), "date_end"),
    ("#date", frozenset({"reported"}), "published"),
    ("#date", frozenset(), "date"),
    ("#geo", frozenset({"lat"}), "lat"),
    ("#geo", frozenset({"lon"}), "lon"),
    ("#loc", frozenset(), "place"),
    ("#adm1", frozenset({"name"}), "admin1"),
    ("#country", frozenset(), "country"),
    ("#event", frozenset({"type"}), "kind"),
    ("#cause", frozenset(), "kind"),
    ("#affected", frozenset({"killed"}), "killed"),
    ("#affected", frozenset({"injured"}), "injured"),
    ("#actor", frozenset(), "perpetrator"),
    ("#meta", frozenset({"url"}), "url"),
    ("#meta", frozenset({"source"}), "source"),
)
#: Hashtags about persons.
_PERSON_TAGS = ("#contact",)


def _read_mapped(path: Path, mapping: Path | None) -> Iterator[RowSaid | RefusedRow]:
    if mapping is None:
        raise UsageError("import csv needs --mapping FILE.toml, which says which column is what")
    said = load_mapping(mapping)
    separator = "\t" if path.suffix.lower() in (".tsv", ".tab") else ","
    yield from _rows(path, read_rows(path, separator=separator, needed=_needed(said)), said)


def _read_hxl(path: Path, mapping: Path | None) -> Iterator[RowSaid | RefusedRow]:
    said = load_mapping(mapping) if mapping else RowMapping("HXL", {}, {})
    tags, line = _hashtags(path)
    columns: dict[str, str] = {}
    for tag in tags:
        what = _what(tag)
        if what:
            columns.setdefault(what, tag)
    persons = tuple(tag for tag in tags if tag.split("+")[0] in _PERSON_TAGS)
    said = replace(said, columns={**columns, **said.columns}, persons=(*said.persons, *persons))
    if "date" not in said.columns:
        raise BadInputError(f"{path}: no #date among its hashtags", str(path))
    require_columns(path, tags, _needed(said))
    # The reader names columns by the header line; hashtags stand below it and are the names that count.
    rows = (row for row in read_rows(path, header=tags) if row.line > line)
    yield from _rows(path, rows, said)


def _needed(said: RowMapping) -> tuple[str, ...]:
    """The columns that a table of this mapping has: one that is misspelt would be empty in every row, unseen."""
    return (*said.columns.values(), *said.shown)


def _hashtags(path: Path) -> tuple[list[str], int]:
    """The hashtags with the line they stand on; columns without one are named by their number."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for number, values in enumerate(csv.reader(lines), 1):
                if sum(value.strip().startswith("#") for value in values) * 2 >= max(1, len(values)):
                    tags = [value.replace(" ", "").lower() for value in values]
                    return [tag or f"column {n}" for n, tag in enumerate(tags, 1)], number
                if number >= _HXL_LINES:
                    break
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}", str(path)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInputError(f"{path}: not a table in UTF-8: {error}", str(path)) from error
    raise BadInputError(f"{path}: no row of HXL hashtags in its first {_HXL_LINES} lines", str(path))


def _what(tag: str) -> str | None:
    base, *attributes = tag.split("+")
    return next((what for name, wanted, what in _TAGS if name == base and wanted <= set(attributes)), None)


def _rows(path: Path, rows: Iterator[Row | RefusedRow], said: RowMapping) -> Iterator[RowSaid | RefusedRow]:
    checked = path.suffix.lower() != ".parquet"
    for row in rows:
        if isinstance(row, RefusedRow):
            yield row
            continue
        if not checked:
            require_columns(path, row.columns, _needed(said))
            checked = True
        try:
            yield _code(row, said)
        except ValueRefusedError as error:
            yield RefusedRow(row.line, _value(row, said, "id"), str(error))


def _code(row: Row, said: RowMapping) -> RowSaid:
    value = _value(row, said, "kind")
    meant = said.kinds.get(value or "", said.kinds.get("*"))
    place = _place(row, said)
    columns = dict.fromkeys((*said.columns.values(), *said.shown))
    shown = [(column, row.values[column]) for column in columns if row[column] and column not in said.persons]
    if not shown:
        raise ValueRefusedError("the row is empty")
    words = "\x1f".join(f"{column}={value}" for column, value in shown)
    return RowSaid(
        row=row,
        id=_value(row, said, "id") or content_id("row", words),
        shown=shown,
        events=(_event(row, said, meant, place, shown[0][0]),) if meant else (),
        published=_day(row, said, "published"),
        title=_value(row, said, "title"),
        url=_value(row, said, "url"),
        source=_value(row, said, "source"),
        places=() if meant or place is None else (place,),
        dropped=tuple(column for column in said.persons if row[column]),
        lost=() if meant else (f"no kind for {value!r} in the mapping",),
    )


def _event(row: Row, said: RowMapping, meant: Mapping[str, str], place: PlaceSaid | None, first: str) -> EventSaid:
    start = _day(row, said, "date")
    end = _day(row, said, "date_end") or start
    roles = (("perpetrator", Role.PERPETRATOR), ("target", Role.TARGET))
    return EventSaid(
        column=said.columns["kind"] if _value(row, said, "kind") else first,
        kind=meant["kind"],
        mode=meant.get("mode"),
        stage=Stage(meant["stage"]) if "stage" in meant else None,
        when=(start, end, said.columns["date"]) if start else None,
        where=place,
        # Whether a table's cell names a group or a person cannot be told, so only known groups keep their name.
        actors=tuple(_actor(row, said, what, role) for what, role in roles if _value(row, said, what)),
        killed=_toll(row, said, "killed"),
        injured=_toll(row, said, "injured"),
        because=(f"coded by the mapping of {said.dataset}",),
    )


def _actor(row: Row, said: RowMapping, what: str, role: Role) -> ActorSaid:
    name = _value(row, said, what) or ""
    return ActorSaid(said.columns[what], role, name if find_group_id(name) else None)


def _place(row: Row, said: RowMapping) -> PlaceSaid | None:
    column = next((said.columns[c] for c in ("place", "admin1", "country", "lat") if _value(row, said, c)), None)
    if column is None:
        return None
    lat, lon = said.columns.get("lat", ""), said.columns.get("lon", "")
    point = read_degrees(row, lat, lon)
    radius = read_number(row, said.columns["radius_km"]) if "radius_km" in said.columns else None
    if radius is not None and radius < 0:
        raise ValueRefusedError(f"{said.columns['radius_km']} is negative")
    return PlaceSaid(
        column=column,
        name=row.values[column],
        country=find_country(_value(row, said, "country") or ""),
        admin1=_value(row, said, "admin1"),
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        radius_km=radius,
    )


def _toll(row: Row, said: RowMapping, what: str) -> TollSaid | None:
    count = read_count(row, said.columns[what]) if what in said.columns else None
    return TollSaid(said.columns[what], count, count) if count is not None else None


def _day(row: Row, said: RowMapping, what: str) -> date | None:
    return read_date(row, said.columns[what]) if what in said.columns else None


def _value(row: Row, said: RowMapping, what: str) -> str | None:
    return row[said.columns[what]] if what in said.columns else None


CSV = Adapter(
    "csv", "table", "any CSV, TSV, Parquet or JSON table, by a mapping file", _read_mapped, takes_mapping=True
)
HXL = Adapter("hxl", "HXL", "an HXL table by its hashtags; kinds by a mapping file", _read_hxl, takes_mapping=True)
