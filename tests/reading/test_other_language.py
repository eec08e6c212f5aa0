"""Of a report in another language places and dates are read where they are sure, and no rule for English is run."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.model.report import Report
from vedette.reading.other_language import is_other_language, read_other_language
from vedette.sources.language import tell_language

ARABIC = "قُتل أربعة أشخاص في انفجار ببغداد يوم 2021-05-12 وقالت الشرطة إن الهجوم وقع قرب السوق"
PERSIAN = "در انفجار تهران چهار نفر کشته شدند و پلیس گفت که این حمله در نزدیکی بازار روی داده است"
RUSSIAN = "Взрыв унёс жизни 12 человек, сообщила полиция 12.05.2021 в понедельник вечером"
FRENCH = "Une bombe a explosé lundi à Bagdad, a annoncé la police. Nancy était absente."


@pytest.mark.parametrize(
    ("text", "names"),
    [(ARABIC, ["Baghdad"]), (PERSIAN, ["Tehran"]), (RUSSIAN, []), (FRENCH, ["Baghdad"])],
)
def test_places_are_read_where_they_are_sure(text: str, names: list[str]) -> None:
    reading = read_other_language(Report("r", text, language="xx"))
    assert [place.name for place in reading.places] == names
    assert reading.events == ()
    assert "only English" in reading.notes[0]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2021-05-12", date(2021, 5, 12)),
        ("٢٠٢١-٠٥-١٢", date(2021, 5, 12)),
        ("12.5.2021", date(2021, 5, 12)),
        ("25/12/2021", date(2021, 12, 25)),
        ("05/12/2021", None),
        ("۱۴۰۰/۰۲/۲۲", None),
        ("31.2.2021", None),
        ("192.168.1.2021", None),
    ],
)
def test_dates_in_numerals_are_read_where_they_mean_one_day(words: str, day: date | None) -> None:
    found = read_other_language(Report("r", f"{words} ...", language="xx")).dates
    assert [mention.start for mention in found] == ([day] if day else [])
    assert all(mention.span.end == len(words) for mention in found)


def test_the_name_leaves_out_what_is_joined_to_it() -> None:
    report = Report("r", ARABIC, language="ar")
    (place,) = read_other_language(report).places
    assert report.words(place.span) == "بغداد"


@pytest.mark.parametrize(
    ("text", "language"), [(ARABIC, "ar"), (PERSIAN, "fa"), (RUSSIAN, "ru"), ("انفجار في بغداد", None)]
)
def test_languages_of_one_script_are_told_apart(text: str, language: str | None) -> None:
    assert tell_language(text) == language


def test_letters_tell_where_the_language_is_not_known() -> None:
    assert is_other_language(Report("r", "انفجار في بغداد"))
    assert not is_other_language(Report("r", "Blast in Basra (البصرة) kills four"))


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    reading = read_other_language(Report("r", text, text[:50], language="xx"))
    spans = [place.span for place in reading.places] + [found.span for found in reading.dates]
    assert all(0 <= span.start < span.end for span in spans)
