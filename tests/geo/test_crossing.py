"""Polygons that cross themselves are found; shapely is the oracle."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from vedette.errors import GeometryError
from vedette.geo import Zone
from vedette.geo.crossing import find_crossing

BOW_TIE = [(0, 0), (1, 1), (0, 1), (1, 0)]


def test_a_bow_tie_is_refused_and_the_place_is_said() -> None:
    with pytest.raises(GeometryError, match=r"crosses itself near latitude 0\.50000, longitude 0\.50000"):
        Zone.area([BOW_TIE])


def test_a_hole_that_leaves_its_polygon_is_refused() -> None:
    with pytest.raises(GeometryError, match="crosses itself"):
        Zone.area([[(0, 0), (0, 4), (4, 4), (4, 0)], [(1, 1), (1, 6), (2, 6), (2, 1)]])


def test_rings_over_the_antimeridian_and_touching_ones_are_fine() -> None:
    Zone.area([[(0, 179), (0, -179), (1, -179), (1, 179)]])
    Zone.area([[(0, 0), (0, 4), (4, 4), (4, 0)], [(0, 2), (2, 3), (2, 1)]])


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=4, max_size=12, unique=True))
def test_crossings_are_those_that_shapely_finds(corners: list[tuple[int, int]]) -> None:
    ring = np.array([*corners, corners[0]], float)
    edges = [shapely.LineString(ring[nth : nth + 2]) for nth in range(len(corners))]
    crosses = any(one.crosses(other) and not one.touches(other) for one in edges for other in edges)
    assert (find_crossing([ring]) is not None) == crosses


def test_a_hundred_thousand_corners_take_no_time() -> None:
    turn = np.linspace(0, 2 * np.pi, 100_001)
    ring = np.column_stack([np.sin(turn), np.cos(turn)]) * (10 + 0.1 * np.sin(900 * turn))[:, None]
    ring[-1] = ring[0]
    assert find_crossing([ring]) is None
