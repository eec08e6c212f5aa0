import numpy as np
import pytest
from pyproj import Geod

from vedette.errors import GeometryError
from vedette.geo.borders import find_border, neighbours_of, provenance


def test_a_border_runs_the_same_way_for_either_order_of_its_countries() -> None:
    one, other = find_border("IR", "IQ"), find_border("iq", "ir")
    assert len(one) == len(other)
    assert all(np.array_equal(a.points, b.points[::-1]) for a, b in zip(one, other, strict=True))
    assert {line.left for line in one} == {"IR"} and {line.right for line in one} == {"IQ"}


def test_the_length_of_a_border_is_about_what_it_is_known_to_be() -> None:
    km = sum(Geod(ellps="WGS84").line_length(*line.points.T[::-1]) for line in find_border("IR", "IQ")) / 1000
    assert 1250 < km < 1650


@pytest.mark.parametrize(("one", "other", "status"), [("IN", "PK", "Line of control"), ("IL", "PS", "Disputed")])
def test_disputed_stretches_are_there_and_say_so(one: str, other: str, status: str) -> None:
    assert any(line.status.startswith(status) for line in find_border(one, other))


def test_countries_without_a_common_border_are_refused_by_name() -> None:
    with pytest.raises(GeometryError, match="IR and JO have no common land border; IR borders on AF, AM"):
        find_border("IR", "JO")


@pytest.mark.parametrize("code", ["XX", "IRN", "", "IS"])
def test_an_unknown_country_is_refused(code: str) -> None:
    with pytest.raises(GeometryError, match="no land border of a country"):
        find_border("IR", code)


def test_a_country_has_no_border_with_itself() -> None:
    with pytest.raises(GeometryError, match="twice"):
        find_border("CY", "CY")


def test_countries_whose_codes_the_source_writes_otherwise_are_found() -> None:
    assert {"SO", "SS", "KE"} <= neighbours_of("ET")
    assert "RS" in neighbours_of("XK") and "NO" in neighbours_of("SE") and "ES" in neighbours_of("FR")


def test_the_data_say_where_they_come_from() -> None:
    assert "Natural Earth" in provenance()["data"] and len(provenance()["sha256"]) == 64
