"""Finds where a value's words stand to the words of an act: in which clause, under which head, spoken or told."""

from collections.abc import Iterator

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.model.span import Span
from vedette.reading.clauses import clause_head
from vedette.reading.parse import Sentence, span_of
from vedette.reading.scene import EventDraft, Scene
from vedette.vocab.load import load_table

#: Prepositions that the parser takes for a part of the name where they open a sentence ("Near Easton, one strike …").
_OPENING = frozenset(("near", "outside", "inside", "around", "above", "off"))

#: Units of a time after which an act is history.
_LONG = frozenset(("week", "weeks", "month", "months", "year", "years", "decade", "decades"))
_UNITS = _LONG | frozenset(("hour", "hours", "day", "days"))
#: Words between a time and the act that it is counted from.
_LINKS = frozenset(("after", "since", "before"))

#: Steps up the tree that are followed.
MAX_STEPS = 12


def tokens_at(span: Span, sentence: Sentence) -> TokenSpan | None:
    """The sentence's tokens at a span of its report, None where it lies outside."""
    if not sentence.span.overlaps(span):
        return None
    doc = sentence.tokens.doc
    offset = doc.user_data["offset"]
    found = doc.char_span(span.start - offset, span.end - offset, alignment_mode="expand")
    return found if found is not None and len(found) else None


def heads_above(token: Token) -> Iterator[Token]:
    """The heads of a token, nearest first."""
    at = token
    for _ in range(MAX_STEPS):
        if at.head.i == at.i:
            return
        at = at.head
        yield at


def preposition_of(token: Token) -> Token | None:
    """The preposition that governs a noun phrase's head, directly or through what it modifies."""
    opens = next((c for c in token.children if c.lower_ in _OPENING and c.i < token.i), None)
    if opens is not None and opens.is_sent_start and opens.dep_ in ("compound", "nmod", "amod"):
        return opens
    at = token
    for _ in range(4):
        if at.dep_ in ("pobj", "pcomp") and at.head.pos_ in ("ADP", "SCONJ", "ADV"):
            return at.head
        if at.dep_ not in ("compound", "nmod", "poss", "amod", "appos", "conj", "dep", "npadvmod", "punct"):
            return at.head if at.head.dep_ == "prep" else None
        at = at.head
    return None


def same_clause(token: Token, other: Token) -> bool:
    """Whether two words stand in the same clause."""
    return clause_head(token).i == clause_head(other).i


def spoken_beside(span: Span, draft: EventDraft, scene: Scene) -> bool:
    """Whether the words belong to the saying (speaker, cue, day of speaking) of what tells of the act."""
    trigger = span_of(draft.trigger)
    for statement in scene.speech_by_sentence.get(draft.sentence.index, ()):
        if statement.speaker.span and statement.speaker.span.overlaps(span):
            return True
        if statement.content.holds(trigger) and not statement.content.overlaps(span) and _beside(statement.cue, span):
            return True
    return False


def _beside(cue: Span | None, span: Span) -> bool:
    """Whether the words follow the cue closely ("said in Kabul on Tuesday")."""
    return cue is not None and cue.part == span.part and 0 <= span.start - cue.end <= 40


def remembered_by(draft: EventDraft) -> str | None:
    """The noun that an act hangs from where it is only remembered ("the anniversary of the death of"), else None."""
    remembered = frozenset(load_table("stages")["background"]["above"])
    return next((head.text for head in heads_above(draft.trigger) if head.lower_ in remembered), None)


def time_link(trigger: Token) -> tuple[Token, Token] | None:
    """The unit and the link by which an act lies some time from another ("two years after it"), else None."""
    links = [c for c in trigger.children if c.dep_ == "mark"] + list(heads_above(trigger))[:3]
    link = next((token for token in links if token.lower_ in _LINKS and trigger.sent.start < token.i < trigger.i), None)
    if link is None or link.nbor(-1).lower_ not in _UNITS:
        return None
    return link.nbor(-1), link


def long_since(trigger: Token) -> str | None:
    """The words by which an act lies weeks or years before the news ("three years after the bombing"), else None."""
    found = time_link(trigger)
    if found is None or found[0].lower_ not in _LONG or found[1].lower_ == "before":
        return None
    return f"{found[0]} {found[1]}"
