"""Chooses which of a report's places is an event's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from vedette.geo.countries import country_names, find_country, find_demonym
from vedette.model.place import Place
from vedette.reading.attach import heads_above, preposition_of, same_clause, spoken_beside, tokens_at
from vedette.reading.clauses import clause_head
from vedette.reading.nation import is_aside, is_doer_before, nation_told
from vedette.reading.parse import Sentence, span_of
from vedette.reading.place_container import finer_place, with_container
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.unlisted import find_unlisted
from vedette.vocab.load import load_table

#: Prepositions by how surely they say where something happened; general knowledge of English, set by eye.
_LOCATIVE = {
    **dict.fromkeys(
        ("in", "at", "near", "outside", "inside", "around", "on", "along", "across", "above", "off", "within"), 5
    ),
    **dict.fromkeys(
        ("over", "between", "of", "east", "west", "north", "south", "beside", "behind", "below", "through"), 4
    ),
    **dict.fromkeys(("to", "into", "against"), 2),
    **dict.fromkeys(("towards", "toward", "for"), 0),
    **dict.fromkeys(("from", "by", "with", "as", "like", "than"), -2),
}
#: Score from which a place is a mention's own: a preposition of place in its clause.
OWN_SCORE = 6

#: Kinds of place that say little about where.
_WIDE = frozenset(("country", "region"))
#: Kinds of place that are told by others.
_TOLD = frozenset(("site", "road", "border"))


@dataclass(frozen=True)
class _Candidate:
    place: Place
    score: float


def choose_place(mentions: Sequence[EventDraft], scene: Scene) -> Place | None:
    """The place of the event, None where no place of its sentences (or of the lead) is its own."""
    candidates = [candidate for mention in mentions for candidate in _candidates(mention, mentions, scene)]
    best = max(candidates, key=lambda c: (c.score, -c.place.span.start), default=None)
    place = best.place if best and best.score > 0 else _from_lead(mentions, scene)
    if place is None:
        return None
    return with_container(_told_by(finer_place(place, scene), scene), mentions[0], scene)


def _told_by(place: Place, scene: Scene) -> Place:
    """The place that the words around a place tell by it ("15 km north of C", "the road from C to D"), else itself."""
    held = [
        other
        for other in scene.places
        if other.kind in _TOLD and other.shape is not None and other.span.holds(place.span) and other.span != place.span
    ]
    return min(held, key=lambda other: (other.span.end - other.span.start, other.span), default=place)


def place_in_general(mention: EventDraft, scene: Scene) -> Place | None:
    """The place that the mention's own clause, or one above it, gives to acts in general, None where none does."""
    act = clause_head(mention.trigger)
    clauses = {act.i, *(clause_head(head).i for head in heads_above(act))}
    if _is_plural_place(mention):
        return None
    own = [
        c for c in _candidates(mention, (mention,), scene) if c.score > 0 and _clause_of(c.place, mention) in clauses
    ]
    best = max(own, key=lambda c: (c.score, -c.place.span.start), default=None)
    return best.place if best is not None else None


def _is_plural_place(mention: EventDraft) -> bool:
    """Whether the act's own words say that it was in several places without naming them ("in various countries")."""
    places = [t for prep in mention.trigger.children if prep.lower_ in ("in", "across") for t in prep.children]
    return any(
        t.tag_ == "NNS" and t.dep_ == "pobj" and not any(c.dep_ in ("prep", "appos") for c in t.children)
        for t in places
    )


def _clause_of(place: Place, mention: EventDraft) -> int | None:
    words = tokens_at(place.span, mention.sentence)
    return None if words is None else clause_head(words.root).i


def own_place(mention: EventDraft, scene: Scene) -> Place | None:
    """The place that the mention's own clause gives it, None where none does or only a country or region."""
    best = max(_candidates(mention, (mention,), scene), key=lambda c: (c.score, -c.place.span.start), default=None)
    if best is None or best.score < OWN_SCORE or best.place.kind in _WIDE:
        return None
    return best.place


def _candidates(mention: EventDraft, mentions: Sequence[EventDraft], scene: Scene) -> Iterator[_Candidate]:
    for place in scene.places_by_sentence.get(mention.sentence.index, ()):
        words = tokens_at(place.span, mention.sentence)
        if words is not None:
            score = _score(words.root, place, mention, scene)
            yield _Candidate(place, score - 0.5 * (mention is not mentions[0]))
    for token, place in find_unlisted(mention.sentence, scene, range(mention.words.start, mention.words.end)):
        score = _score(token, place, mention, scene) - 1
        yield _Candidate(place, score - 0.5 * (mention is not mentions[0]))


def _score(token: Token, place: Place, mention: EventDraft, scene: Scene) -> float:
    score = _by_grammar(token, place, mention)
    score += 3 if same_clause(token, mention.trigger) else 0
    score += _nearness(token, mention.trigger)
    score -= 1.5 if place.kind in _WIDE else 0
    if not _is_heading(token, mention.sentence) and spoken_beside(place.span, mention, scene):
        score -= 7
    return score


def _nearness(token: Token, trigger: Token) -> float:
    return max(0.0, 1.5 - abs(token.i - trigger.i) / 10)


