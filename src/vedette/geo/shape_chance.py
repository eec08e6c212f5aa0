"""How places with shapes stand to a zone."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from vedette.errors import GeometryError
from vedette.geo.spread import Spread, spread_of
from vedette.geo.wgs84 import Floats
from vedette.geo.zones import ZoneChecker, state_numbers
from vedette.model.place_shape import PlaceShape

#: Shapes kept with how they stand to a zone; more start anew.
_MOST_KEPT = 100_000

#: Checker → shape → distance and chance: units are named again and again.
_KEPT: WeakKeyDictionary[ZoneChecker, dict[PlaceShape, tuple[float, float]]] = WeakKeyDictionary()


def chance_of_shape(checker: ZoneChecker, shape: PlaceShape) -> tuple[float, float]:
    """Distance in km and chance of being in the zone of a place with a shape.

    The chance is the share of the shape's probability that lies in the zone, blurred by the accuracies of line and
    shape. The distance is its median: half of the probability lies nearer.

    Raises:
        GeometryError: The shape names no known unit or border, or holds nothing.
    """
    kept = _KEPT.setdefault(checker, {})
    found = kept.get(shape)
    if found is None:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        found = kept[shape] = _measured(checker, spread_of(shape))
    return found


def measure_places(
    checker: ZoneChecker, lat: Floats, lon: Floats, radius_km: Floats, shapes: Sequence[PlaceShape | None]
) -> tuple[Floats, Floats, NDArray[np.int8]]:
    """Distance, chance and state number of places, those with a shape by it and the others by their circle.

    Args:
        checker: Of the zone.
        lat: Degrees, NaN where there is none.
        lon: Degrees.
        radius_km: Of the circle that holds the true place with probability .95.
        shapes: One each; None: the circle counts.
    """
    shaped = np.array([shape is not None for shape in shapes], bool)
    distance, p = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    rest = ~shaped
    distance[rest], p[rest], _ = checker.measure(lat[rest], lon[rest], radius_km[rest])
    for nth in np.flatnonzero(shaped).tolist():
        shape = shapes[nth]
        assert shape is not None
        distance[nth], p[nth] = chance_of_shape(checker, shape)
    return distance, p, state_numbers(p)


def known_shape(shape: PlaceShape | None) -> PlaceShape | None:
    """The shape, None where it cannot be resolved: the circle then counts."""
    try:
        if shape is not None:
            spread_of(shape)
    except GeometryError:
        return None
    return shape


def _measured(checker: ZoneChecker, spread: Spread) -> tuple[float, float]:
    distance, p = checker.measure_samples(spread.lat, spread.lon, spread.radius_km)
    order = np.argsort(distance)
    half = np.searchsorted(np.cumsum(spread.share[order]), 0.5)
    median = distance[order[min(int(half), len(order) - 1)]]
    return float(median), float(np.clip(spread.share @ p, 0.0, 1.0))
