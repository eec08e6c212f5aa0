"""Finds the words that show how far an act got."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Token

from vedette.reading.attach import heads_above
from vedette.reading.inflect import forms_of
from vedette.reading.lexicon import MAX_GAP, split_words
from vedette.reading.parse import Sentence
from vedette.reading.scene import EventDraft
from vedette.vocab.load import load_table


@dataclass(frozen=True)
class CueGroup:
    """Cues that show the same."""

    #: Rank: lower wins.
    rank: int
    stage: str
    #: `governs, beside` or `spoken`.
    scope: str
    patterns: tuple[tuple[frozenset[str] | None, ...], ...]
    #: What the words for the act must name (`act, harm, means, plot`); empty: anything.
    names: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True)
class Cue:
    """A cue found."""

    group: CueGroup
    #: The words, `[start, end)` in their Doc.
    start: int
    end: int
    words: str
    #: Whether what it says came about: `held`, `denied` ("could not prevent") or `ahead` ("to prevent", "would stop").
    came: str = "held"


def pattern_of(words: str) -> tuple[frozenset[str] | None, ...]:
    """A cue's words, each with the forms that it may take; None for a gap."""
    pieces = split_words(words)
    first = forms_of(pieces[0])
    return (first, *(None if piece == "~" else frozenset((piece,)) for piece in pieces[1:]))


@cache
def load_cues() -> tuple[CueGroup, ...]:
    """The cues of how far an act got, those that win first."""
    groups: list[dict[str, Any]] = load_table("stages")["cue"]
    return tuple(
        CueGroup(
            rank,
            group["stage"],
            group["scope"],
            tuple(pattern_of(words) for words in group["words"]),
            tuple(group.get("for", ())),
            tuple(group.get("unless", ())),
        )
        for rank, group in enumerate(groups)
    )


@cache
def _by_first() -> dict[str, list[tuple[CueGroup, tuple[frozenset[str] | None, ...]]]]:
    found: dict[str, list[tuple[CueGroup, tuple[frozenset[str] | None, ...]]]] = {}
    for group in load_cues():
        for pattern in group.patterns:
            for form in pattern[0] or ():
                found.setdefault(form, []).append((group, pattern))
    return found


def match_at(pattern: Sequence[frozenset[str] | None], words: Sequence[str], start: int) -> int | None:
    """The end of the pattern where it stands at `start`, else None."""
    at, gap = start, 0
    for part in pattern:
        if part is None:
            gap = MAX_GAP
            continue
        while gap and at < len(words) and words[at] not in part:
            at, gap = at + 1, gap - 1
        if at >= len(words) or words[at] not in part:
            return None
        at, gap = at + 1, 0
    return at


def find_cues(sentence: Sentence) -> tuple[Cue, ...]:
    """The cues in a sentence, in order; kept with its Doc, as every mention of the sentence asks for them."""
    known: dict[int, tuple[Cue, ...]] = sentence.tokens.doc.user_data.setdefault("cues", {})
    if sentence.tokens.start not in known:
        known[sentence.tokens.start] = tuple(_read_cues(sentence))
    return known[sentence.tokens.start]


def _read_cues(sentence: Sentence) -> Iterator[Cue]:
    words = [token.lower_ for token in sentence.tokens]
    text = " ".join(words)
    yield from (
        Cue(
            group,
            sentence.tokens.start + at,
            sentence.tokens.start + end,
            " ".join(words[at:end]),
            _came(group, sentence.tokens[at]),
        )
        for at, word in enumerate(words)
        for group, pattern in _by_first().get(word, ())
        if (end := match_at(pattern, words, at)) and not any(f" {u} " in f" {text} " for u in group.unless)
    )


def cues_of(draft: EventDraft, beside: Sequence[EventDraft]) -> Iterator[Cue]:
    """The cues that belong to a mention, `beside` being all mentions of its sentence."""
    for cue in find_cues(draft.sentence):
        if cue.group.names and draft.names not in cue.group.names and draft.stage not in cue.group.names:
            continue
        inside = draft.words.start <= cue.start and cue.end <= draft.words.end
        if inside and cue.group.scope != "governs" and cue.group.stage != "hoax":
            continue
        if cue.group.stage == "foiled" and (_is_act_itself(cue, draft, beside) or _stops_others(cue, draft)):
            continue
        if cue.group.scope == "governs":
            if governs(cue, draft.trigger) and not (is_in_cue(cue, draft.trigger) and draft.kind == "COERCE"):
                yield cue
        elif draft.kind != "COERCE" and _is_nearest(cue, draft, beside):
            yield cue


