"""A GeoPackage has the tables that the standard asks for, a style for QGIS, and is refused where it cannot be read."""

import sqlite3
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.views.formats.checked import check

EVENTS = 'id,FID,Note,note,lat,lon\n1,a,"x",y,34.35,45.40\n2,b,,,91,44\n3,c,,,33.3,44.4\n'


@pytest.fixture
def package(tmp_path: Path) -> Path:
    source, out = tmp_path / "events.csv", tmp_path / "checked.gpkg"
    source.write_text(EVENTS, encoding="utf-8")
    check(source, "-o", out, status=1)
    return out


def test_the_tables_of_the_standard_are_there(package: Path) -> None:
    database = sqlite3.connect(package)
    assert database.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert database.execute("PRAGMA user_version").fetchone() == (10300,)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    contents = database.execute("SELECT table_name, data_type, srs_id, min_x, max_y FROM gpkg_contents").fetchall()
    assert ("events", "features", 4326, 44.4, 34.35) in contents
    assert {row[0] for row in database.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")} == {-1, 0, 4326}
    geometry = database.execute("SELECT * FROM gpkg_geometry_columns").fetchall()
    assert geometry == [("events", "geom", "POINT", 4326, 0, 0)]


def test_points_are_in_geopackage_binary_and_bad_rows_have_none(package: Path) -> None:
    rows = sqlite3.connect(package).execute("SELECT geom, state, p_inside FROM events").fetchall()
    assert rows[0][0] == b"GP\x00\x01" + struct.pack("<iBIdd", 4326, 1, 1, 45.40, 34.35)
    assert [row[1] for row in rows] == ["inside", "unknown", "outside"]
    assert rows[1][0] is None and rows[1][2] is None


def test_a_style_by_state_is_the_default(package: Path) -> None:
    (row,) = sqlite3.connect(package).execute(
        "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
    )
    assert row[:3] == ("events", "geom", 1)
    style = ElementTree.fromstring(row[3])
    assert [category.get("value") for category in style.iter("category")] == [
        "inside",
        "possibly",
        "outside",
        "unknown",
    ]
    assert len(list(style.iter("symbol"))) == 4


def test_columns_that_differ_in_case_only_are_kept(package: Path) -> None:
    names = [row[1] for row in sqlite3.connect(package).execute("PRAGMA table_info(events)")]
    assert names[:7] == ["fid_", "geom", "id", "FID", "Note", "note_2", "lat"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE gpkg_geometry_columns SET srs_id = 0", "NONE:0"),
        ("DELETE FROM gpkg_geometry_columns", "one layer of features is needed"),
        ("DROP TABLE gpkg_contents", "cannot be read as GeoPackage"),
    ],
)
def test_a_package_that_cannot_be_read_ends_in_2(package: Path, statement: str, said: str) -> None:
    with sqlite3.connect(package) as database:
        database.execute(statement)
    assert said in check(package, status=2)[1]


def test_geometries_that_are_no_points_are_bad_rows(package: Path) -> None:
    line = b"GP\x00\x01" + struct.pack("<iBII", 4326, 1, 2, 0)
    with sqlite3.connect(package) as database:
        database.execute("UPDATE events SET geom = ? WHERE id = '1'", (line,))
        database.execute("UPDATE events SET geom = ? WHERE id = '3'", (b"GP",))
    err = check(package, status=1)[1]
    assert "line 1: geometry is a LineString" in err and "line 3: geometry is no GeoPackage binary" in err


def test_no_file_at_all_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "a.gpkg").write_text("nothing", encoding="utf-8")
    assert "cannot be read as GeoPackage" in check(tmp_path / "a.gpkg", status=2)[1]


def test_tables_that_are_read_ahead_are_written_too(tmp_path: Path) -> None:
    source, table, out = tmp_path / "a.csv", tmp_path / "a.parquet", tmp_path / "a.gpkg"
    source.write_text("id,lat,lon\n1,34.35,45.40\n", encoding="utf-8")
    check(source, "-o", table)
    check(table, "-o", out)
    assert sqlite3.connect(out).execute("SELECT state FROM events").fetchall() == [("inside",)]
    check(out, "-o", tmp_path / "b.parquet")
