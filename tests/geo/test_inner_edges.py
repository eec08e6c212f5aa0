"""Zones that begin at a distance: chances near their sharp inner edges, against places drawn at random."""

import numpy as np
import pytest

from tests.geo.oracle import GEOD, drawn_chance
from vedette.geo.zone_api import Zone
from vedette.geo.zones import zone_checker

ROUTE = [(33.0, 44.0), (33.4, 44.6), (33.2, 45.2)]
SPECK = [[(33.0, 44.0), (33.0, 44.02), (33.02, 44.02), (33.02, 44.0)]]
ZONES = {
    "border": Zone.out_from_border("IR", "IQ", km=100, from_km=1, line_accuracy_km=0),
    "one side": Zone.out_from_border("IR", "IQ", km=100, from_km=1, side="IQ", line_accuracy_km=0),
    "route": Zone.along(ROUTE, km=10, from_km=1),
    "around a speck": Zone.area(SPECK, km=100, from_km=1),
}


@pytest.mark.parametrize("radius_km", [2.0, 15.0])
@pytest.mark.parametrize("name", ZONES)
def test_the_chance_at_an_inner_edge_is_the_share_of_drawn_places(name: str, radius_km: float) -> None:
    checker = zone_checker(ZONES[name].zone)
    vertices = np.concatenate(checker.lines)
    lat, lon = vertices[len(vertices) // 2]
    for azimuth, km in ((0, 0.0), (70, 1.0), (250, 3.0)):
        x, y, _ = GEOD.fwd(lon, lat, azimuth, km * 1000)
        _, p, _ = checker.check(y, x, radius_km)
        assert p[0] == pytest.approx(drawn_chance(checker, y, x, radius_km), abs=0.02), (azimuth, km)
