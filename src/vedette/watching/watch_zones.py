"""Zones of a watch, with their distances for some events, from its TOML."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from vedette.errors import BadInputError, GeometryError, UsageError
from vedette.model.watch import ZoneDistance
from vedette.model.zone import Zone
from vedette.watching.toml_lines import bad_line
from vedette.watching.zone_files import FILE_KEYS, along_border, read_zone_file

#: Key of a zone's geometry → its kind.
_KINDS: dict[str, Literal["border", "point", "line", "area"]] = {
    "border": "border",
    "around": "point",
    "line": "line",
    "area": "area",
}


def read_zones(
    rows: list[dict[str, Any]], text: str, about: str, folder: Path | None
) -> tuple[tuple[Zone, ...], tuple[ZoneDistance, ...]]:
    """The zones and their distances, in the order written.

    Args:
        rows: The tables under `[[zones]]`.
        text: The watch's TOML, and its path, for messages.
        about: Its path.
        folder: Where the files that it names are looked for; None: it may name none.

    Raises:
        BadInputError: A zone makes no sense; the message names file and line.
    """
    zones: dict[str, Zone] = {}
    distances: list[ZoneDistance] = []
    for number, row in enumerate(rows):
        for zone in _zones_of(row, text, about, number, folder):
            if zone.id in zones:
                message = f"there is another zone with the id {zone.id!r} (made from its name, if none is given)"
                raise bad_line(text, about, ["zones", number, "id" if "id" in row else "name"], message)
            zones[zone.id] = zone
            distances += (
                _distance(entry, zone, text, about, [number, n]) for n, entry in enumerate(row.get("distances", []))
            )
    return tuple(zones.values()), tuple(distances)


def _zones_of(row: dict[str, Any], text: str, about: str, number: int, folder: Path | None) -> tuple[Zone, ...]:
    """The zone that a row tells, or those in the file that it names."""
    key = next((key for key in FILE_KEYS if key in row), None)
    if key is None:
        try:
            return (along_border(_zone(row, text, about, number), row, folder),)
        except (UsageError, BadInputError, GeometryError) as error:
            at = next((name for name in ("borders", "view") if name in row), "border")
            raise bad_line(text, about, ["zones", number, at], error.message) from error
    if folder is None:
        raise bad_line(text, about, ["zones", number, key], f"{key}: this watch may name no files")
    if "side" in row:
        raise bad_line(text, about, ["zones", number, "side"], f"side belongs to border: {key} has no countries")
    if "from_km" in row and row["from_km"] >= row.get("out_to_km", 0):
        raise bad_line(text, about, ["zones", number, "from_km"], "out_to_km must be greater than from_km")
    try:
        zones = read_zone_file(key, folder / row[key], _frame(row, "line"))
    except (UsageError, BadInputError, GeometryError) as error:
        raise bad_line(text, about, ["zones", number, key], error.message) from error
    if any(zone.kind != "area" and zone.outer_km <= zone.inner_km for zone in zones):
        raise bad_line(text, about, ["zones", number, "out_to_km"], "out_to_km must be greater than from_km")
    return zones


def _frame(row: dict[str, Any], kind: Literal["border", "point", "line", "area"]) -> Zone:
    """What a row says of a zone apart from its shape."""
    return Zone(
        id=row.get("id") or re.sub(r"\W+", "-", row["name"].lower()).strip("-"),
        name=row["name"],
        kind=kind,
        inner_km=float(row.get("from_km", 0)),
        outer_km=float(row.get("out_to_km", 0)),
        side=row.get("side"),
        line_accuracy_km=row.get("line_accuracy_km"),
    )


def _distance(row: dict[str, Any], zone: Zone, text: str, about: str, at: list[int]) -> ZoneDistance:
    out_to_km = float(row["out_to_km"])
    if out_to_km <= zone.inner_km and (zone.kind != "area" or out_to_km < zone.inner_km):
        message = f"out_to_km must be greater than the zone's from_km ({zone.inner_km:g})"
        raise bad_line(text, about, ["zones", at[0], "distances", at[1], "out_to_km"], message)
    return ZoneDistance(zone.id, out_to_km, tuple(row.get("kinds", ())), row.get("killed"), tuple(row.get("names", ())))


def _zone(row: dict[str, Any], text: str, about: str, number: int) -> Zone:
    from_km, out_to_km = float(row.get("from_km", 0)), float(row.get("out_to_km", 0))
    where: list[str | int] = ["zones", number]
    if "area" not in row and out_to_km <= from_km:
        raise bad_line(text, about, [*where, "out_to_km"], "out_to_km must be greater than from_km")
    if "side" in row and row["side"] not in row.get("border", ()):
        raise bad_line(text, about, [*where, "side"], f"side {row['side']} is not one of the border's two countries")
    kind = next(key for key in _KINDS if key in row)
    zone = _frame(row, _KINDS[kind])
    if kind == "border":
        return replace(zone, border=tuple(row["border"]))
    points = tuple((float(lat), float(lon)) for lat, lon in ([row["around"]] if kind == "around" else row[kind]))
    return replace(zone, rings=((points,),)) if kind == "area" else replace(zone, points=points)
