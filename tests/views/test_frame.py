"""The map's frame: true circles, either side of the date line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from vedette.views.brief.frame import Frame, box_around, circle, frame_around, path, shaped

GEOD = Geod(ellps="WGS84")


@given(st.floats(-80, 80), st.floats(-180, 180), st.floats(0.5, 900))
def test_circles_are_true_to_scale(lat: float, lon: float, radius: float) -> None:
    for corner in circle((lat, lon), radius):
        assert GEOD.inv(lon, lat, corner[1], corner[0])[2] / 1000 == pytest.approx(radius, rel=0.007)


@given(st.lists(st.tuples(st.floats(-80, 80), st.floats(-180, 180)), min_size=1, max_size=6))
def test_all_points_lie_in_the_box(points: list[tuple[float, float]]) -> None:
    frame = frame_around(points)
    box = shaped(box_around(frame.xy(point) for point in points), 1.45)
    for x, y in map(frame.xy, points):
        assert box.x <= x <= box.x + box.width
        assert box.y <= y <= box.y + box.height
    assert box.width / box.height == pytest.approx(1.45)


def test_the_shorter_way_around_the_globe_is_taken() -> None:
    assert abs(frame_around([(0, 179), (0, -179)]).lon) == pytest.approx(180)


def test_a_path_returns_to_where_its_steps_lead() -> None:
    frame = Frame(34.0, 45.0)
    ring = [(34.0, 45.0), (34.0, 46.0), (35.0, 46.0), (35.0, 45.0)]
    d = path(frame, ring, 1.0)
    assert d.startswith("M0 0l") and d.endswith("z")
    steps = re.findall(r"l(-?[\d.]+) ?(-?[\d.]+)", d)
    x, y = sum(float(one) for one, _ in steps), sum(float(other) for _, other in steps)
    assert (x, y) == (pytest.approx(frame.xy(ring[-1])[0], abs=0.1), pytest.approx(frame.xy(ring[-1])[1], abs=0.1))


def test_a_ring_too_small_to_see_draws_nothing() -> None:
    assert path(Frame(0, 0), circle((0, 0), 0.1), 5.0) == ""
