"""Units by the words that data sets name them with."""

import pytest

from vedette.geo.unit_names import unit_of_words


@pytest.mark.parametrize(
    ("country", "name", "unit"),
    [
        ("IQ", "Diyala", "IQ-DI"),
        ("IQ", "Diyálá province", "IQ-DI"),
        ("SY", "Aleppo Governorate", "SY-HL"),
        ("UA", "Donetsk Oblast", "UA-14"),
        ("TR", "Hakkari province", "TR-30"),
        ("IR", "Diyala", None),
        ("IQ", "Atlantis", None),
        ("IQ", "", None),
    ],
)
def test_words_of_a_data_set_mean_a_unit_of_their_country(country: str, name: str, unit: str | None) -> None:
    assert unit_of_words(country, name) == unit
