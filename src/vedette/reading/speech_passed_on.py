"""Finds who passes a statement on: "an officer quoted by the daily said …", "an informant cited in the warrant"."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from vedette.model.statement import Manner
from vedette.reading.parse import ParsedReport, span_of
from vedette.reading.speech import StatementDraft

_QUOTED = {"quote", "cite"}


def passer_on(speaker: Token | None) -> Token | None:
    """Head of the words of who quotes a speaker, None where nobody is told to."""
    participle = _participle(speaker)
    return _passer(participle) if participle is not None else None


def drafts_passing_on(parsed: ParsedReport, drafts: Sequence[StatementDraft]) -> Iterator[StatementDraft]:
    """A statement of its own for each who passes another's on, about the same content."""
    for draft in drafts:
        participle = _participle(draft.head)
        passer = _passer(participle) if participle is not None else None
        if participle is None or passer is None:
            continue
        cue = span_of(participle.doc[participle.i : participle.i + 2])
        yield StatementDraft(passer, Manner.SAID, cue, draft.content, f"passes on: {participle.lemma_}", cue)


def _participle(speaker: Token | None) -> Token | None:
    if speaker is None:
        return None
    return next((c for c in speaker.rights if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ in _QUOTED), None)


def _passer(participle: Token) -> Token | None:
    for child in participle.rights:
        if child.lower_ in {"by", "in"}:
            return next((c for c in child.rights if c.dep_ == "pobj" and c.ent_type_ != "DATE"), None)
    return None
