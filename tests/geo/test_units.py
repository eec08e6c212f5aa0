"""First-level units and their shapes."""

import numpy as np
import pytest
from pyproj import Geod

from vedette.errors import GeometryError
from vedette.geo.gazetteer import Gazetteer
from vedette.geo.shape_outline import shape_outline
from vedette.geo.spread import spread_of
from vedette.geo.units import find_area, find_unit, get_unit, has_units, provenance
from vedette.model.place_shape import UnitShape
from vedette.vocab.load import load_table

GEOD = Geod(ellps="WGS84")


def test_a_unit_is_found_by_each_of_its_ids() -> None:
    assert {get_unit(one).id for one in ("IQ-DI", "96965", " IQ-DI ")} == {"IQ-DI"}
    assert find_unit("IQ", "Diyala") == find_unit("IQ", "diyala") == find_unit(None, "anything", 96965) == "IQ-DI"


def test_what_is_no_unit_is_refused_with_what_to_give() -> None:
    with pytest.raises(GeometryError, match="ISO 3166-2"):
        get_unit("XX-99")
    assert find_unit("IQ", "Atlantis") is None and find_unit(None, "Diyala") is None


def test_every_province_of_the_gazetteer_has_a_shape() -> None:
    sql = "SELECT name, country, geonameid FROM entry WHERE kind = 'province'"
    rows = Gazetteer.open_shipped().rows(sql)
    assert [name for name, country, number in rows if find_unit(country, name, number) is None] == []


def test_towns_lie_in_the_unit_that_the_gazetteer_says() -> None:
    sql = """SELECT e.lat, e.lon FROM entry e JOIN unit u ON u.id = e.admin1
      WHERE e.kind = 'town' AND e.country = 'IQ' AND u.name = 'Diyala'"""
    lat, lon = np.array(Gazetteer.open_shipped().rows(sql)).T
    assert get_unit("IQ-DI").holds(lat, lon).mean() > 0.95
    assert get_unit("IQ-WA").holds(lat, lon).mean() < 0.05
    assert get_unit("IQ-DI").holds(lat, lon + 360).mean() > 0.95


def test_a_unit_of_the_second_level_is_a_part_of_the_first_and_both_of_the_country() -> None:
    part, whole, country = (get_unit(one) for one in ("IT-MI", "IT:Lombardia", "IT"))
    inside = (np.array([45.46]), np.array([9.19]))
    assert part.holds(*inside) and whole.holds(*inside) and country.holds(*inside)
    assert not part.holds(np.array([45.69]), np.array([9.67])) and whole.holds(np.array([45.69]), np.array([9.67]))
    assert has_units("IT") and not has_units("XX")


def test_neighbours_share_their_line() -> None:
    rng = np.random.default_rng(3)
    lat, lon = rng.uniform(29, 37.5, 5000), rng.uniform(39, 48.5, 5000)
    sql = "SELECT name, geonameid FROM entry WHERE kind = 'province' AND country = 'IQ'"
    units = {find_unit("IQ", *row) or "" for row in Gazetteer.open_shipped().rows(sql)}
    held = sum(get_unit(unit).holds(lat, lon).astype(int) for unit in units)
    # Both round alike to a thousandth of a degree: hardly a place is in two.
    assert (held > 1).sum() <= 2
    assert abs((held == 1).mean() - get_unit("IQ").holds(lat, lon).mean()) < 0.002


def test_where_the_shapes_are_from_is_packed_with_them() -> None:
    told = provenance()
    assert "public domain" in told["data"] and len(told["sha256"]) == 64 and told["tolerance_degrees"] == 0.01


# Areas as reference works give them, thousands of km².
@pytest.mark.parametrize(
    ("sea", "area"),
    [("Red Sea", 438), ("Black Sea", 436), ("Mediterranean Sea", 2500), ("Sea of Azov", 39), ("Persian Gulf", 251),
     ("Baltic Sea", 377), ("Bay of Bengal", 2172), ("Sea of Japan", 978), ("Gulf of Mexico", 1550)],
)  # fmt: skip
def test_a_sea_is_as_large_as_it_is_said_to_be(sea: str, area: float) -> None:
    rings = get_unit(f"water:{sea}").rings
    found = abs(sum(GEOD.polygon_area_perimeter(ring[:, 1], ring[:, 0])[0] for ring in rings)) / 1e9
    assert found == pytest.approx(area, rel=0.08)


def test_a_sea_holds_its_water_and_no_shore() -> None:
    lat, lon = np.array([15.0, 20.0, 15.4, 21.5, 12.0, 28.5]), np.array([42.0, 38.5, 44.2, 39.3, 46.0, 34.7])
    assert get_unit("water:Red Sea").holds(lat, lon).tolist() == [True, True, False, False, False, False]


def test_every_region_and_sea_with_a_shape_lies_in_the_circle_that_is_kept_for_it() -> None:
    listed = [(kind, row) for kind in ("region", "water") for row in load_table(f"places_{kind}s")[kind]]
    shaped = [(row, area) for kind, row in listed if (area := find_area(kind, row["name"]))]
    assert len({area for _, area in shaped}) == len(shaped) > 200
    assert len([row for _, row in listed if "units" in row]) == len([a for _, a in shaped if a.startswith("region:")])
    for row, area in shaped:
        spread = spread_of(UnitShape(area))
        lat, lon = (float(spread.share @ each) for each in (spread.lat, spread.lon))
        metres = GEOD.inv(lon, lat, row["lon"], row["lat"])[2]
        assert metres / 1000 < row["radius_km"], area
        assert shape_outline(UnitShape(area))
