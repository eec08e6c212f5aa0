"""What sets one act apart from another: a word, a day, a place, how far it got."""

from collections.abc import Sequence

from spacy.tokens import Token

from vedette.model.place import Place
from vedette.model.time import When
from vedette.reading.attach import heads_above, preposition_of, time_link, tokens_at
from vedette.reading.clauses import clause_head
from vedette.reading.cues import cues_of
from vedette.reading.harms import read_harms
from vedette.reading.persons import Sort, sort_of
from vedette.reading.reality import any_of, is_answer_to, told_in
from vedette.reading.scene import EventDraft, Scene
from vedette.vocab.load import load_table

#: Degrees between two places from which they are held to be different: about 30 km, a town and its surroundings.
APART_DEGREES = 0.3

_OUTCOMES = {
    "hoax": "stopped",
    "foiled": "stopped",
    "failed": "stopped",
    "attempted": "tried",
    "planned": "ahead",
    "threatened": "ahead",
}
#: Kinds of places that hold towns.
_WIDE = frozenset(("province", "region", "country", "district"))
#: Prepositions that say where an act was, when they hang from its word.
_WHERE = frozenset(("in", "at", "near", "on", "outside", "inside", "around", "against", "of"))

#: Words above an act to which the act of the report answers ("in revenge for the raid").
_ANSWERS = frozenset(
    ("revenge", "retaliation", "reprisal", "reprisals", "vengeance", "retaliate", "avenge", "avenging", "response")
)
#: Groups of triggers that tell of an answer to an act told before, or of what it is likened to.
_ANSWERING = ("returned_fire", "reprisal", "earlier")
#: Verbs by which those who do such acts do none.
_IDLE = frozenset(("do", "say", "tell", "speak", "deny", "know", "think", "seem"))
#: Units of the time between two acts.
_UNITS = frozenset(("minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years"))
#: Words that stand for what was told before as what goes off ("One exploded, the other did not").
_BACK = frozenset(("one", "it", "they", "both", "neither", "none", "which", "that", "some", "all", "two", "three"))


def befell_attackers(draft: EventDraft) -> bool:
    """Whether a harm befell those who do such acts ("the attackers were shot dead", "killed both gunmen")."""
    befell = [c for c in draft.trigger.children if c.dep_ in ("nsubjpass", "dobj")]
    if any(noun.like_num and _counted_of(noun) is Sort.PERPETRATOR for noun in befell):
        return True
    known = {c.lower_ for noun in befell for c in noun.children if c.dep_ in ("det", "predet", "nummod")}
    return any(sort_of(noun) is Sort.PERPETRATOR for noun in befell) and bool(known & {"the", "both", "all", "two"})


def _counted_of(number: Token) -> Sort | None:
    """Of whom a number counts some ("four of the gunmen")."""
    of = next((c for c in number.children if c.lower_ == "of"), None)
    return next((sort_of(c) for c in of.children if c.dep_ == "pobj"), None) if of is not None else None


def points_back(draft: EventDraft) -> bool:
    """Whether the mention only tells what became of a weapon told of before ("One exploded", "it went off", "a bomb
    was left there but failed to go off")."""
    if not draft.entry.startswith(("explosion", "destruction")) or draft.trigger.pos_ != "VERB":
        return False
    subject, is_own = _subject_over(draft.trigger)
    if subject is None:
        return False
    return subject.lower_ in _BACK or (not is_own and sort_of(subject) is Sort.WEAPON)


def _subject_over(verb: Token) -> tuple[Token | None, bool]:
    """The subject of a verb, else of the verb over it that it is joined to or hangs from; whether it is its own."""
    own = True
    for _ in range(4):
        subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None or verb.dep_ not in ("conj", "xcomp", "pcomp", "prep"):
            return subject, own
        verb, own = verb.head, False
    return None, False


def is_another(draft: EventDraft) -> bool:
    """Whether a word beside the act (or what it befell) says that it is a further one ("another", "second")."""
    words = frozenset(load_table("stages")["another"]["beside"])
    above = list(heads_above(draft.trigger))[:2]
    if any(head.lower_ in _ANSWERS for head in above) or any(is_answer_to(head) for head in above[:1]):
        return True
    if is_long_after(draft.trigger) or _opens_later(draft) or draft.entry.startswith(_ANSWERING):
        return True
    near = [
        draft.trigger,
        *(c for c in draft.trigger.children if c.dep_ in ("nsubj", "nsubjpass", "dobj") and draft.names != "harm"),
    ]
    return any(child.lower_ in words for token in near for child in token.children if child.i < token.i)


def is_long_after(trigger: Token) -> bool:
    """Whether the act's clause says how long before or after another it was ("a day after a drone had killed two")."""
    found = time_link(trigger)
    if found is not None and found[1].dep_ == "prep":
        return not _is_known(trigger)
    verb = clause_head(trigger)
    found = time_link(verb)
    if found is None:
        return False
    counted = any(c.dep_ == "nummod" for c in found[0].children)
    return verb.dep_ == "advcl" or (verb.dep_ == "conj" and counted)


