"""Finds names of places that no gazetteer holds, by where they stand ("at Northford", "near the shrine of Easton")."""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from vedette.geo.countries import find_country, find_demonym
from vedette.geo.gazetteer import Gazetteer
from vedette.model.place import Place
from vedette.model.span import Span
from vedette.reading.attach import preposition_of
from vedette.reading.nation import is_lone_headline
from vedette.reading.parse import Sentence, span_of
from vedette.reading.persons import Sort, sort_of
from vedette.reading.place_nearly import located
from vedette.reading.places_words import directions, short_directions
from vedette.reading.scene import Scene
from vedette.vocab.load import load_table

#: Prepositions after which a name is most likely a place's.
_BEFORE_PLACES = frozenset(("in", "at", "near", "outside", "around", "inside", "above", "off"))
#: What a name in such a place is not, as the pipeline labels it.
_NOT_PLACES = frozenset(("DATE", "TIME", "NORP", "EVENT", "LANGUAGE", "LAW", "MONEY", "PERCENT", "CARDINAL", "ORDINAL"))

#: What the pipeline labels places.
_PLACES = frozenset(("GPE", "LOC", "FAC"))


def find_unlisted(sentence: Sentence, scene: Scene, act: range = range(0)) -> Iterator[tuple[Token, Place]]:
    """Places that only the words name: unknown names after a preposition of place, and parts of a known country.

    A name keeps its words and has no coordinates ("at Northford"); so does a part of a country ("western Turkish
    town"), with the country that its adjective names, and a headline's mere direction ("killed in southeast"). "The
    Iraqi capital" is the town that it is.

    Args:
        sentence: Where to look.
        scene: What else is known of the report.
        act: Positions of the words for an act, after which "on" and "of" name its place too.
    """
    titled = _is_title_case(sentence)
    for token in sentence.tokens:
        capital = _capital(token, sentence)
        if capital is not None:
            yield token, capital
            continue
        found = _part_of_country(token, sentence) or _direction(token, sentence, scene)
        if found is None and not titled:
            found = _unknown_name(token, sentence, act)
        if found is not None and not _is_taken(found.span, sentence.index, scene):
            yield token, found


def _unknown_name(token: Token, sentence: Sentence, act: range) -> Place | None:
    if sort_of(token) is Sort.ACT:
        return None
    if token.pos_ != "PROPN" or token.dep_ not in ("pobj", "conj", "compound") or token.ent_type_ in _NOT_PLACES:
        return None
    if token.dep_ == "compound" and token.head.pos_ == "PROPN":
        return None
    preposition = preposition_of(token)
    if preposition is None or token.i < preposition.i:
        return None
    of_act = preposition.lower_ in ("on", "of") and preposition.head.i in act and _may_be_struck(token, preposition)
    if preposition.lower_ not in _BEFORE_PLACES and not of_act and not _is_of_site(token, preposition):
        return None
    words = token.doc[_start(token, sentence) : token.i + 1]
    if words.text in short_directions() or words.text in directions():
        return None
    return Place(span_of(words), words.text, because="a name after a preposition of place, in no gazetteer")


def _may_be_struck(token: Token, preposition: Token) -> bool:
    """Whether the name after an act may be a place: after "the killing of" stands a person, unless it is labelled one.

    A person's name must never come out as a place.
    """
    return token.ent_type_ in _PLACES or (preposition.lower_ == "on" and token.ent_type_ != "PERSON")


def _is_of_site(token: Token, preposition: Token) -> bool:
    """Whether the name is a site's: "the Easton bridge", "the shrine of Easton"."""
    sites = _nouns("site_nouns")
    named = token.dep_ == "compound" and token.head.lower_ in sites
    return named or (preposition.lower_ == "of" and preposition.head.lower_ in sites)


