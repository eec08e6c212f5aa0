"""One attack in the words of several outlets stays one; what contradicts it in what is stated is said to be another."""

from dataclasses import replace
from datetime import date

import pytest

from tests.build import event, place, reading
from vedette.model.event import Actor, Event, Role, Weapon
from vedette.model.reading import Reading
from vedette.model.span import Span
from vedette.model.time import DateMention
from vedette.watching.second_attack import find_second_attacks

HERE = place()
Told = tuple[Event, Reading]


def told(
    text: str,
    *,
    report_id: str = "a",
    published: str = "2021-05-13",
    target: str | None = None,
    weapon: str | None = None,
    mode: str | None = None,
    hour: str | None = None,
    made: Event | None = None,
) -> Told:
    """A report of an attack, by default of 12 May at Northport."""
    one = made or event(report_id, where=HERE)
    actors = (Actor(Role.TARGET, span(text, target), description=target),) if target else ()
    weapons = (Weapon(weapon, Span(0, 3), weapon),) if weapon else ()
    one = replace(one, actors=actors, weapons=weapons, mode=mode, evidence=(Span(0, len(text)),))
    read = reading(one, report_id=report_id, source=report_id, text=text)
    dates = (DateMention(Span(0, 3), f"2021-05-12{hour}"),) if hour else ()
    return one, replace(read, report=replace(read.report, published=date.fromisoformat(published)), dates=dates)


def span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


FIRST = told("Gunmen fired on a mosque.", target="mosque", mode="firearms", hour="TMO")


@pytest.mark.parametrize(
    "other",
    [
        told("Men shot at the mosque.", report_id="b", target="mosque", weapon="rifle"),
        told("Men attacked a cemetery.", report_id="b", target="cemetery"),
        told("Men attacked a village.", report_id="b", target="village"),
        told("An attack killed nine.", report_id="b", made=event("b", where=HERE, killed=9)),
        told("An attack near Northport.", report_id="b", made=event("b", where=place("Northport Harbour", 10.02))),
        told("An attack.", report_id="b", made=event("b", where=HERE, day=None)),
        told("An attack.", report_id="b", hour="T10:30"),
        told("The second attack this year.", report_id="b"),
        told("A bomb and shots at a mosque.", report_id="b", mode="explosives", weapon="rifle"),
    ],
)
def test_other_words_for_it_are_no_other_attack(other: Told) -> None:
    assert find_second_attacks([FIRST, other]) == ()


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (told("A bomb at a market.", report_id="b", target="market"), "reports tell of “market” and of “mosque”"),
        (
            told("A bomb went off.", report_id="b", weapon="bomb"),
            "reports tell of a shooting and of an explosion or bombardment",
        ),
        (
            told("An attack.", report_id="b", made=event("b", where=place("Southport", 10.1))),
            "reports tell of Northport and of Southport",
        ),
        (
            told("An attack.", report_id="b", made=event("b", where=HERE, day="2021-05-13")),
            "reports tell of 2021-05-12 and of 2021-05-13",
        ),
        (told("At dusk.", report_id="b", hour="TEV"), "reports tell of “At ” and of “Gun”"),
        (told("A second blast hit it.", report_id="b"), "a report tells of “second blast”"),
    ],
)
def test_what_is_stated_otherwise_may_be_another(other: Told, words: str) -> None:
    (reason,) = find_second_attacks([FIRST, other])
    assert reason.words == f"may be more than one attack: {words}"
    assert reason.report_id == "b"


def test_a_far_smaller_toll_of_a_later_day_may_be_another() -> None:
    first = told("Twelve died.", made=event("a", where=HERE, killed=12))
    for killed, day, n in ((2, "2021-05-14", 1), (2, "2021-05-13", 0), (11, "2021-05-14", 0)):
        later = told("Dead.", report_id="b", published=day, made=event("b", where=HERE, killed=killed))
        assert len(find_second_attacks([first, later])) == n


def test_a_third_joins_the_one_that_it_does_not_contradict() -> None:
    market = told("A bomb at a market.", report_id="b", target="market")
    again = told("The market was bombed.", report_id="c", target="market", weapon="bomb")
    school = told("A school was shot at.", report_id="d", target="school")
    assert len(find_second_attacks([FIRST, market, again])) == 1
    assert len(find_second_attacks([FIRST, market, again, school])) == 2


def test_what_one_report_tells_of_both_holds_both_together() -> None:
    both = told("A bomb, then shots.", report_id="0", weapon="bomb", mode="firearms")
    bomb = told("A bomb.", report_id="b", weapon="bomb")
    assert find_second_attacks([both, bomb, told("Shots.", report_id="c", mode="firearms")]) == ()
