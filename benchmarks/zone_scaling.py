"""Many zones: seconds for places and for all land borders, and how time grows with zones and points."""

from collections.abc import Callable
from functools import cache, partial
from math import log10
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.job import Figures
from benchmarks.plot import Axis, Line, line_plot
from vedette.geo import fast
from vedette.geo.borders import find_border, neighbours_of
from vedette.geo.countries import country_names
from vedette.geo.zone_set import ZoneSet
from vedette.geo.zones import ZoneChecker
from vedette.model.zone import Zone

Floats = NDArray[np.float64]
Seconds = Callable[[Callable[[], object], int], float]

N_PLACES, KM = 500, 40.0


def measure_sets(lat: Floats, lon: Floats, seconds: Seconds) -> Figures:
    """Seconds a million for pairs with 500 places and for exact checks against all land borders, indexes built."""
    figures: Figures = {}
    with fast.using("numba") as there:
        places = ZoneSet(place_zones(N_PLACES))
        near = near_borders(len(lat))
        places.find_pairs(*near)
        name = "numba" if there else "numpy"
        figures[f"seconds_pairs_500_places_{name}"] = seconds(lambda: places.find_pairs(*near), 5)
        borders = ZoneSet(border_zones())
        borders.check(*near)
        figures["n_land_borders"] = len(borders.zones)
        figures[f"seconds_all_land_borders_{name}"] = seconds(lambda: borders.check(*near), 3)
    return figures


def draw_scaling(points: Callable[[int], tuple[Floats, Floats]], one_zone: Zone, seconds: Seconds, out: Path) -> None:
    """Draws seconds over points (one border zone) and over zones (a million points, pairs)."""
    numbers = (300_000, 1_000_000, 3_000_000)
    by_points, by_zones = [], []
    with fast.using("numba"):
        checker = ZoneChecker(one_zone)
        for n in numbers:
            lat, lon = points(n)
            checker.distance(lat, lon)
            by_points.append((n / 1e6, seconds(partial(checker.distance, lat, lon), 3)))
        lat, lon = near_borders(1_000_000)
        for n_zones in (10, 100, 1000, 3000):
            zones = ZoneSet(place_zones(n_zones))
            zones.find_pairs(lat, lon)
            by_zones.append((n_zones / 1e3, seconds(partial(zones.find_pairs, lat, lon), 3)))
    lines = [
        Line("one border zone, by millions of points", [_place(*each) for each in by_points]),
        Line("pairs of a million points, by thousands of places", [_place(*each) for each in by_zones]),
    ]
    across = Axis("millions of points, thousands of zones", tuple(((k + 2) / 3, f"{10.0**k:g}") for k in range(-2, 2)))
    upward = Axis("CPU seconds", tuple(((k + 3) / 3, f"{10.0**k:g}") for k in range(-3, 1)))
    out.write_text(line_plot("Seconds over points and zones", across, upward, lines), encoding="utf-8")
    for name, rows in (("million points", by_points), ("thousand zones", by_zones)):
        print(*(f"{x:g} {name}: {y:.4f} s" for x, y in rows), sep="\n")


def _place(x: float, y: float) -> tuple[float, float]:
    return (log10(x) + 2) / 3, (log10(y) + 3) / 3


@cache
def _border_vertices() -> Floats:
    return np.concatenate([line.points for pair in _pairs() for line in find_border(*pair)])


@cache
def _pairs() -> list[tuple[str, str]]:
    return [(one, other) for one in sorted(country_names()) for other in sorted(neighbours_of(one)) if one < other]


def border_edges() -> tuple[Floats, NDArray[np.int64]]:
    """Edges of all land borders, `(n, 2, 2)`, and the number of the border of each."""
    edges, border = [], []
    for nth, pair in enumerate(_pairs()):
        for line in find_border(*pair):
            edges.append(np.stack([line.points[:-1], line.points[1:]], axis=1))
            border.append(np.full(len(line.points) - 1, nth))
    return np.concatenate(edges), np.concatenate(border)


def border_zones() -> list[Zone]:
    """A zone out from each land border."""
    return [Zone("-".join(pair), "-".join(pair), "border", 0, KM, border=pair) for pair in _pairs()]


def place_zones(n: int) -> list[Zone]:
    """Zones around places near borders."""
    rng = np.random.default_rng(500)
    vertices = _border_vertices()
    chosen = vertices[rng.integers(len(vertices), size=n)] + rng.normal(0, 2, (n, 2))
    return [
        Zone(f"place-{nth}", "place", "point", 0, KM, points=((lat, lon),))
        for nth, (lat, lon) in enumerate(np.clip(chosen, -89, [89, 180]).tolist())
    ]


def near_borders(n: int) -> tuple[Floats, Floats]:
    """Half of the points within some 300 km of a border, half anywhere on earth."""
    rng = np.random.default_rng(335)
    vertices = _border_vertices()
    at = vertices[rng.integers(len(vertices), size=n // 2)] + rng.uniform(-2.5, 2.5, (n // 2, 2))
    lat = np.concatenate([np.clip(at[:, 0], -90, 90), np.degrees(np.arcsin(rng.uniform(-1, 1, n - n // 2)))])
    lon = np.concatenate([at[:, 1], rng.uniform(-180, 180, n - n // 2)])
    order = rng.permutation(n)
    return lat[order], lon[order]
