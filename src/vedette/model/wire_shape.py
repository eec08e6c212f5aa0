"""Shapes of places as JSON."""

from dataclasses import asdict
from typing import Any

from vedette.model.place_shape import BorderShape, CorridorShape, PlaceShape, SectorShape, UnitShape

Json = dict[str, Any]

_KINDS: dict[str, type[PlaceShape]] = {
    "unit": UnitShape,
    "sector": SectorShape,
    "corridor": CorridorShape,
    "border": BorderShape,
}


def shape_to_json(shape: PlaceShape) -> Json:
    """The shape with its kind; what it does not say is left out.

    >>> shape_to_json(UnitShape("IQ-DI"))
    {'kind': 'unit', 'unit': 'IQ-DI'}
    """
    kind = next(name for name, known in _KINDS.items() if isinstance(shape, known))
    said = {key: _listed(value) for key, value in asdict(shape).items() if value is not None}
    return {"kind": kind, **said}


def shape_from_json(found: Json) -> PlaceShape:
    """The shape that `shape_to_json` printed.

    Raises:
        ValueError: It is none: an unknown kind, or fields that it does not have.
    """
    said = {key: _tupled(value) for key, value in found.items() if key != "kind"}
    try:
        return _KINDS[found["kind"]](**said)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no shape of a place: {found}") from error


def _listed(value: Any) -> Any:
    return [_listed(one) for one in value] if isinstance(value, tuple) else value


def _tupled(value: Any) -> Any:
    return tuple(_tupled(one) for one in value) if isinstance(value, list) else value
