import numpy as np
import pytest

from tests.geo.oracle import around, geodesic_distance_km
from vedette.errors import GeometryError
from vedette.geo.borders import find_border
from vedette.geo.distance import DistanceToLine
from vedette.geo.ellipsoid import onto_ellipsoid, to_ecef, to_lat_lon
from vedette.geo.pieces import MAX_PIECE_KM, cut

IRAN_IRAQ = [line.points for line in find_border("IR", "IQ")]

LINES = {
    "a border": IRAN_IRAQ,
    "long edges": [np.array([[50.0, -10.0], [52.0, 8.0], [40.0, 20.0]])],
    "over the antimeridian": [np.array([[-17.0, 178.5], [-16.2, -179.0], [-18.0, -178.0]])],
    "longitudes that run on over it": [np.array([[-17.0, 178.5], [-16.2, 181.0], [-18.0, 182.0]])],
    "past the north pole": [np.array([[88.5, 20.0], [88.7, -150.0]])],
    "to the south pole": [np.array([[-88.0, 20.0], [-90.0, 0.0], [-89.0, 100.0]])],
    "folded sharply": [np.array([[10.0, 10.0], [10.5, 10.6], [10.01, 10.0], [10.5, 10.61]])],
    "one point": [np.array([[33.3, 44.4], [33.3, 44.4]])],
}


@pytest.mark.parametrize("name", LINES)
def test_distances_are_within_a_metre_of_karney_up_to_300_km(name: str) -> None:
    lines, rng = LINES[name], np.random.default_rng(5)
    near, far = (around(rng, np.concatenate(lines), km, n) for km, n in ((20, 15), (300, 25)))
    lat, lon = np.concatenate([near[0], far[0]]), np.concatenate([near[1], far[1]])
    found = DistanceToLine(cut(lines)).measure(to_ecef(lat, lon)).distance_km
    expected = geodesic_distance_km(lines, lat, lon)
    assert np.abs(found - expected).max() < 0.001


@pytest.mark.parametrize(("up_to_km", "share"), [(1_000, 1e-4), (8_000, 1e-3), (19_500, 0.012)])
def test_the_bound_beyond_300_km_holds(up_to_km: float, share: float) -> None:
    line = [np.array([[30.0, 48.0], [37.0, 44.5]])]
    rng = np.random.default_rng(6)
    lat, lon = around(rng, np.concatenate(line), up_to_km, 60)
    found = DistanceToLine(cut(line)).measure(to_ecef(lat, lon)).distance_km
    expected = geodesic_distance_km(line, lat, lon)
    assert np.all(np.abs(found - expected) <= 0.001 + share * expected)


def test_the_candidates_of_the_cubes_always_hold_the_nearest_piece() -> None:
    rng = np.random.default_rng(7)
    line = np.cumsum(rng.normal(0, 0.03, (400, 2)), axis=0) + np.array([20.0, 40.0])
    pieces = cut([line])
    index = DistanceToLine(pieces)
    at = to_ecef(*around(rng, line, 150, 500))
    found = index.measure(at).distance_km
    off = at[:, :, None] - pieces.start[:, None, :]
    share = np.clip((off * pieces.run[:, None, :]).sum(axis=0) / pieces.length2, 0, 1)
    brute = np.linalg.norm(off - share * pieces.run[:, None, :], axis=0).min(axis=1)
    assert np.all(np.abs(found - brute) < 0.005)


def test_a_place_needs_no_cubes() -> None:
    place = DistanceToLine(cut([np.array([[33.0, 44.0]])]))
    lat, lon = np.array([33.0, 33.5, -33.0, 90.0]), np.array([44.0, 44.5, -136.0, 0.0])
    distance = place.distance_km(to_ecef(lat, lon))
    assert distance[0] == 0 and distance[1] == pytest.approx(72.4306, abs=0.001) and (distance[2:] > 6000).all()
    assert len(place.cubes.lists) == 2 and not len(place.cubes.blocks)


def test_a_place_on_the_line_is_no_distance_away() -> None:
    vertices = np.concatenate(IRAN_IRAQ)
    assert DistanceToLine(cut(IRAN_IRAQ)).measure(to_ecef(*vertices.T)).distance_km.max() < 1e-5


def test_left_and_right_follow_the_line_round_its_corners() -> None:
    corner = [np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]])]
    nearest = DistanceToLine(cut(corner)).measure(to_ecef(np.array([0.2, -0.2, -0.1]), np.array([0.5, 0.5, 1.1])))
    assert nearest.side.tolist() == [1.0, -1.0, -1.0]
    assert not nearest.beyond_end.any()


def test_places_beyond_an_end_are_told() -> None:
    line = [np.array([[0.0, 0.0], [0.0, 1.0]])]
    nearest = DistanceToLine(cut(line)).measure(to_ecef(np.array([0.1, 0.1, 0.1]), np.array([-0.5, 0.5, 1.5])))
    assert nearest.beyond_end.tolist() == [True, False, True]


def test_pieces_are_short_and_meet() -> None:
    pieces = cut([np.array([[50.0, 0.0], [50.0, 5.0]])])
    assert np.sqrt(pieces.length2.max()) <= MAX_PIECE_KM
    assert np.allclose((pieces.start + pieces.run)[:, :-1], pieces.start[:, 1:])
    assert pieces.loose_start.sum() == pieces.loose_end.sum() == 1


@pytest.mark.parametrize("vertex", [(91.0, 0.0), (float("nan"), 0.0), (0.0, 1e6)])
def test_a_vertex_that_is_no_place_is_refused(vertex: tuple[float, float]) -> None:
    with pytest.raises(GeometryError, match="no place on earth"):
        cut([np.array([[0.0, 0.0], vertex])])


def test_coordinates_come_back_from_space() -> None:
    lat, lon = np.array([-90.0, -33.0, 0.0, 48.2, 89.9]), np.array([0.0, 18.0, -180.0, 16.4, -120.0])
    back = to_lat_lon(onto_ellipsoid(to_ecef(lat, lon)))
    assert np.allclose(back[0], lat) and np.allclose(np.cos(np.radians(back[1] - lon)), 1)
