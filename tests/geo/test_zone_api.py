"""Zones for programs: one call makes a zone, another holds arrays against it."""

import numpy as np
import pytest

from vedette.errors import GeometryError
from vedette.geo import Zone


def test_a_border_zone_is_held_against_arrays() -> None:
    found = Zone.out_from_border("IR", "IQ", km=40).check(np.array([34.35, 33.31, np.nan]), np.array([45.4, 44.37, 0]))
    assert found.state.tolist() == ["inside", "outside", "unknown"]
    assert np.isnan(found.distance_km[2]) and np.isnan(found.p_inside[2])


def test_a_radius_makes_a_place_only_possible() -> None:
    zone = Zone.around(33.3, 44.4, km=20)
    assert zone.check(33.3, 44.4).state.tolist() == ["inside"]
    assert zone.check(33.3, 44.4, radius_km=60).state.tolist() == ["possibly"]


def test_a_line_and_an_area_take_arrays_of_vertices() -> None:
    assert Zone.along(np.array([[33.0, 44.0], [34.0, 45.0]]), km=5).check(33.5, 44.5).state.item() == "inside"
    ring = [(33, 44), (33, 45), (34, 45), (34, 44)]
    hole = [(33.4, 44.4), (33.4, 44.6), (33.6, 44.6), (33.6, 44.4)]
    assert Zone.area([ring, hole]).check([33.2, 33.5], [44.2, 44.5]).state.tolist() == ["inside", "outside"]
    assert Zone.area([ring]).outline()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Zone.out_from_border("IR", "XX", km=40), "'XX'"),
        (lambda: Zone.out_from_border("IR", "JO", km=40), "no common land border"),
        (lambda: Zone.out_from_border("IR", "IQ", km=-1), "-1"),
        (lambda: Zone.out_from_border("IR", "IQ", km=10, from_km=20), "before it begins"),
        (lambda: Zone.out_from_border("IR", "IQ", km=10, side="TR"), "TR"),
        (lambda: Zone.around(91, 0, km=1), "91"),
        (lambda: Zone.around(float("nan"), 0, km=1), "nan"),
        (lambda: Zone.along([(1, 2)], km=1), "two points"),
        (lambda: Zone.along([], km=1), "at least one"),
        (lambda: Zone.area([[(1, 2), (1, 3)]]), "three corners"),
        (lambda: Zone.area([]), "outer ring"),
    ],
)
def test_what_is_no_zone_is_said_at_once(make: object, said: str) -> None:
    with pytest.raises(GeometryError, match=said):
        make()  # type: ignore[operator]
