"""`vedette import` names each row that it refuses, and its last line holds the counts."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vedette.views.cli import build_app

HEAD = (
    "id,type_of_violence,side_a,side_b,where_prec,where_coordinates,latitude,longitude,"
    "country,date_prec,date_start,best"
)


def test_refused_rows_are_named_with_line_id_and_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [f"{n},1,Army,Front,1,Town {n},33.3,{44 if n % 2 else 444},Iraq,1,2021-05-12,1" for n in range(30)]
    Path("ged.csv").write_text("\n".join([HEAD, *rows]) + "\n")
    run = CliRunner().invoke(build_app("import"), ["import", "ucdp", "ged.csv", "--json"])
    assert run.exit_code == 1
    found = json.loads(run.stdout.splitlines()[-1])
    assert [found[key] for key in ("rows", "new", "known", "refused")] == [30, 15, 0, 15]
    assert len(found["refused_rows"]) == 15 and found["refused_rows_left_out"] == 0
    first = found["refused_rows"][0]
    assert (first["line"], first["id"]) == (2, "0") and "444" in first["why"]
    said = run.stderr.splitlines()
    assert said[0].startswith("vedette: ged.csv: line 2 (0): ")
    assert said[-1] == "vedette: ged.csv: 7 more rows were refused"
