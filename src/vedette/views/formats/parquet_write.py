"""Parquet and GeoParquet out."""

import json
from pathlib import Path
from typing import Any

from vedette.errors import BadInputError
from vedette.geo.zones import STATES
from vedette.views.formats.arrow import arrow_module, arrow_type
from vedette.views.formats.batch import ADDED_KINDS, EventBatch, Found
from vedette.views.formats.kml_write import as_text
from vedette.views.formats.wkb import POINT_BYTES, points_as_bytes

#: Name of the geometry where the source has none.
_GEOMETRY = "geometry"


class ParquetWriter:
    """A Parquet file; the columns of a CSV table go in as the text they were.

    A table that came with a geometry in WKB keeps it, and is GeoParquet again.
    """

    def __init__(self, path: Path, *, geo: bool) -> None:
        self._path, self._geo = path, geo
        self._writer: Any = None
        self._arrow, self._parquet = arrow_module("pyarrow"), arrow_module("pyarrow.parquet")

    def write(self, batch: EventBatch, found: Found) -> None:
        geo = self._geo or (batch.geometry is not None and batch.geometry[0] == "wkb")
        columns = self._own_columns(batch if geo else batch.as_table())
        if geo:
            name = _GEOMETRY
            while name in columns:
                name += "_"
            columns[name] = self._geometry(batch, found)
        columns |= self._added(found)
        table = self._arrow.table(columns)
        if self._writer is None:
            if geo:
                table = table.replace_schema_metadata({"geo": _metadata(name)})
            self._writer = self._begun(table)
        self._writer.write_table(table.cast(self._writer.schema))

    def _begun(self, table: Any) -> Any:
        # Dictionaries of numbers that are all different cost time and save nothing.
        texts = [field.name for field in table.schema if str(field.type) not in ("double", "float", "int64", "binary")]
        return self._parquet.ParquetWriter(self._path, table.schema, use_dictionary=texts or False)

    def _own_columns(self, batch: EventBatch) -> dict[str, Any]:
        if batch.cells is None:
            return dict(zip(batch.names, batch.arrow.columns, strict=True))
        cells = zip(*batch.rows, strict=True) if batch.rows else ([] for _ in batch.names)
        return {
            name: self._column(name, list(column), batch.kinds.get(name, "text"))
            for name, column in zip(batch.names, cells, strict=True)
        }

    def _column(self, name: str, cells: list[Any], kind: Any) -> Any:
        if kind == "text":
            cells = [cell if cell is None or isinstance(cell, str) else as_text(cell) for cell in cells]
        try:
            return self._arrow.array(cells, arrow_type(kind))
        except (self._arrow.ArrowInvalid, self._arrow.ArrowTypeError) as error:
            raise BadInputError(f"column {name!r} holds what is no {kind}: {error}", name) from error

    def _added(self, found: Found) -> dict[str, Any]:
        arrow, unknown = self._arrow, found.state == 0
        numbers = {"distance_km": found.distance_km, "p_inside": found.p_inside}
        columns = {name: arrow.array(values, arrow.float64(), mask=unknown) for name, values in numbers.items()}
        codes = arrow.DictionaryArray.from_arrays(arrow.array(found.state), arrow.array(STATES.tolist()))
        # Left as a dictionary: ten million words would be made and looked up again.
        columns["state"] = codes
        if found.site is not None:
            columns["site"] = arrow.array(found.site, arrow_type(ADDED_KINDS["site"]))
        if found.line_status is not None:
            columns["line_status"] = arrow.array(found.columns["line_status"], arrow.string())
        return {name: columns[name] for name in found.names}

    def _geometry(self, batch: EventBatch, found: Found) -> Any:
        if batch.geometry is not None and batch.geometry[0] == "wkb":
            return batch.geometry[1]
        arrow, compute = self._arrow, arrow_module("pyarrow.compute")
        data = arrow.py_buffer(points_as_bytes(found.lat, found.lon))
        fixed = arrow.Array.from_buffers(arrow.binary(POINT_BYTES), len(found.lat), [None, data])
        return compute.if_else(arrow.array(found.usable), fixed.cast(arrow.binary()), None)

    def finish(self) -> None:
        self.close()

    def close(self) -> None:
        """Ends the file, whole or not."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def _metadata(name: str) -> str:
    """GeoParquet's metadata: the reference system is WGS 84 with the longitude first where none is told."""
    column = {"encoding": "WKB", "geometry_types": ["Point"]}
    return json.dumps({"version": "1.1.0", "primary_column": name, "columns": {name: column}})
