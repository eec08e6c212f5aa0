import numpy as np
import pytest

from vedette.geo import fast
from vedette.geo.zone_set import ZoneSet
from vedette.geo.zones import ZoneChecker
from vedette.model.zone import Zone

ZONES = (
    Zone("place", "Place", "point", 0, 60, points=((33.5, 36.3),)),
    Zone("pole", "Pole", "point", 0, 150, points=((89.7, 10.0),)),
    Zone("date line", "Date line", "point", 20, 90, points=((-17.0, 179.9),)),
    Zone("border", "Border", "border", 0, 40, border=("IR", "IQ")),
    Zone("road", "Road", "line", 0, 30, points=((10.0, 170.0), (12.0, -170.0))),
    Zone("river", "River", "line", 0, 30, points=((34.5, 44.0), (34.0, 45.0), (33.5, 46.0))),
    Zone("one side", "One side", "border", 0, 40, border=("IR", "IQ"), side="IQ"),
    Zone("area", "Area", "area", 0, 25, rings=((((50.0, 5.0), (50.0, 9.0), (54.0, 9.0), (54.0, 5.0), (50.0, 5.0)),),)),
)


@pytest.mark.parametrize("name", ["numba", "numpy"])
@pytest.mark.parametrize(
    "radius", [0.0, 30.0, np.where(np.arange(420) % 3, 0.0, 30.0), np.where(np.arange(420) % 5, 0.0, np.nan)]
)
def test_every_pair_with_a_chance_is_found_and_checked_as_alone(name: str, radius: float | np.ndarray) -> None:
    rng = np.random.default_rng(4)
    middles = [(33.5, 36.3), (89.0, 10), (-17, 180), (34, 45.5), (11, 180), (52, 7), (0, 0)]
    lat, lon = (np.repeat(np.array(each, float), 60) for each in zip(*middles, strict=True))
    lat = np.clip(lat + rng.normal(0, 1.2, lat.size), -90, 90)
    lon = lon + rng.normal(0, 1.2, lon.size)
    lat[0], lon[1] = np.nan, np.nan
    with fast.using(name) as there:
        if not there:
            pytest.skip("numba is not installed (the extra `fast`)")
        found = ZoneSet(ZONES).check(lat, lon, radius)
        chances = np.zeros((len(lat), len(ZONES)))
        chances[found.point, found.zone] = found.p_inside
        alone = np.stack([ZoneChecker(zone).check(lat, lon, radius)[1] for zone in ZONES], axis=1)
    assert (alone[2:] > 0).any(axis=0).all()
    assert np.abs(chances - np.nan_to_num(alone)).max() < 1e-3
    assert not np.isin(found.point, [0, 1]).any()


def test_far_points_are_in_no_pair() -> None:
    pairs = ZoneSet(ZONES).find_pairs(np.array([-45.0, 0.0]), np.array([-120.0, 0.0]))
    assert not len(pairs.point)


def test_a_place_that_may_be_anywhere_may_be_in_every_zone() -> None:
    pairs = ZoneSet(ZONES).find_pairs(np.array([0.0]), np.array([0.0]), 9000.0)
    assert sorted(pairs.zone.tolist()) == list(range(len(ZONES)))


def test_no_zones_no_pairs() -> None:
    assert not len(ZoneSet(()).find_pairs(np.zeros(3), np.zeros(3)).point)


def test_what_is_no_place_is_in_no_pair_however_wide_its_circle() -> None:
    found = ZoneSet(ZONES).check(np.array([1e9, 91.0, np.nan, 33.5]), np.array([0.0, 0.0, 0.0, 36.3]), 9000.0)
    assert set(found.point.tolist()) == {3}


@pytest.mark.parametrize("beyond", [0.0, 10.0])
def test_places_at_the_reach_of_a_zone_are_in_a_pair(beyond: float) -> None:
    rng = np.random.default_rng(16)
    zones = [zone for zone in ZONES if zone.side is None]
    lat, lon = rng.uniform(28, 42, 20_000), rng.uniform(40, 52, 20_000)
    lat[:5000], lon[:5000] = rng.uniform(9, 13, 5000), rng.uniform(168, 192, 5000)
    lat[5000:8000], lon[5000:8000] = rng.uniform(49, 55, 3000), rng.uniform(4, 10, 3000)
    for name in ("numba", "numpy"):
        with fast.using(name) as there:
            if not there:
                continue
            pairs = ZoneSet(zones).find_pairs(lat, lon, beyond)
            for nth, zone in enumerate(zones):
                checker = ZoneChecker(zone)
                near = np.flatnonzero(checker.distance(lat, lon) <= zone.outer_km + beyond)
                assert np.isin(near, pairs.point[pairs.zone == nth]).all()
