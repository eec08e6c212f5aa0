"""Zones of a watch that stand in files: sites, lines, areas."""

import json
from pathlib import Path

import pytest

from vedette.errors import BadInputError
from vedette.model.zone import Zone
from vedette.watching import zone_files
from vedette.watching.watch_file import load_watch, parse_watch

LINE = {"type": "LineString", "coordinates": [[44.0, 33.0], [45.0, 34.0]]}
SQUARE = {"type": "Polygon", "coordinates": [[[44, 33], [45, 33], [45, 34], [44, 34], [44, 33]]]}


def load(folder: Path, zone: str, content: str, name: str = "zones.csv") -> tuple[Zone, ...]:
    (folder / name).write_text(content, encoding="utf-8")
    watch = f'[watch]\nname = "w"\n[[zones]]\nname = "Our sites"\n{zone}\n'
    (folder / "w.toml").write_text(watch, encoding="utf-8")
    return load_watch(folder / "w.toml").zones


def test_each_site_is_a_zone(tmp_path: Path) -> None:
    content = "\ufeffName; lat ;lon;km\nClinic A;33.3;44.4;5\n\nDepôt;34;45;\n"
    zones = load(tmp_path, 'sites = "zones.csv"\nout_to_km = 20', content)
    assert [(zone.id, zone.name, zone.outer_km) for zone in zones] == [
        ("our-sites-clinic-a", "Clinic A", 5),
        ("our-sites-depôt", "Depôt", 20),
    ]
    assert zones[0].kind == "point" and zones[0].points == ((33.3, 44.4),)


def test_distances_by_kind_hold_for_each_site(tmp_path: Path) -> None:
    zone = 'sites = "zones.csv"\ndistances = [{kinds = ["PROTEST"], out_to_km = 2}]'
    load(tmp_path, zone, "name,lat,lon,km\na,1,2,3\nb,1,2,3\n")
    distances = load_watch(tmp_path / "w.toml").distances
    assert [(one.zone_id, one.out_to_km) for one in distances] == [("our-sites-a", 2), ("our-sites-b", 2)]


def test_lines_areas_and_own_borders_come_from_geojson(tmp_path: Path) -> None:
    (line,) = load(tmp_path, 'file = "a.geojson"\nout_to_km = 5', json.dumps(LINE), "a.geojson")
    assert line.kind == "line" and line.rings == ((((33.0, 44.0), (34.0, 45.0)),),)
    (area,) = load(tmp_path, 'file = "a.geojson"', json.dumps(SQUARE), "a.geojson")
    assert area.kind == "area" and len(area.rings[0][0]) == 5
    own = 'border_file = "a.geojson"\nout_to_km = 40\nline_accuracy_km = 0.5'
    (border,) = load(tmp_path, own, json.dumps(LINE), "a.geojson")
    assert (border.kind, border.line_accuracy_km) == ("line", 0.5)


def test_the_watch_is_another_one_when_its_files_change(tmp_path: Path) -> None:
    load(tmp_path, 'sites = "zones.csv"', "name,lat,lon,km\na,1,2,3\n")
    before = load_watch(tmp_path / "w.toml").id
    assert load_watch(tmp_path / "w.toml").id == before
    load(tmp_path, 'sites = "zones.csv"', "name,lat,lon,km\na,1,2,4\n")
    assert load_watch(tmp_path / "w.toml").id != before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,lat,lon,km\na,91,2,3\n", "zones.csv, line 2: latitude 91"),
        ("name,lat,lon,km\na,144.4,33.3,3\n", "swapped"),
        ("name,lat,lon,km\na,1,2,-3\n", "line 2: km -3.0"),
        ("name,lat,lon,km\na,nan,2,3\n", "no place"),
        ("name,lat,lon,km\na,1,2,3\nb,1,x,3\n", "line 3: lon 'x' is no number"),
        ("name,lat,lon,km\na,1,2,3\nA,1,2,3\n", "line 3: a site 'A' stands there already"),
        ("name,lat,lon,km\n,1,2,3\n", "name is empty"),
        ("name,lat,lon,km\na,1,2\n", "3 cells under 4"),
        ("name,lat,lon,km\na,1,2,\n", "km is empty"),
        ("name,lat,lon,km\n", "no site"),
        ("name,lat\na,1\n", "column lon missing"),
        ("", "column name missing"),
    ],
)
def test_a_bad_site_refuses_the_watch_and_is_named(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(BadInputError, match="line 5: ") as caught:
        load(tmp_path, 'sites = "zones.csv"', content)
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("zone", "content", "said"),
    [
        ('file = "none.geojson"\nout_to_km = 5', "", "cannot be opened"),
        ('file = "a.geojson"\nout_to_km = 5', "{}", "no line and no area"),
        ('file = "a.geojson"\nout_to_km = 5', "[", "is not GeoJSON"),
        ('file = "a.geojson"\nside = "IQ"\nout_to_km = 5', json.dumps(LINE), "side belongs to border"),
        ('border_file = "a.geojson"\nout_to_km = 5', json.dumps(LINE), "line_accuracy_km"),
        ('border_file = "a.geojson"\nout_to_km = 5\nline_accuracy_km = 1', json.dumps(SQUARE), "a border is a line"),
        ('file = "a.geojson"\nout_to_km = 5\nfrom_km = 6', json.dumps(LINE), "greater than from_km"),
        ('file = "a.geojson"', json.dumps(LINE), "greater than from_km"),
        ('file = "a.geojson"\nout_to_km = 5', json.dumps({"geometries": [LINE, SQUARE]}), "lines and areas"),
        ('file = "a.geojson"\nsites = "b.csv"', "", "exactly one"),
    ],
)
def test_a_file_that_is_none_is_said_with_its_name(tmp_path: Path, zone: str, content: str, said: str) -> None:
    with pytest.raises(BadInputError) as caught:
        load(tmp_path, zone, content, "a.geojson")
    assert said in caught.value.message and "w.toml" in caught.value.message


def test_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zone_files, "LARGEST_BYTES", 10)
    with pytest.raises(BadInputError, match="larger than 10 bytes"):
        load(tmp_path, 'file = "a.geojson"', json.dumps(SQUARE), "a.geojson")


def test_a_watch_without_a_folder_may_name_no_files() -> None:
    with pytest.raises(BadInputError, match="may name no files"):
        parse_watch('[watch]\nname = "w"\n[[zones]]\nname = "a"\nsites = "a.csv"\n', "w.toml")
