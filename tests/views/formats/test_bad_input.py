"""What is wrong with a file is said, by line where it is one row, and nothing half-done is left."""

import json
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest

from tests.views.formats.checked import check
from vedette.views.formats import json_stream

POINT = {"type": "Point", "coordinates": [45.4, 34.35]}
KML = '<?xml version="1.0"?>{}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
PLACEMARK = "<Placemark><name>n</name><{0}><coordinates>{1}</coordinates></{0}></Placemark>"


def feature(geometry: object, **properties: object) -> str:
    return json.dumps({"type": "Feature", "geometry": geometry, "properties": properties})


def collection(*features: str) -> str:
    return '{"name": "x", "features": [\n' + ",\n".join(features) + '\n], "type": "FeatureCollection"}'


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        (None, "geometry is empty"),
        ({"type": "Point", "coordinates": []}, "geometry is empty"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 6], [1, 2]]]}, "geometry is a Polygon"),
        ({"type": "Point", "coordinates": ["x", 1]}, "are no place"),
        ({"type": "Point", "coordinates": [34.35, 145.4]}, "probably latitude and longitude are swapped"),
        ({"type": "Point", "coordinates": [4, float("nan")]}, "geometry is empty"),
        (7, "no GeoJSON"),
    ],
)
def test_one_bad_feature_is_named_and_the_rest_done(tmp_path: Path, geometry: object, said: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(collection(feature(POINT), feature(geometry, a=1)), encoding="utf-8")
    out, err = check(path, "--format", "geojson", status=1)
    assert "line 3" in err and said in err
    found = json.loads(out)["features"]
    assert [one["properties"]["state"] for one in found] == ["inside", "unknown"]
    if said != "geometry is empty":
        assert found[1]["geometry"] == geometry


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is not GeoJSON"),
        ("[1]", "is not GeoJSON"),
        ('{"type": "FeatureCollection"}', "no array of features"),
        (collection(feature(POINT)) + feature(POINT), "more than one object"),
        (collection(feature(POINT), "{"), "line 4: is not GeoJSON"),
        ('{"crs": {"properties": {"name": "EPSG:3857"}}, "features": []}', "save it in WGS 84"),
        (b"\xff\xfe", "not UTF-8"),
        ('{"a": ' + "[" * 100_000, "is not GeoJSON"),
    ],
)
def test_what_is_no_geojson_ends_in_2(tmp_path: Path, content: str | bytes, said: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert said in check(path, "-o", tmp_path / "b.csv", status=2)[1]
    assert list(tmp_path.iterdir()) == [path]


def test_geojson_is_read_whatever_the_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(collection(*(feature(POINT, n=n, text="é" * 50) for n in range(30))), encoding="utf-8")
    whole = check(path)[0]
    monkeypatch.setattr(json_stream, "_AT_ONCE", 7)
    assert check(path)[0] == whole and whole.count(",inside,") == 30


def test_a_line_of_a_sequence_that_is_no_json_is_a_bad_row(tmp_path: Path) -> None:
    path = tmp_path / "a.geojsonl"
    path.write_text(f"\x1e{feature(POINT)}\n{{\n{feature(POINT)}\n", encoding="utf-8")
    out, err = check(path, status=1)
    assert "line 2: is no JSON" in err and out.count(",inside,") == 2


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (KML.format("", PLACEMARK.format("Point", "45.4,34.35,0")), 0, ""),
        (KML.format("", PLACEMARK.format("LineString", "1,2 3,4")), 1, "geometry is a LineString"),
        (KML.format("", PLACEMARK.format("Point", "x")), 1, "are no place"),
        (KML.format('<!DOCTYPE kml [<!ENTITY a "b">]>', ""), 2, "document type declaration, which is refused"),
        ("<kml>", 2, "line 1: is not KML"),
        ("<other/>", 2, "outermost element is no kml"),
        ("", 2, "is not KML"),
    ],
)
def test_kml_is_read_or_refused(tmp_path: Path, content: str, status: int, said: str) -> None:
    path = tmp_path / "a.kml"
    path.write_text(content, encoding="utf-8")
    assert said in check(path, status=status)[1]


def test_a_geoparquet_in_another_reference_system_is_refused(tmp_path: Path) -> None:
    column = {"encoding": "WKB", "geometry_types": [], "crs": {"id": {"authority": "EPSG", "code": 32638}}}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    table = arrow.table({"geometry": [b""]}).replace_schema_metadata({"geo": json.dumps(geo)})
    parquet.write_table(table, tmp_path / "a.parquet")
    assert "32638" in check(tmp_path / "a.parquet", status=2)[1]


def test_one_bad_row_among_many_is_named_by_its_line(tmp_path: Path) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "b.csv"
    rows = ["34.35,45.40"] * 60_000
    rows[55_555] = "34.35,oops"
    path.write_text("lat,lon\n" + "\n".join(rows) + "\n", encoding="utf-8")
    _, err = check(path, "-o", out, status=1)
    assert err.count("\n") == 1 and "line 55557: lon 'oops'" in err
    assert out.read_text(encoding="utf-8").count(",inside,") == 59_999


def test_a_format_that_is_none_or_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("lat,lon\n", encoding="utf-8")
    assert "the formats are" in check(path, "--format", "shapefile", status=2)[1]
    assert "name a file with -o" in check(path, "--format", "gpkg", status=2)[1]
    assert "read as CSV only" in check("-", "--in-format", "kml", status=2)[1]
    assert "unzip it" in check_kmz(tmp_path)


def check_kmz(folder: Path) -> str:
    (folder / "a.kmz").write_bytes(b"PK")
    return check(folder / "a.kmz", status=2)[1]


def test_sites_are_told_with_the_highest_chance(tmp_path: Path) -> None:
    sites, events = tmp_path / "sites.csv", tmp_path / "events.csv"
    sites.write_text("name,lat,lon,km\nNear,33.3,44.4,10\nWide,33.5,44.4,60\nFar,0,0,5\n", encoding="utf-8")
    events.write_text("lat,lon,radius_km\n33.31,44.4,\n33.31,44.4,30\n33.6,44.4,\n1,1,\n91,0,\n", encoding="utf-8")
    out, _ = check(events, zone=("--sites", sites), status=1)
    rows = [row.split(",") for row in out.splitlines()]
    assert rows[0][3:] == ["site", "distance_km", "state", "p_inside"]
    assert [(row[3], row[5]) for row in rows[1:]] == [
        ("Near", "inside"),
        ("Wide", "inside"),
        ("Wide", "inside"),
        ("Far", "outside"),
        ("", "unknown"),
    ]
    assert "stands alone" in check(events, zone=("--sites", sites, "--around", "1,2"), status=2)[1]