def _part_of_country(token: Token, sentence: Sentence) -> Place | None:
    """The place of "in the Iraqi capital": a noun for a place after a preposition, with a country's adjective."""
    preposition = preposition_of(token)
    if (
        token.lower_ not in _nouns("place_nouns")
        or preposition is None
        or preposition.lower_ not in ("in", "on", "at", "near")
    ):
        return None
    for word in token.doc[max(sentence.tokens.start, preposition.i + 1) : token.i]:
        country = find_demonym(word.text) or find_country(word.text)
        if country:
            words = token.doc[preposition.i + 1 : token.i + 1]
            words = words[1:] if words[0].lower_ in ("the", "a", "an") else words
            return Place(
                span_of(words), words.text, country, kind="region", because=f"part of {country}: “{word.text}”"
            )
    return None


def _capital(token: Token, sentence: Sentence) -> Place | None:
    """The capital of "in the Iraqi capital", "around Exampleland's capital": a country's word right before it."""
    first = token.i - 1
    while first > sentence.tokens.start and token.doc[first].tag_ == "POS":
        first -= 1
    before = [t.lower_ for t in token.doc[max(sentence.tokens.start, first - 2) : max(first, sentence.tokens.start)]]
    if token.lower_ != "capital" or _BEFORE_PLACES.isdisjoint(before[-2:] if before[-1:] == ["the"] else before[-1:]):
        return None
    country = find_demonym(token.doc[first].text) or find_country(token.doc[first].text)
    name = load_table("countries")[country]["capital"] if country else None
    towns = (e for e in Gazetteer.open().find(name) if e.country == country and e.kind == "town") if name else iter(())
    entry = next(towns, None)
    if entry is None or not token.doc[first].text[0].isupper():
        return None
    place = Place(span_of(token.doc[first : token.i + 1]), entry.name)
    return located(place, entry, f"capital of {country}: “{token.doc[first]}”")


def _direction(token: Token, sentence: Sentence, scene: Scene) -> Place | None:
    """The part of a country that a headline leaves unnamed: "killed in southeast", "in the restive north-west"."""
    first = sentence.tokens.start
    at, last = token.i - 1, token.i
    if at >= first and token.doc[at].pos_ == "ADJ" and token.doc[at].lower_ not in directions():
        at -= 1
    at -= at >= first and token.doc[at].lower_ == "the"
    if at < first or token.doc[at].lower_ != "in" or token.lower_ not in directions() or not is_lone_headline(scene):
        return None
    while last + 1 < sentence.tokens.end and token.doc[last + 1].lower_ in directions() | {"-"}:
        last += 1
    last -= token.doc[last].text == "-"
    after = token.doc[last + 1] if last + 1 < sentence.tokens.end else None
    if after is not None and (after.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") or after.lower_ == "of"):
        return None
    words = token.doc[at + 1 : last + 1]
    words = words[1:] if words[0].lower_ == "the" else words
    return Place(span_of(words), words.text, kind="region", because="a direction in a headline")


@cache
def _nouns(name: str) -> frozenset[str]:
    return frozenset(load_table("kinds")[name]["words"])


def _is_title_case(sentence: Sentence) -> bool:
    """Whether nearly all longer words are capitalised, so that capitals tell no names."""
    longer = [token for token in sentence.tokens if len(token) > 3 and token.is_alpha]
    return len(longer) >= 4 and sum(token.text[0].isupper() for token in longer) >= 0.8 * len(longer)


def _start(token: Token, sentence: Sentence) -> int:
    start = token.i
    while start > sentence.tokens.start and (token.doc[start - 1].pos_ == "PROPN" or token.doc[start - 1].text == "-"):
        start -= 1
    return start


def _is_taken(span: Span, at: int, scene: Scene) -> bool:
    """Whether something else that is known stands there."""
    known = (scene.places_by_sentence, scene.dates_by_sentence, scene.groups_by_sentence)
    speakers = [s.speaker.span for s in scene.speech_by_sentence.get(at, ()) if s.speaker.span]
    return any(item.span.overlaps(span) for held in known for item in held.get(at, ())) or any(
        speaker.overlaps(span) for speaker in speakers
    )
