"""Text in capitals, as it would be written in mixed case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.reading.casing import is_all_caps, recase


@pytest.mark.parametrize(
    ("capitals", "mixed"),
    [
        ("POLICE SAID THE REBELS LEFT ON 4 MARCH.", "Police said the rebels left on 4 March."),
        ("TROOPS MARCH TO LIMA.", "Troops march to Lima."),
        ("PRESIDENT BUSH MET GEN. LOPEZ.", "President Bush met Gen. Lopez."),
        ("THE NATIONAL POLICE OF EL SALVADOR", "The National Police of El Salvador"),
        ("TWO AK-47 RIFLES WERE FOUND", "Two AK-47 rifles were found"),
        ("IN THE U.S. EMBASSY'S GARDEN", "In the U.S. embassy's garden"),
        ("THE 1ST BRIGADE OF THE ARMY", "The 1st brigade of the army"),
        ("THE XLF [EXAMPLE LIBERATION FRONT] LEFT", "The XLF [Example Liberation Front] left"),
        ("THE XLF'S MEN", "The XLF's men"),
    ],
)
def test_names_keep_a_capital_and_words_lose_it(capitals: str, mixed: str) -> None:
    assert recase(capitals) == mixed


@given(st.text(max_size=200))
def test_every_code_point_keeps_its_place(text: str) -> None:
    recased = recase(text)
    assert len(recased) == len(text)
    assert recased.lower() == text.lower()


@given(st.text(alphabet="ABC DEF.'-[]\n12", max_size=120))
def test_recasing_twice_from_capitals_is_the_same(text: str) -> None:
    assert recase(recase(text).upper()) == recase(text.upper())


def test_capitals_are_told_from_mixed_case() -> None:
    assert is_all_caps("POLICE SAID THE REBELS LEFT ON 4 MARCH.")
    assert not is_all_caps("Police said the rebels left on 4 March.")
    assert not is_all_caps("NATO, UN")


def test_a_long_text_takes_linear_time() -> None:
    assert len(recase("THE REBELS OF THE NATIONAL FRONT LEFT. " * 20_000)) == 780_000
