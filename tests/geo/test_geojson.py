import json
from pathlib import Path

import pytest

from vedette.errors import GeometryError
from vedette.geo.geojson import read_area, read_lines

LINE = {"type": "LineString", "coordinates": [[44.0, 33.0], [45.0, 33.5, 120.0]]}
AREA = {"type": "Polygon", "coordinates": [[[44, 33], [45, 33], [45, 34], [44, 33]]]}


def write(folder: Path, content: object) -> Path:
    path = folder / "shape.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_lines_are_found_in_features_and_collections(tmp_path: Path) -> None:
    features = [{"type": "Feature", "properties": None, "geometry": geometry} for geometry in (LINE, AREA, None)]
    path = write(tmp_path, {"type": "FeatureCollection", "features": features})
    assert read_lines(path) == (((33.0, 44.0), (33.5, 45.0)),)
    assert read_area(path) == ((((33.0, 44.0), (33.0, 45.0), (34.0, 45.0), (33.0, 44.0)),),)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("not json", "is not GeoJSON"),
        ([1, 2], "no line in it"),
        (AREA, "no line in it"),
        ({"type": "LineString", "coordinates": [[1, "x"], [2, 3]]}, "longitude, latitude"),
        ({"type": "LineString", "coordinates": [[33, 120], [34, 121]]}, "longitude first"),
        ({"type": "MultiLineString", "coordinates": 7}, "no line in it"),
    ],
)
def test_what_is_no_line_says_why(tmp_path: Path, content: object, why: str) -> None:
    with pytest.raises(GeometryError, match=why):
        read_lines(write(tmp_path, content))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GeometryError, match="no such file"):
        read_area(tmp_path / "none.geojson")
