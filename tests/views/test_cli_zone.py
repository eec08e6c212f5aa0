"""`vedette zone check`: what comes out, what is said, and with which exit status."""

import csv
import io
import json
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest
from typer.testing import CliRunner

from vedette.errors import VedetteError
from vedette.views.cli_zone import app

BORDER = ("--border", "IR:IQ", "--out-to-km", "40")
EVENTS = """id,lat,lon,radius_km,note
1,34.35,45.40,6,"two words, and a comma"
2,33.31,44.37,,
3,91,44.37,,
4,,44.37,,
5,somewhere,44.37,,"over
two lines"
6,NaN,44.37,,
7,34.60,45.00,50,007
"""


def check(*arguments: str | Path, status: int = 0, stdin: str = "") -> tuple[str, str]:
    done = CliRunner().invoke(app, ["check", *map(str, arguments)], input=stdin)
    if isinstance(done.exception, VedetteError):
        assert done.exception.exit_status == status, done.exception.message
        return done.stdout, done.exception.message
    assert done.exit_code == status, done.stderr
    return done.stdout, done.stderr


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.csv"
    path.write_text(EVENTS, encoding="utf-8")
    return path


def test_every_row_comes_out_with_its_columns_and_three_more(events: Path) -> None:
    out, err = check(events, *BORDER, status=1)
    rows = list(csv.DictReader(io.StringIO(out)))
    before = list(csv.DictReader(io.StringIO(EVENTS)))
    assert [{key: row[key] for key in before[0]} for row in rows] == before
    assert [row["state"] for row in rows] == ["inside", "outside", *["unknown"] * 4, "possibly"]
    assert rows[2]["distance_km"] == rows[2]["p_inside"] == ""
    assert 0 < float(rows[0]["distance_km"]) < 6 and float(rows[0]["p_inside"]) > 0.99
    for line, what in ((4, "91"), (5, "empty"), (6, "'somewhere'"), (8, "nan")):
        assert any(f"line {line}:" in said and what in said for said in err.splitlines()), err


def test_sides_are_told_apart_at_the_same_distance(events: Path) -> None:
    both = [
        list(csv.DictReader(io.StringIO(check(events, *BORDER, "--side", side, status=1)[0]))) for side in ("IQ", "IR")
    ]
    assert both[0][0]["distance_km"] == both[1][0]["distance_km"]
    assert (both[0][0]["state"], both[1][0]["state"]) == ("inside", "outside")


def test_an_exact_line_and_exact_places_leave_nothing_possible(events: Path) -> None:
    rows = csv.DictReader(io.StringIO(check(events, *BORDER, "--line-accuracy-km", "0", status=1)[0]))
    assert {row["p_inside"] for row in rows if not row["radius_km"]} <= {"0.000000", "1.000000", ""}


def test_a_place_a_line_and_an_area(events: Path, tmp_path: Path) -> None:
    line, area = tmp_path / "line.geojson", tmp_path / "area.geojson"
    line.write_text(json.dumps({"type": "LineString", "coordinates": [[44.0, 33.0], [45.0, 34.0]]}))
    ring = [[44, 33], [45, 33], [45, 34], [44, 34], [44, 33]]
    area.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    for options in (
        ("--around", "33.3,44.4", "--out-to-km", "20"),
        ("--line", line, "--out-to-km", "20"),
        ("--area", area),
    ):
        rows = list(csv.DictReader(io.StringIO(check(events, *options, status=1)[0])))
        assert [row["state"] for row in rows[:2]] == ["outside", "inside"]
    assert float(rows[1]["distance_km"]) == 0


def test_json_is_one_object_a_row(events: Path) -> None:
    rows = [json.loads(line) for line in check(events, *BORDER, "--json", status=1)[0].splitlines()]
    assert rows[0]["note"] == "two words, and a comma" and rows[0]["state"] == "inside"
    assert rows[2]["distance_km"] is None and rows[2]["p_inside"] is None


def test_a_file_is_written_whole_and_counted(events: Path, tmp_path: Path) -> None:
    out = tmp_path / "checked.csv"
    counts = json.loads(check(events, *BORDER, "-o", out, "--json", status=1)[0])
    assert counts["n_events"] == 7 and counts["n_unknown"] == 4
    assert len(list(csv.DictReader(out.open(encoding="utf-8", newline="")))) == 7
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["checked.csv", "events.csv"]


def test_parquet_in_and_out_keeps_types(tmp_path: Path) -> None:
    source, out = tmp_path / "events.parquet", tmp_path / "checked.parquet"
    table = arrow.table({"id": arrow.array([1, 2], arrow.int16()), "lat": [34.35, None], "lon": [45.40, 1.0]})
    parquet.write_table(table, source)
    _, err = check(source, *BORDER, "-o", out, status=1)
    found = parquet.read_table(out)
    assert found.schema.field("id").type == arrow.int16()
    assert found["state"].to_pylist() == ["inside", "unknown"] and found["p_inside"].to_pylist()[1] is None
    assert "line 2: lat is empty" in err


