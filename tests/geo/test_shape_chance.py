"""Places with shapes against zones, and against places drawn at random by shapely and pyproj."""

from collections.abc import Callable

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.geo.oracle import GEOD, Floats
from vedette.errors import GeometryError
from vedette.geo.gazetteer import Gazetteer
from vedette.geo.gazetteer_entry import radius_of
from vedette.geo.shape_chance import chance_of_shape, known_shape, measure_places
from vedette.geo.spread import spread_of
from vedette.geo.units import get_unit
from vedette.geo.zone_api import Zone
from vedette.geo.zones import zone_checker
from vedette.model.place_shape import BorderShape, CorridorShape, PlaceShape, SectorShape, UnitShape

N = 40_000
BORDER_40 = Zone.out_from_border("IR", "IQ", km=40)
ZONES = {
    "10 km": Zone.out_from_border("IR", "IQ", km=10, line_accuracy_km=0),
    "40 km": BORDER_40,
    "one side": Zone.out_from_border("IR", "IQ", km=100, side="IQ"),
    "place": Zone.around(33.3, 44.4, km=60),
    "ring": Zone.around(33.3, 44.4, km=100, from_km=40),
    "road": Zone.along([(33.0, 44.0), (34.4, 45.6)], km=12),
}


def drawn_in_unit(unit: UnitShape) -> tuple[Floats, Floats]:
    """Half of the places evenly in the polygon (shapely), half on its towns by the root of their people."""
    rng = np.random.default_rng(5)
    shape = shapely.union_all([shapely.polygons(ring[:, ::-1]) for ring in get_unit(unit.unit).rings])
    west, south, east, north = shape.bounds
    lat = np.degrees(np.arcsin(rng.uniform(np.sin(np.radians(south)), np.sin(np.radians(north)), 8 * N)))
    lon = rng.uniform(west, east, 8 * N)
    held = shapely.contains_xy(shape, lon, lat)
    lat, lon = lat[held][: N // 2], lon[held][: N // 2]
    sql = "SELECT lat, lon, population FROM entry WHERE kind = 'town' AND country = ?"
    towns = np.array(Gazetteer.open_shipped().rows(sql, (unit.unit[:2],)), float)
    towns = towns[shapely.contains_xy(shape, towns[:, 1], towns[:, 0])]
    people = np.sqrt(np.maximum(towns[:, 2], 500))
    chosen = towns[rng.choice(len(towns), len(lat), p=people / people.sum())]
    sigma = np.array([radius_of("town", int(one)) for one in chosen[:, 2]]) / 2.4477
    town_lat, town_lon = blurred(chosen[:, 0], chosen[:, 1], sigma, rng)
    return np.concatenate([lat, town_lat]), np.concatenate([lon, town_lon])


def drawn_in_sector(sector: SectorShape) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(6)
    middle, sigma = np.log(sector.low_km * sector.high_km) / 2, np.log(sector.high_km / sector.low_km) / 2 / 1.96
    km = np.exp(rng.normal(middle, sigma, N))
    turned = rng.normal(sector.bearing or 0, sector.spread_deg / 1.96, N) if sector.bearing is not None else None
    azimuth = rng.uniform(0, 360, N) if turned is None else turned
    lon, lat, _ = GEOD.fwd(np.full(N, sector.lon), np.full(N, sector.lat), azimuth, km * 1000)
    return blurred(np.asarray(lat), np.asarray(lon), sector.radius_km / 2.4477, rng)


def drawn_in_corridor(corridor: CorridorShape) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(7)
    (lat, lon), (end_lat, end_lon) = corridor.points
    azimuth, _, metres = GEOD.inv(lon, lat, end_lon, end_lat)
    x, y, _ = GEOD.fwd(np.full(N, lon), np.full(N, lat), np.full(N, azimuth), rng.uniform(0, metres, N))
    return blurred(np.asarray(y), np.asarray(x), corridor.width_km / 1.96, rng)


def blurred(lat: Floats, lon: Floats, sigma_km: float | Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    east, north = rng.normal(0, sigma_km, (2, len(lat)))
    azimuth, far = np.degrees(np.arctan2(east, north)), np.hypot(east, north) * 1000
    x, y, _ = GEOD.fwd(lon, lat, azimuth, far)
    return np.asarray(y), np.asarray(x)


SHAPES: dict[str, tuple[PlaceShape, Callable[..., tuple[Floats, Floats]]]] = {
    "province": (UnitShape("IQ-DI"), drawn_in_unit),
    "wide province": (UnitShape("IQ-NI"), drawn_in_unit),
    "province beyond": (UnitShape("IR-05"), drawn_in_unit),
    "direction": (SectorShape(33.75, 45.0, 10, 40, 60.0, 75.0, 5.0), drawn_in_sector),
    "any direction": (SectorShape(33.75, 45.0, 20, 60), drawn_in_sector),
    "way": (CorridorShape(((33.3, 44.4), (34.35, 45.4)), 12.0), drawn_in_corridor),
}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_chance_is_the_share_of_drawn_places(shape: str, zone: str) -> None:
    told, draw = SHAPES[shape]
    checker = zone_checker(ZONES[zone].zone)
    distance, p = chance_of_shape(checker, told)
    away, drawn, _ = checker.check(*draw(told))
    # Three sigmas of the draws are .0075.
    assert p == pytest.approx(float(drawn.mean()), abs=0.012)
    # The median may lie in a gap between towns.
    assert distance == pytest.approx(float(np.median(away)), abs=4.0, rel=0.04)


def test_border_land_thins_out_with_the_distance_and_stays_in_its_unit() -> None:
    told = BorderShape(("IR", "IQ"), 50.0)
    spread = spread_of(told)
    within = {
        km: chance_of_shape(zone_checker(Zone.out_from_border("IR", "IQ", km=km).zone), told)[1] for km in (10, 50)
    }
    assert within[50] == pytest.approx(0.95, abs=0.02) and within[10] == pytest.approx(1 - np.exp(-0.6), abs=0.05)
    assert spread.share.sum() == pytest.approx(1.0)
    in_unit = spread_of(BorderShape(("IR", "IQ"), 50.0, unit="IQ-DI"))
    assert get_unit("IQ-DI").holds(in_unit.lat, in_unit.lon).mean() > 0.9
    near = spread_of(BorderShape(("IR", "IQ"), 50.0, near=(34.35, 45.4, 60.0)))
    away = GEOD.inv(near.lon, near.lat, np.full(len(near.lat), 45.4), np.full(len(near.lat), 34.35))[2]
    assert np.max(away) < 70_000


@pytest.mark.parametrize("shape", SHAPES)
def test_a_place_in_a_zone_that_holds_it_is_inside_and_in_one_far_away_outside(shape: str) -> None:
    told = SHAPES[shape][0]
    assert chance_of_shape(zone_checker(Zone.around(34.5, 45.0, km=600).zone), told)[1] > 0.999
    assert chance_of_shape(zone_checker(Zone.around(-34.5, 45.0, km=600).zone), told)[1] == 0.0


def test_a_unit_in_an_area_of_its_own_outline_is_inside_up_to_the_lines_accuracy() -> None:
    outline = get_unit("IQ-DI").rings[0].tolist()
    own, grown = (
        chance_of_shape(zone_checker(Zone.area([outline], km=km).zone), UnitShape("IQ-DI"))[1] for km in (0, 5)
    )
    assert own > 0.9 and grown > 0.995


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(SHAPES)), st.floats(1, 150), st.floats(0, 100), st.booleans())
def test_a_larger_zone_is_no_less_likely(shape: str, km: float, more: float, one_side: bool) -> None:
    side = "IQ" if one_side else None
    small, large = (
        chance_of_shape(zone_checker(Zone.out_from_border("IR", "IQ", km=end, side=side).zone), SHAPES[shape][0])[1]
        for end in (km, km + more)
    )
    assert small <= large + 0.01


