"""GDELT 2.0 as served: export (61 columns), mentions (16) and GKG (27), told apart by their columns.

Places bear FIPS 10-4 codes, actors CAMEO's; both are translated. Source: GDELT Event Codebook 2.0, GKG Codebook 2.1.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from vedette.errors import BadInputError, UsageError
from vedette.geo.countries import country_names, find_country, find_demonym
from vedette.model.event import Role, Stage
from vedette.sources.datasets.adapter import Adapter
from vedette.sources.datasets.coded import find_group_id
from vedette.sources.datasets.gdelt_columns import EXPORT, GKG, MENTIONS
from vedette.sources.datasets.gdelt_records import code_gkg, code_mention
from vedette.sources.datasets.row import ActorSaid, EventSaid, PlaceSaid, RefusedRow, Row, RowSaid
from vedette.sources.datasets.tables import read_rows
from vedette.sources.datasets.values import ValueRefusedError, read_date, read_degrees
from vedette.vocab.load import load_table

#: Days by which an event's date may lie before the day GDELT added it; earlier ones are read from the text's look back.
STALE_DAYS = 31
_SHOWN = (
    *("GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor1Type1Code", "Actor2Code"),
    *("Actor2Name", "Actor2CountryCode", "Actor2Type1Code", "IsRootEvent", "EventCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone", "ActionGeo_Type", "ActionGeo_FullName"),
    *("ActionGeo_CountryCode", "ActionGeo_ADM1Code", "ActionGeo_Lat", "ActionGeo_Long", "DATEADDED"),
)
#: ActionGeo_Type → kind of place and kilometres around its point. A country's middle is no place of an event.
_PLACES = {"2": ("province", 150.0), "3": ("town", 10.0), "4": ("town", 10.0), "5": ("province", 120.0)}


def _read(path: Path, _mapping: Path | None) -> Iterator[RowSaid | RefusedRow]:
    columns, separator, has_header = _layout(path)
    code = {EXPORT: _code_event, MENTIONS: code_mention, GKG: code_gkg}[columns]
    as_served = {column.lower(): column for column in columns}
    for row in read_rows(path, None if has_header else columns, separator):
        if isinstance(row, RefusedRow):
            yield row
            continue
        named = Row(row.line, {as_served.get(name.lower(), name): value for name, value in row.values.items()})
        try:
            yield code(named)
        except ValueRefusedError as error:
            yield RefusedRow(named.line, named[columns[0]], str(error))


def _layout(path: Path) -> tuple[tuple[str, ...], str, bool]:
    """Columns, separator and whether the file has a header, from its first line."""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            first = lines.readline(2_000_000)
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}", str(path)) from error
    n_tabs = first.count("\t")
    for columns in (EXPORT, MENTIONS, GKG):
        if n_tabs == len(columns) - 1:
            return columns, "\t", first.lower().startswith(columns[0].lower())
        if first.strip().lower().split(",") == [column.lower() for column in columns]:
            return columns, ",", True
    message = (
        f"{path}: no GDELT 2.0 file: its first line has {n_tabs + 1} columns, not 61 (export), 16 (mentions), 27 (GKG)"
    )
    raise BadInputError(message, str(path))


def _code_event(row: Row) -> RowSaid:
    missing = [column for column in ("GLOBALEVENTID", "SQLDATE", "EventCode", "DATEADDED") if row[column] is None]
    if missing:
        raise ValueRefusedError(f"{missing[0]} is empty")
    added = read_date(Row(row.line, {"DATEADDED": row.values["DATEADDED"][:8]}), "DATEADDED")
    private = tuple(c for c in ("Actor1Name", "Actor2Name") if row[c] and not _is_public(row, c))
    meant = _meaning(row.values["EventCode"])
    place, lost = _place(row), []
    if meant is None:
        lost.append(f"no PLOVER kind for CAMEO {row.values['EventCode'][:2]}")
    if place is None and row["ActionGeo_FullName"]:
        lost.append(f"no country for FIPS {row['ActionGeo_CountryCode']}")
    return RowSaid(
        row=row,
        id=row.values["GLOBALEVENTID"],
        shown=[(column, value) for column in _SHOWN if (value := row[column]) is not None and column not in private],
        events=(_event(row, meant, place, added, private),) if meant else (),
        published=added,
        url=row["SOURCEURL"] if (row["SOURCEURL"] or "").startswith("http") else None,
        places=() if meant or place is None else (place,),
        dropped=private,
        lost=tuple(lost),
    )


def _meaning(code: str) -> dict[str, str] | None:
    codes: dict[str, dict[str, str]] = load_table("datasets_cameo")["codes"]
    return next((codes[code[:n]] for n in range(len(code), 1, -1) if code[:n] in codes), None)


def _event(
    row: Row, meant: dict[str, str], place: PlaceSaid | None, added: date | None, private: tuple[str, ...]
) -> EventSaid:
    day = read_date(row, "SQLDATE")
    stale = bool(day and added and (added - day).days > STALE_DAYS)
    because = [f"coded by GDELT's machine as CAMEO {row['EventCode']}"]
    if stale:
        because.append(f"its date lies over {STALE_DAYS} days before the report: taken as told in looking back")
    sides = (("Actor1", Role.PERPETRATOR), ("Actor2", Role.TARGET))
    return EventSaid(
        column="EventCode",
        kind=meant["kind"],
        mode=meant.get("mode"),
        stage=Stage(meant["stage"]) if "stage" in meant else None,
        background=stale,
        when=(day, day, "SQLDATE") if day else None,
        where=place,
        actors=tuple(actor for side, role in sides if (actor := _actor(row, side, role, private))),
        because=tuple(because),
    )


def _place(row: Row) -> PlaceSaid | None:
    name, fips = row["ActionGeo_FullName"], row["ActionGeo_CountryCode"]
    country = load_table("datasets_fips").get(fips or "")
    if name is None or (fips and country is None):
        return None
    kind, radius = _PLACES.get(row["ActionGeo_Type"] or "", ("country", None))
    point = read_degrees(row, "ActionGeo_Lat", "ActionGeo_Long") if radius else None
    return PlaceSaid(
        column="ActionGeo_FullName",
        name=name,
        country=country,
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        radius_km=radius,
        kind=kind,
    )


def _is_public(row: Row, column: str) -> bool:
    """Whether an actor's name is a country, a people, a group or the bare word for a role: never a person's."""
    name = row.values[column].title()
    if find_country(name) or find_demonym(name) or find_group_id(name):
        return True
    place = row[f"{column[:6]}Geo_FullName"] or ""
    return name.lower() in (part.strip().lower() for part in place.split(",")) or _role(row, column[:6]) is not None


def _role(row: Row, side: str) -> str | None:
    """What an actor is, where GDELT's name for it is the plain word for a role (no country, no group in its code)."""
    role = load_table("datasets_cameo")["roles"].get(row[f"{side}Type1Code"] or "")
    return role if role and row[f"{side}Code"] == row[f"{side}Type1Code"] else None


def _actor(row: Row, side: str, role: Role, private: tuple[str, ...]) -> ActorSaid | None:
    column = f"{side}Name" if row[f"{side}Name"] and f"{side}Name" not in private else f"{side}Code"
    if row[column] is None:
        return None
    kind = load_table("datasets_cameo")["roles"].get(row[f"{side}Type1Code"] or "")
    name = row.values[column].title() if column.endswith("Name") else ""
    if find_group_id(name) or (kind is None and (find_country(name) or find_demonym(name))):
        return ActorSaid(column, role, name)
    country = find_country(row[f"{side}CountryCode"] or "")
    described = " of ".join(word for word in (kind, country_names().get(country or "")) if word)
    described = described or row.values[f"{side}Code"]
    return ActorSaid(column, role, None, described)


GDELT = Adapter("gdelt", "GDELT", "GDELT 2.0 export, mentions or GKG files as served", _read)
