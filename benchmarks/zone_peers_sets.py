"""Many zones for the peers: pairs of points and 500 places, and of points and all land borders, within 40 km."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod
from scipy.spatial import cKDTree

from benchmarks.job import Figures
from benchmarks.zone_peers import Answer
from benchmarks.zone_scaling import KM, N_PLACES, border_edges, border_zones, near_borders, place_zones
from vedette.geo.ellipsoid import to_ecef
from vedette.geo.zone_set import ZoneSet

Floats = NDArray[np.float64]
Pairs = NDArray[np.int64]

#: Points that are held against all land borders by peers, who take minutes for a million: their time is multiplied.
N_FOR_BORDERS = 100_000
_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Sets:
    """What every peer is asked of many zones."""

    set_lat: Floats
    set_lon: Floats
    #: Middles of the places, `(500, 2)`.
    places: Floats
    #: Edges of all land borders, `(n, 2, 2)`, and the border of each.
    border_edges: Floats
    edge_border: Pairs
    #: Points, the first ones, that are held against all land borders.
    n_for_borders: int = N_FOR_BORDERS


def make_sets(n: int) -> Sets:
    """The points and zones of `zone_scaling`."""
    lat, lon = near_borders(n)
    places = np.array([zone.points[0] for zone in place_zones(N_PLACES)])
    return Sets(lat, lon, places, *border_edges())


def set_figures(sets: Sets, answers: list[Answer], ours: Figures) -> Figures:
    """Seconds a million of each peer and job, how many times faster we are, and how many pairs are wrong."""
    expected = {"500_places": _pairs_of_places(sets), "all_land_borders": _pairs_of_borders(sets)}
    own = {"500_places": "seconds_pairs_500_places", "all_land_borders": "seconds_all_land_borders"}
    figures: Figures = {f"n_pairs_{job}": len(pairs) for job, pairs in expected.items()}
    for answer in answers:
        for job, pairs in expected.items():
            seconds, found = answer.sets.get(job, (None, None))
            mine = next(ours[key] for key in (f"{own[job]}_numba", f"{own[job]}_numpy") if key in ours)
            figures[f"seconds_{job}_{answer.name}"] = seconds
            figures[f"ratio_{job}_{answer.name}"] = None if seconds is None else seconds / mine
            figures[f"n_pairs_wrong_{job}_{answer.name}"] = None if found is None else _n_wrong(pairs, found)
    return figures


def _n_wrong(expected: Pairs, found: Pairs) -> int:
    """Pairs that one of them has alone."""
    both = np.concatenate([expected, found])
    counts = np.unique(both, axis=0, return_counts=True)[1]
    return int((counts == 1).sum())


def _pairs_of_places(sets: Sets) -> Pairs:
    """By Karney's distance, of all pairs whose chord allows for it."""
    tree = cKDTree(to_ecef(sets.set_lat, sets.set_lon).T)
    near: Any = tree.query_ball_point(to_ecef(*sets.places.T).T, KM + 0.1)
    pairs = [(point, place) for place, points in enumerate(near) for point in points]
    point, place = np.array(pairs, np.int64).reshape(-1, 2).T
    metres = _GEOD.inv(sets.set_lon[point], sets.set_lat[point], sets.places[place, 1], sets.places[place, 0])[2]
    within = np.asarray(metres) <= KM * 1000
    return np.column_stack([point, place])[within]


def _pairs_of_borders(sets: Sets) -> Pairs:
    """By our own distance, which `max_error_m` holds against Karney's: a millimetre decides no pair here."""
    lat, lon = sets.set_lat[:N_FOR_BORDERS], sets.set_lon[:N_FOR_BORDERS]
    found = ZoneSet(border_zones()).check(lat, lon)
    within = found.distance_km <= KM
    return np.column_stack([found.point[within], found.zone[within]])
