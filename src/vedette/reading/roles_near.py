"""Reads who did it from the words beside a trigger, where the parse does not tell: headlines, notes, telegrams."""

from collections.abc import Iterator

from spacy.tokens import Token

from vedette.reading.doers_after import arguments_after
from vedette.reading.group_at import group_at, uses_force
from vedette.reading.harm_voice import befallen, done_to, is_active
from vedette.reading.harm_words import harm_of
from vedette.reading.noun_phrases import conjuncts
from vedette.reading.owners import is_owned, owners
from vedette.reading.persons import PEOPLE, Sort, sort_of
from vedette.reading.role_classes import class_of, is_verbal
from vedette.reading.roles import Argument
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.voice import is_passive, subjects

#: Between the one who does it and the verb.
_BETWEEN = frozenset({"ADV", "PART"})
#: Words of a sentence within which a label ends.
_LABEL = 10
_HAVE = frozenset({"has", "have", "had", "will", "again", "reportedly", "allegedly", "suspected"})
#: Words looked at behind a verb for whom it befell.
_FAR = 8
_ACTING = PEOPLE - {Sort.NAMED} | {Sort.BODY}
_HURT = frozenset({"dead", "wounded", "injured", "hurt"})
#: Words of a weapon's or an act's name that stand between it and whose it is ("militia roadside bomb").
_PARTS = frozenset(
    (
        "car",
        "truck",
        "vehicle",
        "motorcycle",
        "roadside",
        "suicide",
        "time",
        "parcel",
        "letter",
        "pipe",
        "nail",
        "petrol",
    )
)
#: Adjectives that are also nouns for those who act ("in a militant attack").
_DOING = frozenset(("militant", "rebel", "insurgent", "separatist", "guerrilla", "jihadist", "islamist", "maoist"))
#: Classes of acts whose other side "with" names.
_FIGHTS = frozenset(("fight", "attack"))


def arguments_near(mention: EventDraft, scene: Scene, known: frozenset[str]) -> Iterator[Argument]:
    """Who stands beside the trigger.

    Args:
        known: The roles that the grammar has told already.
    """
    trigger = mention.trigger
    if mention.names == "doer":
        return
    yield from _hurt(trigger)
    if "harmed" not in known:
        yield from _by_place(mention)
        yield from _who_clash(trigger)
    doers = list(_doers(mention, scene)) if "perpetrator" not in known else []
    if not doers and "perpetrator" not in known:
        doers = [*_opening(mention, scene), *_label(mention, scene), *arguments_after(mention, scene)]
    yield from doers
    is_object_near = doers or ("perpetrator" in known and _is_verb_in_disguise(trigger, mention, scene))
    if is_object_near and trigger.pos_ in {"NOUN", "PROPN"} and "harmed" not in known:
        yield from _object(mention)


def _hurt(trigger: Token) -> Iterator[Argument]:
    """ "two guards dead in an attack", "three were left wounded"."""
    if trigger.lower_ not in _HURT or trigger.pos_ != "ADJ":
        return
    effect = "killed" if trigger.lower_ == "dead" else "injured"
    head = trigger.head
    if trigger.dep_ in {"amod", "acl"} and head.i < trigger.i and head.pos_ in {"NOUN", "PROPN"}:
        yield Argument("harmed", head, effect, "fact", f"“{trigger}” behind it")
    elif trigger.dep_ in {"acomp", "oprd", "xcomp", "ccomp"}:
        yield from (Argument("harmed", s, effect, "fact", f"subject of “{head} {trigger}”") for s in subjects(head))


def _by_place(mention: EventDraft) -> Iterator[Argument]:
    """Whom a verb of harm befell by its place in the sentence, where the parse does not tell (as their number)."""
    sentence = mention.sentence.tokens
    verb = next((t for t in mention.words if harm_of(t) and t.tag_.startswith("VB")), None)
    if verb is None or not is_verbal(verb):
        return
    phrase = done_to(verb, sentence) if is_active(verb, sentence) else befallen(verb, sentence)
    for at, token in enumerate(phrase):
        after = phrase[at + 1] if at + 1 < len(phrase) else None
        if token.pos_ in {"NOUN", "PROPN"} and (after is None or after.pos_ not in {"NOUN", "PROPN"}):
            yield Argument("harmed", token, class_of(verb).effect, "fact", f"stands where “{verb}” has whom it befell")
            return


