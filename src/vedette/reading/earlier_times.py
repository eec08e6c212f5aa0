"""Acts told only by that they were done before ("…, as they did in 2016")."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from vedette.reading.parse import Sentence
from vedette.reading.scene import EventDraft

#: Labels of the pipeline for when something was.
_DATES = frozenset(("DATE", "TIME"))


def earlier_times(drafts: Sequence[EventDraft], sentence: Sentence) -> list[EventDraft]:
    """The mentions of a sentence, and behind each the earlier act that "as they did" with a date likens it to."""
    found = list(drafts)
    for did in (token for token in sentence.tokens if token.lower_ == "did"):
        mark = next((c for c in did.lefts if c.lower_ == "as"), None)
        last = max(
            (t.i for t in did.subtree if t.i > did.i and (t.ent_type_ in _DATES or t.shape_ == "dddd")), default=None
        )
        likened = _likened(did, drafts)
        if mark is not None and last is not None and likened is not None:
            words = did.doc[mark.i : last + 1]
            found.append(replace(likened, trigger=did, words=words, entry="earlier: as … did", names="act", stage=None))
    return sorted(found, key=lambda draft: draft.words.start)


def _likened(did: Token, drafts: Sequence[EventDraft]) -> EventDraft | None:
    """The act nearest before the words, where the sentence tells of one."""
    before = [draft for draft in drafts if draft.trigger.i < did.i and draft.names != "doer"]
    return max(before, key=lambda draft: draft.trigger.i, default=None)
