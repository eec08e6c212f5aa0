"""`vedette zone check` as a process: exit statuses, and that results and messages keep to their streams."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

BORDER = ("--border", "IR:IQ", "--out-to-km", "40")


def check(*arguments: str | Path, status: int = 0, stdin: str = "") -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "vedette.views.cli", "zone", "check", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == status, done.stderr
    return done.stdout, done.stderr


def test_good_rows_end_in_0_and_say_nothing() -> None:
    out, err = check("-", *BORDER, stdin="lat,lon,radius_km\n34.35,45.40,6\n33.31,44.37,\n")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["state"] for row in rows] == ["inside", "outside"] and err == ""


def test_bad_rows_end_in_1_and_are_named_by_line(tmp_path: Path) -> None:
    events, checked = tmp_path / "events.csv", tmp_path / "checked.csv"
    events.write_text("id,lat,lon\n1,91,44.4\n2,34.35,45.4\n", encoding="utf-8")
    out, err = check(events, *BORDER, "-o", checked, status=1)
    assert "line 2: latitude 91" in err and "2 events: 1 inside" in out
    assert checked.read_text(encoding="utf-8").splitlines()[1] == "1,91,44.4,,unknown,"


def test_wrong_use_ends_in_2_and_writes_nothing(tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text("a,b\n1,2\n", encoding="utf-8")
    out, err = check(events, *BORDER, "-o", tmp_path / "checked.csv", status=2)
    assert "lat and lon are needed" in err and out == "" and list(tmp_path.iterdir()) == [events]


def test_what_cannot_be_written_ends_in_3(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    _, err = check("-", *BORDER, "-o", tmp_path / "file" / "out.csv", stdin="lat,lon\n1,2\n", status=3)
    assert "could not be written" in err
