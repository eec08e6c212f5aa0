"""GeoJSON: feature collections, text sequences of features, and plain JSON lines."""

import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from vedette.errors import BadInputError
from vedette.views.formats.batch import EventBatch
from vedette.views.formats.json_stream import JsonStream
from vedette.views.formats.records import Record, read_records
from vedette.views.formats.wkb import PointOrWhy

#: Names of WGS 84 in the `crs` member of files from before RFC 7946.
_WGS_84 = ("CRS84", "4326")


def read_geojson(path: Path) -> Iterator[EventBatch]:
    """The features of a FeatureCollection (or a single Feature) in batches, read piece by piece.

    Raises:
        BadInputError: It is not GeoJSON, or not in WGS 84; names the line.

    Source: RFC 7946.
    """
    return read_records(_opened(path, _collection), "geojson")


def read_sequence(path: Path) -> Iterator[EventBatch]:
    """Features (or plain objects with `lat` and `lon`) one a line in batches; a line that is none is a bad row.

    Source: RFC 8142; newline-delimited files are the same without the record separator.
    """
    return read_records(_opened(path, _lines), "geojson")


def _opened(path: Path, read: Callable[[IO[str], str], Iterator[Record]]) -> Callable[[], Iterator[Record]]:
    def records() -> Iterator[Record]:
        with path.open(encoding="utf-8-sig") as file:
            yield from read(file, str(path))

    return records


def _collection(file: IO[str], name: str) -> Iterator[Record]:
    stream = JsonStream(file, name)
    head: dict[str, Any] = {}
    for key in stream.members():
        if key == "features" and stream.peek() == "[":
            for item in stream.items():
                yield _feature(item, stream.began)
            head["features"] = True
        else:
            head[key] = stream.value()
            if key == "crs":
                _check_reference_system(head[key], name)
    if stream.peek():
        raise BadInputError(f"{name}, line {stream.line}: more than one object: is it a sequence (.geojsonl)?", name)
    if head.get("type") == "Feature":
        yield _feature(head, 1)
    elif "features" not in head:
        raise BadInputError(f"{name}: is no FeatureCollection: it has no array of features", name)


def _check_reference_system(crs: Any, name: str) -> None:
    if crs is not None and not any(code in json.dumps(crs) for code in _WGS_84):
        raise BadInputError(f"{name}: is in {json.dumps(crs)[:80]}: save it in WGS 84 (EPSG:4326)", name)


def _lines(file: IO[str], name: str) -> Iterator[Record]:
    number = 0
    try:
        for number, line in enumerate(file, 1):
            text = line.strip("\x1e \t\r\n")
            if text:
                yield _line(text, number)
    except UnicodeDecodeError as error:
        raise BadInputError(f"{name}: is not UTF-8 text ({error.reason} after line {number})", name) from error


def _line(text: str, number: int) -> Record:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Record(number, {}, f"is no JSON ({error})")
    if isinstance(found, dict) and found.get("type") != "Feature":
        return Record(number, found, None)
    return _feature(found, number)


def _feature(item: Any, line: int) -> Record:
    if not isinstance(item, dict) or item.get("type") != "Feature":
        return Record(line, {}, "is no GeoJSON feature")
    properties = item.get("properties")
    properties = dict(properties) if isinstance(properties, dict) else {}
    if item.get("id") is not None:
        properties.setdefault("id", item["id"])
    geometry = item.get("geometry")
    return Record(line, properties, _place(geometry), geometry)


def _place(geometry: Any) -> PointOrWhy:
    if geometry is None:
        return "geometry is empty"
    if not isinstance(geometry, dict):
        return "geometry is no GeoJSON"
    kind, at = geometry.get("type"), geometry.get("coordinates")
    if kind == "MultiPoint" and isinstance(at, list) and len(at) == 1:
        kind, at = "Point", at[0]
    if kind != "Point":
        return f"geometry is a {str(kind)[:40]}: only points can be held against a zone"
    if at in (None, []):
        return "geometry is empty"
    try:
        lon, lat = float(at[0]), float(at[1])
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        return f"coordinates {json.dumps(at)[:40]} are no place"
    return (lat, lon) if math.isfinite(lat) and math.isfinite(lon) else "geometry is empty"
