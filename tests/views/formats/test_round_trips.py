"""What is written in a format is read again: columns, places and states, whatever the cells hold."""

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from vedette.views.cli_zone import app
from vedette.views.formats.choose import read_events

BORDER = ("--border", "IR:IQ", "--out-to-km", "40")
SPATIAL = ("geojson", "geojsonl", "gpkg", "kml", "geoparquet")

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
VALUES = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), TEXTS)
PLACES = st.one_of(st.none(), st.tuples(st.floats(-180, 180), st.floats(-90, 90)))
FEATURES = st.lists(st.tuples(VALUES, TEXTS, PLACES), min_size=1, max_size=6)


def check(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, ["check", *map(str, arguments), *BORDER])
    assert done.exit_code in (0, 1), done.exception
    return done.stdout


def rows_of(source: Path) -> list[dict[str, str]]:
    out = source.with_suffix(".out.csv")
    check(source, "-o", out)
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def collection(features: list[tuple[Any, str, tuple[float, float] | None]]) -> str:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": place and {"type": "Point", "coordinates": place},
                    "properties": {"value": value, "id": text},
                }
                for value, text, place in features
            ],
        }
    )


def states(path: Path) -> list[tuple[Any, ...]]:
    """State and place (12 digits) of every row."""
    found = []
    for batch in read_events(path):
        table = batch.as_table() if batch.geometry or batch.points is not None else batch
        at = [table.names.index(name) for name in ("state", "lat", "lon", "id")]
        found += [tuple(row[each] for each in at) for row in table.rows]
    return found


@settings(max_examples=10, deadline=None)
@given(FEATURES)
@pytest.mark.parametrize("ending", SPATIAL)
def test_places_states_and_cells_come_back(ending: str, features: list[tuple[Any, str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, out, again = (Path(folder) / name for name in ("a.geojson", f"b.{ending}", f"c.{ending}"))
        source.write_text(collection(features), encoding="utf-8")
        check(source, "-o", out)
        found = states(out)
        for (_, text, place), (state, lat, lon, id_) in zip(features, found, strict=True):
            assert (lat, lon) == (place[::-1] if place else (None, None))
            assert (state == "unknown") == (place is None)
            assert ending == "kml" or id_ == text
        check(out, "-o", again)
        assert states(again) == found


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=5))
def test_csv_passes_through_every_format_and_back(rows: list[tuple[str, float, float]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([("note", "lat", "lon"), *rows])
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.csv"
        source.write_text(text.getvalue(), encoding="utf-8", newline="")
        direct = rows_of(source)
        for ending in ("parquet", "jsonl", "gpkg", "geojson", "geoparquet"):
            between = Path(folder) / f"b.{ending}"
            check(source, "-o", between)
            back = rows_of(between)
            assert [row["note"] for row in back] == [row["note"] for row in direct], ending
            assert [row["state"] for row in back] == [row["state"] for row in direct], ending
            assert [float(row["lat"]) for row in back] == [float(row["lat"]) for row in direct], ending
