import numpy as np
import pytest

from vedette.geo.contour import contour_rings
from vedette.geo.outlines import countries_at, outlines_within
from vedette.geo.zone_outline import border_lines, zone_outline
from vedette.geo.zones import zone_checker
from vedette.model.zone import Zone


def test_the_countries_of_a_box_are_cut_to_it() -> None:
    outlines = outlines_within(28, 40, 40, 56)
    assert {"IR", "IQ", "KW", "SA", "SY", "TR"} <= {code for code, _, _ in outlines}
    for _, name, rings in outlines:
        assert name
        for ring in rings:
            lat, lon = np.array(ring).T
            assert ring[0] == ring[-1]
            assert lat.min() >= 28 and lat.max() <= 40 and lon.min() >= 40 and lon.max() <= 56


def test_a_box_over_the_antimeridian_has_both_its_halves() -> None:
    outlines = {code: rings for code, _, rings in outlines_within(60, 170, 72, 200)}
    assert {"RU", "US"} <= outlines.keys()
    assert max(lon for ring in outlines["US"] for _, lon in ring) > 180


def test_a_box_at_sea_is_empty() -> None:
    assert outlines_within(-40, -125, -35, -120) == []


def test_places_are_told_by_country() -> None:
    lat, lon = np.array([33.3, 35.7, 24.0, 27.0, 0.0, -29.6]), np.array([44.4, 51.4, 54.0, 50.9, -30.0, 28.2 + 360])
    assert countries_at(lat, lon).tolist() == ["IQ", "IR", "AE", "", "", "LS"]


def test_a_contour_goes_round_what_is_within_and_round_its_hole() -> None:
    axis = np.linspace(-3, 3, 121)
    far = np.hypot(*np.meshgrid(axis, axis))
    rings = contour_rings(np.minimum(2 - far, far - 1), axis, axis)
    assert sorted(round(float(np.hypot(*ring.T).mean()), 2) for ring in rings) == [1.0, 2.0]
    assert all(np.array_equal(ring[0], ring[-1]) for ring in rings)


def test_a_contour_ends_at_the_edge_of_the_grid() -> None:
    (ring,) = contour_rings(np.ones((4, 5)), np.arange(4.0), np.arange(5.0))
    assert ring.min(axis=0).tolist() == [0, 0] and ring.max(axis=0).tolist() == [3, 4]


ZONES = (
    Zone("z", "", "border", 0, 40, border=("IR", "IQ")),
    Zone("z", "", "border", 0, 40, border=("IR", "IQ"), side="IQ"),
    Zone("z", "", "border", 10, 40, border=("AM", "AZ")),
    Zone("z", "", "line", 0, 100, points=((52.0, 179.0), (53.0, -178.0))),
    Zone("z", "", "point", 5, 50, points=((10.0, 179.9),)),
    Zone("z", "", "area", 0, 20, rings=((((33.0, 44.0), (33.0, 45.0), (34.0, 45.0), (34.0, 44.0)),),)),
)


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: f"{zone.kind} {zone.side or ''}")
def test_what_is_drawn_is_what_is_computed(zone: Zone) -> None:
    checker = zone_checker(zone)
    rings = [np.array(ring) for ring in zone_outline(zone)]
    assert rings and all(np.array_equal(ring[0], ring[-1]) for ring in rings)
    edge = np.concatenate(rings)
    distance = checker.distance(edge[:, 0], edge[:, 1])
    at_limit = np.min([np.abs(distance - limit) for limit in (zone.inner_km, zone.outer_km)], axis=0)
    if zone.side is None:
        assert np.quantile(at_limit, 0.99) < zone.outer_km / 20


def test_the_line_itself_can_be_drawn() -> None:
    assert len(border_lines(ZONES[0])) > 1 and len(border_lines(ZONES[0])[0][0]) == 2
