"""Whose line a border zone runs along, on the command line."""

import json
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from typer.testing import CliRunner

from vedette.errors import VedetteError
from vedette.views.cli_zone import app

KASHMIR = "id,lat,lon\n1,34.3,73.9\n2,27.7,70.2\n3,0,0\n"
OUT_20 = ("--border", "IN:PK", "--out-to-km", "20")


def zone(*arguments: str | Path, status: int = 0) -> tuple[str, str]:
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    if isinstance(done.exception, VedetteError):
        assert done.exception.exit_status == status, done.exception.message
        return done.stdout, done.exception.message
    assert done.exit_code == status, done.stderr
    return done.stdout, done.stderr


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.csv"
    path.write_text(KASHMIR)
    return path


def test_events_near_a_disputed_stretch_are_told_so(events: Path, tmp_path: Path) -> None:
    out, err = zone("check", events, *OUT_20, "--format", "jsonl")
    assert [json.loads(row)["line_status"] for row in out.splitlines()] == ["Line of control", None, None]
    assert "disputed in parts: 796 km Line of control" in err
    for ending in ("parquet", "gpkg", "kml", "geojson", "csv"):
        zone("check", events, *OUT_20, "-o", tmp_path / f"checked.{ending}")
    assert parquet.read_table(tmp_path / "checked.parquet")["line_status"].to_pylist() == [
        "Line of control",
        None,
        None,
    ]
    assert "Line of control" in (tmp_path / "checked.kml").read_text()


def test_a_border_that_nobody_disputes_adds_no_column(events: Path) -> None:
    out, err = zone("check", events, "--border", "IR:IQ", "--out-to-km", "40")
    assert out.splitlines()[0] == "id,lat,lon,distance_km,state,p_inside"
    assert err == ""


def test_a_view_leaves_out_what_it_takes_for_no_border_and_says_how_much(events: Path) -> None:
    out, err = zone("check", events, *OUT_20, "--view", "claimed:IN", "--format", "jsonl")
    assert [json.loads(row)["state"] for row in out.splitlines()] == ["outside", "inside", "outside"]
    assert "leaves out 644 km" in err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((*OUT_20, "--view", "claimed:XX"), "one of AR, BD"),
        (("--around", "1,2", "--out-to-km", "4", "--view", "de_facto"), "--view belongs to --border"),
        (("--around", "1,2", "--out-to-km", "4", "--borders", "x"), "--borders belongs to --border"),
        ((*OUT_20, "--borders", "none.borders"), "cannot be opened"),
    ],
)
def test_wrong_use_is_told(events: Path, options: tuple[str, ...], said: str) -> None:
    assert said in zone("check", events, *options, status=2)[1]


def test_imported_lines_are_used_and_drawn(events: Path, tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"left": "IN", "right": "PAK"},
        "geometry": {"type": "LineString", "coordinates": [[73, 28], [74, 34]]},
    }
    bare = feature | {"properties": {}}
    source, own = tmp_path / "in.geojson", tmp_path / "own.borders"
    source.write_text(json.dumps({"type": "FeatureCollection", "features": [feature, bare]}))
    told = ("import-borders", source, "-o", own, "--accuracy-km", "0.2", "--source", "made up")
    out, err = zone(*told, status=1)
    assert "IN:PK  6" in out and "accurate to 0.2 km" in out
    assert "1 lines without the countries on their sides" in err
    assert json.loads(zone(*told, "--json", status=1)[0])["accuracy_km"] == 0.2
    out, err = zone("check", events, *OUT_20, "--borders", own, "--format", "jsonl")
    assert [json.loads(row)["state"] for row in out.splitlines()] == ["outside"] * 3
    assert "line_status" not in out
    zone("show", "--border", "IN:PK", "--out-to-km", "20", "--borders", own, "-o", tmp_path / "zone.svg")
    assert "</svg>" in (tmp_path / "zone.svg").read_text()


@pytest.mark.parametrize(
    ("options", "said"), [(("--accuracy-km", "-1"), "from 0 to 100"), (("--gap-km", "nan"), "0 to 100")]
)
def test_an_import_without_a_distance_that_is_one_is_refused(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    told = ("import-borders", "x.geojson", "-o", tmp_path / "o", "--accuracy-km", "1", "--source", "s")
    assert said in zone(*told, *options, status=2)[1]
