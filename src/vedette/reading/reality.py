"""Tells whether an act is told as real, possible, as not having happened, or in general."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Token

from vedette.model.event import Reality
from vedette.reading.attach import heads_above
from vedette.reading.authorship import about_author, blames_another
from vedette.reading.clauses import clause_head
from vedette.reading.cues import match_at, pattern_of
from vedette.reading.factuality import Happened, happened
from vedette.reading.inflect import forms_of
from vedette.reading.nobody import done_by_nobody, is_nobody, meant_by_nobody
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.unexplained import cause_unknown
from vedette.reading.unreal import came_all_the_same, counterfactual, goal_of
from vedette.vocab.load import load_table

#: Kinds that an infinitive tells as the act itself ("marched to protest the ruling").
_REACTIONS = frozenset(("PROTEST",))

#: Acts that answer one that was done.
_ANSWERS = frozenset(("reprisal", "revenge", "retaliation", "vengeance", "retribution"))

#: Prepositions after which a noun names an act that was done ("will be closed after the attack").
_PAST = frozenset(("after", "since", "following"))

#: Verbs whose object is an act that was done ("will avenge the killing").
_ANSWERING = frozenset(("answer", "avenge", "punish", "repay", "mourn", "investigate", "condemn"))

#: Auxiliaries of what is to come.
_TO_COME = frozenset(("will", "would", "shall", "wo", "'ll", "’ll"))


@dataclass(frozen=True)
class HowTold:
    """How an act is told."""

    reality: Reality
    #: Whether it lies ahead ("will", "could strike").
    to_come: bool
    because: str | None


@cache
def _known() -> dict[str, Any]:
    return load_table("stages")


def how_told(mentions: Sequence[EventDraft], scene: Scene) -> HowTold:
    """Whether the act is told as real: by the mention that says it plainest."""
    found = [told_in(mention) for mention in mentions]
    first = found[0]
    for mention, told in zip(mentions[1:], found[1:], strict=True):
        if told.reality is Reality.NEGATED and mention.names != "harm" and _says_what_it_was(mention.trigger):
            return told
    plain = next((told for told in found if told.reality is Reality.ACTUAL and not told.to_come), None)
    told = plain if plain and first.reality in (Reality.GENERIC, Reality.NEGATED) else first
    unknown = cause_unknown(mentions, scene) if told.reality is Reality.ACTUAL else None
    return HowTold(Reality.POSSIBLE, False, f"possible: of unknown cause, “{unknown}”") if unknown else told


def told_in(mention: EventDraft) -> HowTold:
    """How one mention tells the act."""
    trigger = mention.trigger
    if mention.said:
        return HowTold(Reality.ACTUAL, False, None)
    if came_all_the_same(trigger):
        return HowTold(Reality.ACTUAL, False, None)
    goal = goal_of(trigger)
    if goal is not None:
        return HowTold(Reality.POSSIBLE, True, f"possible: only an aim, “{goal}”")
    to_come = any(c.lower_ in _TO_COME for c in _auxiliaries(trigger)) or _is_to(trigger) or _is_promised(trigger)
    for rule in (_negated, _generic, _possible):
        found = None if rule is _generic and to_come else rule(mention)
        if found:
            reality, words = found
            ahead = to_come or (reality is Reality.POSSIBLE and _lies_ahead(trigger, words))
            return HowTold(reality, ahead, f"{reality.value}: “{words}”")
    return HowTold(Reality.ACTUAL, to_come, None)


def _lies_ahead(trigger: Token, words: str) -> bool:
    """Whether what is told as possible is still to come ("could attack", "the chance of a raid")."""
    if _has_perfect(trigger):
        return False
    if words.lower() in _known()["possible"]["ought"]:
        return True
    if any(c.dep_ == "amod" and c.lower_ in ("possible", "potential") for c in trigger.children):
        above = list(heads_above(trigger))[:4]
        return any(head.lemma_.lower() in _known()["possible"]["warning"] for head in above)
    if trigger.dep_ == "nsubj" and trigger.head.lemma_ == "be" and trigger.head.tag_ in ("VBZ", "VBP"):
        return True
    return _modal(trigger) is not None or words.lower() in _forms("possible", "ahead") or any_of(trigger) is not None


def any_of(trigger: Token) -> str | None:
    """The words of an act that is only thought of: "any attack", "any infiltration attempt"."""
    noun = trigger.head if trigger.dep_ in ("compound", "amod", "nmod") else trigger
    if trigger.pos_ not in ("NOUN", "PROPN"):
        return None
    any_ = next((c for c in noun.children if c.dep_ == "det" and c.lower_ == "any"), None)
    return None if any_ is None else f"{any_.text} {noun.text}"


def only_meant(mentions: Sequence[EventDraft]) -> str | None:
    """The words that show an act to be only meant ("sent to kill them"), where every mention tells no more of it."""
    if any(m.trigger.tag_ != "VB" or m.kind in _REACTIONS or _is_claimed(m.trigger) for m in mentions):
        return None
    told = [happened(mention.trigger) for mention in mentions]
    if any(one.happened not in (Happened.OPEN, Happened.AHEAD) for one in told):
        return None
    return f"to {mentions[0].trigger.text}" if not told[0].because.startswith(("modal", "imperative")) else None


def _is_claimed(trigger: Token) -> bool:
    """Whether somebody says that they did it ("the militia claims to kill twelve")."""
    return trigger.dep_ == "xcomp" and trigger.head.lemma_ == "claim"


def _says_what_it_was(trigger: Token) -> bool:
    """Whether the act's word says what something was ("What went off was not a bomb"), not that there was none."""
    if trigger.dep_ != "attr" or any(c.dep_ == "expl" or c.lower_ == "there" for c in trigger.head.children):
        return False
    return trigger.head.dep_ == "conj" or any(c.dep_ in ("nsubj", "csubj") for c in trigger.head.children)


