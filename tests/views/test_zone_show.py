"""`vedette zone show`: a picture of a zone and its events, in three formats."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from vedette.errors import VedetteError
from vedette.views import picture_file
from vedette.views.cli_zone import app

BORDER = ("--border", "IR:IQ", "--out-to-km", "40")
EVENTS = """name,lat,lon,radius_km
"A <b> & \x07 bell",34.35,45.40,6
far,33.31,44.37,30
beyond the picture,-20,100,
bad,91,44,
edge,34.6,45.0,50
"""


def show(*arguments: str | Path, status: int = 0) -> str:
    done = CliRunner().invoke(app, ["show", *map(str, arguments)])
    if isinstance(done.exception, VedetteError):
        assert done.exception.exit_status == status
        return done.exception.message
    assert done.exit_code == status, done.exception
    return done.stderr


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.csv"
    path.write_text(EVENTS, encoding="utf-8")
    return path


def test_an_svg_shows_zone_events_uncertainty_scale_and_legend(events: Path, tmp_path: Path) -> None:
    out = tmp_path / "zone.svg"
    assert "line 5: latitude 91" in show(events, *BORDER, "-o", out, status=1)
    root = ElementTree.parse(out).getroot()
    words = "\n".join("".join(element.itertext()) for element in root.iter())
    for said in ("IR\u2013IQ: out to 40 km", "1 inside", "1 possibly", "2 outside", "1 unknown", "200 km"):
        assert said in words
    assert "1 events lie beyond" in words and "\u00b1 2 km (95 %)" in words
    assert "A <b> &" in words and "IRAQ" in words and "\u00b1 50 km" in words


def test_a_zone_alone_is_drawn(tmp_path: Path) -> None:
    for nth, options in enumerate((("--around", "33.3,44.4", "--out-to-km", "5"), (*BORDER, "--side", "IQ"))):
        out = tmp_path / f"{nth}.svg"
        show(*options, "-o", out)
        assert "inside (" not in out.read_text(encoding="utf-8")
        assert ElementTree.parse(out).getroot().tag.endswith("svg")


def test_a_zone_over_the_antimeridian_is_one_picture(tmp_path: Path) -> None:
    show("--around", "-16.8,179.9", "--out-to-km", "50", "-o", tmp_path / "a.svg")
    assert "nan" not in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_html_calls_no_one(events: Path, tmp_path: Path) -> None:
    out = tmp_path / "zone.html"
    show(events, *BORDER, "-o", out, status=1)
    page = out.read_text(encoding="utf-8")
    assert "default-src 'none'" in page and page.count("http") == page.count("http-equiv") + page.count("www.w3.org")


def test_a_png_is_drawn(events: Path, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    show(events, *BORDER, "-o", tmp_path / "zone.png", status=1)
    assert (tmp_path / "zone.png").read_bytes().startswith(b"\x89PNG")


def test_a_png_without_the_package_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(picture_file.importlib, "import_module", missing)
    assert "pip install 'vedette[pictures]'" in show(*BORDER, "-o", tmp_path / "zone.png", status=2)
    assert list(tmp_path.iterdir()) == []


def test_another_ending_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    assert ".svg, .png or .html" in show(tmp_path / "none.csv", *BORDER, "-o", tmp_path / "zone.pdf", status=2)
