"""Finds who is told beside an act to have laid, fired or sent it: "They may have been laid by the militia"."""

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Token

from vedette.model.statement import Manner
from vedette.reading.parse import Sentence, span_of
from vedette.reading.persons import Sort, sort_of
from vedette.reading.roles import Argument, is_verbal
from vedette.reading.scene import EventDraft, Scene
from vedette.vocab.load import load_table

#: Sorts of what is laid, fired or done.
_DONE = frozenset({Sort.WEAPON, Sort.ACT, Sort.PRONOUN})
_PASSIVE = frozenset({"nsubjpass", "nsubj"})


def arguments_after(mention: EventDraft, scene: Scene) -> Iterator[Argument]:
    """The by-agents of what the sentence and the next one say was done with the means of the act, and threateners."""
    sentences = scene.parsed.sentences[mention.sentence.index : mention.sentence.index + 2]
    for sentence in sentences:
        if sentence.paragraph == mention.sentence.paragraph:
            yield from _senders(sentence)
    if mention.kind == "THREATEN":
        yield from _threateners(mention, scene)


def _senders(sentence: Sentence) -> Iterator[Argument]:
    for verb in sentence.tokens:
        if verb.lemma_.lower() in _words("sending") and is_verbal(verb) and _is_of_the_act(verb):
            for agent in (a for by in verb.rights if by.dep_ == "agent" for a in by.children if a.dep_ == "pobj"):
                yield Argument("perpetrator", agent, None, _word(verb), f"by-agent of “{verb}”")


def _is_of_the_act(verb: Token) -> bool:
    return any(c.dep_ in _PASSIVE and sort_of(c) in _DONE for c in verb.lefts)


def _word(verb: Token) -> str:
    """How surely: "may have been laid by" is a possibility."""
    modal = any(c.tag_ == "MD" and c.lower_ in {"may", "might", "could"} for c in verb.lefts)
    return "possible" if modal else "fact"


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(load_table("roles")["carried"][key])


def _threateners(mention: EventDraft, scene: Scene) -> Iterator[Argument]:
    """Whoever utters the threat that holds the mention."""
    at = span_of(mention.trigger)
    for statement in scene.statements_by_sentence.get(mention.sentence.index, ()):
        speaker = statement.speaker.span
        if statement.manner is not Manner.THREATENED or speaker is None or not statement.content.overlaps(at):
            continue
        for token in _last_noun([t for t in mention.sentence.tokens if span_of(t).overlaps(speaker)]):
            yield Argument("perpetrator", token, None, "claimed", "utters the threat")


def _last_noun(tokens: Sequence[Token]) -> Sequence[Token]:
    heads = [t for t in tokens if t.pos_ in {"NOUN", "PROPN", "PRON"} and t.head not in tokens]
    return heads[:1] or [t for t in tokens if t.pos_ in {"NOUN", "PROPN"}][-1:]
