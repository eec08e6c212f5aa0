"""Zones along border lines of the user's own."""

import os
from dataclasses import replace
from pathlib import Path

from vedette.errors import GeometryError
from vedette.geo.border_file import BorderFile, read_borders
from vedette.geo.borders import find_border
from vedette.model.zone import Zone

#: Environment variable that names a file of border lines of the user's own.
SETTING = "VEDETTE_BORDERS"


def with_borders(zone: Zone, path: str | Path | None = None) -> Zone:
    """The border zone with the lines of a file, which become part of it, and with that file's accuracy if it has none.

    Args:
        zone: Any zone; those that are no border come back as they were.
        path: A file that must have the two countries; None: the one that `VEDETTE_BORDERS` names, where it has them.

    Raises:
        GeometryError: The file named has no line between the two countries, or not in the zone's view.
        UsageError: There is no such file.
        BadInputError: It is no file of border lines.
    """
    named = path or os.environ.get(SETTING)
    if zone.border is None or zone.rings or not named:
        return zone
    held = read_borders(Path(named))
    if not path and not _has(held, *zone.border):
        return zone
    try:
        lines = find_border(*zone.border, zone.view, held)
    except GeometryError as error:
        raise GeometryError(
            f"{named}: {error.message} (it has {', '.join(pairs_of(held)[:20])})", str(named)
        ) from error
    accuracy = zone.line_accuracy_km
    rings = (tuple(tuple((lat, lon) for lat, lon in line.points.tolist()) for line in lines),)
    return replace(zone, rings=rings, line_accuracy_km=held.provenance["accuracy_km"] if accuracy is None else accuracy)


def pairs_of(borders: BorderFile) -> list[str]:
    """The pairs of countries that a file has lines between, as `IQ:IR`."""
    return sorted({":".join(sorted((line.left, line.right))) for line in borders.lines})


def _has(borders: BorderFile, one: str, other: str) -> bool:
    return any({line.left, line.right} == {one, other} for line in borders.lines)
