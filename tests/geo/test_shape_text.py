"""Shapes as users write them."""

import json

import pytest

from vedette.errors import GeometryError
from vedette.geo.shape_outline import shape_outline
from vedette.geo.shape_text import read_shape
from vedette.model.place_shape import BorderShape, CorridorShape, PlaceShape, SectorShape, UnitShape
from vedette.model.wire_shape import shape_from_json, shape_to_json

SHAPES: list[PlaceShape] = [
    UnitShape("IQ-DI"),
    UnitShape("IQ"),
    SectorShape(33.5, 44.5, 5.0, 20.0, 90.0, 60.0, 3.0),
    SectorShape(33.5, 44.5, 5.0, 20.0),
    CorridorShape(((33.3, 44.4), (34.3, 45.4)), 15.0),
    BorderShape(("IR", "IQ"), 60.0),
    BorderShape(("IR", "IQ"), 60.0, "IQ", "IQ-DI"),
    BorderShape(("IR", "IQ"), 60.0, near=(34.3, 45.4, 80.0)),
]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_comes_back_from_its_json(shape: PlaceShape) -> None:
    printed = json.dumps(shape_to_json(shape))
    assert shape_from_json(json.loads(printed)) == shape == read_shape(printed)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_has_an_outline_of_closed_rings(shape: PlaceShape) -> None:
    rings = shape_outline(shape)
    assert rings and all(len(ring) >= 4 and ring[0] == pytest.approx(ring[-1], abs=1e-3) for ring in rings)
    assert all(-90 <= lat <= 90 and -540 <= lon <= 540 for ring in rings for lat, lon in ring)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("XX-99", "no unit"),
        ("", "no unit"),
        ("{", "no shape"),
        ('{"kind": "blob"}', "no shape"),
        ('{"kind": "unit"}', "no shape"),
        ('{"kind": "unit", "unit": "IQ-DI", "more": 1}', "no shape"),
        ('{"kind": "sector", "lat": 91, "lon": 0, "low_km": 1, "high_km": 2}', "no place"),
        ('{"kind": "sector", "lat": 9, "lon": 0, "low_km": 3, "high_km": 2}', "before it begins"),
        ('{"kind": "sector", "lat": "x", "lon": 0, "low_km": 1, "high_km": 2}', "numbers"),
        ('{"kind": "sector", "lat": NaN, "lon": 0, "low_km": 1, "high_km": 2}', "no place"),
        ('{"kind": "corridor", "points": [[1, 2]], "width_km": 3}', "two places"),
        ('{"kind": "corridor", "points": [[1, 2], [2, 3]], "width_km": -3}', "distance"),
        ('{"kind": "border", "border": ["IR", "FR"], "depth_km": 3}', "no common land border"),
        ('{"kind": "border", "border": ["IR", "IQ"], "depth_km": 0}', "no depth"),
        ('{"kind": "border", "border": ["IR", "IQ"], "depth_km": 30, "side": "TR"}', "none of"),
        ('{"kind": "border", "border": ["IR", "IQ"], "depth_km": 30, "near": [0, 0, 10]}', "no stretch"),
    ],
)
def test_what_is_no_shape_is_refused_and_said_why(said: str, why: str) -> None:
    with pytest.raises(GeometryError, match=why):
        read_shape(said)