def _is_known(noun: Token) -> bool:
    """Whether a noun may only point at an act told before ("two days after the ambush"), not at one that it tells."""
    definite = any(c.dep_ in ("det", "poss") and c.lower_ not in ("a", "an", "another") for c in noun.children)
    return definite and not any(c.dep_ in ("prep", "acl", "relcl") for c in noun.children)


def _opens_later(draft: EventDraft) -> bool:
    """Whether the sentence opens with how much earlier or later it was ("An hour earlier a rocket had hit …")."""
    words = [token.lower_ for token in draft.sentence.tokens[:5]]
    told = any(word in _UNITS and words[at + 1 : at + 2] in (["earlier"], ["later"]) for at, word in enumerate(words))
    return told and clause_head(draft.trigger).i == draft.sentence.tokens.root.i


def is_weak(draft: EventDraft) -> bool:
    """Whether the mention names no act by itself: nobody came to harm, victims without a number, an idle doer."""
    if draft.names == "doer":
        idle = draft.trigger.dep_ == "nsubj" and draft.trigger.head.lemma_ in _IDLE
        return not is_would_be(draft) and (idle or draft.trigger.dep_ not in ("nsubj", "ROOT"))
    if (draft.names == "harm" or draft.kind == "COERCE") and _befell_nobody(draft.trigger):
        return True
    if draft.trigger.lower_ == "hoax" and draft.kind == "THREATEN":
        return draft.trigger.dep_ == "attr"
    if draft.names != "harm":
        return False
    counts = [harm.count for harm in read_harms(draft.words, draft.sentence.tokens)]
    if any(count.exact and count.high == 0 for count in counts):
        return True
    return draft.entry.split(":")[0] in ("dying", "injuring") and not counts


def is_would_be(draft: EventDraft) -> bool:
    """Whether the mention is of those who would have done an act ("the would-be hijackers")."""
    at = draft.words.start
    before = [t.lower_ for t in draft.trigger.doc[max(0, at - 3) : at]]
    return draft.names == "doer" and (before == ["would", "-", "be"] or draft.words.text.lower().startswith("would"))


def _befell_nobody(trigger: Token) -> bool:
    """Whether the mention says that nothing and nobody was hit ("nothing burned", "no guard was hurt")."""
    subject = next((c for c in trigger.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or trigger.pos_ not in ("VERB", "AUX"):
        return False
    low = subject.lower_
    return low == "nothing" or (subject.dep_ == "nsubjpass" and low in ("nobody", "none", "no one"))


def outcome_of(draft: EventDraft, beside: Sequence[EventDraft]) -> str:
    """How far the mention says the act got: `done, stopped, ahead, tried, general` or `denied`.

    Args:
        draft: The mention.
        beside: All mentions of its sentence.
    """
    told = told_in(draft)
    if told.reality.value == "negated" and "den" not in (told.because or ""):
        return "denied"
    if told.reality.value == "generic" or any_of(draft.trigger) is not None:
        return "general"
    found = [cue for cue in cues_of(draft, beside) if cue.came == "held"]
    best = min(found, key=lambda cue: cue.group.rank, default=None)
    if best is not None:
        return _OUTCOMES[best.group.stage]
    if draft.names == "plot":
        return "ahead"
    return "ahead" if draft.stage in ("threatened", "planned") or told.to_come else "done"


def days_apart(one: When | None, other: When | None) -> bool:
    """Whether two stretches of days are known and share no day."""
    if one is None or other is None:
        return False
    if one.start and other.end and other.end < one.start:
        return True
    return bool(other.start and one.end and one.end < other.start)


def places_apart(one: Place | None, other: Place | None) -> bool:
    """Whether two places are known to be different and neither can lie in the other."""
    if one is None or other is None:
        return False
    first, second = one.name.lower(), other.name.lower()
    if first in second or second in first or one.span == other.span:
        return False
    if first == (other.admin1 or "").lower() or second == (one.admin1 or "").lower():
        return False
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return one.kind not in _WIDE and other.kind not in _WIDE  # a town that no gazetteer holds may lie in a province
    degrees = max(abs(one.lat - other.lat), abs(one.lon - other.lon))
    return degrees > APART_DEGREES


def attached_place(draft: EventDraft, scene: Scene) -> str | None:
    """Name of the place that hangs from the act's own words ("clashes in Tikrit"), None where none does."""
    for place in scene.places_by_sentence.get(draft.sentence.index, ()):
        words = tokens_at(place.span, draft.sentence)
        if words is None or place.kind in ("country", "region"):
            continue
        preposition = preposition_of(words.root)
        if preposition is not None and preposition.lower_ in _WHERE and preposition.head.i == draft.trigger.i:
            return place.name
    return None
