"""Parquet and GeoParquet in, as Arrow columns."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from vedette.errors import BadInputError
from vedette.views.formats.arrow import arrow_module, kind_of
from vedette.views.formats.batch import ARROW_ROWS, EventBatch, Floats
from vedette.views.formats.wkb import POINT_BYTES, points_from_bytes, read_point

#: Names of WGS 84 in GeoParquet's metadata.
_WGS_84 = ({"authority": "OGC", "code": "CRS84"}, {"authority": "EPSG", "code": 4326})


def read_parquet(path: Path) -> Iterator[EventBatch]:
    """The rows of a Parquet or GeoParquet file in batches.

    Raises:
        BadInputError: It is no Parquet, or its geometry cannot be read.
        MissingExtraError: pyarrow is not installed.

    Source: GeoParquet 1.1.
    """
    arrow, parquet = arrow_module("pyarrow"), arrow_module("pyarrow.parquet")
    try:
        # Measured: whole row groups read ahead cost 200 MB and three times the time.
        with parquet.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20) as file:
            geo = _geometry_column(file.schema_arrow.metadata or {}, path)
            n = 0
            for part in file.iter_batches(batch_size=ARROW_ROWS):
                yield _batch(part, n, geo)
                n += part.num_rows
            if not n:
                yield _batch(arrow.RecordBatch.from_pylist([], schema=file.schema_arrow), 0, geo)
    except (arrow.ArrowInvalid, arrow.ArrowNotImplementedError, OSError) as error:
        raise BadInputError(f"{path}: cannot be read as Parquet: {error}", str(path)) from error


def _geometry_column(metadata: dict[bytes, bytes], path: Path) -> tuple[str, str] | None:
    """Name and encoding of the main geometry, None for a plain table."""
    if b"geo" not in metadata:
        return None
    try:
        told = json.loads(metadata[b"geo"])
        name = told["primary_column"]
        column = told["columns"][name]
        encoding = column["encoding"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInputError(f"{path}: its GeoParquet metadata cannot be read ({error})", str(path)) from error
    if encoding not in ("WKB", "point"):
        raise BadInputError(f"{path}: geometries encoded as {encoding!r}: only points are events", str(path))
    crs = column.get("crs", {"id": _WGS_84[0]})
    if not isinstance(crs, dict) or crs.get("id") not in _WGS_84:
        known = (crs or {}).get("id") or (crs or {}).get("name") if isinstance(crs, dict) or crs is None else crs
        raise BadInputError(f"{path}: is in the reference system {known}: save it in WGS 84 (EPSG:4326)", str(path))
    return name, encoding


def _batch(part: Any, n_before: int, geo: tuple[str, str] | None) -> EventBatch:
    lines = range(n_before + 1, n_before + part.num_rows + 1)
    if geo is None:
        kinds = {field.name: kind_of(field.type) for field in part.schema}
        return EventBatch(list(part.schema.names), lines, kinds=kinds, arrow=part)
    name, encoding = geo
    column = part.column(name)
    rest = part.drop_columns([name])
    kinds = {field.name: kind_of(field.type) for field in rest.schema}
    points, misfits = _points(column, encoding)
    kept = ("wkb", column) if encoding == "WKB" else None
    return EventBatch(
        list(rest.schema.names), lines, misfits=misfits, kinds=kinds, arrow=rest, points=points, geometry=kept
    )


def _points(column: Any, encoding: str) -> tuple[Floats, dict[int, str]]:
    arrow, compute = arrow_module("pyarrow"), arrow_module("pyarrow.compute")
    n = len(column)
    if encoding == "point":
        x, y = (compute.struct_field(column, axis).to_numpy(zero_copy_only=False) for axis in ("x", "y"))
        points = np.stack([y, x]).astype(float)
    else:
        lengths = compute.binary_length(column)
        points_or_none = None
        if n and not column.null_count and compute.all(compute.equal(lengths, POINT_BYTES)).as_py():
            fixed = column.cast(arrow.binary(POINT_BYTES))
            points_or_none = points_from_bytes(fixed.buffers()[1], n, fixed.offset)
        if points_or_none is None:
            return _points_one_by_one(column)
        points = points_or_none
    return points, {int(nth): "geometry is empty" for nth in np.flatnonzero(np.isnan(points).any(axis=0))}


def _points_one_by_one(column: Any) -> tuple[Floats, dict[int, str]]:
    points, misfits = np.full((2, len(column)), np.nan), {}
    for nth, data in enumerate(column.to_pylist()):
        found = read_point(data)
        if isinstance(found, str):
            misfits[nth] = found
        else:
            points[:, nth] = found
    return points, misfits