def is_said_of_it(trigger: Token) -> bool:
    """Whether the act's word only says what an act told before was ("It was not an attack")."""
    verb = trigger.head
    if trigger.dep_ != "attr" or trigger.pos_ not in ("NOUN", "PROPN"):
        return False
    return any(c.dep_ == "nsubj" and c.lower_ in ("it", "this", "that") for c in verb.children)


def never_went_off(trigger: Token) -> str | None:
    """The words by which nothing exploded ("neither went off", "had it gone off"), None where something did."""
    if trigger.lower_ not in _going_off():
        return None
    unmet = counterfactual(trigger)
    if unmet is not None:
        return f"{unmet} … {trigger.text}"
    for child in trigger.children:
        if child.dep_ == "neg" or (child.dep_ in ("nsubj", "preconj") and child.lower_ in ("neither", "none")):
            return f"{child.text} {trigger.text}"
    return None


def is_aim(trigger: Token) -> str | None:
    """The words that tell of acts as what somebody is out for: "to carry out attacks", of no number and no day."""
    verb = trigger.head
    if (
        trigger.tag_ != "NNS"
        or trigger.dep_ != "dobj"
        or verb.tag_ != "VB"
        or verb.dep_ not in ("advcl", "acl", "xcomp")
    ):
        return None
    if any(c.dep_ in ("det", "nummod", "poss") for c in trigger.children) or not any(
        c.tag_ == "TO" for c in verb.children
    ):
        return None
    return f"to {verb.text} {trigger.text}"


def _auxiliaries(trigger: Token) -> list[Token]:
    """The auxiliaries of the act's verb, or of the verb that its noun is the subject or object of."""
    verb = trigger if trigger.pos_ in ("VERB", "AUX") else clause_head(trigger)
    if verb is not trigger and trigger.dep_ == "pobj" and trigger.head.lower_ in _PAST:
        return []
    if trigger.dep_ == "dobj" and verb.lemma_ in _ANSWERING:
        return []
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass", "neg")]
    if verb.dep_ in ("conj", "xcomp") and verb.head.pos_ in ("VERB", "AUX"):
        auxiliaries += [c for c in verb.head.children if c.dep_ in ("aux", "neg")]
    return auxiliaries


def _is_to(trigger: Token) -> bool:
    """Whether an act is set for later by "is to", "are to"."""
    verb = clause_head(trigger)
    return verb.lower_ in ("is", "are") and any(c.dep_ == "xcomp" for c in verb.children)


def _is_promised(trigger: Token) -> bool:
    """Whether somebody promises or threatens to do it ("they vowed to burn every school")."""
    return trigger.dep_ == "xcomp" and trigger.head.lower_ in _forms("threatened", "promising")


def _modal(trigger: Token) -> Token | None:
    return next((c for c in _auxiliaries(trigger) if c.lower_ in _known()["possible"]["modals"]), None)


