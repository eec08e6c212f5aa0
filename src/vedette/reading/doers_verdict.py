"""Reads verdicts on who did it that follow an act: "by smugglers, says Eastland; by a guard, says Westland"."""

from collections.abc import Iterator

from spacy.tokens import Token

from vedette.reading.noun_phrases import counted_noun
from vedette.reading.persons import can_act
from vedette.reading.roles import Argument
from vedette.reading.scene import EventDraft
from vedette.reading.speech_words import speech_verbs

#: What stands before a verdict and ends it.
_BREAKS = frozenset((":", ";", ","))
#: Tokens behind "by" within which it says who holds that opinion.
_FAR = 14


def arguments_verdict(mention: EventDraft) -> Iterator[Argument]:
    """Whom each of those who speak holds for the doer: behind "by" after a break, with a clause of speaking."""
    tokens = mention.sentence.tokens
    for by in tokens[mention.words.end - tokens.start :]:
        if by.lower_ == "by" and by.nbor(-1).text in _BREAKS:
            noun = next((c for c in by.children if c.dep_ in {"pobj", "dobj", "nsubj"} and c.i > by.i), None)
            doer = counted_noun(noun) if noun is not None else None
            if doer is not None and can_act(doer) and _is_opinion(by, tokens.end):
                yield Argument("perpetrator", doer, None, "accused", "“by” in somebody's verdict")


def _is_opinion(by: Token, end: int) -> bool:
    """Whether "says …" or "according to …" follows before the next verdict."""
    for token in by.doc[by.i + 1 : min(by.i + _FAR, end)]:
        if token.text in {":", ";"} or token.lower_ == "by":
            return False
        if token.lower_ == "according" or (token.pos_ == "VERB" and token.lemma_.lower() in speech_verbs()):
            return True
    return False
