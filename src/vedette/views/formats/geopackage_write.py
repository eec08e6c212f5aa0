"""GeoPackage out: a SQLite file with one layer of points, and a style by state that QGIS opens it with."""

import sqlite3
from pathlib import Path
from typing import Any

from vedette.errors import OutputError
from vedette.views.formats.batch import ADDED_KINDS, EventBatch, Found, Kind, with_found
from vedette.views.formats.geopackage_tables import STYLE_QML, TABLES
from vedette.views.formats.kml_write import as_text
from vedette.views.formats.wkb import geopackage_point

_TABLE = "events"
_TYPES: dict[Kind, str] = {"int": "INTEGER", "float": "REAL", "bool": "BOOLEAN", "text": "TEXT", "bytes": "BLOB"}


class GeoPackageWriter:
    """Writes features as they come.

    Source: OGC 12-128r17 (GeoPackage 1.3); the table of styles is the one that QGIS writes itself.
    """

    def __init__(self, path: Path) -> None:
        # The temporary file is empty; SQLite takes it for a new database. Batches are written behind, in another thread
        # than the one that opens and closes the file, one after the other.
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._insert = ""
        self._truths: list[int] = []
        self._box = [180.0, 90.0, -180.0, -90.0]
        for statement in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "BEGIN", *TABLES):
            self._database.execute(statement)

    def write(self, batch: EventBatch, found: Found) -> None:
        names, rows = with_found(batch, found)
        if not self._insert:
            self._create(names, {**batch.kinds, **ADDED_KINDS})
        kept = batch.geometry[1] if batch.geometry and batch.geometry[0] == "gpkg" else None
        lat, lon, usable = found.lat, found.lon, found.usable
        points = zip(lat.tolist(), lon.tolist(), usable.tolist(), strict=True)
        blobs = kept or [geopackage_point(*at[:2]) if at[2] else None for at in points]
        cells = ((blob, *map(_cell, row)) for blob, row in zip(blobs, rows, strict=True))
        try:
            self._database.executemany(self._insert, cells)
        except sqlite3.OperationalError as error:
            raise OutputError(f"the GeoPackage could not be written: {error}") from error
        if usable.any():
            west, south, east, north = self._box
            box = (lon[usable].min(), lat[usable].min(), lon[usable].max(), lat[usable].max())
            self._box = [min(west, box[0]), min(south, box[1]), max(east, box[2]), max(north, box[3])]

    def _create(self, names: list[str], kinds: dict[str, Kind]) -> None:
        taken = {name.lower() for name in names}
        key, geometry = _free("fid", taken), _free("geom", taken)
        columns = _different(names)
        declared = [
            f"{_quoted(column)} {_TYPES[kinds.get(name, 'text')]}" for column, name in zip(columns, names, strict=True)
        ]
        self._database.execute(
            f"CREATE TABLE {_TABLE} ({key} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {geometry} POINT, "
            f"{', '.join(declared)})"
        )
        listed = ", ".join(map(_quoted, columns))
        places = ", ".join("?" * (len(columns) + 1))
        self._insert = f"INSERT INTO {_TABLE} ({geometry}, {listed}) VALUES ({places})"  # noqa: S608 (names are quoted)
        self._database.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, ?, 'POINT', 4326, 0, 0)", (_TABLE, geometry)
        )
        self._database.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, useAsDefault, description) VALUES ('', '', ?, ?, 'state', ?, 1, 'By state')",
            (_TABLE, geometry, STYLE_QML),
        )

    def finish(self) -> None:
        box = [None] * 4 if self._box[0] > self._box[2] else [float(edge) for edge in self._box]
        self._database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, min_x, min_y, max_x, max_y, "
            "srs_id) VALUES (?, 'features', ?, 'Events held against a zone', ?, ?, ?, ?, 4326)",
            (_TABLE, _TABLE, *box),
        )
        try:
            self._database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise OutputError(f"the GeoPackage could not be written: {error}") from error

    def close(self) -> None:
        """Lets go of the file, whole or not."""
        self._database.close()


def _cell(cell: Any) -> Any:
    if isinstance(cell, int) and not -(2**63) <= cell < 2**63:
        return str(cell)
    return cell if cell is None or isinstance(cell, str | int | float | bytes) else as_text(cell)


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _different(names: list[str]) -> list[str]:
    """Column names that differ in more than case, as SQLite wants them."""
    made: list[str] = []
    for name in names:
        taken, other, nth = {each.lower() for each in made}, name or "column", 2
        while other.lower() in taken:
            other, nth = f"{name}_{nth}", nth + 1
        made.append(other)
    return made


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""').replace("\x00", "") + '"'
