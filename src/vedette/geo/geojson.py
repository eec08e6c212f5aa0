"""Lines and areas from GeoJSON files."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vedette.errors import GeometryError
from vedette.model.zone import Point

#: Outer ring and holes, each a ring of points.
Polygon = tuple[tuple[Point, ...], ...]


def read_shape(path: Path) -> tuple[tuple[tuple[Point, ...], ...], tuple[Polygon, ...]]:
    """The lines and the polygons of a GeoJSON file; either may be none, not both.

    Raises:
        GeometryError: Not GeoJSON, with neither, or with a coordinate that is no place.
    """
    kinds = {geometry["type"] for geometry in _geometries(path)}
    lines = read_lines(path) if kinds & {"LineString", "MultiLineString"} else ()
    polygons = read_area(path) if kinds & {"Polygon", "MultiPolygon"} else ()
    if not lines and not polygons:
        raise GeometryError(f"{path}: there is no line and no area in it", str(path))
    return lines, polygons


def read_lines(path: Path) -> tuple[tuple[Point, ...], ...]:
    """The lines of a GeoJSON file (LineString, MultiLineString, or features of them), as `(lat, lon)` points.

    Raises:
        GeometryError: Not GeoJSON, without a line, or with a coordinate that is no place.

    Source: RFC 7946. Edges are taken as geodesics, not as straight on a map of degrees.
    """
    lines = []
    for geometry in _geometries(path):
        if geometry["type"] == "LineString":
            lines.append(_points(geometry["coordinates"], path))
        elif geometry["type"] == "MultiLineString":
            lines.extend(_points(line, path) for line in geometry["coordinates"])
    lines = [line for line in lines if len(line) > 1]
    if not lines:
        raise GeometryError(f"{path}: there is no line in it (LineString or MultiLineString)", str(path))
    return tuple(lines)


def read_area(path: Path) -> tuple[Polygon, ...]:
    """The polygons of a GeoJSON file (Polygon, MultiPolygon, or features of them), each its outer ring and its holes.

    Raises:
        GeometryError: Not GeoJSON, without a polygon, or with a coordinate that is no place.
    """
    polygons = []
    for geometry in _geometries(path):
        if geometry["type"] == "Polygon":
            polygons.append(_polygon(geometry["coordinates"], path))
        elif geometry["type"] == "MultiPolygon":
            polygons.extend(_polygon(polygon, path) for polygon in geometry["coordinates"])
    polygons = [polygon for polygon in polygons if polygon]
    if not polygons:
        raise GeometryError(f"{path}: there is no area in it (Polygon or MultiPolygon)", str(path))
    return tuple(polygons)


def _geometries(path: Path) -> Iterator[dict[str, Any]]:
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise GeometryError(f"{path}: there is no such file", str(path)) from error
    except OSError as error:
        raise GeometryError(f"{path}: cannot be read ({error.strerror})", str(path)) from error
    except (ValueError, RecursionError) as error:
        raise GeometryError(f"{path}: is not GeoJSON ({error})", str(path)) from error
    waiting = [found]
    while waiting:
        item = waiting.pop(0)
        if not isinstance(item, dict):
            continue
        if isinstance(item.get("coordinates"), list):
            yield {"type": item.get("type"), "coordinates": item["coordinates"]}
        waiting.extend(item.get("features") or ())
        waiting.extend(item.get("geometries") or ())
        waiting.append(item.get("geometry"))


def _polygon(rings: Any, path: Path) -> Polygon:
    return tuple(_points(ring, path) for ring in rings)


def _points(coordinates: Any, path: Path) -> tuple[Point, ...]:
    try:
        points = tuple((float(lat), float(lon)) for lon, lat, *_ in coordinates)
    except (TypeError, ValueError) as error:
        raise GeometryError(f"{path}: a line must be a list of [longitude, latitude] numbers", str(path)) from error
    for lat, lon in points:
        if not (abs(lat) <= 90 and abs(lon) <= 540):
            hint = ": GeoJSON has the longitude first" if abs(lon) <= 90 and abs(lat) <= 180 else ""
            raise GeometryError(f"{path}: latitude {lat}, longitude {lon} is no place on earth{hint}", str(path))
    return points