def _is_act_itself(cue: Cue, draft: EventDraft, beside: Sequence[EventDraft]) -> bool:
    """Whether the cue's words are those of a protest beside the act ("blocked the road to protest against prices"), or
    of what armed people did ("gunmen stopped the bus")."""
    others = (o for o in beside if o is not draft and (o.kind == "PROTEST" or o.entry.startswith("deed")))
    return any(other.words.start <= cue.start < other.words.end for other in others)


def _stops_others(cue: Cue, draft: EventDraft) -> bool:
    """Whether the act is what kept others from theirs ("shot a man before he could fire"), and was itself done."""
    before = draft.trigger.doc[cue.start]
    verb = before.head
    if before.lower_ != "before" or verb.dep_ != "advcl" or verb.head.i != draft.trigger.i:
        return False
    return draft.names in ("act", "harm") and any(c.dep_ in ("dobj", "nsubjpass") for c in draft.trigger.children)


def is_in_cue(cue: Cue, trigger: Token) -> bool:
    """Whether the word for the act is one of the cue's words ("arrested before")."""
    return cue.start <= trigger.i < cue.end


def governs(cue: Cue, trigger: Token) -> bool:
    """Whether the cue stands above the word for the act, is it, or modifies it."""
    own = range(cue.start, cue.end)
    if trigger.i in own:
        return cue.end - cue.start > 1 or trigger.lower_ in ("attempt", "attempted")
    at = trigger
    if _is_meanwhile(trigger):
        return any(child.i in own and _modifies(child) for child in trigger.children)
    for step, head in enumerate(heads_above(trigger)):
        if head.i in own and at.dep_ != "conj":
            return True
        at = head
        if _is_meanwhile(head) or step >= 4 or (head.dep_ in ("ROOT", "conj") and head.pos_ == "VERB" and step >= 1):
            break
    return any(child.i in own and _modifies(child) for child in trigger.children)


def _is_meanwhile(verb: Token) -> bool:
    """Whether a clause tells what goes on besides, which the verb above says nothing of ("vows revenge as 12 die")."""
    return verb.dep_ == "advcl" and any(child.dep_ == "mark" and child.lower_ == "as" for child in verb.children)


def _came(group: CueGroup, verb: Token) -> str:
    """Whether what a cue that begins with `verb` says came about."""
    if group.stage == "planned" and group.scope == "governs" and _guards_against(verb):
        return "ahead"
    if group.stage == "failed" and any(
        child.dep_ == "xcomp" and child.lemma_.lower() in _words("unmet", "stopping") for child in verb.children
    ):
        return "denied"
    if group.stage == "attempted" and any(
        child.dep_ in ("xcomp", "acl") and child.lemma_.lower() in _words("unmet", "saving") for child in verb.children
    ):
        return "denied"
    if group.scope != "governs" or group.stage != "foiled" or verb.pos_ not in ("VERB", "AUX"):
        return "held"
    beside = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass", "neg")}
    above = {verb.head.lemma_.lower()} if verb.dep_ in ("xcomp", "ccomp", "advcl", "acl", "relcl") else set()
    if any(child.dep_ == "neg" for child in verb.children) or above & _words("unmet", "failing"):
        return "denied"
    if beside & _words("unmet", "ahead") or (above & _words("unmet", "hoping") and "to" in beside):
        return "ahead"
    if "to" in beside and not above & _words("unmet", "managing"):
        return "ahead"
    return "held"


def _guards_against(verb: Token) -> bool:
    """Whether those who make ready for an act are its possible victims ("police are preparing for an attack")."""
    if verb.lemma_.lower() not in _words("unmet", "guarding") or not any(c.lower_ == "for" for c in verb.children):
        return False
    return any(c.dep_ == "nsubj" and c.lower_ in _words("unmet", "guards") for c in verb.children)


@cache
def _words(group: str, name: str) -> frozenset[str]:
    return frozenset(load_table("stages")[group][name])


def _modifies(child: Token) -> bool:
    """Whether a word says of the act what became of it ("foiled attack", "an attack that was foiled")."""
    return child.dep_ in ("amod", "compound", "nmod") or (child.dep_ in ("acl", "relcl") and child.tag_ == "VBN")


def _is_nearest(cue: Cue, draft: EventDraft, beside: Sequence[EventDraft]) -> bool:
    """Whether no act of another kind or clause stands nearer to the cue."""
    own = _distance(cue, draft)
    return all(own <= _distance(cue, other) or other.kind != draft.kind for other in beside)


def _distance(cue: Cue, draft: EventDraft) -> int:
    return min(abs(cue.start - draft.trigger.i), abs(cue.end - 1 - draft.trigger.i))
