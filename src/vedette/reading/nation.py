"""Finds the country that a headline tells only by its people: "Two Exampleland policemen killed"."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from vedette.geo.countries import country_names, find_country, find_demonym
from vedette.model.place import Place
from vedette.model.span import Span
from vedette.reading.attach import tokens_at
from vedette.reading.headline_parts import is_headline
from vedette.reading.owners import state_named
from vedette.reading.parse import Sentence, span_of
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.source_country import country_of_source
from vedette.vocab.load import load_table

_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})


@dataclass(frozen=True)
class _Hint:
    country: str
    span: Span
    #: Whether it tells where: what crosses borders, and forces that serve abroad, do not.
    tells: bool


def nation_told(mention: EventDraft, scene: Scene) -> Place | None:
    """The only country whose people, government or places a headline names, None where there are none or several.

    It is no named place: `Place.named` is False, and it has no coordinates.
    """
    if not is_lone_headline(scene):
        return None
    label = next((place for place in scene.places if _is_label(place, scene)), None)
    if label is not None:
        return label
    hints = [hint for sentence in scene.parsed.sentences for hint in _hints(sentence, scene)]
    telling = [hint for hint in hints if hint.tells]
    if not telling or len({hint.country for hint in hints}) > 1:
        return None
    first = telling[0]
    because = f"the only country whose people or government the headline names: “{scene.parsed.words(first.span)}”"
    return Place(
        first.span, country_names()[first.country], first.country, kind="country", named=False, because=because
    )


def _is_label(place: Place, scene: Scene) -> bool:
    """Whether a country opens the headline before a colon ("Exampleland: roadside bomb kills two")."""
    first = scene.parsed.sentences[0].span.start
    mark = Span(place.span.end, place.span.end + 1, place.span.part)
    return place.kind == "country" and place.span.start == first and scene.parsed.words(mark) == ":"


def is_lone_headline(scene: Scene) -> bool:
    """Whether the report is nothing but a headline."""
    report = scene.parsed.report
    return len(scene.parsed.by_paragraph) == 1 and is_headline((report.text.strip() or report.title or "").strip())


def _hints(sentence: Sentence, scene: Scene) -> Iterator[_Hint]:
    home = country_of_source(scene.parsed.report.source)
    places = scene.places_by_sentence.get(sentence.index, ())
    for place in places:
        words = tokens_at(place.span, sentence)
        if words is not None and place.country:
            tells = place.kind != "country" or place.country == home or _tells(words.root, place.country)
            tells = tells and not (place.kind == "country" and is_aside(words.root))
            yield _Hint(place.country, place.span, tells)
    for people in _demonyms(sentence):
        country = find_demonym(" ".join(token.text for token in people))
        span = Span(span_of(people[0]).start, span_of(people[-1]).end, span_of(people[0]).part)
        if country and not any(place.span.overlaps(span) for place in places):
            yield _Hint(country, span, country == home or _tells(people[-1], country))
    yield from _of_groups(sentence, scene)
    yield from _of_seats(sentence)


def _of_groups(sentence: Sentence, scene: Scene) -> Iterator[_Hint]:
    """Where armed groups are that have one country alone ("DPR militiaman")."""
    for group in scene.groups_by_sentence.get(sentence.index, ()):
        if group.kind == "armed_group" and len(group.countries) == 1:
            yield _Hint(group.countries[0], group.span, tells=True)


def _of_seats(sentence: Sentence) -> Iterator[_Hint]:
    """States that a headline names by their capital as it speaks or acts ("Kiev says two soldiers killed")."""
    for token in sentence.tokens:
        state = state_named(token) if token.dep_ == "nsubj" and token.pos_ == "PROPN" else None
        country = find_country(state) if state else None
        if country and not find_country(token.text):
            yield _Hint(country, span_of(token), tells=country not in load_table("nations")["abroad"]["countries"])


def _demonyms(sentence: Sentence) -> Iterator[tuple[Token, ...]]:
    """The words for a people or its adjective, of two words first ("Sri Lankan", "South Sudanese")."""
    tokens = list(sentence.tokens)
    at = 0
    while at < len(tokens):
        pair = tuple(tokens[at : at + 2])
        if len(pair) == 2 and find_demonym(f"{pair[0].text} {pair[1].text}"):
            yield pair
            at += 2
            continue
        if tokens[at].text[0].isupper() and find_demonym(tokens[at].text):
            yield (tokens[at],)
        at += 1


def is_aside(token: Token) -> bool:
    """Whether a country's name says nothing of where: who leads or backs somebody, is blamed, or is fired from.

    "Exampleland-backed rebels", "accuses Exampleland of shelling", "killed by fire from Exampleland".
    """
    joined = token.doc[token.i + 1 : token.i + 3]
    if len(joined) == 2 and joined[0].text == "-" and joined[1].lower_ in load_table("nations")["joined"]["words"]:
        return True
    if token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_ in load_table("roles")["carried"]["accusing"]:
        return True
    return token.dep_ == "pobj" and token.head.lower_ == "from"


def is_doer_before(token: Token, country: str) -> bool:
    """Whether a country's name stands before what it sends ("US drones", "Exampleland jets"), which is not in it."""
    after = token.nbor(1).lower_ if token.i + 1 < token.sent.end else ""
    table = load_table("nations")
    return after in table["machines"]["words"] or (country in table["abroad"]["countries"] and after in _sent())


def _sent() -> list[str]:
    table = load_table("nations")
    return [*table["acts"]["words"], *table["forces"]["words"]]


def _tells(token: Token, country: str) -> bool:
    table = load_table("nations")
    head = token
    while head.dep_ in _MODIFIERS and head.head.i != head.i and head.head.i - token.i < 4:
        head = head.head
        if head.lower_ in table["acts"]["words"]:
            break
    after = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    if head.lower_ in table["acts"]["words"] or after in table["acts"]["words"]:
        flown = {head.lower_, after} & {*table["air"]["words"]}
        return bool(flown) and country not in table["strikes_abroad"]["countries"]
    if country not in table["abroad"]["countries"]:
        return True
    return head.i != token.i and not {head.lower_, after} & set(table["forces"]["words"])
