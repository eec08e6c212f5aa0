"""Words for how well a place with a shape is known."""

from vedette.model.place import Place
from vedette.model.place_shape import BorderShape, CorridorShape, PlaceShape, SectorShape, UnitShape

#: Kinds of shapes, where they are not called by their name.
_CALLED = {"water": "sea"}


def known_words(place: Place | None) -> str:
    """How well a place is known, "" where it is exact or there is none.

    >>> shape_words(UnitShape("IQ-DI"))
    'the place is known to its province only'
    >>> shape_words(UnitShape("water:Red Sea"))
    'the place is known to its sea only'
    """
    if place is None:
        return ""
    if place.shape is not None:
        return shape_words(place.shape)
    return f"the place is known to {place.radius_km:g} km" if place.radius_km else ""


def shape_words(shape: PlaceShape) -> str:
    """How well the shape says where it was."""
    if isinstance(shape, UnitShape):
        kind = shape.unit.partition(":")[0] if shape.unit.startswith(("region:", "water:")) else "province"
        return f"the place is known to its {'country' if len(shape.unit) == 2 else _CALLED.get(kind, kind)} only"
    if isinstance(shape, SectorShape):
        way = "distance" if shape.bearing is None else "distance and direction"
        return f"the place is told by {way} from another"
    if isinstance(shape, CorridorShape):
        return f"the place is known to a way, give or take {shape.width_km:g} km"
    assert isinstance(shape, BorderShape)
    return f"the place is known to the land within {shape.depth_km:g} km of the border {'–'.join(shape.border)}"


def away_words(place: Place | None, km: float, middle: str) -> str:
    """The distance of a place from a zone's line; for a shape half of its probability lies nearer.

    >>> away_words(None, 12.34, "line")
    '12.3 km from its line'
    """
    words = f"{km:.1f} km from its {middle}"
    return f"as likely nearer as farther than {words}" if place is not None and place.shape is not None else words
