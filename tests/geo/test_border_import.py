"""Countries made up of squares: Aland west of Bland, both south of Cland, under codes that the register has."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vedette.errors import BadInputError, GeometryError, UsageError
from vedette.geo import Zone
from vedette.geo.border_file import read_borders, write_borders
from vedette.geo.border_import import Imported, import_borders
from vedette.geo.borders import find_border

Ring = list[list[Any]]


def box(west: float, south: float, east: float, north: float, extra: Ring | None = None) -> Ring:
    """A ring, anticlockwise from its south-west corner, with further points on its eastern edge."""
    return [[west, south], [east, south], *(extra or []), [east, north], [west, north], [west, south]]


def area(properties: dict[str, Any], *rings: Ring) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": list(rings)}}


def line(properties: dict[str, Any], points: Ring) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "LineString", "coordinates": points}}


def made(folder: Path, *features: dict[str, Any], **options: Any) -> Imported:
    source = folder / "in.geojson"
    source.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return import_borders([source], folder / "own.borders", options.pop("accuracy_km", 0.1), "made up", **options)


BEND = [[1.05, 0.5]]
WEST = area({"ISO3166-1:alpha2": "AD"}, box(0, 0, 1, 1, BEND))
EAST = area({"shapeGroup": "BEL"}, [[1, 0], [2, 0], [2, 1], [1, 1], *BEND, [1, 0]])
NORTH = area({"name": "Chile"}, [[0, 1], [1, 1], [2, 1], [2, 2], [0, 2], [0, 1]])


def test_neighbours_that_share_vertices_have_the_shared_edges_as_their_border(tmp_path: Path) -> None:
    done = made(tmp_path, WEST, EAST, NORTH)
    held = read_borders(tmp_path / "own.borders")
    assert list(done.km) == ["AD:BE", "AD:CL", "BE:CL"]
    (border,) = find_border("AD", "BE", borders=held)
    np.testing.assert_allclose(border.points, np.array([[0, 1], [0.5, 1.05], [1, 1]]), atol=1e-9)
    assert done.km["AD:CL"] == pytest.approx(111.3, abs=0.2)


def test_the_first_country_lies_left_whichever_way_the_rings_run(tmp_path: Path) -> None:
    for step in (1, -1):
        made(tmp_path, *(area(one["properties"], one["geometry"]["coordinates"][0][::step]) for one in (WEST, EAST)))
        (found,) = find_border("AD", "BE", borders=read_borders(tmp_path / "own.borders"))
        # Northwards, the west lies on the left.
        assert found.points[0, 0] < found.points[-1, 0]


def test_an_enclave_has_its_whole_outline_as_border(tmp_path: Path) -> None:
    hole = box(0.2, 0.2, 0.4, 0.4)
    done = made(tmp_path, area({"iso_a2": "IT"}, box(0, 0, 1, 1), hole[::-1]), area({"iso_a2": "SM"}, hole))
    assert done.km == {"IT:SM": pytest.approx(4 * 0.2 * 111, rel=0.01)}


def test_lines_bring_the_countries_on_their_sides(tmp_path: Path) -> None:
    tags = {"left:country": "AD", "right:country": "BEL", "disputed": "yes"}
    done = made(tmp_path, line(tags, [[1, 0], [1, 1]]), line({"admin_level": "2"}, [[1, 1], [1, 2]]))
    (border,) = find_border("BE", "AD", borders=read_borders(tmp_path / "own.borders"))
    assert border.is_disputed
    assert border.points[0].tolist() == pytest.approx([1, 1])
    assert done.problems == (f"{tmp_path / 'in.geojson'}: 1 lines without the countries on their sides: left out",)


def test_outlines_that_do_not_meet_are_a_border_where_they_run_close_and_as_exact_as_their_gap(tmp_path: Path) -> None:
    apart = area({"iso_a2": "BE"}, box(1.003, 0, 2, 1))
    rings = box(0, 0, 1, 1, [[1.0, n / 10] for n in range(1, 10)])
    with pytest.raises(BadInputError, match="no two areas share an edge"):
        made(tmp_path, area({"iso_a2": "AD"}, rings), apart)
    done = made(tmp_path, area({"iso_a2": "AD"}, rings), apart, gap_km=1.0)
    assert done.km == {"AD:BE": pytest.approx(110.6, abs=0.5)}
    assert done.accuracy_km == pytest.approx(0.333, abs=0.005)


def test_edges_that_two_countries_claim_are_no_border_and_are_said(tmp_path: Path) -> None:
    done = made(tmp_path, WEST, EAST, area({"iso_a2": "CL"}, [[0, 0], [1, 0], [0.5, -1], [0, 0]]), WEST | {
        "properties": {"iso_a2": "BR"}
    })  # fmt: skip
    assert any("claimed by two countries" in problem for problem in done.problems)


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        (area({"iso_a2": "AD"}, [[0, 0], [95, 0], [1, 91], [0, 0]]), "latitude 91.0, longitude 1.0 is no place"),
        (area({"iso_a2": "AD"}, [[0, 0], [1, 0], [1, 1], [0, 1]]), "does not end where it begins"),
        (area({"iso_a2": "AD"}, [[0, 0], [1, 0]]), "2 points, at least 4"),
        (area({"iso_a2": "BR"}), ""),
        (area({"iso_a2": "-99"}, box(5, 5, 6, 6)), "1 areas without a country"),
        (area({"iso_a2": "AD"}, [["a", "b"]] * 4), "could not convert"),
    ],
)
def test_features_that_cannot_be_used_are_named_and_the_rest_is_done(
    tmp_path: Path, feature: dict[str, Any], words: str
) -> None:
    done = made(tmp_path, WEST, EAST, feature)
    assert "AD:BE" in done.km
    assert not words or any(words in problem for problem in done.problems)


@pytest.mark.parametrize("text", ["{", "[]", '{"type": "Polygon"}', "\x00"])
def test_what_is_no_collection_of_features_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.geojson").write_text(text)
    with pytest.raises(BadInputError, match=r"bad\.geojson"):
        import_borders([tmp_path / "bad.geojson"], tmp_path / "own.borders", 0.1, "made up")
    assert not (tmp_path / "own.borders").exists()


def test_a_file_that_is_not_there_is_used_wrongly(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be opened"):
        import_borders([tmp_path / "none.geojson"], tmp_path / "own.borders", 0.1, "made up")


def test_a_zone_takes_the_lines_and_the_accuracy_of_the_file(tmp_path: Path) -> None:
    made(tmp_path, WEST, EAST, accuracy_km=0.25)
    zone = Zone.out_from_border("AD", "BE", km=20, borders=tmp_path / "own.borders")
    assert zone.zone.line_accuracy_km == 0.25
    found = zone.check([0.5, 0.5], [1.0, 3.0])
    assert found.state.tolist() == ["inside", "outside"]
    assert found.distance_km[0] == pytest.approx(5.53, abs=0.05)


def test_a_file_named_must_have_the_pair_and_says_which_it_has(tmp_path: Path) -> None:
    made(tmp_path, WEST, EAST)
    with pytest.raises(GeometryError, match=r"'IR' is known.*it has AD:BE"):
        Zone.out_from_border("IR", "IQ", km=40, borders=tmp_path / "own.borders")
    with pytest.raises(GeometryError, match="these lines know de_facto alone"):
        Zone.out_from_border("AD", "BE", km=40, view="claimed:BE", borders=tmp_path / "own.borders")


def test_the_setting_holds_for_the_pairs_that_its_file_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, WEST, EAST)
    monkeypatch.setenv("VEDETTE_BORDERS", str(tmp_path / "own.borders"))
    assert Zone.out_from_border("AD", "BE", km=20).zone.rings
    assert not Zone.out_from_border("IR", "IQ", km=20).zone.rings


def test_what_is_no_border_file_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.borders"
    bad.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(BadInputError, match="not a file of border lines"):
        read_borders(bad)
    np.save(tmp_path / "numbers.npy", np.arange(3))
    with pytest.raises(BadInputError, match="not a file of border lines"):
        read_borders(tmp_path / "numbers.npy")


def test_lines_are_read_as_they_were_written(tmp_path: Path) -> None:
    lines = find_border("IN", "CN")
    write_borders(tmp_path / "a.borders", lines, {"data": "x", "accuracy_km": 1})
    again = read_borders(tmp_path / "a.borders").lines
    assert [(a.left, a.right, a.status, a.claims) for a in again] == [
        (a.left, a.right, a.status, a.claims) for a in lines
    ]
    assert all(np.allclose(a.points, b.points, atol=1e-9) for a, b in zip(again, lines, strict=True))
