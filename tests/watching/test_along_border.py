"""A watch may choose whose line a border zone runs along."""

import json
from pathlib import Path

import pytest

from vedette.errors import BadInputError
from vedette.geo.border_import import import_borders
from vedette.watching.watch_file import load_watch, parse_watch

ZONE = '[watch]\nname = "Test"\n[[zones]]\nname = "Border"\nout_to_km = 20\n'


def test_the_view_of_a_border_is_kept_with_the_zone() -> None:
    (zone,) = parse_watch(ZONE + 'border = ["IN", "PK"]\nview = "claimed:IN"\n', "w.toml").zones
    assert zone.view == "claimed:IN"


@pytest.mark.parametrize(
    ("row", "line", "words"),
    [
        ('border = ["IN", "PK"]\nview = "claimed:XX"', 7, "de_facto, or claimed: and one of AR"),
        ('around = [1, 1]\nview = "de_facto"', 7, "view belongs to border"),
        ('border = ["IN", "PK"]\nborders = "own.borders"', 7, "this watch may name no files"),
        ('border = ["IR", "JO"]', 6, "no common land border"),
    ],
)
def test_a_view_that_is_none_is_said_with_its_line(row: str, line: int, words: str) -> None:
    with pytest.raises(BadInputError) as caught:
        parse_watch(ZONE + row + "\n", "w.toml")
    assert f"line {line}" in caught.value.message
    assert words in caught.value.message


def test_lines_of_ones_own_become_part_of_the_zone_and_of_what_the_watch_is(tmp_path: Path) -> None:
    def lines(lon: float) -> str:
        feature = {
            "type": "Feature",
            "properties": {"left": "AD", "right": "BE"},
            "geometry": {"type": "LineString", "coordinates": [[lon, 0], [lon, 1]]},
        }
        (tmp_path / "in.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
        import_borders([tmp_path / "in.geojson"], tmp_path / "own.borders", 0.5, "made up")
        watch = load_watch(tmp_path / "w.toml")
        (zone,) = watch.zones
        assert zone.rings == ((((0.0, lon), (1.0, lon)),),)
        assert zone.line_accuracy_km == 0.5
        return watch.id

    (tmp_path / "w.toml").write_text(ZONE + 'border = ["AD", "BE"]\nborders = "own.borders"\n')
    assert lines(1.0) != lines(2.0)
    (tmp_path / "own.borders").unlink()
    with pytest.raises(BadInputError, match=r"line 7: .*own\.borders: cannot be opened"):
        load_watch(tmp_path / "w.toml")
