"""ACLED: the user's own export (CSV), under the user's licence.

Source: ACLED codebook (2023).
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from vedette.geo.countries import find_country
from vedette.model.event import Role, Stage
from vedette.sources.datasets.adapter import Adapter
from vedette.sources.datasets.row import ActorSaid, EventSaid, PlaceSaid, RefusedRow, Row, RowSaid, TollSaid
from vedette.sources.datasets.tables import coded_rows
from vedette.sources.datasets.values import read_count, read_date, read_degrees
from vedette.vocab.load import load_table

_NEEDED = ("event_id_cnty", "event_date", "event_type", "location")
_WANTED = ("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "location", "fatalities")
_SHOWN = (
    *("event_id_cnty", "event_date", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *(
        "country",
        "admin1",
        "admin2",
        "admin3",
        "location",
        "geo_precision",
        "source",
        "source_scale",
        "notes",
        "fatalities",
    ),
)


def _read(path: Path, _mapping: Path | None) -> Iterator[RowSaid | RefusedRow]:
    return coded_rows(path, _NEEDED, _WANTED, _code)


def _code(row: Row) -> RowSaid:
    table = load_table("datasets_acled")
    meant = table["sub_event_types"].get(row["sub_event_type"], table["event_types"].get(row["event_type"], {}))
    lost = () if meant else (f"no PLOVER kind for {row['event_type']} / {row['sub_event_type']}",)
    place = _place(row)
    return RowSaid(
        row=row,
        id=row.values["event_id_cnty"],
        shown=[(column, value) for column in _SHOWN if (value := row[column]) is not None],
        events=(_event(row, meant, place),) if meant else (),
        published=_uploaded(row),
        places=() if meant else (place,),
        lost=lost,
    )


def _event(row: Row, meant: dict[str, str], place: PlaceSaid) -> EventSaid:
    day = read_date(row, "event_date")
    killed = read_count(row, "fatalities")
    actors = [_actor(row, "actor1", Role.PERPETRATOR)]
    if row["actor2"]:
        actors.append(_actor(row, "actor2", Role.TARGET))
    exact = row["time_precision"] in (None, "1")
    return EventSaid(
        column="sub_event_type",
        kind=meant["kind"],
        mode=meant.get("mode"),
        stage=Stage(meant["stage"]) if "stage" in meant else None,
        when=(day, day, "event_date") if exact and day else _about(day, row["time_precision"]),
        where=place,
        actors=tuple(actors),
        # ACLED writes 0 for none and for not told alike.
        killed=TollSaid("fatalities", killed, killed) if killed else None,
        because=(f"coded by ACLED as {row['event_type']} / {row['sub_event_type']}",),
    )


def _about(day: date | None, precision: str | None) -> tuple[date | None, date | None, str] | None:
    """Precision 2 means the week, 3 the month: the row's day is one that ACLED picked from it."""
    if day is None:
        return None
    if precision == "3":
        first = day.replace(day=1)
        return first, date(day.year, day.month, monthrange(day.year, day.month)[1]), "event_date"
    return date.fromordinal(day.toordinal() - 6), date.fromordinal(day.toordinal() + 6), "event_date"


def _place(row: Row) -> PlaceSaid:
    point = read_degrees(row, "latitude", "longitude")
    precision = row["geo_precision"] or "3"
    return PlaceSaid(
        column="location",
        name=row.values["location"],
        country=find_country(row["country"] or ""),
        admin1=row["admin1"],
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        radius_km=load_table("datasets_acled")["radius_km"].get(precision),
        kind="town" if precision == "1" else None,
    )


def _actor(row: Row, column: str, role: Role) -> ActorSaid:
    name = row.values[column]
    head = name.split(" (")[0]
    plain = next((said for word, said in load_table("datasets_acled")["roles"].items() if head.startswith(word)), None)
    return ActorSaid(column, role, None if plain else name, plain)


def _uploaded(row: Row) -> date | None:
    """The day ACLED put the row out, from its `timestamp` (seconds since 1970, UTC)."""
    seconds = row["timestamp"]
    return datetime.fromtimestamp(int(seconds), UTC).date() if seconds and seconds.isdigit() else None


ACLED = Adapter(
    "acled",
    "ACLED",
    "your own ACLED export (CSV, JSON), under your licence",
    _read,
    rights="ACLED: under the licence of whoever imported it; not to be passed on",
)
