"""Tells which mentions name the same act.

A mention belongs to the act told last, unless something sets it apart: a word ("another", "second"), a day or a place
of its own, or how far it got (one bomb went off, the other was found). Each mention is held against
the latest acts of its kind only, so that time grows with the mentions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from vedette.model.place import Place
from vedette.model.time import When
from vedette.reading.apart import (
    attached_place,
    befell_attackers,
    days_apart,
    is_another,
    is_long_after,
    is_weak,
    outcome_of,
    places_apart,
    points_back,
)
from vedette.reading.attach import heads_above, remembered_by
from vedette.reading.authorship import calls_it
from vedette.reading.clauses import clause_head
from vedette.reading.harms import read_harms
from vedette.reading.parse import span_of
from vedette.reading.persons import BODIES, PEOPLE, Sort, sort_of
from vedette.reading.reality import is_said_of_it
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.settle_place import own_place
from vedette.reading.settle_time import choose_date
from vedette.reading.sides import doers_of, other_side, struck_back
from vedette.reading.unreal import counterfactual
from vedette.reading.word_hedges import is_aside

#: What says most first: the mention that an event is named after.
_SAYS_MOST = {"act": 0, "plot": 1, "harm": 1, "means": 2, "doer": 3}

#: Words for people of whom "the" says that an arrest of them was told before.
_ARRESTED = frozenset(
    ("suspect", "suspects", "man", "men", "woman", "women", "pair", "trio", "group", "detainees", "accused")
)
#: Tags of nouns for one.
_ONE = frozenset(("NN", "NNP"))

#: Sentences after the title that tell it again.
LEAD = 2

#: Acts of one kind that a mention is held against, the latest first.
LOOK_BACK = 8


@dataclass
class _Mention:
    """A mention with what may set it apart."""

    draft: EventDraft
    when: When | None
    #: Name of the place that hangs from its words.
    place: str | None
    #: The place that its clause gives it.
    where: Place | None
    #: `done, stopped, ahead, tried` or `denied`.
    outcome: str
    another: bool
    #: Whether it can only add to an act told before, such as that nobody was hurt.
    weak: bool


@dataclass
class _Act:
    """The mentions of one act so far."""

    mentions: list[_Mention] = field(default_factory=list)

    @property
    def when(self) -> When | None:
        return next((m.when for m in self.mentions if m.when), None)

    @property
    def place(self) -> str | None:
        return next((m.place for m in self.mentions if m.place), None)

    @property
    def where(self) -> Place | None:
        return next((m.where for m in self.mentions if m.where), None)

    @property
    def outcome(self) -> str:
        return next((m.outcome for m in self.mentions if m.outcome != "done" and not m.weak), "done")


def individuate(drafts: Sequence[EventDraft], scene: Scene) -> tuple[tuple[EventDraft, ...], ...]:
    """The mentions grouped by the act that they tell of; each group begins with the mention that says most."""
    by_kind: dict[str, list[_Act]] = {}
    acts: list[_Act] = []
    by_sentence = _by_sentence(drafts)
    for mention in _mentions([draft for draft in drafts if not _would_have_harmed(draft)], scene):
        known = by_kind.setdefault(_family(mention.draft, by_sentence[mention.draft.sentence.index]), [])
        latest = known[-LOOK_BACK:]
        apart = any(_counted_apart(mention, m) for act in latest for m in act.mentions[-LOOK_BACK:])
        home = None if apart else next((act for act in reversed(latest) if _tells_of(mention, act, scene)), None)
        if home is None and mention.weak:
            home = known[-1] if known else None
            if home is None:
                continue
        if home is None:
            home = _Act()
            known.append(home)
            acts.append(home)
        home.mentions.append(mention)
    return tuple(tuple(_ordered([m.draft for m in act.mentions])) for act in acts)


def _family(draft: EventDraft, beside: Sequence[EventDraft] = ()) -> str:
    """What mentions must share to name one act: the kind, and for an abduction that too.

    Those who do an act, and what a verb without a subject of its own adds to it, go with the act.

    Args:
        draft: The mention.
        beside: All mentions of its sentence.
    """
    act = next((other for other in beside if _is_part_of(draft, other)), None)
    if act is not None:
        return _family(act)
    return f"{draft.kind} {draft.mode}" if draft.mode in ("abduct", "hijack", "coup", "execute") else draft.kind


def _is_part_of(draft: EventDraft, act: EventDraft) -> bool:
    """Whether a mention is of who did the act ("Gunmen abducted …"), or of a killing told within it."""
    if act is draft or act.names == "doer":
        return False
    if act.kind != draft.kind and not (draft.names == "doer" and act.kind == "COERCE"):
        return False
    if draft.names == "doer":
        does = draft.trigger.dep_ == "nsubj" and _clause(draft) == _clause(act)
        who = act.trigger.dep_ == "relcl" and act.trigger.head.i == draft.trigger.i
        return draft.mode is None and (does or who)
    within = draft.trigger.dep_ in ("advcl", "conj") and not any(
        c.dep_ in ("nsubj", "nsubjpass") for c in draft.trigger.children
    )
    return (
        draft.mode in ("execute", "hijack")
        and within
        and any(head.i == act.trigger.i for head in heads_above(draft.trigger))
    )


def _by_sentence(drafts: Sequence[EventDraft]) -> dict[int, list[EventDraft]]:
    found: dict[int, list[EventDraft]] = {}
    for draft in drafts:
        found.setdefault(draft.sentence.index, []).append(draft)
    return found


def _mentions(drafts: Sequence[EventDraft], scene: Scene) -> list[_Mention]:
    by_sentence = _by_sentence(drafts)
    return [
        _Mention(
            draft,
            choose_date((draft,), scene),
            attached_place(draft, scene),
            own_place(draft, scene),
            outcome_of(draft, by_sentence[draft.sentence.index]),
            is_another(draft),
            is_weak(draft),
        )
        for draft in drafts
    ]


def _would_have_harmed(draft: EventDraft) -> bool:
    """Whether a harm is told that did not come ("had it gone off, hundreds would have died")."""
    return draft.names == "harm" and counterfactual(draft.trigger) is not None


def _tells_of(mention: _Mention, act: _Act, scene: Scene) -> bool:
    if (remembered_by(mention.draft) is None) != (remembered_by(act.mentions[0].draft) is None):
        return False
    beside = [m for m in act.mentions if m.draft.sentence is mention.draft.sentence]
    acting = [m for m in beside if m.draft.names != "doer" or m.draft.trigger.dep_ == "nsubj"]
    if any(_one_clause(mention, other) for other in acting) or (
        beside and mention.draft.names == "doer" and not mention.another
    ):
        return True
    if not beside and (is_said_of_it(mention.draft.trigger) or _is_charge_of(mention)):
        return True
    if any(_ends_the_stopped(mention, other) for other in beside):
        return True
    if any(other_side(mention.draft, other.draft) or _is_told_in_aside(mention, other) for other in beside):
        return False
    if not beside and struck_back(mention.draft, [m.draft for m in act.mentions[-LOOK_BACK:]], scene):
        return False
    verbs = any(other.draft.trigger.pos_ == "VERB" for other in beside)
    if _end_of_doers(mention.draft, act) or (verbs and is_long_after(mention.draft.trigger)):
        return False
    if any(_adds_harm(mention, other) for other in beside):
        return True
    if points_back(mention.draft) and act.mentions[-1].draft.sentence.index + 1 >= mention.draft.sentence.index:
        return True
    if mention.another and not (beside and mention.draft.names == "harm"):
        return False
    if _differ_in_kind(mention, act):
        return False
    if days_apart(mention.when, act.when) and not _date_is_doubtful(mention):
        return False
    if not beside and (places_apart(mention.where, act.where) or _is_new(mention, act)):
        return False
    return _outcomes_agree(mention, act)


def _is_charge_of(mention: _Mention) -> bool:
    """Whether the act is only the charge for one told before ("He is charged with attempted murder")."""
    if mention.draft.trigger.pos_ != "NOUN" or mention.place:
        return False
    charged = any(head.lemma_.lower() in ("charge", "count") for head in list(heads_above(mention.draft.trigger))[:3])
    if (mention.when or mention.where) and not charged:
        return False
    above = {head.lemma_.lower() for head in list(heads_above(mention.draft.trigger))[:3]}
    if calls_it(mention.draft.trigger):
        return True
    return bool(above & {"charge", "treat", "investigate", "regard", "inquiry", "investigation", "probe", "suspect"})


def _is_told_in_aside(mention: _Mention, other: _Mention) -> bool:
    """Whether a clause behind its doer tells of an act of another day ("…, which took three of them in May")."""
    trigger, main = mention.draft.trigger, other.draft.trigger
    if trigger.dep_ != "relcl" or not (main.i < trigger.head.i and main.is_ancestor(trigger)):
        return False
    dated = any(t.ent_type_ == "DATE" for t in trigger.subtree)
    return dated and is_aside(mention.draft) and sort_of(trigger.head) in PEOPLE | BODIES


def _adds_harm(mention: _Mention, other: _Mention) -> bool:
    """Whether a participle tells the harm of an act ("torched the houses, leaving 18 dead")."""
    trigger = mention.draft.trigger
    if mention.draft.names != "harm" or trigger.tag_ != "VBG" or trigger.dep_ not in ("advcl", "conj"):
        return False
    own = any(c.dep_ in ("nsubj", "mark", "prep") and c.i < trigger.i for c in trigger.children)
    return not own and not mention.place and trigger.head.i == other.draft.trigger.i


def _ends_the_stopped(mention: _Mention, other: _Mention) -> bool:
    """Whether a harm befell those whose act was stopped ("Army foils infiltration bid, two militants killed")."""
    if other.outcome != "stopped" or mention.outcome != "done" or mention.draft.names != "harm":
        return False
    verb = mention.draft.trigger
    befell = [c for c in verb.children if c.dep_ in ("nsubjpass", "dobj")]
    doers = any(sort_of(noun) is Sort.PERPETRATOR for noun in doers_of(verb))
    return not doers and any(sort_of(noun) is Sort.PERPETRATOR for noun in befell)


def _end_of_doers(draft: EventDraft, act: _Act) -> bool:
    """Whether those who did the act are killed in a later sentence ("All five were liquidated"): an act of others."""
    told = act.mentions[0].draft
    if (draft.names != "harm" and _group(draft) != "shooting") or draft.sentence is told.sentence:
        return False
    if any(_group(m.draft) in ("neutralising", "clash") or befell_attackers(m.draft) for m in act.mentions):
        return False
    if _group(draft) == "neutralising":
        return _done_by_attackers(told)
    deeds = [m for m in act.mentions if _group(m.draft) not in ("dying", "injuring")]
    by_force = any(sort_of(noun) in (Sort.UNIFORMED, Sort.BODY) for m in deeds for noun in doers_of(m.draft.trigger))
    return befell_attackers(draft) and not by_force


def _done_by_attackers(draft: EventDraft) -> bool:
    return draft.names == "doer" or any(sort_of(noun) is Sort.PERPETRATOR for noun in doers_of(draft.trigger))


def _takes_the_same(draft: EventDraft, other: EventDraft) -> bool:
    """Whether two mentions of an arrest tell of one person by the same word ("a dealer", "the dealer was arrested")."""
    if draft.mode != "arrest" or other.mode != "arrest":
        return False
    taken = [{c.lemma_.lower() for c in _around(d.trigger) if c.tag_ in _ONE} for d in (draft, other)]
    return bool(taken[0] & taken[1]) or _takes_known(draft)


def _around(verb: Token) -> list[Token]:
    """Whom a verb may befall, by its place alone: headlines leave out "was"."""
    below = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "nsubj")]
    return [*below, verb.head] if verb.dep_ == "acl" else below


def _takes_known(draft: EventDraft) -> bool:
    """Whether those arrested are such as were told of before ("The suspects were detained", "both were arrested")."""
    befell = [c for c in draft.trigger.children if c.dep_ in ("dobj", "nsubjpass")]
    known = any(
        c.lower_ in ("the", "both", "all") for noun in befell for c in noun.children if c.dep_ in ("det", "predet")
    )
    return known and all(noun.lower_ in _ARRESTED for noun in befell)


def _takes_other_things(draft: EventDraft, other: EventDraft) -> bool:
    """Whether two seizures name different things ("seized the town", "seized explosives")."""
    if _group(draft) == "arrest":
        return False
    taken = [
        next((c.lemma_.lower() for c in d.trigger.children if c.dep_ in ("dobj", "nsubjpass")), None)
        for d in (draft, other)
    ]
    return None not in taken and taken[0] != taken[1]


def _date_is_doubtful(mention: _Mention) -> bool:
    """Whether a day may be that of the saying: after "the attack", or beside a bare count of dead and injured."""
    draft = mention.draft
    if draft.names == "harm" and _group(draft) in ("dying", "injuring"):
        return True
    after = (
        mention.when is not None
        and mention.when.span is not None
        and mention.when.span.start > span_of(draft.words).start
    )
    return after and _is_definite(draft)


def _is_new(mention: _Mention, act: _Act) -> bool:
    """Whether a mention in a later sentence tells of a new act: with a day or a place of its own that the act lacks,
    or of another plot, and neither by a word that points back ("the blast") nor by the same one."""
    draft = mention.draft
    if _is_definite(draft) or draft.names in ("harm", "means", "doer"):
        return False
    if _retells_title(draft, act):
        return False
    if draft.kind == "COERCE":
        if any(_takes_the_same(draft, m.draft) for m in act.mentions):
            return False
        last = act.mentions[-1].draft.sentence
        if draft.trigger.pos_ == "VERB" and draft.sentence.paragraph > last.paragraph > 1:
            return True
        if _takes_other_things(draft, act.mentions[-1].draft):
            return True
        return bool((mention.when and not act.when) or (mention.where and not act.where))
    same_words = any(_group(m.draft) == _group(draft) for m in act.mentions)
    if "done" not in (mention.outcome, act.outcome) and draft.sentence.index > act.mentions[-1].draft.sentence.index:
        return not same_words
    last = act.mentions[-1].draft.sentence
    later = draft.sentence.paragraph > last.paragraph and last.paragraph > 1
    return later and not same_words and bool(mention.when or mention.where)


def _retells_title(draft: EventDraft, act: _Act) -> bool:
    """Whether the first sentences tell the title's act again, with the day and place that titles leave out."""
    told = act.mentions[-1].draft
    return told.sentence.span.part == "title" and draft.sentence.span.part != "title" and draft.sentence.index <= LEAD


