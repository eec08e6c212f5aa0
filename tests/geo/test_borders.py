import numpy as np
import pytest
from pyproj import Geod

from vedette.errors import GeometryError
from vedette.geo import Zone
from vedette.geo.borders import find_border, left_out, neighbours_of, provenance


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


def test_a_states_own_view_leaves_out_what_it_takes_for_no_border() -> None:
    drawn, own = find_border("IN", "PK"), find_border("IN", "PK", "claimed:IN")
    without = left_out("IN", "PK", "claimed:IN")
    assert any(line.is_disputed for line in drawn)
    assert not any(line.is_disputed for line in own)
    assert len(own) + len(without) == len(drawn)
    assert left_out("IN", "PK", None) == ()


def test_a_line_that_only_some_claim_is_a_border_in_their_view_alone() -> None:
    def reach(view: str | None) -> float:
        return min(float(line.points[:, 0].min()) for line in find_border("UA", "RU", view))

    # The strait of Kerch lies south of every line between those who hold the ground.
    assert reach("claimed:UA") < 45.2 < reach(None)
    assert "RU" not in neighbours_of("JP")


def test_de_facto_is_what_holds_where_no_view_is_said() -> None:
    assert all(a is not None for a in find_border("IN", "CN", "de_facto"))
    assert [line.status for line in find_border("IN", "CN", "de_facto")] == [
        line.status for line in find_border("IN", "CN")
    ]


@pytest.mark.parametrize("view", ["claimed:XX", "claimed", "IN", ""])
def test_an_unknown_view_is_refused_with_those_that_there_are(view: str) -> None:
    with pytest.raises(GeometryError, match="de_facto, or claimed: and one of AR, BD"):
        find_border("IN", "PK", view)


def test_a_view_in_which_two_countries_have_no_border_says_so() -> None:
    with pytest.raises(GeometryError, match="in the view claimed:MA EH and MA have no common land border"):
        find_border("EH", "MA", "claimed:MA")


def test_events_near_a_disputed_stretch_are_told_so() -> None:
    zone = Zone.out_from_border("IN", "PK", km=20)
    found = zone.check([34.3, 27.5, 27.7, np.nan], [73.9, 70.5, 70.2, 0])
    assert found.state.tolist() == ["inside", "outside", "inside", "unknown"]
    assert found.line_status.tolist() == ["Line of control", "", "", ""]
