"""The model of imprecision against places drawn at random."""

import numpy as np
import pytest
from scipy.stats import norm

from tests.geo.oracle import drawn_chance
from vedette.geo.zones import ZoneChecker
from vedette.model.zone import Zone

#: Three sigmas of a share of 40,000 draws are .0075; the rest is the model's own error.
TOLERANCE = 0.02

SQUARE = (
    ((33.0, 44.0), (33.0, 45.0), (34.0, 45.0), (34.0, 44.0)),
    ((33.4, 44.4), (33.4, 44.6), (33.6, 44.6), (33.6, 44.4)),
)
SPECK = (((33.0, 44.0), (33.0, 44.02), (33.02, 44.02), (33.02, 44.0)),)

ZONES = {
    "border": Zone("z", "", "border", 0, 40, border=("IR", "IQ"), line_accuracy_km=0),
    "one side": Zone("z", "", "border", 0, 40, border=("IR", "IQ"), side="IQ", line_accuracy_km=0),
    "from 10 km": Zone("z", "", "border", 10, 40, border=("IR", "IQ"), line_accuracy_km=0),
    "place": Zone("z", "", "point", 0, 30, points=((33.5, 44.5),)),
    "ring": Zone("z", "", "point", 10, 30, points=((33.5, 44.5),)),
    "route": Zone("z", "", "line", 0, 5, points=((33.0, 44.0), (33.5, 44.5), (33.2, 45.0))),
    "area with a hole": Zone("z", "", "area", 0, 0, rings=(SQUARE,)),
    "around an area": Zone("z", "", "area", 0, 15, rings=(SQUARE,)),
    "a speck": Zone("z", "", "area", 0, 0, rings=(SPECK,)),
}


@pytest.mark.parametrize("radius_km", [3.0, 25.0, 80.0])
@pytest.mark.parametrize("name", ZONES)
def test_the_chance_is_the_share_of_drawn_places(name: str, radius_km: float) -> None:
    checker = ZoneChecker(ZONES[name])
    for lat, lon in ((33.5, 44.5), (33.05, 44.03), (33.0, 45.2), (34.6, 45.05), (35.1, 46.0), (29.9, 48.8)):
        _, p, _ = checker.check(lat, lon, radius_km)
        assert p[0] == pytest.approx(drawn_chance(checker, lat, lon, radius_km), abs=TOLERANCE), (lat, lon)


def test_the_lines_own_accuracy_counts() -> None:
    exact, drawn = (
        ZoneChecker(Zone("z", "", "line", 0, 10, points=((0.0, -5.0), (0.0, 5.0)), line_accuracy_km=km))
        for km in (0, 2.0)
    )
    lat = np.array([9.0, 10.5]) / 110.574
    assert exact.check(lat, 0.0)[1].tolist() == [1.0, 0.0]
    assert drawn.check(lat, 0.0)[1] == pytest.approx(norm.cdf([1.0, -0.5], scale=2.0 / 1.96), abs=0.01)


def test_a_border_is_imprecise_by_default_and_a_users_line_is_not() -> None:
    border = ZoneChecker(Zone("z", "", "border", 0, 40, border=("IR", "IQ")))
    assert border.check(34.6, 45.0)[2][0] == "outside"
    assert border.check(34.58, 45.0)[2][0] == "possibly"
    exact = ZoneChecker(ZONES["border"])
    assert set(exact.check(np.linspace(34, 35, 50), 45.0)[1].tolist()) == {0.0, 1.0}


def test_a_point_far_away_in_sigmas_is_told_as_at_a_straight_edge() -> None:
    checker = ZoneChecker(Zone("z", "", "point", 0, 300, points=((10.0, 10.0),)))
    lat = 10.0 + 300 / 110.6
    near, far = (checker.check(lat, 10.0, radius)[1][0] for radius in (2.0, 3.0))
    assert near == pytest.approx(far, abs=0.2) and 0 <= near <= 1
