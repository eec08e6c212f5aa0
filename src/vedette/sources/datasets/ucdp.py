"""UCDP GED: georeferenced events of organised violence (CSV, Parquet or the API's JSON).

Source: UCDP GED codebook 23.1 (Uppsala Conflict Data Program, CC BY 4.0).
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from vedette.geo.countries import find_country
from vedette.model.event import Role, Stage
from vedette.sources.datasets.adapter import Adapter
from vedette.sources.datasets.row import ActorSaid, EventSaid, PlaceSaid, RefusedRow, Row, RowSaid, TollSaid
from vedette.sources.datasets.tables import coded_rows
from vedette.sources.datasets.values import ValueRefusedError, read_count, read_date, read_degrees
from vedette.vocab.load import load_table

_NEEDED = ("id", "type_of_violence", "where_prec", "date_start")
_WANTED = ("id", "type_of_violence", "side_a", "side_b", "where_prec", "date_prec", "date_start", "best")
#: `source_original` names the person who told the reporter as often as an organisation.
_PERSONS = ("source_original",)
_SHOWN = (
    *(
        "id",
        "type_of_violence",
        "conflict_name",
        "dyad_name",
        "side_a",
        "side_b",
        "number_of_sources",
        "source_article",
    ),
    *("source_office", "source_date", "source_headline", "where_prec", "where_coordinates", "where_description"),
    *("adm_1", "adm_2", "country", "event_clarity", "date_prec", "date_start", "date_end"),
    *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high"),
)


def _read(path: Path, _mapping: Path | None) -> Iterator[RowSaid | RefusedRow]:
    return coded_rows(path, _NEEDED, _WANTED, _code)


def _code(row: Row) -> RowSaid:
    shown = [(column, value) for column in _SHOWN if (value := row[column]) is not None]
    return RowSaid(
        row=row,
        id=row.values["id"],
        shown=shown,
        events=(_event(row),),
        published=_published(row),
        title=row["source_headline"],
        dropped=tuple(column for column in _PERSONS if row[column]),
    )


def _published(row: Row) -> date | None:
    """The first day on which one of its sources came out; several stand with semicolons between them."""
    days = []
    for value in (row["source_date"] or "").split(";"):
        try:
            days.append(
                read_date(Row(row.line, {"source_date": value.strip()} if value.strip() else {}), "source_date")
            )
        except ValueRefusedError:
            continue
    return min((day for day in days if day), default=None)


def _event(row: Row) -> EventSaid:
    start = read_date(row, "date_start")
    end = read_date(row, "date_end") or start
    best, low, high = (read_count(row, column) for column in ("best", "low", "high"))
    known = [number for number in (low, best, high) if number is not None]
    return EventSaid(
        column="type_of_violence",
        kind="ASSAULT",
        context=("military",) if row["type_of_violence"] == "1" else (),
        stage=Stage.CARRIED_OUT,
        when=(start, end, "date_start"),
        where=_place(row),
        actors=_sides(row),
        killed=TollSaid("best", min(known), max(known)) if known else None,
        because=("coded by UCDP: at least one death in organised violence, so it was carried out",),
    )


def _place(row: Row) -> PlaceSaid | None:
    column = next((c for c in ("where_coordinates", "adm_2", "adm_1", "country") if row[c]), None)
    if column is None:
        return None
    table = load_table("datasets_ucdp")
    prec = str(read_count(row, "where_prec"))
    point = read_degrees(row, "latitude", "longitude") if prec in table["radius_km"] else None
    return PlaceSaid(
        column=column,
        name=row.values[column],
        country=find_country(row["country"] or ""),
        admin1=row["adm_1"],
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        radius_km=table["radius_km"].get(prec),
        kind=table["kind_of_place"].get(prec),
    )


def _sides(row: Row) -> tuple[ActorSaid, ActorSaid]:
    """One-sided violence (3) has a doer and those it was done to; of a clash UCDP does not say who attacked."""
    one_sided = row["type_of_violence"] == "3"
    return _side(row, "side_a", Role.PERPETRATOR), _side(row, "side_b", Role.VICTIM if one_sided else Role.PERPETRATOR)


def _side(row: Row, column: str, role: Role) -> ActorSaid:
    name = row.values[column]
    plain = load_table("datasets_ucdp")["roles"].get(name)
    return ActorSaid(column, role, None if plain else name, plain)


UCDP = Adapter("ucdp", "UCDP GED", "UCDP GED events: CSV, Parquet or the API's JSON", _read)
