"""Shapefiles as arrays: just enough of ESRI's format to read Natural Earth."""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

#: Shape types with parts and points: polyline and polygon.
_MULTIPART = (3, 5)


@dataclass(frozen=True)
class Record:
    """One row of the table with its shape."""

    #: Column → text, stripped.
    fields: dict[str, str]
    #: Each part's vertices as `(lon, lat)` rows, in degrees.
    parts: tuple[NDArray[np.float64], ...]


def read_shapefile(path: Path) -> list[Record]:
    """Every record of `path` (the `.shp`), in file order, with the fields of the `.dbf` beside it.

    Source: ESRI Shapefile Technical Description (1998); dBASE III table format.
    """
    rows = _read_table(path.with_suffix(".dbf"))
    shapes = _read_shapes(path)
    if len(rows) != len(shapes):
        raise ValueError(f"{path}: {len(shapes)} shapes but {len(rows)} rows in its table")
    return [Record(fields, parts) for fields, parts in zip(rows, shapes, strict=True)]


def _read_table(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    n_rows, header_length, row_length = struct.unpack("<IHH", raw[4:12])
    columns: list[tuple[str, int]] = []
    at = 32
    while raw[at] != 0x0D:
        columns.append((raw[at : at + 11].split(b"\0")[0].decode("ascii"), raw[at + 16]))
        at += 32
    rows = []
    for row in range(n_rows):
        at = header_length + row * row_length + 1
        fields = {}
        for name, width in columns:
            fields[name] = raw[at : at + width].decode("utf-8", "replace").strip(" \0")
            at += width
        rows.append(fields)
    return rows


def _read_shapes(path: Path) -> list[tuple[NDArray[np.float64], ...]]:
    raw = path.read_bytes()
    shapes: list[tuple[NDArray[np.float64], ...]] = []
    at = 100
    while at < len(raw):
        (n_words,) = struct.unpack(">I", raw[at + 4 : at + 8])
        shapes.append(_read_shape(raw[at + 8 : at + 8 + 2 * n_words]))
        at += 8 + 2 * n_words
    return shapes


def _read_shape(body: bytes) -> tuple[NDArray[np.float64], ...]:
    (shape_type,) = struct.unpack("<i", body[:4])
    if shape_type == 0:
        return ()
    if shape_type not in _MULTIPART:
        raise ValueError(f"shape type {shape_type} is neither polyline nor polygon")
    n_parts, n_points = struct.unpack("<ii", body[36:44])
    starts = [*struct.unpack(f"<{n_parts}i", body[44 : 44 + 4 * n_parts]), n_points]
    offset = 44 + 4 * n_parts
    points = np.frombuffer(body, "<f8", 2 * n_points, offset).reshape(-1, 2)
    return tuple(points[a:b].copy() for a, b in pairwise(starts))
