"""Who deals with whom, in PLOVER's kinds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from tests.build import report
from vedette.model.span import Span
from vedette.reading.parse import parse
from vedette.reading.plover import Dealing, find_dealings


def dealing(text: str, nlp: Language) -> Dealing:
    return find_dealings(parse(report(text), nlp))[0]


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norway and Chile agreed on a fishing pact on Friday.", "AGREE"),
        ("Norwegian and Chilean ministers held talks in Oslo.", "CONSULT"),
        ("Norway praised Chile for its new constitution.", "SUPPORT"),
        ("Norway shared intelligence with Chile.", "COOPERATE"),
        ("Norway sent food aid to Chad.", "AID"),
        ("Chile lifted the curfew in its capital.", "CONCEDE"),
        ("Chile withdrew its soldiers from Peru.", "RETREAT"),
        ("Norway demanded that Chile free the sailors.", "REQUEST"),
        ("Norway accused Chile of poisoning the river.", "ACCUSE"),
        ("Chile rejected a Norwegian proposal.", "REJECT"),
        ("Chile threatened to attack Peru.", "THREATEN"),
        ("Students demonstrated against the Chilean government.", "PROTEST"),
        ("Norway imposed sanctions on Chile.", "SANCTION"),
        ("Peru massed troops on the border with Chile.", "MOBILIZE"),
        ("Chilean police arrested three Peruvian journalists.", "COERCE"),
        ("Peruvian soldiers shelled a Chilean town.", "ASSAULT"),
    ],
)
def test_each_kind_has_its_words(text: str, kind: str, nlp: Language) -> None:
    assert dealing(text, nlp).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norway will send food aid to Chad.", "AGREE"),
        ("Norway is ready to lift sanctions against Chile.", "AGREE"),
        ("Norway will impose sanctions on Chile.", "THREATEN"),
        ("Norway will withdraw its envoys from Chile unless the sailors are freed.", "THREATEN"),
        ("Norway refused to send food aid to Chad.", "REJECT"),
        ("Norway did not accept the plan.", "REJECT"),
        ("The Norwegian minister said Chile must free the sailors.", "REQUEST"),
        ("Norway halted negotiations with Chile.", "SANCTION"),
    ],
)
def test_what_stands_above_the_act_changes_the_kind(text: str, kind: str, nlp: Language) -> None:
    assert dealing(text, nlp).kind == kind


def test_force_against_a_crowd_is_coercion(nlp: Language) -> None:
    assert dealing("Police opened fire on demonstrators in the Chilean capital.", nlp).kind == "COERCE"


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Norway accused Chile of poisoning the river.", ["Norway"], ["Chile"]),
        ("Chile was accused by Norway of poisoning the river.", ["Norway"], ["Chile"]),
        ("Norway said it would send food aid to Chad.", ["Norway"], ["Chad"]),
        ("Chile withdrew its troops from Peru.", ["Chile"], ["Peru"]),
        ("Norway demanded support from Chile.", ["Norway"], ["Chile"]),
    ],
)
def test_who_and_whom(text: str, actors: list[str], recipients: list[str], nlp: Language) -> None:
    found = dealing(text, nlp)
    assert words(text, tuple(party.span for party in found.actors)) == actors
    assert words(text, tuple(party.span for party in found.recipients)) == recipients


def test_who_does_it_is_unknown_where_a_passive_names_nobody(nlp: Language) -> None:
    found = dealing("Three Chilean journalists were arrested on Monday.", nlp)
    assert found.actors == ()
    assert found.recipients


def test_talks_have_two_sides(nlp: Language) -> None:
    text = "Talks between Norway and Chile began in Oslo."
    found = dealing(text, nlp)
    assert found.mutual
    assert words(text, tuple(party.span for party in found.actors)) == ["Norway", "Chile"]


@pytest.mark.parametrize(
    ("text", "code", "sector"),
    [
        ("The Norwegian foreign minister criticised Chile.", "NOR", "GOV"),
        ("Chilean rebels attacked Peru.", "CHL", "REB"),
        ("The United Nations condemned Chile.", "IGO", None),
        ("Chilean police arrested a journalist.", "CHL", "COP"),
        ("Parliament rejected the plan of Norway.", None, "LEG"),
    ],
)
def test_codes_of_parties(text: str, code: str | None, sector: str | None, nlp: Language) -> None:
    found = dealing(text, nlp).actors[0].code
    assert (found.code, found.sector) == (code, sector)


def test_a_sentence_without_an_act_has_no_dealing(nlp: Language) -> None:
    assert find_dealings(parse(report("The river is long and cold."), nlp)) == ()


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="abc says that and will not attack , . ; ( Norway Chile\n\u0000é", max_size=200))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    from vedette.reading.language_pipeline import load_pipeline

    for found in find_dealings(parse(report(text), load_pipeline())):
        for span in (found.trigger, *(party.span for party in (*found.actors, *found.recipients))):
            assert 0 <= span.start < span.end <= len(text)


def test_long_chains_do_not_hurt(nlp: Language) -> None:
    text = "Norway said that " + "Chile said that " * 300 + "and attacked " * 300 + "Peru."
    find_dealings(parse(report(text), nlp))
