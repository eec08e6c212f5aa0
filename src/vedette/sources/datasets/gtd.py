"""The Global Terrorism Database: the user's own file (CSV), under the user's licence.

Source: GTD codebook (START, University of Maryland, 2021).
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from vedette.geo.countries import find_country
from vedette.model.event import OnWhoseWord, Role, Stage
from vedette.sources.datasets.adapter import Adapter
from vedette.sources.datasets.row import ActorSaid, EventSaid, PlaceSaid, RefusedRow, Row, RowSaid, TollSaid
from vedette.sources.datasets.tables import coded_rows
from vedette.sources.datasets.values import ValueRefusedError, read_count, read_degrees
from vedette.vocab.load import load_table

_NEEDED = _WANTED = ("eventid", "iyear", "attacktype1", "success")
#: Targets, hostages' outcomes and sources' authors may be private persons by name.
_PERSONS = ("target1", "target2", "target3", "corp1", "corp2", "corp3")
_SHOWN = (
    *("eventid", "iyear", "imonth", "iday", "approxdate", "extended", "country_txt", "region_txt", "provstate", "city"),
    *("specificity", "vicinity", "location", "summary", "doubtterr", "success", "suicide", "attacktype1_txt"),
    *("attacktype1", "targtype1_txt", "targsubtype1_txt", "natlty1_txt", "gname", "gsubname", "guncertain1", "claimed"),
    *("weaptype1_txt", "weaptype1", "weapsubtype1_txt", "nkill", "nwound", "nperps"),
)


def _read(path: Path, _mapping: Path | None) -> Iterator[RowSaid | RefusedRow]:
    return coded_rows(path, _NEEDED, _WANTED, _code)


def _code(row: Row) -> RowSaid:
    return RowSaid(
        row=row,
        id=row.values["eventid"],
        shown=[(column, value) for column in _SHOWN if (value := row[column]) is not None],
        events=(_event(row),),
        dropped=tuple(column for column in _PERSONS if row[column]),
    )


def _event(row: Row) -> EventSaid:
    killed, injured = read_count(row, "nkill"), read_count(row, "nwound")
    actors = [actor for actor in (_group(row), _target(row)) if actor]
    doubt = row["doubtterr"] == "1"
    return EventSaid(
        column="attacktype1",
        kind="ASSAULT",
        mode=_mode(row),
        context=() if doubt else ("terrorism",),
        stage=Stage.CARRIED_OUT if row["success"] == "1" else Stage.FAILED,
        when=_when(row),
        where=_place(row),
        actors=tuple(actors),
        killed=TollSaid("nkill", killed, killed) if killed is not None else None,
        injured=TollSaid("nwound", injured, injured) if injured is not None else None,
        because=(f"coded by GTD: attack type {row['attacktype1']}, success {row['success']}",),
    )


def _mode(row: Row) -> str | None:
    table = load_table("datasets_gtd")
    if row["suicide"] == "1":
        return "suicide-attack"
    found: str | None = table["attacktype"].get(row["attacktype1"]) or table["weaptype"].get(row["weaptype1"])
    return found


def _when(row: Row) -> tuple[date | None, date | None, str] | None:
    """A month or day of 0 is GTD's word for unknown: the year or the month is what is known."""
    year, month, day = (read_count(row, column) for column in ("iyear", "imonth", "iday"))
    if not year:
        return None
    try:
        if not month:
            return date(year, 1, 1), date(year, 12, 31), "iyear"
        if not day:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "iyear"
        return date(year, month, day), date(year, month, day), "iyear"
    except ValueError as error:
        raise ValueRefusedError(f"{year}-{month}-{day} is not a day") from error


def _place(row: Row) -> PlaceSaid | None:
    column = next((c for c in ("city", "provstate", "country_txt") if row[c] and row[c] != "Unknown"), None)
    if column is None:
        return None
    radius = load_table("datasets_gtd")["radius_km"].get(row["specificity"] or "")
    point = read_degrees(row, "latitude", "longitude") if radius else None
    return PlaceSaid(
        column=column,
        name=row.values[column],
        country=find_country(row["country_txt"] or ""),
        admin1=row["provstate"],
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        radius_km=radius,
        kind={"city": "town", "provstate": "province", "country_txt": "country"}[column],
    )


def _group(row: Row) -> ActorSaid | None:
    name = row["gname"]
    if name is None or name == "Unknown":
        return None
    word = OnWhoseWord.CLAIMED if row["claimed"] == "1" else OnWhoseWord.FACT
    if row["guncertain1"] == "1":
        word = OnWhoseWord.SUSPECTED
    return ActorSaid("gname", Role.PERPETRATOR, name, on_whose_word=word)


def _target(row: Row) -> ActorSaid | None:
    column = next((c for c in ("targsubtype1_txt", "targtype1_txt") if row[c]), None)
    return ActorSaid(column, Role.TARGET, None, row.values[column]) if column else None


GTD = Adapter(
    "gtd",
    "GTD",
    "your own GTD file (CSV), under your licence",
    _read,
    rights="GTD: under the licence of whoever imported it; not to be passed on",
)