def _has_perfect(trigger: Token) -> bool:
    return any(c.lower_ in ("have", "'ve", "’ve") for c in _auxiliaries(trigger))


def _taken_back(trigger: Token) -> str | None:
    """The verb above a statement that is withdrawn ("correcting the claim that two had been abducted")."""
    verb = clause_head(trigger)
    if verb.dep_ not in ("acl", "ccomp", "appos") or verb.head.i == verb.i:
        return None
    above = verb.head.head if verb.head.pos_ == "NOUN" else verb.head
    return above.text if above.lower_ in _forms("negated", "taken_back") else None


def _negated(mention: EventDraft) -> tuple[Reality, str] | None:
    trigger, known = mention.trigger, _known()["negated"]
    unreal = mention.names != "means" and trigger.lower_ not in _going_off()
    back = _taken_back(trigger) or (counterfactual(trigger) if unreal else None)
    if back is not None:
        return Reality.NEGATED, back
    if trigger.lower_ in _going_off():
        return None
    for child in trigger.children:
        if child.dep_ == "neg" or (child.dep_ == "det" and child.lower_ in ("no", "neither")):
            return Reality.NEGATED, f"{child.text} {trigger.text}"
    for child in trigger.children:
        if child.dep_ == "dobj" and trigger.pos_ == "VERB" and is_nobody(child):
            return Reality.NEGATED, f"{trigger.text} {child.text}"
    unmeant = meant_by_nobody(trigger) or done_by_nobody(trigger)
    if unmeant is not None:
        return Reality.NEGATED, unmeant
    bearer = trigger.head if trigger.dep_ in ("compound", "amod", "nmod") else None
    if bearer is not None and any(c.dep_ == "det" and c.lower_ == "no" for c in bearer.children):
        return Reality.NEGATED, f"no {bearer.text}"
    if trigger.dep_ in ("prep", "acomp") and any(c.dep_ == "neg" for c in trigger.head.children):
        return Reality.NEGATED, f"{trigger.head.text} not {trigger.text}"
    if trigger.dep_ in ("pobj", "pcomp") and trigger.head.lower_ == "without":
        return Reality.NEGATED, f"without {trigger.text}"
    if trigger.pos_ in ("VERB", "AUX"):
        subject = next((c for c in trigger.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None and is_nobody(subject):
            return Reality.NEGATED, f"{subject.text} {trigger.text}"
    if trigger.dep_ in ("attr", "acomp", "oprd") and any(c.dep_ == "neg" for c in trigger.head.children):
        return Reality.NEGATED, f"{trigger.head.text} not {trigger.text}"
    if about_author(trigger) is not None or blames_another(trigger) is not None:
        return None
    for head in _heads_of_clause(trigger, 5 if mention.names == "means" else 3):
        if head.lower_ in _forms("negated", "verbs") and not any(c.dep_ == "neg" for c in head.children):
            return Reality.NEGATED, head.text
    words = _found_about(mention, tuple(known["beside"])) if mention.kind != "THREATEN" else None
    return (Reality.NEGATED, words) if words else None


def _heads_of_clause(trigger: Token, steps: int) -> Iterator[Token]:
    """The heads above an act, up to where a semicolon parts the sentence, or what is told as done begins."""
    for head in list(_heads_told(trigger))[:steps]:
        low, high = sorted((trigger.i, head.i))
        if any(token.text == ";" for token in trigger.doc[low:high]):
            return
        yield head


def _generic(mention: EventDraft) -> tuple[Reality, str] | None:
    if _is_particular(mention):
        return None
    words = _found(mention, tuple(_known()["generic"]["beside"]))
    if words:
        return Reality.GENERIC, words
    if _is_habit(mention.trigger):
        return Reality.GENERIC, f"who {mention.trigger.text}, a habit"
    if _is_counted_in_general(mention.trigger):
        return Reality.GENERIC, f"the number of {mention.trigger.text}"
    return (Reality.GENERIC, f"{mention.words.text}, of no day or place") if _is_bare(mention) else None


def _is_habit(trigger: Token) -> bool:
    """Whether a relative clause in the present tells what people of a sort do ("bandits who raid the villages")."""
    if trigger.dep_ != "relcl" or trigger.tag_ not in ("VBP", "VBZ") or trigger.head.tag_ != "NNS":
        return False
    numbered = any(c.dep_ in ("nummod", "det", "poss") for c in trigger.head.children)
    return not numbered and any(c.dep_ == "nsubj" and c.tag_ in ("WP", "WDT") for c in trigger.children)


def _is_counted_in_general(trigger: Token) -> bool:
    """Whether a statistic tells of such acts ("the number of attacks doubled over the year")."""
    of = trigger.head
    if trigger.tag_ != "NNS" or of.lower_ != "of" or of.head.lower_ not in ("number", "rate", "frequency", "share"):
        return False
    return any(c.dep_ == "det" and c.lower_ == "the" for c in of.head.children)


def _is_bare(mention: EventDraft) -> bool:
    """Whether the words name such acts in general: a plural beside a verb in the present, neither the news itself."""
    trigger = mention.trigger
    if trigger.tag_ != "NNS" or trigger.dep_ not in ("pobj", "dobj", "conj") or mention.names != "act":
        return False
    if _is_counted(trigger) or trigger.head.lower_ in _forms("possible", "governs"):
        return False
    if trigger.dep_ == "conj" and trigger.head.dep_ not in ("pobj", "dobj"):
        return False
    after = trigger.nbor(1) if trigger.i + 1 < len(trigger.doc) else None
    if after is not None and (after.pos_ == "VERB" or after.lower_ in ("in", "at", "near")):
        return False
    if any(
        c.dep_ in ("det", "poss", "nummod", "amod", "prep", "acl", "relcl") and c.lower_ != "on"
        for c in trigger.children
    ):
        return False
    verb = clause_head(trigger)
    named = any(
        token.pos_ in ("PROPN", "PRON") or token.ent_type_ in ("GPE", "LOC", "FAC", "DATE", "TIME", "ORG", "NORP")
        for token in trigger.subtree
    )
    return verb.tag_ in ("VBP", "VBZ") and not named


def _is_counted(trigger: Token) -> bool:
    """Whether a word says how many acts there were ("dozens of air strikes")."""
    of = trigger.head
    return of.lower_ == "of" and (of.head.like_num or of.head.lower_ in load_table("persons")["partitives"])


def _is_particular(mention: EventDraft) -> bool:
    """Whether the words speak of one act: a past verb, a definite noun, a number of acts or of people."""
    trigger = mention.trigger
    if trigger.pos_ in ("VERB", "AUX"):
        counted = any(c.dep_ in ("dobj", "nsubjpass") and _has_number(c) for c in trigger.children)
        return (
            counted or trigger.tag_ == "VBD" or any(c.lower_ in ("was", "were", "had") for c in _auxiliaries(trigger))
        )
    if trigger.tag_ in ("NN", "NNP") and any(t.ent_type_ in ("GPE", "DATE", "FAC") for t in trigger.subtree):
        return True
    return any(
        c.dep_ in ("det", "poss", "nummod") and c.lower_ not in ("a", "an", "any", "every") for c in trigger.children
    )


def _has_number(noun: Token) -> bool:
    return noun.like_num or any(c.dep_ == "nummod" for c in noun.children)


def _possible(mention: EventDraft) -> tuple[Reality, str] | None:
    trigger, known = mention.trigger, _known()["possible"]
    thought = any_of(trigger)
    if thought is not None:
        return Reality.POSSIBLE, thought
    modal = _modal(trigger)
    if modal is not None:
        return Reality.POSSIBLE, modal.text
    ought = next((c.text for c in _auxiliaries(trigger) if c.lower_ in known["ought"]), None)
    if ought is not None and not _has_perfect(trigger):
        return Reality.POSSIBLE, ought
    if about_author(trigger) is not None or _is_charge(trigger):
        return None
    for head in _heads_of_clause(trigger, 3):
        if head.lower_ in _forms("possible", "governs"):
            return Reality.POSSIBLE, head.text
    called = next((c for c in trigger.head.children if trigger.dep_ == "nsubj" and c.dep_ in ("attr", "acomp")), None)
    if called is not None and called.lower_ in _forms("possible", "governs") and trigger.head.lemma_ == "be":
        return Reality.POSSIBLE, called.text
    for child in clause_head(trigger).children:
        if child.dep_ == "mark" and child.lower_ in known["conditional"] and not _holds_without(trigger):
            return Reality.POSSIBLE, child.text
    words = _found_about(mention, tuple(known["beside"]))
    return (Reality.POSSIBLE, words) if words else None


def _holds_without(trigger: Token) -> bool:
    """Whether an act was done whatever "if" says: a condition that was not met, or the end of an act that goes on."""
    definite = any(c.dep_ == "det" and c.lower_ == "the" for c in trigger.children)
    ends = trigger.dep_ == "nsubj" and trigger.head.lemma_ in _known()["possible"]["ending"]
    return counterfactual(trigger) is not None or (definite and ends)


def _is_charge(trigger: Token) -> bool:
    """Whether somebody is suspected of the act ("suspected of planting it"), which is told as done."""
    at = trigger
    for _ in range(2):
        of = at.head if at.dep_ in ("pcomp", "pobj") else None
        if of is not None and of.lower_ in ("of", "in") and of.head.lemma_ == "suspect":
            return True
        at = at.head
    return False


@cache
def _going_off() -> frozenset[str]:
    """Words of going off: where they are denied, the act failed."""
    return frozenset(form for word in ("explode", "detonate", "go") for form in forms_of(word))


@cache
def _forms(group: str, name: str) -> frozenset[str]:
    return frozenset(form for word in _known()[group][name] for form in forms_of(word.split()[0]))


@cache
def _by_first(phrases: tuple[str, ...]) -> dict[str, tuple[tuple[frozenset[str] | None, ...], ...]]:
    """The patterns of the phrases, by the forms of their first words."""
    found: dict[str, tuple[tuple[frozenset[str] | None, ...], ...]] = {}
    for phrase in phrases:
        pattern = pattern_of(phrase)
        for form in pattern[0] or ():
            found[form] = (*found.get(form, ()), pattern)
    return found


def _heads_told(trigger: Token) -> Iterator[Token]:
    """The heads above, up to where a clause tells its act as done ("whether he who killed … meant it", "fear a repeat
    of the year when they came"), or an act answers it ("fear reprisals for the killing")."""
    if _is_told_as_done(trigger):
        return
    below = trigger
    for head in heads_above(trigger):
        if below.dep_ in ("pobj", "pcomp") and is_answer_to(head):
            return
        yield head
        if _is_told_as_done(head):
            return
        below = head


def is_answer_to(preposition: Token) -> bool:
    """Whether what stands after "for" is what an act answers ("fear reprisals for …"), wherever the parse hangs it."""
    if preposition.lower_ != "for":
        return False
    above = (preposition.head, *(c for c in preposition.head.children if c.dep_ == "dobj"))
    return any(noun.lemma_.lower() in _ANSWERS for noun in above)


def _is_told_as_done(verb: Token) -> bool:
    """Whether a relative clause, or one with "when" and a past tense, tells its act as done."""
    if verb.tag_ != "VBD":
        return False
    return verb.dep_ == "relcl" or (
        verb.dep_ == "advcl" and any(c.lower_ in ("when", "as") and c.dep_ in ("advmod", "mark") for c in verb.children)
    )


def _found_about(mention: EventDraft, phrases: tuple[str, ...]) -> str | None:
    """The first of the phrases that stands in the act's own clause or in one above it."""
    trigger = mention.trigger
    above = {clause_head(trigger).i, *(clause_head(head).i for head in _heads_told(trigger))}
    words = [token.lower_ for token in mention.sentence.tokens]
    for at, end in _places(words, phrases):
        if words[at:end] == ["possible"] and at and words[at - 1] == "as":
            continue
        if clause_head(mention.sentence.tokens[at]).i in above:
            return " ".join(words[at:end])
    return None


def _found(mention: EventDraft, phrases: tuple[str, ...]) -> str | None:
    """The first of the phrases that stands in the mention's sentence, outside its own words."""
    words = [token.lower_ for token in mention.sentence.tokens]
    own = range(mention.words.start - mention.sentence.tokens.start, mention.words.end - mention.sentence.tokens.start)
    tokens = mention.sentence.tokens
    return next(
        (
            " ".join(words[at:end])
            for at, end in _places(words, phrases)
            if at not in own and not (end == at + 1 and tokens[at].dep_ == "compound")
        ),
        None,
    )


def _places(words: Sequence[str], phrases: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where the phrases stand."""
    known = _by_first(phrases)
    for at, word in enumerate(words):
        for pattern in known.get(word, ()):
            end = match_at(pattern, words, at)
            if end:
                yield at, end