def _doers(mention: EventDraft, scene: Scene) -> Iterator[Argument]:
    trigger = mention.trigger
    if is_verbal(trigger):
        yield from _of_verb(trigger, mention, scene)
        yield from _sides(trigger) if trigger.tag_ == "VBG" else ()
    elif _is_verb_in_disguise(trigger, mention, scene):
        yield from _before(trigger, mention, scene)
    elif trigger.lower_ in _HURT:
        yield from _in_act(trigger, scene)
    elif trigger.pos_ in {"NOUN", "PROPN", "VERB"}:
        yield from _owned(trigger, scene)
        yield from _sides(trigger)
        yield from _shared_agent(trigger)


def _of_verb(verb: Token, mention: EventDraft, scene: Scene) -> Iterator[Argument]:
    if class_of(verb).subject != "perpetrator":
        return
    if is_passive(verb):
        yield from _in_act(verb, scene)
        return
    owned = [s for s in subjects(verb) if is_owned(s)]
    if owned:
        yield from (a for noun in owned for a in _owned(noun, scene))
    elif _is_active(verb, mention):
        yield from _before(verb, mention, scene)


def _is_active(verb: Token, mention: EventDraft) -> bool:
    present = verb.tag_ in {"VBZ", "VBP"} or (verb.tag_ == "VB" and verb.i > 0 and verb.nbor(-1).lower_ != "to")
    return present or is_active(verb, mention.sentence.tokens)


def _in_act(verb: Token, scene: Scene) -> Iterator[Argument]:
    """ "killed in a police raid", "wounded in clashes with rebels"."""
    for noun in (c for p in _act_links(verb) for c in p.children if c.dep_ in {"pobj", "pcomp"} and is_owned(c)):
        yield from _owned(noun, scene)
        behind = [noun.nbor(1)] if noun.i + 1 < noun.sent.end and noun.nbor(1).head.i != noun.i else []
        for child in (c for c in (*noun.rights, *behind) if c.lower_ in {"with", "by"}):
            if child.lower_ == "by" or class_of(noun).name in _FIGHTS:
                for inner in (t for t in child.children if t.dep_ == "pobj"):
                    yield Argument("perpetrator", inner, None, "fact", f"side of “{noun}”")


def _act_links(verb: Token) -> Iterator[Token]:
    """The prepositions that lead from a participle to the act, its own or those of one after it ("…, two hurt in")."""
    verbs = [verb, *(t for t in verb.doc[verb.i + 1 : verb.sent.end] if t.tag_ == "VBN" and harm_of(t))]
    for one in verbs:
        for preposition in (c for c in one.rights if c.dep_ == "prep" and c.lower_ in {"in", "during", "by"}):
            yield preposition
            yield from (
                c for noun in preposition.children for c in noun.rights if c.lower_ == "in" and c.dep_ == "prep"
            )


def _shared_agent(trigger: Token) -> Iterator[Argument]:
    """ "arrest, torture and killing of villagers by the army": the agent of the last is that of all."""
    for token in conjuncts(trigger)[1:]:
        for by in (c for c in token.rights if c.dep_ in {"prep", "agent"} and c.lower_ == "by"):
            yield from (
                Argument("perpetrator", inner, None, "fact", f"by-agent of “{token}”, joined to “{trigger}”")
                for inner in by.children
                if inner.dep_ == "pobj"
            )


def _opening(mention: EventDraft, scene: Scene) -> Iterator[Argument]:
    """ "ARMY SHELLS VILLAGE, KILLING TEN": the group with which the sentence opens, where the parser loses the verb."""
    trigger, first = mention.trigger, mention.sentence.tokens[0]
    if trigger.tag_ == "VBG" and trigger.i > first.i and trigger.nbor(-1).text == "," and not subjects(trigger):
        group = group_at(first, scene)
        if uses_force(group):
            yield Argument("perpetrator", first, None, "fact", "opens the sentence")


def _who_clash(verb: Token) -> Iterator[Argument]:
    """ "Troops and rebels clash": each of several subjects fights the others."""
    if (
        not is_verbal(verb)
        or class_of(verb).name != "fight"
        or any(c.lower_ in {"with", "against"} for c in verb.rights)
    ):
        return
    for subject in subjects(verb):
        if len(conjuncts(subject)) > 1:
            yield Argument("harmed", subject, None, "fact", f"side of “{verb}”")


def _sides(trigger: Token) -> Iterator[Argument]:
    """ "infighting flares between A and B": the two behind "between", near the word for the fight."""
    if class_of(trigger).name not in _FIGHTS | {"bomb"}:
        return
    for token in trigger.doc[trigger.i + 1 : min(trigger.i + 5, trigger.sent.end)]:
        if token.lower_ == "between":
            for inner in (c for c in token.children if c.dep_ == "pobj" and len(conjuncts(c)) > 1):
                yield Argument("perpetrator", inner, None, "fact", f"side of “{trigger}”")
                yield Argument("harmed", inner, None, "fact", f"side of “{trigger}”")


