"""Shapes of places as users write them: a unit's id, or the JSON that `vedette read` prints."""

import json
import math
from typing import Any

from vedette.errors import GeometryError
from vedette.geo.spread import spread_of
from vedette.model.place_shape import BorderShape, CorridorShape, PlaceShape, SectorShape, UnitShape
from vedette.model.wire_shape import shape_from_json

#: Km: no place is told by more.
_MOST_KM = 20_000.0


def read_shape(said: str | dict[str, Any]) -> PlaceShape:
    """The shape that a unit's id (`IQ-DI`, a GeoNames id) or JSON tells.

    Raises:
        GeometryError: It is none: says why.

    >>> read_shape("IQ-DI")
    UnitShape(unit='IQ-DI')
    >>> read_shape('{"kind": "corridor", "points": [[33.3, 44.4], [34.3, 45.4]], "width_km": 15}').width_km
    15
    """
    shape = UnitShape(said.strip()) if isinstance(said, str) and not said.lstrip().startswith("{") else _of_json(said)
    problem = _problem(shape)
    if problem:
        raise GeometryError(f"{str(said)[:80]!r} is no shape of a place: {problem}")
    spread_of(shape)
    return shape


def _of_json(said: str | dict[str, Any]) -> PlaceShape:
    try:
        found = json.loads(said) if isinstance(said, str) else said
        return shape_from_json(found)
    except ValueError as error:
        raise GeometryError(f"{str(said)[:80]!r} is no shape of a place ({error})") from error


def _problem(shape: PlaceShape) -> str | None:
    """What is wrong with a shape's numbers, None if nothing is."""
    try:
        return _numbers_problem(shape)
    except (TypeError, ValueError):
        return "its numbers are none"


def _numbers_problem(shape: PlaceShape) -> str | None:
    places: list[tuple[float, float]] = []
    lengths: list[float] = []
    if isinstance(shape, SectorShape):
        places, lengths = [(shape.lat, shape.lon)], [shape.low_km, shape.high_km, shape.radius_km]
        if shape.high_km <= shape.low_km:
            return f"it ends at {shape.high_km} km, before it begins"
        if not (0 < shape.spread_deg <= 180 and (shape.bearing is None or math.isfinite(shape.bearing))):
            return "give a bearing and its spread in degrees"
    elif isinstance(shape, CorridorShape):
        places, lengths = [(lat, lon) for lat, lon in shape.points], [shape.width_km]
    elif isinstance(shape, BorderShape):
        lengths = [shape.depth_km]
        if len(shape.border) != 2:
            return "a border lies between two countries"
        if shape.side not in (None, *shape.border):
            return f"side {shape.side} is none of {'–'.join(shape.border)}"
        if shape.near is not None:
            lat, lon, km = shape.near
            places, lengths = [(lat, lon)], [*lengths, km]
    for lat, lon in places:
        if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
            return f"latitude {lat}, longitude {lon} is no place"
    if not all(math.isfinite(km) and 0 <= km <= _MOST_KM for km in lengths):
        return "a distance is none from 0 to 20000 km"
    return "a border's land has no depth" if isinstance(shape, BorderShape) and shape.depth_km == 0 else None