def _counted_apart(mention: _Mention, other: _Mention) -> bool:
    """Whether two verbs of one sentence tell of different people ("one was held in A, and 26 were held in B")."""
    if mention.draft.sentence is not other.draft.sentence or mention.weak:
        return False
    if _group(mention.draft) != _group(other.draft) or _clause(mention.draft) == _clause(other.draft):
        return False
    counts = [
        [
            h.count
            for h in read_harms(m.draft.words, m.draft.sentence.tokens, takes=m.draft.mode in ("arrest", "abduct"))
        ]
        for m in (mention, other)
    ]
    one, two = (next((c for c in found if c.exact), None) for found in counts)
    return (
        one is not None
        and two is not None
        and (one.low, one.high) != (two.low, two.high)
        and mention.place != other.place
    )


def _one_clause(mention: _Mention, other: _Mention) -> bool:
    """Whether two mentions stand in one clause and nothing sets them apart."""
    if mention.another and not (other.another and is_long_after(mention.draft.trigger)):
        return False
    if mention.place and other.place and mention.place != other.place:
        return False
    if _clause(mention.draft) != _clause(other.draft):
        return False
    return not (mention.draft.kind == "COERCE" and _group(mention.draft) != _group(other.draft))


def _clause(draft: EventDraft) -> int:
    """The clause that a mention stands in; a verb that "and" joins on without a subject belongs to the first."""
    head = clause_head(draft.trigger)
    if (
        head.i == draft.trigger.i
        and head.dep_ == "conj"
        and not any(c.dep_ in ("nsubj", "nsubjpass") for c in head.children)
    ):
        return clause_head(head.head).i
    return head.i


