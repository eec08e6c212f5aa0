"""GeoPackage in: the one layer of points of a SQLite file."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from vedette.errors import BadInputError
from vedette.views.formats.batch import BATCH_ROWS, EventBatch, Kind
from vedette.views.formats.wkb import read_geopackage_point

#: Declared type (without its length) → kind. Source: GeoPackage 1.3, table 1.
_KINDS: dict[str, Kind] = {
    "BOOLEAN": "bool",
    **dict.fromkeys(("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER"), "int"),
    **dict.fromkeys(("FLOAT", "DOUBLE", "REAL"), "float"),
    "BLOB": "bytes",
}
#: Keys that GDAL and QGIS make up: they are no data.
_MADE_UP_KEYS = ("fid", "ogc_fid")


def read_geopackage(path: Path) -> Iterator[EventBatch]:
    """The features of the file's only layer in batches.

    Raises:
        BadInputError: It is no GeoPackage, has no layer or several, or is not in WGS 84.

    Source: OGC 12-128r17 (GeoPackage 1.3).
    """
    try:
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as database:
            # The file is a stranger's: its views and triggers may call no functions.
            database.execute("PRAGMA trusted_schema = OFF")
            yield from _read(database, path)
    except sqlite3.Error as error:
        raise BadInputError(f"{path}: cannot be read as GeoPackage: {error}", str(path)) from error


def _read(database: sqlite3.Connection, path: Path) -> Iterator[EventBatch]:
    table, geometry = _layer(database, path)
    described = database.execute(f"PRAGMA table_info({_quoted(table)})").fetchall()
    own = [
        (name, kind)
        for _, name, kind, _, _, is_key in described
        if name != geometry and not (is_key and name in _MADE_UP_KEYS)
    ]
    names = [name for name, _ in own]
    kinds = {name: _KINDS.get(str(kind).upper().split("(")[0].strip(), "text") for name, kind in own}
    columns = ", ".join(_quoted(name) for name in (geometry, *names))
    found = database.execute(f"SELECT {columns} FROM {_quoted(table)} ORDER BY rowid")  # noqa: S608 (names are quoted)
    n = 0
    while rows := found.fetchmany(BATCH_ROWS):
        yield _batch(rows, n, names, kinds)
        n += len(rows)
    if not n:
        yield EventBatch(names, [], [], kinds=kinds, points=np.empty((2, 0)))


def _layer(database: sqlite3.Connection, path: Path) -> tuple[str, str]:
    layers = database.execute(
        "SELECT c.table_name, g.column_name, s.organization, s.organization_coordsys_id FROM gpkg_contents c "
        "JOIN gpkg_geometry_columns g ON g.table_name = c.table_name "
        "LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id WHERE c.data_type = 'features'"
    ).fetchall()
    if len(layers) != 1:
        names = ", ".join(str(layer[0]) for layer in layers) or "none"
        raise BadInputError(f"{path}: one layer of features is needed, there are {len(layers)} ({names})", str(path))
    table, geometry, authority, code = layers[0]
    if (str(authority).upper(), code) != ("EPSG", 4326):
        raise BadInputError(f"{path}: is in {authority}:{code}: save it in WGS 84 (EPSG:4326)", str(path))
    return table, geometry


def _batch(rows: list[tuple[Any, ...]], n_before: int, names: list[str], kinds: dict[str, Kind]) -> EventBatch:
    points, misfits = np.full((2, len(rows)), np.nan), {}
    for nth, row in enumerate(rows):
        found = read_geopackage_point(row[0])
        if isinstance(found, str):
            misfits[nth] = found
        else:
            points[:, nth] = found
    truths = [at for at, name in enumerate(names) if kinds[name] == "bool"]
    cells = [list(row[1:]) for row in rows]
    for cell in cells if truths else ():
        for at in truths:
            cell[at] = None if cell[at] is None else bool(cell[at])
    lines = range(n_before + 1, n_before + len(rows) + 1)
    return EventBatch(names, lines, cells, misfits, kinds, None, points, ("gpkg", [row[0] for row in rows]))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
