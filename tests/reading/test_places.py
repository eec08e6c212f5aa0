"""Place names in reports, and what they mean."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.place import Place
from vedette.model.span import Span
from vedette.reading.parse import parse
from vedette.reading.places import find_places, resolve_spans


def places(text: str, nlp: Language, **about: str | None) -> dict[str, Place]:
    """The places of a text by their words."""
    parsed = parse(report(text, **about), nlp)  # type: ignore[arg-type]
    return {parsed.words(place.span): place for place in find_places(parsed)}


def test_dateline_town_and_province_are_found_where_they_stand(nlp: Language) -> None:
    text = "BAGHDAD, June 3 - A bomb killed five people in Baquba in Diyala province on Monday."
    found = places(text, nlp)
    assert found["BAGHDAD"].country == "IQ"
    assert found["Baquba"].kind == "town"
    province = next(place for place in found.values() if place.kind == "province")
    assert province.admin1 == "Diyala"
    assert province.radius_km is not None and province.radius_km > 50


def test_container_decides_between_bearers_of_a_name(nlp: Language) -> None:
    assert places("A man was shot in Tripoli, Lebanon, on Friday.", nlp)["Tripoli"].country == "LB"
    assert places("A man was shot in Tripoli, Libya, on Friday.", nlp)["Tripoli"].country == "LY"


def test_short_form_of_a_state_decides(nlp: Language) -> None:
    found = places("The shooting took place in Athens, Ga., on Friday.", nlp)
    assert (found["Athens"].country, found["Athens"].admin1) == ("US", "Georgia")


def test_neighbouring_places_decide(nlp: Language) -> None:
    text = "Fighting spread from Mosul to Tikrit. A day later gunmen in Tripoli, Benghazi and Misrata laid down arms."
    assert places(text, nlp)["Tripoli"].country == "LY"


def test_word_beside_the_name_asks_for_the_province(nlp: Language) -> None:
    assert places("Shells fell on villages in Idlib province.", nlp)["Idlib"].kind == "province"
    assert places("Shells fell on the city of Idlib.", nlp)["Idlib"].kind == "town"


def test_countryside_is_the_land_around_a_town(nlp: Language) -> None:
    place = places("Warplanes struck the countryside of Homs.", nlp)["Homs"]
    assert place.kind == "region"
    assert place.radius_km is not None and place.radius_km >= 40


def test_owner_tells_that_a_name_is_a_place(nlp: Language) -> None:
    assert places("Nine people were killed in clashes in Libya's Benghazi.", nlp)["Benghazi"].country == "LY"


def test_distance_and_direction_give_a_point_with_a_wide_circle(nlp: Language) -> None:
    found = places("A mine exploded about 20 km (12 miles) north of Baquba on Monday.", nlp)
    place = next(place for words, place in found.items() if words.startswith("20 km"))
    town = found["Baquba"]
    assert place.kind == "site"
    assert place.lat is not None and town.lat is not None
    assert place.lat - town.lat == pytest.approx(20 / 111.2, abs=0.01)
    assert place.radius_km is not None and town.radius_km is not None
    assert place.radius_km > town.radius_km


def test_distance_without_direction_takes_in_the_whole_circle(nlp: Language) -> None:
    found = places("The convoy was hit 30 kilometres from Mosul.", nlp)
    place = next(place for words, place in found.items() if words.startswith("30"))
    assert place.radius_km is not None and place.radius_km > 30


def test_border_is_a_stretch_and_no_point_in_a_country(nlp: Language) -> None:
    found = places("Smugglers were stopped on the Iraq-Syria border near al-Qaim.", nlp)
    border = next(place for place in found.values() if place.kind == "border")
    assert border.country is None
    assert border.radius_km is not None and border.radius_km >= 30


def test_border_with_one_country_is_told_from_the_place_beside_it(nlp: Language) -> None:
    found = places("They advanced through Diyala province towards the border with Iran.", nlp)
    border = next(place for place in found.values() if place.kind == "border")
    assert border.name == "Iran–Iraq border"
    assert border.lat is not None and 33 < border.lat < 35.5


def test_border_whose_other_side_is_not_told_has_no_point(nlp: Language) -> None:
    found = places("They were seen near the border with Iran.", nlp)
    border = next(place for place in found.values() if place.kind == "border")
    assert border.lat is None


def test_street_lies_in_the_town_named_with_it(nlp: Language) -> None:
    found = places("In Nairobi, a blast shook Marlwood Avenue in the evening.", nlp)
    street = next((place for words, place in found.items() if "Marlwood" in words), None)
    assert street is None or (street.kind == "site" and street.country == "KE")


def test_demonyms_are_no_places_but_tell_the_country(nlp: Language) -> None:
    found = places("Syrian troops shelled Tripoli. Lebanese medics said Lebanese soldiers were hurt.", nlp)
    assert not {"Syrian", "Lebanese"} & set(found)


def test_unknown_name_keeps_its_words_and_has_no_point(nlp: Language) -> None:
    found = places("Two herders were killed in Qorvoshtan village on Sunday.", nlp)
    place = next(place for words, place in found.items() if "Qorvoshtan" in words)
    assert place.lat is None and place.radius_km is None and place.geonameid is None


def test_text_in_capitals_leans_on_the_gazetteer(nlp: Language) -> None:
    text = (
        "GUERRILLAS ATTACKED A POLICE STATION IN SAN SALVADOR LAST NIGHT. THE ARMY SAID TWO REBELS DIED IN SAN MIGUEL."
    )
    found = places(text, nlp)
    assert found["SAN SALVADOR"].country == "SV"
    assert found["SAN MIGUEL"].country == "SV"


def test_source_hints_at_its_country(nlp: Language) -> None:
    assert places("Shelling hit Madaya.", nlp, source="Syrian Gazette")["Madaya"].country == "SY"


def test_given_spans_are_resolved_in_their_order(nlp: Language) -> None:
    text = "From Paris to Kunduz."
    parsed = parse(report(text), nlp)
    spans = [Span(14, 20), Span(5, 10)]
    assert [(place.span, place.country) for place in resolve_spans(parsed, spans)] == [
        (spans[0], "AF"),
        (spans[1], "FR"),
    ]


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "\x00\x01", "۔؟ سلام", "A" * 5000, "in in in, , ,", "—’s ’s", "🙂 in 🙂, Iraq"]
)
def test_any_text_can_be_read(nlp: Language, text: str) -> None:
    parsed = parse(report(text), nlp)
    for place in find_places(parsed):
        assert 0 <= place.span.start < place.span.end <= len(text)
        assert (place.lat is None) == (place.lon is None)


def test_capital_that_speaks_is_marked_as_metonymic(nlp: Language) -> None:
    because = places("Tehran denied any part in the attack.", nlp)["Tehran"].because
    assert because is not None and because.startswith("metonymic")
    because = places("A bomb went off in Tehran.", nlp)["Tehran"].because
    assert because is not None and not because.startswith("metonymic")


def test_choice_says_its_rule_and_its_runner_up(nlp: Language) -> None:
    because = places("A man was shot in Tripoli, Lebanon, on Friday.", nlp)["Tripoli"].because
    assert because is not None and "before" in because
