import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.oracle import around
from vedette.geo import fast
from vedette.geo.borders import find_border
from vedette.geo.distance import DistanceToLine
from vedette.geo.ellipsoid import to_ecef
from vedette.geo.outlines import ring_contains
from vedette.geo.pieces import cut


def test_compiled_and_plain_loops_give_the_same() -> None:
    with fast.using("numba") as there:
        if not there:
            pytest.skip("numba is not installed (the extra `fast`)")
    lines = [line.points for line in find_border("IR", "IQ")]
    rng = np.random.default_rng(9)
    near = around(rng, np.concatenate(lines), 300, 3000)
    lat = np.concatenate([near[0], np.degrees(np.arcsin(rng.uniform(-1, 1, 2000))), [90.0, -90.0, 0.0, 0.0]])
    lon = np.concatenate([near[1], rng.uniform(-180, 180, 2000), [0.0, 17.0, 180.0, -180.0]])
    results = []
    for name in ("numba", "numpy"):
        with fast.using(name):
            ecef = to_ecef(lat, lon)
            results.append((ecef, DistanceToLine(cut(lines)).measure(ecef)))
    (ecef, compiled), (plain_ecef, plain) = results
    assert np.abs(ecef - plain_ecef).max() < 1e-8
    assert np.abs(compiled.distance_km - plain.distance_km).max() < 1e-6
    assert np.array_equal(compiled.side, plain.side) and np.array_equal(compiled.beyond_end, plain.beyond_end)


def test_few_points_do_not_wait_for_the_compiler() -> None:
    assert fast.kernels(10) is None


#: Few values, so that points lie on corners and edges, and edges run east.
_PLACES = st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3) | st.floats(-3, 3)), min_size=3, max_size=12)


@given(_PLACES, _PLACES)
def test_both_loops_cross_the_edges_of_a_ring_as_counted_one_by_one(
    corners: list[tuple[float, float]], points: list[tuple[float, float]]
) -> None:
    ring, (lat, lon) = np.array([*corners, corners[0]], float), np.array(points, float).T
    crossed = [
        sum(
            min(y0, y1) < y <= max(y0, y1) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)
            for (y0, x0), (y1, x1) in zip(ring[:-1].tolist(), ring[1:].tolist(), strict=True)
        )
        % 2
        == 1
        for y, x in points
    ]
    for name in ("numba", "numpy"):
        with fast.using(name):
            assert ring_contains(ring, lat, lon).tolist() == crossed
