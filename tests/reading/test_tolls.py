"""Killed, injured and detained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from tests.build import report
from vedette.reading.assemble import read_report
from vedette.reading.numbers import find_quantities


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("five", 5, 5),
        ("1,200", 1200, 1200),
        ("at least 30", 30, None),
        ("more than two hundred and five", 205, None),
        ("up to 20", 0, 20),
        ("dozens", 24, None),
        ("10 to 12", 10, 12),
        ("twenty - five", 25, 25),
        ("no", 0, 0),
        ("two dozen", 24, 24),
    ],
)
def test_numbers(words: str, low: int, high: int | None) -> None:
    (quantity,) = find_quantities(words.split())
    assert (quantity.low, quantity.high) == (low, high)


@pytest.mark.parametrize("words", ["40 km", "2016", "70 - year - old", "three rockets", "7 june", "0610"])
def test_numbers_of_other_things_count_no_people(words: str) -> None:
    assert find_quantities(words.split()) == ()


@given(st.integers(1, 1899))
def test_digits_are_read_as_they_stand(n: int) -> None:
    (quantity,) = find_quantities([str(n), "people"])
    assert (quantity.low, quantity.high) == (n, n)


@given(st.lists(st.text(min_size=1, max_size=8), max_size=30))
def test_any_words_are_answered(words: list[str]) -> None:
    assert all(0 <= q.start < q.end <= len(words) for q in find_quantities(words))


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Five soldiers were killed and twelve wounded in an attack near Easton.", (5, 5), (12, 12)),
        ("Gunmen killed seven policemen near Easton.", (7, 7), None),
        ("41 militants killed in offensive near Easton", (41, 41), None),
        ("Air strikes kill 14 militants near Easton", (14, 14), None),
        ("At least 26 people were killed in the attack.", (26, None), None),
        ("20 soldiers killed or wounded in attack", (0, 20), (0, 20)),
        ("Two soldiers and a boy were killed in the ambush.", (3, 3), None),
        ("The bombing left nine people dead.", (9, 9), None),
        ("The death toll of the bombing rose to 28.", (28, 28), None),
        ("A bomb exploded in Easton. Nobody was hurt.", (0, 0), (0, 0)),
        ("4 rebels, 2 soldiers killed in clash", (6, 6), None),
    ],
)
def test_figures(
    text: str, killed: tuple[int, int | None] | None, injured: tuple[int, int | None] | None, nlp: Language
) -> None:
    event = read_report(report(text), nlp).events[0]
    for toll, expected in ((event.killed, killed), (event.injured, injured)):
        assert (None if toll is None else (toll.low, toll.high)) == expected


def test_two_speakers_give_a_range(nlp: Language) -> None:
    text = (
        "A shell killed people at a market in Easton. Eleven died by the governor's count, nine by that of the police."
    )
    killed = read_report(report(text), nlp).events[0].killed
    assert killed is not None
    assert (killed.low, killed.high) == (9, 11)
    assert len(killed.by) == 2


def test_the_words_of_a_figure_are_pointed_at(nlp: Language) -> None:
    reading = read_report(report("Gunmen killed seven policemen near Easton."), nlp)
    killed = reading.events[0].killed
    assert killed is not None
    assert reading.report.words(killed.span) == "seven"


def test_attackers_killed_are_not_another_count_of_the_victims(nlp: Language) -> None:
    text = "Gunmen killed 25 people at a parade in Easton. All four gunmen were killed, officials said."
    killed = read_report(report(text), nlp).events[0].killed
    assert killed is not None
    assert (killed.low, killed.high) == (25, 25)


def test_an_exact_figure_refines_an_open_one(nlp: Language) -> None:
    event = read_report(
        report("A bomb killed 103 people in Easton.", title="Bomb kills more than 100 in Easton"), nlp
    ).events[0]
    assert event.killed is not None
    assert (event.killed.low, event.killed.high) == (103, 103)


@pytest.mark.parametrize("text", ["Militants seized the town of Easton.", "Police seized 100 kg of explosives."])
def test_things_taken_are_no_detained(text: str, nlp: Language) -> None:
    assert all(event.detained is None for event in read_report(report(text), nlp).events)


def test_a_toll_ends_at_the_stop(nlp: Language) -> None:
    text = "The blasts in Easton killed many. The agency put the death toll at 89, and said that 284 were injured."
    killed = read_report(report(text), nlp).events[0].killed
    assert killed is not None and (killed.low, killed.high) == (89, 89)


@pytest.mark.parametrize(
    ("text", "harm", "n"),
    [
        ("A woman, 20, was killed in the shooting in Northport.", "killed", 1),
        ("Two men, 20 and 24, were arrested after the bombing in Northport.", "detained", 2),
        ("An officer aged 46 was injured in the attack on Northport.", "injured", 1),
    ],
)
def test_an_age_is_no_toll(text: str, harm: str, n: int, nlp: Language) -> None:
    found = [getattr(one, harm) for one in read_report(report(text), nlp).events if getattr(one, harm)]
    assert [(toll.low, toll.high) for toll in found] == [(n, n)]