def _by_grammar(token: Token, place: Place, mention: EventDraft) -> float:
    preposition = preposition_of(token)
    if place.kind == "country" and is_aside(token):
        return -5
    if _is_heading(token, mention.sentence):
        return 2
    if place.kind == "country" and place.country and is_doer_before(token, place.country):
        return -4
    if preposition is not None and place.kind == "country" and _is_way(preposition, mention):
        return -5
    if preposition is not None:
        return _LOCATIVE.get(preposition.lower_, 1)
    modifies = token.head.i == mention.trigger.i or token.i + 1 == mention.trigger.i
    if token.dep_ in ("compound", "nmod", "amod", "poss") and modifies:
        return 3.5
    if token.dep_ in ("dobj", "obj") and token.head.i == mention.trigger.i:
        return 3.5
    if (
        token.dep_ == "nsubjpass"
        or _is_hit(token)
        or (token.dep_ == "nsubj" and mention.trigger.lemma_.lower() == "fall")
    ):
        return 2
    if token.dep_ in ("nsubj", "agent"):
        return -4 if place.kind in _WIDE else -2
    if token.dep_ in ("compound", "nmod", "amod", "poss"):
        return -1 if place.kind in _WIDE and token.head.dep_ in ("nsubj", "pobj", "agent") else 1
    return 0


def _is_way(preposition: Token, mention: EventDraft) -> bool:
    """Whether a country is only where somebody was going ("killed trying to flee into X")."""
    going = preposition.head.lemma_.lower() in load_table("nations")["going"]["words"]
    return preposition.lower_ in ("to", "into") and going and preposition.head.i != mention.trigger.i


def _is_hit(token: Token) -> bool:
    """Whether a headline leaves out "was" before what befell a place ("Exampleland hit by wave of killings")."""
    return (
        token.dep_ == "nsubj"
        and token.head.tag_ in ("VBN", "VBD")
        and any(c.dep_ == "agent" for c in token.head.rights)
    )


def _is_heading(token: Token, sentence: Sentence) -> bool:
    """Whether a place opens the sentence before a colon ("Iraq: …") or a dash ("BAGHDAD - …")."""
    tokens = sentence.tokens
    for at in range(tokens.start, min(tokens.start + 8, tokens.end)):
        word = tokens.doc[at]
        if word.text in (":", "—", "–", "|") or (word.text == "-" and word.whitespace_ and at > token.i):
            return token.i < at and all(
                t.pos_ in ("PROPN", "NOUN", "PUNCT", "ADJ", "ADP") for t in tokens.doc[tokens.start : at]
            )
    return False


def _from_lead(mentions: Sequence[EventDraft], scene: Scene) -> Place | None:
    """The place of a sentence beside it, or of the report's first, where it stands after "in" or the like.

    Where no other is named, that of a local speaker ("police in Easton say"): they speak of their own town.
    """
    first = mentions[0]
    at, every = first.sentence.index, scene.parsed.sentences
    sentences = [every[n] for n in dict.fromkeys((at, at - 1, 0, at + 1)) if 0 <= n < len(every)]
    told = [(token, place, sentence) for sentence in sentences for token, place in _named(sentence, scene)]
    for token, place, sentence in told:
        if _tells_where(token, sentence) and not spoken_beside(place.span, first, scene):
            return place
    spoken = next((place for _, place, sentence in told if _is_local_speakers(place, sentence, scene)), None)
    return (
        spoken
        or _only_one([place for _, place, s in told if not spoken_beside(place.span, first, scene)])
        or _of_home_body(first)
        or nation_told(first, scene)
    )


def _only_one(places: Sequence[Place]) -> Place | None:
    """The place of the sentences about, where they name no other and it is no country or region."""
    near = [place for place in places if place.kind not in _WIDE]
    return near[0] if near and len({place.name for place in places}) == 1 else None


def _of_home_body(mention: EventDraft) -> Place | None:
    """The country of police or a court that the act's sentence names, since they act in their own."""
    bodies = frozenset(load_table("kinds")["home_bodies"]["words"])
    for body in (token for token in mention.sentence.tokens if token.lower_ in bodies):
        for word in body.children:
            country = find_demonym(word.text) or find_country(word.text)
            if country and word.dep_ in ("amod", "compound", "nmod", "poss") and word.text[0].isupper():
                because = f"country of “{body.text}”, who act at home"
                name = country_names()[country]
                return Place(span_of(word), name, country, kind="country", named=False, because=because)
    return None


def _named(sentence: Sentence, scene: Scene) -> Iterator[tuple[Token, Place]]:
    for place in scene.places_by_sentence.get(sentence.index, ()):
        words = tokens_at(place.span, sentence)
        if words is not None:
            yield words.root, place
    yield from find_unlisted(sentence, scene)


def _is_local_speakers(place: Place, sentence: Sentence, scene: Scene) -> bool:
    """Whether the place is that of somebody who speaks of their own town (police, residents, a mayor)."""
    local = frozenset(load_table("kinds")["local_speakers"]["words"])
    for statement in scene.speech_by_sentence.get(sentence.index, ()):
        speaker = statement.speaker.span
        if speaker is not None and speaker.overlaps(place.span):
            return not local.isdisjoint(scene.parsed.words(speaker).lower().split())
    return False


def _tells_where(token: Token, sentence: Sentence) -> bool:
    preposition = preposition_of(token)
    return _is_heading(token, sentence) or (preposition is not None and _LOCATIVE.get(preposition.lower_, 0) >= 4)
