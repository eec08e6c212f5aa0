import numpy as np
import pytest

from vedette.errors import GeometryError
from vedette.geo.zones import zone_checker
from vedette.model.zone import Zone

HOLED = (((0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (4.0, 0.0)), ((1.0, 1.0), (1.0, 3.0), (3.0, 3.0), (3.0, 1.0)))
AREA = Zone("area", "", "area", 0, 0, rings=(HOLED,))


def test_places_without_coordinates_are_unknown_and_the_rest_goes_on() -> None:
    checker = zone_checker(Zone("z", "", "point", 0, 10, points=((10.0, 10.0),)))
    distance, p, state = checker.check(
        [np.nan, 10.0, 10.0, 91.0, 10.0], [10.0, np.nan, 10.0, 0.0, 1e9], [0, 0, np.nan, 0, 0]
    )
    assert state.tolist() == ["unknown", "unknown", "inside", "unknown", "unknown"]
    assert np.isnan(distance[[0, 1, 3, 4]]).all() and np.isnan(p[[0, 1, 3, 4]]).all()
    assert distance[2] == 0 and p[2] == 1


def test_a_place_that_may_be_anywhere_is_hardly_in_a_zone() -> None:
    for zone in (
        AREA,
        Zone("z", "", "border", 0, 40, border=("IR", "IQ")),
        Zone("z", "", "point", 0, 9, points=((0, 0),)),
    ):
        _, p, state = zone_checker(zone).check(0.5, 0.5, [1e4, 1e300])
        assert (p < 0.05).all() and (state == "outside").all()


def test_an_event_without_coordinates_has_nothing_known_of_it() -> None:
    distance, p, state = zone_checker(AREA).check([np.nan, 0.5], [3.0, 0.5])
    assert np.isnan(distance).tolist() == np.isnan(p).tolist() == [True, False]
    assert state.tolist() == ["unknown", "inside"]


def test_an_area_is_no_distance_away_within_and_its_hole_is_outside() -> None:
    distance, _, state = zone_checker(AREA).check([0.5, 2.0, 5.0], [0.5, 2.0, 2.0])
    assert state.tolist() == ["inside", "outside", "outside"]
    assert distance[0] == 0 and 110 < distance[1] < 112 and 110 < distance[2] < 111


@pytest.mark.parametrize("turned", [False, True])
def test_the_direction_of_a_ring_does_not_matter(turned: bool) -> None:
    rings = tuple(tuple(reversed(ring)) if turned else ring for ring in HOLED)
    assert zone_checker(Zone("a", "", "area", 0, 0, rings=(rings,))).check(0.5, 0.5)[2][0] == "inside"


def test_an_area_around_a_pole_and_one_over_the_antimeridian() -> None:
    cap = tuple((-80.0, lon) for lon in range(-180, 180, 10))
    strip = ((10.0, 170.0), (10.0, -170.0), (20.0, -170.0), (20.0, 170.0))
    checker = zone_checker(Zone("a", "", "area", 0, 0, rings=((cap,), (strip,))))
    state = checker.check([-90.0, -85.0, -75.0, 15.0, 15.0, 15.0], [0.0, 123.0, 0.0, 180.0, -175.0, 165.0])[2]
    assert state.tolist() == ["inside", "inside", "outside", "inside", "inside", "outside"]


def test_the_edge_between_two_touching_polygons_is_no_edge() -> None:
    west = (((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)),)
    east = (((0.0, 1.0), (0.0, 2.0), (1.0, 2.0), (1.0, 1.0)),)
    checker = zone_checker(Zone("a", "", "area", 0, 0, rings=(west, east)))
    assert checker.check(0.5, 1.0, 10.0)[1][0] > 0.99


def test_polygons_that_overlap_are_one_area() -> None:
    west = (((0.0, 0.0), (0.0, 2.0), (1.0, 2.0), (1.0, 0.0)),)
    east = (((0.2, 1.0), (0.2, 3.0), (0.8, 3.0), (0.8, 1.0)),)
    checker = zone_checker(Zone("a", "", "area", 0, 0, rings=(west, east, west)))
    state = checker.check([0.5, 0.5, 0.5, 0.21, 0.1, 0.9], [0.99, 1.01, 2.01, 1.5, 2.5, 1.9])[2]
    assert state.tolist() == ["inside", "inside", "inside", "inside", "outside", "inside"]


def test_polygons_that_touch_at_a_sharp_corner_keep_their_sides() -> None:
    left = (((0.0, 0.0), (0.0, -1.0), (0.1, -1.0)),)
    right = (((0.0, 0.0), (0.1, 1.0), (0.0, 1.0)),)
    checker = zone_checker(Zone("a", "", "area", 0, 0, rings=(left, right)))
    lat, lon = np.array([0.01, -0.01, 0.02, 0.01, 0.01]), np.array([0.0, 0.0, 0.03, 0.9, -0.9])
    assert checker.check(lat, lon)[2].tolist() == ["outside", "outside", "outside", "inside", "inside"]


def test_the_side_changes_the_chance_and_not_the_distance() -> None:
    both, iraq, iran = (
        zone_checker(Zone("z", "", "border", 0, 40, border=("IR", "IQ"), side=side)).check(34.35, 45.40, 6)
        for side in (None, "IQ", "IR")
    )
    assert both[0] == iraq[0] == iran[0]
    assert both[2] == "inside" and iraq[2] == "inside" and iran[2] == "outside"
    assert iraq[1] + iran[1] == pytest.approx(both[1], abs=0.01)


def test_a_third_country_is_on_neither_side() -> None:
    in_turkey = (37.3, 44.5)
    assert zone_checker(Zone("z", "", "border", 0, 60, border=("IR", "IQ"))).check(*in_turkey)[2] == "inside"
    for side in ("IR", "IQ"):
        zone = Zone("z", "", "border", 0, 60, border=("IR", "IQ"), side=side)
        assert zone_checker(zone).check(*in_turkey)[2] == "outside"


def test_a_zone_that_begins_farther_out_leaves_the_middle_free() -> None:
    checker = zone_checker(Zone("z", "", "point", 10, 20, points=((0.0, 0.0),)))
    assert checker.check(np.array([0.0, 15, 25]) / 110.574, 0.0)[2].tolist() == ["outside", "inside", "outside"]


def test_the_same_zone_keeps_its_index() -> None:
    assert zone_checker(AREA) is zone_checker(Zone("area", "", "area", 0, 0, rings=(HOLED,)))


@pytest.mark.parametrize(
    ("zone", "why"),
    [
        (Zone("z", "", "border", 40, 10, border=("IR", "IQ")), "before it begins"),
        (Zone("z", "", "border", 0, float("nan"), border=("IR", "IQ")), "give a distance"),
        (Zone("z", "", "border", 0, 10, border=("IR", "IQ"), side="TR"), "one of the border's two countries"),
        (Zone("z", "", "border", 0, 10), "names no two countries"),
        (Zone("z", "", "point", 0, 10, points=((0.0, 0.0), (1.0, 1.0))), "a point with 2 points"),
        (Zone("z", "", "line", 0, 10), "a line with 0 points"),
        (Zone("z", "", "area", 0, 0, rings=((((0.0, 0.0), (1.0, 1.0)),),)), "needs three corners"),
        (Zone("z", "", "area", 0, 0), "needs"),
    ],
)
def test_a_zone_that_is_none_says_why(zone: Zone, why: str) -> None:
    with pytest.raises(GeometryError, match=why):
        zone_checker(zone)
