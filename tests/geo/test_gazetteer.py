"""Names to places."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.geo.countries import capital_of, country_names, find_country, find_demonym, is_capital
from vedette.geo.gazetteer import HAND_MADE, Gazetteer
from vedette.geo.gazetteer_entry import radius_of
from vedette.geo.gazetteer_names import fold, without_article
from vedette.vocab.load import load_table

#: Kinds of the model.
KINDS = {
    "town", "district", "province", "country", "region", "water", "crossing", "base", "airport", "shrine", "road",
    "border", "site",
}  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Hasakah", "al hasakah"),
        ("St. Louis", "Saint Louis"),
        ("N’Djamena", "N'Djamena"),
        ("Sulaymānīyah", "Sulaymaniyah"),
        ("Şırnak", "Sirnak"),
        ("القاهرة", "القاهره"),
    ],
)
def test_spellings_of_one_name_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_article_is_taken_off_only_before_a_name() -> None:
    assert without_article("ar raqqah") == "raqqah"
    assert without_article("al ab") is None
    assert without_article("algiers") is None


def test_most_populous_bearer_of_a_name_comes_with_its_unit_and_id(gazetteer: Gazetteer) -> None:
    towns = [entry for entry in gazetteer.find("Mosul") if entry.kind == "town"]
    assert towns[0].country == "IQ"
    assert towns[0].admin1 == "Nineveh"
    assert towns[0].geonameid
    assert towns[0].population > 1_000_000


@pytest.mark.parametrize("spelling", ["Deir ez-Zor", "Deir Ezzor", "Deir al-Zour", "دير الزور"])
def test_town_is_found_under_the_spellings_of_reports(gazetteer: Gazetteer, spelling: str) -> None:
    assert any(entry.country == "SY" and entry.kind == "town" for entry in gazetteer.find(spelling))


def test_name_is_found_with_and_without_its_article(gazetteer: Gazetteer) -> None:
    assert {entry.country for entry in gazetteer.find("al-Fallujah")} == {"IQ"}
    assert {entry.country for entry in gazetteer.find("Fallujah")} == {"IQ"}


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Diyala", "province", "IQ"),
        ("Darfur", "region", "SD"),
        ("Strait of Hormuz", "water", None),
        ("Torkham", "crossing", "PK"),
        ("Bagram Airfield", "base", "AF"),
        ("Zaatari", "site", "JO"),
        ("Burma", "country", "MM"),
        ("Scotland", "province", "GB"),
        ("Orange County, ", "district", "US"),
    ],
)
def test_places_that_tables_of_towns_miss_are_there(
    gazetteer: Gazetteer, name: str, kind: str, country: str | None
) -> None:
    assert any(entry.kind == kind and entry.country == country for entry in gazetteer.find(name.rstrip(", ")))


def test_province_reaches_much_farther_than_its_town(gazetteer: Gazetteer) -> None:
    found = {entry.kind: entry for entry in gazetteer.find("Aleppo") if entry.country == "SY" and entry.rank <= 0}
    assert found["province"].radius_km > 3 * found["town"].radius_km


def test_unknown_name_finds_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Xqzzyville") == ()
    assert gazetteer.find("") == ()


@given(st.text(alphabet=string.printable + "؀سʾ\u0301", max_size=30))
def test_any_words_can_be_looked_up(name: str) -> None:
    for entry in Gazetteer.open().find(name):
        assert entry.kind in KINDS
        assert -90 <= entry.lat <= 90
        assert -180 <= entry.lon <= 180
        assert entry.radius_km > 0


def test_radius_grows_with_population() -> None:
    radii = [radius_of("town", people) for people in (500, 10_000, 90_000, 400_000, 1_500_000, 9_000_000)]
    assert radii == sorted(radii)
    assert radius_of("town", 0) == load_table("place_radius")["town"]["unknown"]


def test_places_kept_by_hand_are_well_formed() -> None:
    names = country_names()
    for table in HAND_MADE:
        for entries in load_table(table).values():
            for entry in entries:
                known = {"name", "other", "country", "admin1", "units", "lat", "lon", "radius_km", "geonameid"}
                assert set(entry) <= known
                assert entry.get("country") is None or entry["country"] in names
                assert entry["radius_km"] > 0


def test_hand_kept_towns_are_the_packed_ones_where_these_exist(gazetteer: Gazetteer) -> None:
    (kobani,) = [entry for entry in gazetteer.find("Kobani") if entry.kind == "town" and entry.country == "SY"]
    assert kobani.geonameid
    assert kobani.rank == -1


def test_countries_are_found_by_name_and_code() -> None:
    assert find_country("Syrian Arab Republic") == "SY"
    assert find_country("IRQ") == find_country("iraq") == find_country("عراق") == "IQ"
    assert find_country("Diyala") is None


def test_demonyms_are_no_countries_names() -> None:
    assert find_demonym("Afghans") == "AF"
    assert find_demonym("Afghanistan") is None
    assert find_country("Afghan") is None


def test_capitals_are_told_by_country() -> None:
    assert capital_of("FR") == "Paris"
    assert is_capital("Paris", "FR")
    assert not is_capital("Paris", "US")