def _differ_in_kind(mention: _Mention, act: _Act) -> bool:
    """Whether one is an arrest and the other a seizure or a search."""
    return mention.draft.kind == "COERCE" and all(m.draft.mode != mention.draft.mode for m in act.mentions)


def _group(draft: EventDraft) -> str:
    return draft.entry.split(":")[0]


def _outcomes_agree(mention: _Mention, act: _Act) -> bool:
    """Whether both got as far. A later word on the same plot ("the attack") may leave out that it was stopped."""
    if mention.outcome == act.outcome:
        return True
    if "general" in (mention.outcome, act.outcome):
        return False
    beside = any(m.draft.sentence is mention.draft.sentence for m in act.mentions)
    if {mention.outcome, act.outcome} == {"tried", "done"} and mention.draft.names == "means" and beside:
        return True
    if "denied" in (mention.outcome, act.outcome):
        return _is_contested(mention, act)
    if "done" not in (mention.outcome, act.outcome):
        return True
    vague = mention.draft.trigger.pos_ in ("NOUN", "PROPN") and mention.outcome == "done"
    return vague and mention.draft.names != "harm" and _is_definite(mention.draft)


def _is_contested(mention: _Mention, act: _Act) -> bool:
    """Whether one speaker's bomb is the other's "no bomb", in the same breath."""
    last = act.mentions[-1].draft
    near = abs(mention.draft.sentence.index - last.sentence.index) <= 1
    return near and "means" in (mention.draft.names, last.names)


def _is_definite(draft: EventDraft) -> bool:
    return any(
        c.dep_ in ("det", "poss")
        and c.lower_ in ("the", "this", "that", "its", "their", "his", "her", "these", "those")
        for c in draft.trigger.children
    )


def _ordered(group: list[EventDraft]) -> list[EventDraft]:
    first = min(group, key=lambda d: (d.sentence.index, _SAYS_MOST[d.names], d.trigger.i))
    return [first, *(draft for draft in group if draft is not first)]
