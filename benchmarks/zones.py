"""Zones: how far off distances are, and how fast a million events are held against a border."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely  # type: ignore[import-untyped]
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from benchmarks.job import Figures, Job
from benchmarks.stopwatch import Stopwatch
from benchmarks.zone_peers import Answer, Question, ask_peers
from benchmarks.zone_peers_sets import make_sets, set_figures
from benchmarks.zone_scaling import draw_scaling, measure_sets
from vedette.geo import cores, fast
from vedette.geo.borders import find_border
from vedette.geo.zones import ZoneChecker
from vedette.model.zone import Zone

Floats = NDArray[np.float64]

#: Events timed: half of them within `NEAR_KM` of the border, half anywhere on earth.
N_TIMED, N_MEASURED = 1_000_000, 1_000
NEAR_KM = 300.0
#: Runs of each timing; the middle one counts.
N_RUNS = 5
#: Step of the places along the line that the oracle starts from, m.
_APART_M = 500.0
_GEOD = Geod(ellps="WGS84")
_ZONE = Zone("zone", "Iran–Iraq", "border", 0, 40, border=("IR", "IQ"))


def run(job: Job) -> Figures:
    """Errors against Karney's solution and seconds a million, on the 40 km zone of the Iran–Iraq border.

    Needs no data. The yardstick is GEOS through shapely in the same run, on one core: a tree over the border's edges in
    an equidistant projection, asked for the nearest edge and the distance, projecting included. Peers (PostGIS,
    GeoPandas, DuckDB) are asked which events lie within 40 km; the word `nopeers` leaves them out. All work on one core
    and CPU seconds count; with the word `allcores` all may use every core, and the clock counts.
    """
    seconds = Stopwatch(cores.n_threads() if "allcores" in job.extra else 1)
    with seconds.bounding():
        figures = _measured(job, seconds)
    figures = {key: round(value, 4) if isinstance(value, float) else value for key, value in figures.items()}
    for key, value in figures.items():
        print(f"{key:40} {value!s:>12}")
    return figures


def _measured(job: Job, seconds: Stopwatch) -> Figures:
    lines = [line.points for line in find_border("IR", "IQ")]
    rng = np.random.default_rng(2016)
    lat, lon = _events(rng, np.concatenate(lines), N_TIMED)
    figures: Figures = {"n_threads": seconds.n_threads, "load": os.getloadavg()[0]} | _errors(lines, rng)
    for name in ("numba", "numpy"):
        figures |= _timings(name, lat, lon, seconds)
    if seconds.n_threads == 1:
        yardstick = seconds(lambda: _by_shapely(lines, lat[: N_TIMED // 10], lon[: N_TIMED // 10]), 3) * 10
        figures["seconds_per_million_shapely"] = yardstick
        for name in ("numba", "numpy"):
            if f"seconds_per_million_{name}" in figures:
                figures[f"times_faster_than_shapely_{name}"] = yardstick / figures[f"seconds_per_million_{name}"]
        svg = job.out or Path("docs/zones-scaling.svg")
        draw_scaling(lambda n: _events(rng, np.concatenate(lines), n), _ZONE, seconds, svg)
    figures |= measure_sets(lat, lon, seconds)
    figures |= _peers(lines, (lat, lon), rng, "nopeers" not in job.extra, figures)
    return figures


def _peers(
    lines: list[Floats], at: tuple[Floats, Floats], rng: np.random.Generator, asked: bool, ours: Figures
) -> Figures:
    """Seconds a million of each peer, its error, and how many times faster we are; null where a peer is missing."""
    figures: Figures = {}
    near = _around(rng, np.concatenate(lines), NEAR_KM, N_MEASURED // 2)
    edges = np.concatenate([np.stack([line[:-1], line[1:]], axis=1) for line in lines])
    sets = make_sets(len(at[0]))
    if asked:
        answers = ask_peers(Question(*at, edges, *near, ours["n_threads"]), sets)
    else:
        answers = [Answer(name, "not asked (nopeers)") for name in ("postgis", "geopandas", "duckdb")]
    expected = _karney(_places_along(lines), *near) if asked else near[0]
    own = ours.get("seconds_per_million_numba") or ours["seconds_per_million_numpy"]
    for answer in answers:
        name, there = answer.name, answer.distance is not None
        if not there:
            print(f"{name}: missing: {answer.missing}")
        figures[f"seconds_per_million_{name}"] = answer.seconds if there else None
        figures[f"seconds_loading_{name}"] = answer.loading if there else None
        figures[f"ratio_{name}"] = answer.seconds / own if there else None
        error = None if answer.distance is None else float(np.abs(answer.distance - expected).max() * 1000)
        figures[f"max_error_m_{name}"] = error
    return figures | (set_figures(sets, answers, ours) if asked else {})


def _events(rng: np.random.Generator, vertices: Floats, n: int) -> tuple[Floats, Floats]:
    near = _around(rng, vertices, NEAR_KM, n // 2)
    anywhere = np.degrees(np.arcsin(rng.uniform(-1, 1, n - n // 2))), rng.uniform(-180, 180, n - n // 2)
    order = rng.permutation(n)
    return np.concatenate([near[0], anywhere[0]])[order], np.concatenate([near[1], anywhere[1]])[order]


def _around(rng: np.random.Generator, vertices: Floats, km: float, n: int) -> tuple[Floats, Floats]:
    chosen = vertices[rng.integers(len(vertices), size=n)]
    far = 1000 * km * np.sqrt(rng.uniform(0, 1, n))
    lon, lat, _ = _GEOD.fwd(chosen[:, 1], chosen[:, 0], rng.uniform(0, 360, n), far)
    return np.asarray(lat), np.asarray(lon)


def _timings(name: str, lat: Floats, lon: Floats, seconds: Stopwatch) -> Figures:
    with fast.using(name) as there:
        if not there:
            return {}
        checker = ZoneChecker(_ZONE)
        return {
            f"seconds_first_run_{name}": seconds.once(lambda: checker.check(lat, lon)),
            f"seconds_per_million_{name}": seconds(lambda: checker.distance(lat, lon), N_RUNS),
            f"seconds_per_million_with_state_{name}": seconds(lambda: checker.check(lat, lon), N_RUNS),
        }


def _errors(lines: list[Floats], rng: np.random.Generator) -> Figures:
    """Largest differences from Karney's distance to the nearest of many places along the line."""
    checker = ZoneChecker(_ZONE)
    places = _places_along(lines)
    figures: Figures = {}
    for name, low, high in (("max_error_m", 0, 300), ("max_error_m_to_1000_km", 300, 1000), ("", 1000, 20_000)):
        lat, lon = _around(rng, np.concatenate(lines), high, N_MEASURED // (1 if high <= NEAR_KM else 4))
        found, expected = checker.distance(lat, lon), _karney(places, lat, lon)
        off, kept = np.abs(found - expected), (expected >= low) & (expected < high)
        if name:
            figures[name] = float(off[kept].max() * 1000)
            continue
        for limit in (3000, 8000, 20_000):
            figures[f"max_error_percent_to_{limit}_km"] = float((off / expected)[kept & (expected < limit)].max() * 100)
    return figures


@dataclass(frozen=True)
class _Places:
    """Places along the edges of a line: each edge's start and direction, and how far along, in m."""

    lat: Floats
    lon: Floats
    azimuth: Floats
    along: Floats
    length: Floats

    def at(self, chosen: NDArray[np.int64], along: Floats) -> tuple[Floats, Floats]:
        """Longitude and latitude so far along the chosen places' edges."""
        lon, lat, _ = _GEOD.fwd(self.lon[chosen], self.lat[chosen], self.azimuth[chosen], along)
        return np.asarray(lon), np.asarray(lat)


def _places_along(lines: list[Floats]) -> _Places:
    """Places no more than `_APART_M` apart along every edge, its ends among them."""
    a = np.concatenate([line[:-1] for line in lines])
    b = np.concatenate([line[1:] for line in lines])
    azimuth, _, metres = (np.asarray(each) for each in _GEOD.inv(a[:, 1], a[:, 0], b[:, 1], b[:, 0]))
    n = np.ceil(metres / _APART_M).astype(int) + 1
    edge = np.repeat(np.arange(len(n)), n)
    nth = np.arange(len(edge)) - np.repeat(np.cumsum(n) - n, n)
    along = metres[edge] * nth / np.maximum(n[edge] - 1, 1)
    return _Places(a[edge, 0], a[edge, 1], azimuth[edge], along, metres[edge])


def _karney(places: _Places, lat: Floats, lon: Floats) -> Floats:
    """Karney's distance to the line, km: the nearest of all places, and then closed in on along every edge near it."""
    everything = np.arange(len(places.lat))
    all_lon, all_lat = places.at(everything, places.along)
    found = np.empty(lat.shape)
    for nth, (y, x) in enumerate(zip(lat, lon, strict=True)):
        metres = _to(x, y, all_lon, all_lat)
        # The nearest point of the line has a place within half a step.
        may = np.flatnonzero(metres <= metres.min() + 0.55 * _APART_M)
        middle, step = places.along[may], 0.55 * _APART_M
        for _ in range(5):
            along = np.clip(middle[:, None] + step * np.linspace(-1, 1, 11), 0, places.length[may][:, None])
            lons, lats = places.at(np.repeat(may, 11), along.ravel())
            metres = _to(x, y, lons, lats).reshape(along.shape)
            middle, step = along[np.arange(len(may)), metres.argmin(axis=1)], step / 5
        found[nth] = metres.min() / 1000
    return found


def _to(lon: float, lat: float, lons: Floats, lats: Floats) -> Floats:
    _, _, metres = _GEOD.inv(np.full(lons.shape, lon), np.full(lons.shape, lat), lons, lats)
    return np.asarray(metres)


def _by_shapely(lines: list[Floats], lat: Floats, lon: Floats) -> Floats:
    project = Transformer.from_crs("EPSG:4326", "+proj=aeqd +lat_0=33.5 +lon_0=46 +ellps=WGS84", always_xy=True)
    edges = np.concatenate([np.stack([line[:-1], line[1:]], axis=1) for line in lines])
    x, y = project.transform(edges[..., 1].ravel(), edges[..., 0].ravel())
    tree = shapely.STRtree(shapely.linestrings(np.column_stack([x, y]).reshape(-1, 2, 2)))
    points = shapely.points(*project.transform(lon, lat))
    _, distance = tree.query_nearest(points, return_distance=True, all_matches=False)
    return np.asarray(distance)
