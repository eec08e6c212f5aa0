"""Areas: polygons with holes, and how deep in them a place lies."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from vedette.errors import GeometryError
from vedette.geo.crossing import find_crossing
from vedette.geo.distance import DistanceToLine
from vedette.geo.ellipsoid import to_ecef
from vedette.geo.pieces import cut
from vedette.geo.wgs84 import Floats
from vedette.model.zone import Point

#: A ring: rows of latitude and longitude, degrees, closed, the area on its left.
Ring = NDArray[np.float64]

#: Deeper in another polygon than this, km, is no touching: 10 m, above the rounding of most files.
_TOUCHING_KM = 0.01

_GEOD = Geod(ellps="WGS84")


class Area:
    """Signed distances to the edge of one or more polygons.

    Polygons that only touch are one area: the edge that they share is none. Where some overlap, each is measured for
    itself and the deepest counts; how deep a place lies in their union is then at least what is told.
    """

    def __init__(self, polygons: Sequence[Sequence[Sequence[Point]]], name: str) -> None:
        if not polygons or not all(polygons):
            raise GeometryError(f"{name}: an area needs at least one polygon with an outer ring", name)
        different = dict.fromkeys(tuple(tuple(ring) for ring in polygon) for polygon in polygons)
        shapes = [[_ring(ring, nth == 0, name) for nth, ring in enumerate(polygon)] for polygon in different]
        for shape in shapes:
            _check_simple(shape, name)
        self.rings = [ring for shape in shapes for ring in shape]
        parts = [shapes] if not _some_overlap(shapes) else [[shape] for shape in shapes]
        self._parts = [DistanceToLine(cut((ring for shape in part for ring in shape), rings=True)) for part in parts]

    def across(self, ecef: Floats) -> Floats:
        """Kilometres to the edge, negative within, for points `(3, n)`."""
        nearest: Floats = np.min([_across(part, ecef) for part in self._parts], axis=0)
        return nearest

    def width_km(self) -> float:
        """Twice the area over the length of its edge: the radius of a disc, the half-width of a strip."""
        measured = [_GEOD.polygon_area_perimeter(ring[:, 1], ring[:, 0]) for ring in self.rings]
        square_metres, metres = (sum(each) for each in zip(*measured, strict=True))
        return float(2 * abs(square_metres) / max(metres, 1e-6) / 1000)


def _ring(ring: Sequence[Point], is_outer: bool, name: str) -> Ring:
    """A closed ring with the area on its left: outer rings counterclockwise, holes clockwise."""
    vertices = np.array(ring, float).reshape(-1, 2)
    if len(vertices) and not np.array_equal(vertices[0], vertices[-1]):
        vertices = np.vstack([vertices, vertices[:1]])
    if len(vertices) < 4 or not np.isfinite(vertices).all():
        raise GeometryError(f"{name}: a ring of an area needs three corners", name)
    square_metres, _ = _GEOD.polygon_area_perimeter(vertices[:, 1], vertices[:, 0])
    return vertices if (square_metres > 0) == is_outer else vertices[::-1]


def _check_simple(shape: list[Ring], name: str) -> None:
    crossing = find_crossing(shape)
    if crossing is not None:
        lat, lon = crossing
        raise GeometryError(
            f"{name}: the polygon crosses itself near latitude {lat:.5f}, longitude {lon:.5f}: what is inside it "
            "cannot be told; mend it (in QGIS: Fix geometries)",
            name,
        )


def _across(part: DistanceToLine, ecef: Floats) -> Floats:
    nearest = part.measure(ecef)
    return np.where(nearest.side > 0, -nearest.distance_km, nearest.distance_km)


def _some_overlap(shapes: list[list[Ring]]) -> bool:
    """Whether a piece of one polygon's edge begins within another polygon."""
    if len(shapes) == 1:
        return False
    outer = [to_ecef(*shape[0].T) for shape in shapes]
    centres = np.array([points.mean(axis=1) for points in outer])
    # A ring's edges bulge less than half their length beyond its corners.
    reach = np.array([np.linalg.norm(p - c[:, None], axis=0).max() for p, c in zip(outer, centres, strict=True)]) * 1.5
    for nth, shape in enumerate(shapes):
        near = np.linalg.norm(centres - centres[nth], axis=1) <= reach + reach[nth]
        near[nth] = False
        if not near.any():
            continue
        others = cut([ring for other in np.flatnonzero(near) for ring in shapes[other]]).start
        if _across(DistanceToLine(cut(shape)), others).min() < -_TOUCHING_KM:
            return True
    return False
