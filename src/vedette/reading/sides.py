"""Tells on whose side an act was: what one side did is not what the other did."""

from collections.abc import Sequence

from spacy.tokens import Token

from vedette.reading.doer_reference import doer_meant
from vedette.reading.group_at import group_at
from vedette.reading.noun_phrases import counted_noun
from vedette.reading.persons import Sort, singular, sort_of
from vedette.reading.scene import EventDraft, Scene

#: Those of whom one strikes and the other strikes back.
_SIDES = (frozenset({Sort.UNIFORMED, Sort.BODY}), frozenset({Sort.PERPETRATOR}))
#: Pronouns for those who did an act.
_DOER_PRONOUNS = frozenset(("him", "her", "them", "he", "she", "they"))


def struck_back(draft: EventDraft, told: Sequence[EventDraft], scene: Scene) -> bool:
    """Whether those whom an act told before befell do this one to others ("The army killed rebels. The rebels said
    that they had killed soldiers").

    Args:
        draft: The mention.
        told: The mentions of the act told before.
        scene: The report.
    """
    doers, harmed = _parties(draft, scene)
    if not doers or not harmed or doers & harmed:
        return False
    before = [_parties(other, scene) for other in told]
    befell = set().union(*(harmed_then for _, harmed_then in before))
    return bool(doers & befell) and not harmed & befell


def _parties(draft: EventDraft, scene: Scene) -> tuple[set[str], set[str]]:
    """Who does what a verb says, and whom it befalls: groups by their ids, others by their nouns."""
    if draft.trigger.pos_ != "VERB":
        return set(), set()
    befell = [c for c in draft.trigger.children if c.dep_ in ("dobj", "nsubjpass")]
    return _names(doers_of(draft.trigger), scene), _names(befell, scene)


def _names(nouns: Sequence[Token], scene: Scene) -> set[str]:
    found: set[str] = set()
    for noun in nouns:
        meant = doer_meant(noun, scene)
        meant = counted_noun(meant) if meant is not None else None
        meant = doer_meant(meant, scene) if meant is not None else None
        if meant is not None:
            words = scene.parsed.sentence_of(meant).tokens.doc[meant.left_edge.i : meant.i + 1]
            group = group_at(meant, scene) or group_at(words, scene)
            found.add((group and group.id) or singular(meant))
    return found


def other_side(draft: EventDraft, other: EventDraft) -> bool:
    """Whether one act of a sentence is done by those whom the other befell, or by the other side.

    "Soldiers shot two men who had opened fire", "the gunman fired before police killed him".
    """
    one, two = draft.trigger, other.trigger
    if one.pos_ != "VERB" or two.pos_ != "VERB":
        return False
    if _befell_doer(one, two) or _befell_doer(two, one):
        return True
    if any(_strikes_back(verb, other) for verb, other in ((one, two), (two, one))):
        return True
    doers = [{sort_of(noun) for noun in doers_of(verb)} for verb in (one, two)]
    if any(doers[n] & _SIDES[0] and doers[1 - n] & _SIDES[1] for n in (0, 1)):
        return True
    if not any(verb.dep_ == "conj" and verb.head.i == other.i for verb, other in ((one, two), (two, one))):
        return False
    # "Villagers stoned the convoy and soldiers shot three of them."
    if any(doers[n] & _SIDES[0] and doers[1 - n] & {Sort.PERSON} for n in (0, 1)):
        return True
    names = [_names_in(verb) for verb in (one, two)]
    return bool(names[0] and names[1]) and not names[0] & names[1]


def _names_in(verb: Token) -> set[str]:
    """The beginnings of the names in a verb's own subject ("Israeli jets" and "Israel" begin alike)."""
    subjects = (c for c in verb.lefts if c.dep_ == "nsubj")
    return {t.lower_[:4] for noun in subjects for t in noun.subtree if t.pos_ == "PROPN" or t.ent_type_ == "NORP"}


def _strikes_back(verb: Token, other: Token) -> bool:
    """Whether a force ends the act of the other verb by striking its doer ("killed ten before officers shot him")."""
    if verb.dep_ not in ("advcl", "conj") or verb.head.i != other.i:
        return False
    shared = verb.dep_ == "conj" and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    if shared and any(c.dep_ == "auxpass" for c in verb.children) and any(c.dep_ == "nsubj" for c in other.children):
        return True
    marks = {c.lower_ for c in verb.children if c.dep_ == "mark"}
    passive = any(c.dep_ == "nsubjpass" and c.lower_ in _DOER_PRONOUNS for c in verb.children)
    if passive and marks & {"before", "until"} and doers_of(other):
        return True
    befell = any(c.dep_ in ("dobj", "nsubjpass") and c.lower_ in _DOER_PRONOUNS for c in verb.children)
    return befell and any(sort_of(noun) in _SIDES[0] for noun in doers_of(verb))


def _befell_doer(verb: Token, other: Token) -> bool:
    """Whether a relative clause with the other verb tells what those did whom the verb befell."""
    if other.dep_ != "relcl" or not any(c.dep_ == "nsubj" and c.tag_ in ("WP", "WDT") for c in other.children):
        return False
    return other.head.dep_ in ("dobj", "nsubjpass") and other.head.head.i == verb.i


def doers_of(verb: Token) -> list[Token]:
    """Those who do what a verb says: its subject, or after "by" in the passive."""
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    if passive:
        return [t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"]
    return [c for c in verb.children if c.dep_ == "nsubj"]
