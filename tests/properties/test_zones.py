"""Zones nest, and do not care how the same thing is written."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.geo.oracle import geodesic_distance_km
from vedette.geo.zones import ZoneChecker, zone_checker
from vedette.model.zone import Point, Zone

places = st.tuples(st.floats(-89.5, 89.5), st.floats(-180, 180))
#: Near the antimeridian, the equator, the pole and in between.
bases = st.sampled_from([(0.0, 0.0), (16.0, 179.9), (-40.0, -179.8), (88.9, 10.0), (-89.4, -100.0), (33.0, 45.0)])
steps = st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))


def line_zone(points: list[Point], outer_km: float, inner_km: float = 0.0) -> ZoneChecker:
    return ZoneChecker(Zone("z", "", "line", inner_km, outer_km, points=tuple(points)))


def moved(base: Point, by: list[Point]) -> list[Point]:
    return [(base[0] + lat, base[1] + lon) for lat, lon in by]


@settings(max_examples=25, deadline=None)
@given(base=bases, by=st.lists(steps, min_size=2, max_size=5, unique=True), off=steps)
def test_distances_are_karneys(base: Point, by: list[Point], off: Point) -> None:
    line = moved(base, by)
    lat, lon = np.array([base[0] + off[0]]), np.array([base[1] + off[1]])
    found = line_zone(line, 1).check(lat, lon)[0]
    assert abs(found - geodesic_distance_km([np.array(line)], lat, lon))[0] < 0.001


@settings(max_examples=40, deadline=None)
@given(place=places, radius=st.floats(0, 200), km=st.floats(1, 500), more=st.floats(0, 300))
def test_a_wider_zone_is_never_less_likely(place: Point, radius: float, km: float, more: float) -> None:
    narrow, wide = (
        zone_checker(Zone("z", "", "border", 0, round(each), border=("IR", "IQ"))).check(*place, radius)
        for each in (km, km + more)
    )
    assert narrow[0] == wide[0]
    assert narrow[1][0] <= wide[1][0] + 0.03


@settings(max_examples=25, deadline=None)
@given(base=bases, by=st.lists(steps, min_size=2, max_size=4, unique=True), off=steps, radius=st.floats(0, 60))
def test_inner_and_outer_part_make_up_the_whole(base: Point, by: list[Point], off: Point, radius: float) -> None:
    line = moved(base, by)
    at = (base[0] + off[0], base[1] + off[1])
    p = [
        line_zone(line, outer, inner).check(*at, max(radius, 0.1))[1][0]
        for inner, outer in ((0, 15), (15, 40), (0, 40))
    ]
    assert abs(p[0] + p[1] - p[2]) < 0.03


@settings(max_examples=25, deadline=None)
@given(base=bases, by=st.lists(steps, min_size=2, max_size=4, unique=True), off=steps, radius=st.floats(0, 60))
def test_direction_and_turn_of_longitude_do_not_matter(base: Point, by: list[Point], off: Point, radius: float) -> None:
    line = moved(base, by)
    at = (base[0] + off[0], base[1] + off[1])
    one = line_zone(line, 20).check(*at, radius)
    turn = -360 if base[1] > 0 else 360
    other = line_zone([(lat, lon + turn) for lat, lon in reversed(line)], 20).check(at[0], at[1] + turn, radius)
    assert abs(one[0] - other[0])[0] < 1e-6 and abs(one[1] - other[1])[0] < 1e-3


@settings(max_examples=60, deadline=None)
@given(place=places, radius=st.floats(0, 500))
def test_states_follow_from_chances(place: Point, radius: float) -> None:
    _, p, state = zone_checker(Zone("z", "", "border", 0, 40, border=("IR", "IQ"))).check(*place, radius)
    assert 0 <= p[0] <= 1
    assert state[0] == ("inside" if p[0] >= 0.95 else "outside" if p[0] <= 0.05 else "possibly")