def _label(mention: EventDraft, scene: Scene) -> Iterator[Argument]:
    """ "Coast Guard, Northport: two arrested": the force that opens a notice of an arrest."""
    if mention.kind != "COERCE" or mention.sentence.tokens[0].i == mention.words.start:
        return
    tokens = mention.sentence.tokens
    colon = next((t.i for t in tokens[:_LABEL] if t.text == ":"), None)
    if colon is None or colon >= mention.words.start:
        return
    for token in (t for t in tokens[:3] if t.i < colon):
        group = group_at(token, scene)
        if (group is not None and group.kind in {"force", "agency"}) or sort_of(token) in {Sort.UNIFORMED, Sort.BODY}:
            yield Argument("perpetrator", token, None, "fact", "force that gives the notice")
            return


def _owned(noun: Token, scene: Scene) -> Iterator[Argument]:
    if class_of(noun).compound == "harmed" and class_of(noun).name not in {"bomb"}:
        return
    first = noun
    while first.i > noun.sent.start and first.nbor(-1).lower_ in _PARTS:
        first = first.nbor(-1)
    found = [*owners(noun, scene)] or ([*owners(first, scene)] if first.i != noun.i else [])
    if not found and first.i > noun.sent.start and first.nbor(-1).lower_ in _DOING:
        found = [first.nbor(-1)]
    for owner in found:
        yield Argument("perpetrator", owner, None, "fact", f"whose “{noun}” it is")


def _is_verb_in_disguise(trigger: Token, mention: EventDraft, scene: Scene) -> bool:
    """Whether what the tagger takes for a noun is a headline's verb: between those who act and what they act on."""
    end = mention.words.end
    if trigger.pos_ not in {"NOUN", "PROPN"} or trigger.i <= mention.sentence.tokens.start:
        return False
    if end >= mention.sentence.tokens.end or class_of_verb(trigger) is None:
        return False
    after, before = trigger.doc[end], trigger.nbor(-1)
    plural = before.tag_ in {"NNS", "NNPS"}
    ends_in_s = trigger.lower_.endswith("s")
    if after.pos_ not in {"NOUN", "PROPN", "NUM", "DET", "ADJ"}:
        return mention.words.end - mention.words.start > 1 and group_at(before, scene) is not None
    return (_acts(before, scene) or is_owned(before)) and plural != ends_in_s


def class_of_verb(trigger: Token) -> str | None:
    """The role of whoever is the subject of the word read as a verb."""
    kind = class_of(trigger)
    return kind.subject or None


def _before(verb: Token, mention: EventDraft, scene: Scene) -> Iterator[Argument]:
    """The noun that ends right before the verb."""
    at, first = mention.words.start - 1, mention.sentence.tokens.start
    while at >= first and (verb.doc[at].pos_ in _BETWEEN or verb.doc[at].lower_ in _HAVE):
        at -= 1
    if at < first:
        return
    noun = verb.doc[at]
    if noun.dep_ == "dobj" and noun.head.i < noun.i:
        return
    if _acts(noun, scene):
        yield Argument("perpetrator", noun, None, "fact", f"subject of “{verb}” by its place")
    elif noun.pos_ in {"NOUN", "PROPN"} and is_owned(noun):
        yield from _owned(noun, scene)


def _acts(noun: Token, scene: Scene) -> bool:
    group = group_at(noun, scene)
    if group is not None:
        return uses_force(group)
    return noun.pos_ in {"NOUN", "PROPN"} and sort_of(noun) in _ACTING


def _object(mention: EventDraft) -> Iterator[Argument]:
    """The next noun behind a headline's verb."""
    doc, kind = mention.trigger.doc, class_of(mention.trigger)
    if mention.trigger.dep_ not in {"compound", "nsubj", "dep"} and not kind.object:
        return
    end = min(mention.words.end + _FAR, mention.sentence.tokens.end)
    for at in range(mention.words.end, end):
        token = doc[at]
        if token.pos_ in {"NOUN", "PROPN"} and (at + 1 >= end or doc[at + 1].pos_ not in {"NOUN", "PROPN"}):
            yield Argument("harmed", token, kind.effect, "fact", f"object of “{mention.trigger}” by its place")
            return
        if token.pos_ not in {"DET", "ADJ", "NUM", "NOUN", "PROPN"} and not (token.is_punct and token.text == "-"):
            return
