"""Zones of a watch that stand in files of their own: sites in CSV, lines and areas in GeoJSON."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from vedette.errors import BadInputError, UsageError
from vedette.geo.borders import find_border
from vedette.geo.geojson import read_shape
from vedette.geo.own_borders import with_borders
from vedette.geo.site_list import read_sites
from vedette.model.zone import Zone

#: The most that a file of lines or areas may have, bytes.
LARGEST_BYTES = 50_000_000
#: Keys of a zone that name a file.
FILE_KEYS = ("sites", "file", "border_file")


def read_zone_file(key: str, path: Path, zone: Zone) -> tuple[Zone, ...]:
    """The zones in a file.

    Args:
        key: `sites` (a CSV: a zone each), `file` (GeoJSON: a line or an area) or `border_file` (GeoJSON: a line).
        path: The file.
        zone: What the watch says of it: id, name, distances, accuracy.

    Raises:
        UsageError: There is no such file.
        BadInputError: It is not what the key says, or too large; names file and line.
        GeometryError: Its geometry cannot be used.
    """
    if key == "sites":
        return tuple(
            replace(site, inner_km=zone.inner_km, line_accuracy_km=zone.line_accuracy_km)
            for site in read_sites(path, zone.outer_km or None, f"{zone.id}-")
        )
    _check_size(path)
    lines, polygons = read_shape(path)
    if key == "border_file" and polygons:
        raise BadInputError(f"{path}: a border is a line, and this file has areas", str(path))
    if lines and polygons:
        raise BadInputError(f"{path}: has lines and areas: give each a file of its own", str(path))
    return (replace(zone, kind="area", rings=polygons) if polygons else replace(zone, kind="line", rings=(lines,)),)


def along_border(zone: Zone, row: Mapping[str, Any], folder: Path | None) -> Zone:
    """The zone with the view of its border, and with the border lines of a file, that its row names.

    Args:
        zone: Any zone; one that is no border comes back as it was.
        row: Its table in the watch: `view`, `borders`.
        folder: Where the file is looked for; None: there may be none.

    Raises:
        UsageError: There is no such file.
        BadInputError: It is no file of border lines, or the zone is no border.
        GeometryError: The lines have no such border, or no such view.
    """
    wrong = next((key for key in ("view", "borders") if key in row and zone.kind != "border"), None)
    if wrong:
        raise BadInputError(f"{wrong} belongs to border: other zones lie along none")
    if zone.border is None:
        return zone
    if "borders" in row and folder is None:
        raise BadInputError("borders: this watch may name no files")
    named = folder / row["borders"] if folder is not None and "borders" in row else None
    found = with_borders(replace(zone, view=row.get("view")), named)
    if not found.rings:
        find_border(*zone.border, found.view)
    return found


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal: what a watch is depends on the files that it names.

    Raises:
        UsageError: It cannot be opened.
    """
    _check_size(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _check_size(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}", str(path)) from error
    if not path.is_file():
        raise UsageError(f"{path}: is no file", str(path))
    if size > LARGEST_BYTES:
        raise BadInputError(f"{path}: is larger than {LARGEST_BYTES:,} bytes", str(path))