def test_circles_among_shapes_are_measured_as_alone() -> None:
    lat, lon, radius = np.array([34.35, 33.9, 33.3]), np.array([45.4, 45.0, 44.4]), np.array([6.0, 90.0, 0.0])
    checker = zone_checker(BORDER_40.zone)
    distance, p, state = measure_places(checker, lat, lon, radius, [None, UnitShape("IQ-DI"), None])
    alone = checker.measure(lat, lon, radius)
    assert distance[[0, 2]].tolist() == alone[0][[0, 2]].tolist() and p[[0, 2]].tolist() == alone[1][[0, 2]].tolist()
    assert p[1] != alone[1][1] and state.tolist() == [3, 2, 1]


def test_a_shape_needs_no_coordinates_and_one_that_cannot_be_resolved_leaves_the_circle() -> None:
    nowhere = np.array([np.nan])
    _, p, state = measure_places(zone_checker(BORDER_40.zone), nowhere, nowhere, nowhere, [UnitShape("IQ-DI")])
    assert 0.2 < p[0] < 0.5 and state[0] == 2
    assert known_shape(UnitShape("XX-99")) is None and known_shape(UnitShape("IQ-DI")) == UnitShape("IQ-DI")


def test_units_over_the_antimeridian_and_at_the_pole_have_their_land() -> None:
    for unit, lat, lon in (("RU-CHU", 66.0, 179.9), ("US-AK", 64.0, -150.0), ("FJ", -17.8, 178.0)):
        near = chance_of_shape(zone_checker(Zone.around(lat, lon, km=1500).zone), UnitShape(unit))[1]
        assert near > 0.5, unit


def test_the_api_takes_shapes_and_ids() -> None:
    found = BORDER_40.check(
        [34.0, 34.0, 34.35], [45.0, 45.0, 45.4], [98, 98, 6], shape=["IQ-DI", UnitShape("IQ-DI"), None]
    )
    assert found.p_inside[0] == found.p_inside[1] and found.state.tolist() == ["possibly", "possibly", "inside"]
    with pytest.raises(GeometryError, match="2 places and 1 shapes"):
        BORDER_40.check([34.0, 34.0], [45.0, 45.0], shape=["IQ-DI"])
    with pytest.raises(GeometryError, match="no unit"):
        BORDER_40.check([34.0], [45.0], shape=["IQ-XX"])
