"""Places told by others, and their shapes."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.place import Place
from vedette.model.place_shape import BorderShape, CorridorShape, SectorShape, UnitShape
from vedette.model.wire import reading_from_json, reading_to_json
from vedette.reading.assemble import read_report
from vedette.reading.parse import parse
from vedette.reading.places import find_places


def places(text: str, nlp: Language) -> dict[str, Place]:
    """The places of a text by their words."""
    parsed = parse(report(text), nlp)
    return {parsed.words(place.span): place for place in find_places(parsed)}


def test_provinces_and_countries_are_their_land_and_towns_a_circle(nlp: Language) -> None:
    found = places("A bomb killed five people in Baquba in Diyala province in Iraq on Monday.", nlp)
    shapes = {place.kind: place.shape for place in found.values()}
    assert shapes == {"town": None, "province": UnitShape("IQ-DI"), "country": UnitShape("IQ")}


def test_regions_and_seas_are_their_land_and_water(nlp: Language) -> None:
    found = places(
        "Militias killed nine people in Darfur on Monday. A ship was hit in the Red Sea. The Sahel is at war.", nlp
    )
    shapes = {place.name: place.shape for place in found.values()}
    assert shapes == {"Darfur": UnitShape("region:Darfur"), "Red Sea": UnitShape("water:Red Sea"), "Sahel": None}


def test_a_distance_and_a_direction_are_a_sector(nlp: Language) -> None:
    place = places("A bomb exploded 20 km north of Kirkuk on Monday.", nlp)["20 km north of Kirkuk"]
    assert isinstance(place.shape, SectorShape)
    assert place.shape.bearing == 0.0 and place.shape.low_km < 20 < place.shape.high_km
    assert place.lat is not None and place.lat > 35.6


def test_a_distance_alone_is_all_around(nlp: Language) -> None:
    place = places("A bomb exploded 20 km from Kirkuk on Monday.", nlp)["20 km from Kirkuk"]
    assert isinstance(place.shape, SectorShape) and place.shape.bearing is None


def test_a_border_beside_a_province_is_the_land_of_both(nlp: Language) -> None:
    found = places("Militants attacked a convoy near the border with Iran in Diyala province.", nlp)
    border = next(place for place in found.values() if place.kind == "border")
    assert isinstance(border.shape, BorderShape)
    assert set(border.shape.border) == {"IQ", "IR"} and border.shape.unit == "IQ-DI"


def test_the_border_area_of_a_province_is_its_nearest_border(nlp: Language) -> None:
    found = places("Smugglers were arrested in the border area of Sulaymaniyah province on Monday.", nlp)
    border = next(place for place in found.values() if place.kind == "border")
    assert isinstance(border.shape, BorderShape) and set(border.shape.border) == {"IQ", "IR"}


def test_a_border_beside_a_town_is_its_stretch(nlp: Language) -> None:
    found = places("Clashes killed nine along the Turkish-Syrian border near Kobani, Syria.", nlp)
    border = next(place for place in found.values() if place.kind == "border")
    assert isinstance(border.shape, BorderShape) and border.shape.near is not None
    assert border.shape.near[0] == pytest.approx(36.9, abs=0.3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A bomb hit a bus on the road from Tikrit to Mosul.", "road from Tikrit to Mosul"),
        ("A bomb hit a bus on the highway between Tikrit and Mosul.", "highway between Tikrit and Mosul"),
        ("A bomb hit a bus on the Tikrit-Mosul highway.", "Tikrit-Mosul highway"),
        ("They were found in the desert between Tikrit and Mosul.", "desert between Tikrit and Mosul"),
        ("A bomb hit a bus on the main road linking Tikrit with Mosul.", "main road linking Tikrit with Mosul"),
    ],
)
def test_ways_between_places_are_corridors(text: str, words: str, nlp: Language) -> None:
    place = places(text, nlp)[words]
    assert isinstance(place.shape, CorridorShape) and place.kind == "road" and place.country == "IQ"
    assert [round(lat) for lat, _ in place.shape.points] == [35, 36]


@pytest.mark.parametrize(
    "text",
    [
        "Talks between Baghdad and Erbil were broken off.",
        "A flight between Baghdad and London was delayed.",
        "The road from Baghdad to London is long.",
        "Bombs exploded in Tikrit and Mosul.",
    ],
)
def test_what_is_no_way_makes_none(text: str, nlp: Language) -> None:
    assert not [place for place in places(text, nlp).values() if isinstance(place.shape, CorridorShape)]


def test_an_event_is_at_the_place_that_is_told_by_another(nlp: Language) -> None:

    reading = read_report(report("A roadside bomb killed two policemen on the Tikrit-Mosul highway on Friday."), nlp)
    where = reading.events[0].where
    assert where is not None and isinstance(where.shape, CorridorShape)
    assert reading_from_json(reading_to_json(reading, explain=True), reading.report) == reading