def test_a_table_that_was_checked_before_is_checked_anew(events: Path, tmp_path: Path) -> None:
    once = tmp_path / "once.csv"
    once.write_text(check(events, *BORDER, status=1)[0], encoding="utf-8")
    assert check(once, *BORDER, status=1)[0] == once.read_text(encoding="utf-8")


def test_a_byte_order_mark_semicolons_and_no_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("\ufefflat;lon\n", encoding="utf-8")
    assert check(path, *BORDER)[0] == "lat,lon,distance_km,state,p_inside\n"


def test_standard_input_is_read() -> None:
    assert "inside" in check("-", *BORDER, stdin="lat,lon\n34.35,45.40\n")[0]


def test_swapped_coordinates_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("lat,lon\n45.4,34.35\n46.0,35.0\n", encoding="utf-8")
    assert "probably swapped" in check(path, *BORDER)[1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "exactly one of"),
        (("--border", "IR:IQ", "--around", "1,2", "--out-to-km", "4"), "exactly one of"),
        (("--border", "IR:IQ"), "--out-to-km is missing"),
        (("--border", "IRIQ", "--out-to-km", "4"), "two ISO"),
        (("--border", "IR:JO", "--out-to-km", "4"), "no common land border"),
        (("--border", "IR:XX", "--out-to-km", "4"), "'XX'"),
        ((*BORDER, "--side", "TR"), "must be IR or IQ"),
        (("--around", "1,2", "--out-to-km", "4", "--side", "IQ"), "--side belongs to --border"),
        (("--around", "44.4", "--out-to-km", "4"), "latitude and longitude"),
        (("--around", "91,2", "--out-to-km", "4"), "outside -90 to 90"),
        (("--around", "1,2", "--out-to-km", "-4"), "kilometres from 0 up"),
        ((*BORDER, "--from-km", "50"), "beyond"),
        (("--line", "none.geojson", "--out-to-km", "4"), "no such file"),
    ],
)
def test_wrong_use_is_told_and_ends_in_2(events: Path, options: tuple[str, ...], said: str) -> None:
    out, err = check(events, *options, status=2)
    assert said in err and out == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [("a,b\n1,2\n", "lat and lon are needed"), ("", "is empty"), ("lat,lon\n\xff\xfe".encode("latin-1"), "not UTF-8")],
)
def test_a_table_that_is_none_ends_in_2(tmp_path: Path, content: str | bytes, said: str) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert said in check(path, *BORDER, status=2)[1]


def test_places_with_shapes_need_no_coordinates(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    way = '"{""kind"": ""corridor"", ""points"": [[33.3, 44.4], [34.3, 45.4]], ""width_km"": 15}"'
    path.write_text(
        "lat,lon,radius_km,unit,shape\n34.35,45.40,6,,\n,,,IQ-DI,\n33.9,45.0,98,96965,\n33.9,45.0,98,battalion,\n"
        f",,,,{way}\n33.9,45.0,98,IQ-ZZ,\n,,,,{{}}\n,,,,\n",
        encoding="utf-8",
    )
    out, err = check(path, *BORDER, status=1)
    states = [row["state"] for row in csv.DictReader(io.StringIO(out))]
    chances = [row["p_inside"] for row in csv.DictReader(io.StringIO(out))]
    assert states == ["inside", *["possibly"] * 4, *["unknown"] * 3]
    assert chances[1] == chances[2] != chances[3]
    for line, what in ((7, "IQ-ZZ"), (8, "no shape"), (9, "empty")):
        assert any(f"line {line}:" in said and what in said for said in err.splitlines()), err


def test_a_table_of_units_alone_passes_and_sites_take_units(tmp_path: Path) -> None:
    path, sites = tmp_path / "events.csv", tmp_path / "sites.csv"
    path.write_text("id,unit\n1,IQ-DI\n", encoding="utf-8")
    sites.write_text("name,lat,lon,km\nnear,33.75,44.65,40\nfar,30.5,47.8,20\n", encoding="utf-8")
    assert "possibly" in check(path, *BORDER)[0]
    row = next(csv.DictReader(io.StringIO(check(path, "--sites", sites)[0])))
    assert (row["site"], row["state"]) == ("near", "possibly")
    features = json.loads(check(path, *BORDER, "--format", "geojson")[0])["features"]
    assert features[0]["geometry"] is None and features[0]["properties"]["state"] == "possibly"
