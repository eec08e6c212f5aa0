"""Finds the words that name an act."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from vedette.reading.attach import heads_above
from vedette.reading.by_whom import is_done_by, names_armed
from vedette.reading.clauses import clause_head
from vedette.reading.earlier_times import earlier_times
from vedette.reading.figurative import is_figurative, is_hoped_for, is_peaceful_body
from vedette.reading.gate import has_trigger
from vedette.reading.individuate import individuate
from vedette.reading.lexicon import Match, find_matches, weapon_words, words_beside_means, words_of_field
from vedette.reading.mishaps import is_of_mishap
from vedette.reading.parse import Sentence
from vedette.reading.persons import BODIES, PEOPLE, Sort, sort_of
from vedette.reading.role_classes import class_of
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.sides import doers_of
from vedette.vocab.load import load_table

__all__ = ["find_drafts", "individuate"]

#: Second parts of verbs that may also say where something was.
_PARTICLES = frozenset(("off", "up", "down", "out", "away"))
#: Prepositions behind which the object of an act stands.
_OF_OBJECTS = frozenset(("on", "against", "at", "near", "outside", "inside"))

#: Pronouns of people.
_PERSONAL = frozenset(
    (
        "he",
        "she",
        "they",
        "him",
        "her",
        "them",
        "we",
        "us",
        "you",
        "me",
        "who",
        "whom",
        "himself",
        "nobody",
        "somebody",
        "anybody",
        "everybody",
        "someone",
        "anyone",
        "everyone",
    )
)

#: Ends of words for people, where no list has them.
_PERSONS_ENDS = ("er", "or", "ist", "ian", "man", "woman", "eer", "naut", "herd", "ee", "ant", "men", "women")

#: Entry whose words are what is threatened, not what is said of a threat.
SAID = "threat_in_words"

#: Words before and after a trigger within which its `not_near` words count.
NEAR = 3


#: Mentions read of one sentence: prose never has more, lists and noise may, and each is held against the others.
MAX_IN_SENTENCE = 40

#: Sentences, the title among them, that tell what a report is about.
LEAD = 3

#: Fields that a whole report can be about.
PEACEFUL_FIELDS = ("accident", "weather", "disease", "sport", "business", "entertainment", "space", "cyber")

#: Fields whose words bar a trigger only where nothing else in the sentence speaks of violence.
WEAK_FIELDS = frozenset(("business", "disease", "entertainment", "sport", "cyber", "politics"))


@dataclass(frozen=True)
class _Words:
    """A sentence's words in lower case, with the words of the sentences beside it."""

    own: tuple[str, ...]
    own_text: str
    #: Fields of life that the report as a whole is about.
    about: frozenset[str]
    around: frozenset[str]
    around_text: str
    #: Whether an armed group is named in the sentence.
    names_armed: bool


def find_drafts(scene: Scene) -> tuple[EventDraft, ...]:
    """Every mention of an act, in order. Only sentences that the gate marks are looked at."""
    parsed = scene.parsed
    lowered = [tuple(_word(token) for token in sentence.tokens) for sentence in parsed.sentences]
    drafts: list[EventDraft] = []
    about = _about(lowered[:LEAD])
    for index, sentence in enumerate(parsed.sentences):
        if has_trigger(sentence.tokens.text):
            drafts.extend(_drafts(sentence, _beside(lowered, index, about, names_armed(sentence, scene)), scene))
    return tuple(drafts)


def _word(token: Token) -> str:
    """A word in lower case; the group that is called IS keeps apart from the verb, "brigade" from the firemen's."""
    if is_peaceful_body(token):
        return f"_{token.lower_}"
    return "isis" if token.text == "IS" else token.lower_


def _about(lead: Sequence[tuple[str, ...]]) -> frozenset[str]:
    """The fields of life, in which triggers mean something else, that title and lead speak of without any violence."""
    words = tuple(word for sentence in lead for word in sentence)
    text = " ".join(words)
    if _speaks_of("hard", words, text):
        return frozenset()
    return frozenset(field for field in PEACEFUL_FIELDS if _speaks_of(field, words, text))


def _beside(lowered: Sequence[tuple[str, ...]], index: int, about: frozenset[str], armed: bool) -> _Words:
    near = [*lowered[max(0, index - 2) : index], *lowered[index + 1 : index + 2]]
    around = [word for words in near for word in words]
    return _Words(lowered[index], " ".join(lowered[index]), about, frozenset(around), " ".join(around), armed)


def _drafts(sentence: Sentence, words: _Words, scene: Scene) -> list[EventDraft]:
    matches = find_matches(words.own)
    taken: set[int] = set()
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (-len(m.pattern.parts), _rank(m, sentence), m.start)):
        if taken.isdisjoint(range(match.start, match.end)) and _holds(match, sentence, words, scene):
            taken.update(range(match.start, match.end))
            kept.append(match)
        if len(kept) == MAX_IN_SENTENCE:
            break
    drafts = _without_bags([_draft(match, sentence) for match in sorted(kept, key=lambda m: (m.start, m.end))])
    return earlier_times(drafts, sentence)


def _is_noun_for_verb(match: Match, sentence: Sentence) -> bool:
    """Whether a noun stands where the vocabulary has a verb ("the knife was taken off him")."""
    head = _head(match, sentence)
    if match.pattern.head != 0 or not match.pattern.is_verb:
        return False
    if head.tag_ == "NN" and head.lower_ in ("strike", "block") and len(match.pattern.parts) > 1:
        return True
    things = (Sort.WEAPON, Sort.THING, Sort.OTHER)
    if (
        len(match.pattern.parts) > 1
        or head.tag_ not in ("NN", "NNS")
        or sort_of(head) not in things
        or head.lower_ in ("fight", "march")
    ):
        return False
    return _is_of_people(head) or any(c.dep_ in ("det", "poss") for c in head.children)


def _is_fiction(trigger: Token) -> bool:
    """Whether a work tells of the act ("The novel opens with the bombing of …")."""
    works = words_of_field("fiction")
    verbs = [clause_head(trigger)]
    verbs += [verbs[0].head] if verbs[0].dep_ in ("conj", "advcl", "ccomp", "relcl") else []
    return any(c.dep_ == "nsubj" and c.lower_ in works for verb in verbs for c in verb.children)


def _without_bags(drafts: list[EventDraft]) -> list[EventDraft]:
    """The mentions without the bags and parcels that another word tells to hold a bomb ("a cooler with pipe bombs")."""
    named = any(d.kind == "ASSAULT" and not d.entry.startswith("means_vague") for d in drafts)
    seized = [d.trigger for d in drafts if d.kind == "COERCE" and d.mode == "seize" and d.trigger.pos_ == "VERB"]
    kept = [d for d in drafts if not (named and d.entry.startswith("means_vague")) and not _is_haul(d, seized)]
    return [d for d in kept if not _is_told_by_other(d, kept)]


def _is_told_by_other(draft: EventDraft, drafts: Sequence[EventDraft]) -> bool:
    """Whether a threat only announces an act named beside it, calls it a hoax, or asks for something ("unless …")."""
    if draft.kind in ("RETREAT", "CONCEDE") and any(d.stage == "threatened" for d in drafts):
        return any(c.dep_ == "mark" and c.lower_ in ("unless", "if", "until") for c in draft.trigger.children)
    if draft.kind != "THREATEN":
        return False
    acts = [d for d in drafts if d.kind == "ASSAULT" and d.names != "doer"]
    if draft.trigger.lower_ == "hoax" and draft.trigger.dep_ == "attr":
        return bool(acts)
    announced = [d for d in acts if d.names in ("act", "harm") and draft.trigger.is_ancestor(d.trigger)]
    return draft.entry.startswith("threatening:") and any(d.trigger.dep_ != "relcl" for d in announced)


def _is_haul(draft: EventDraft, seizures: Sequence[Token]) -> bool:
    """Whether the mention is of explosives by weight, which a seizure in its clause is of ("seized 40 kg of TNT")."""
    of = draft.trigger.head
    if draft.names != "means" or of.lower_ != "of" or of.head.dep_ not in ("dobj", "nsubjpass"):
        return False
    weights = load_table("tolls")["numbers"]["weights"]
    return of.head.lower_ in weights and any(verb.i == of.head.head.i for verb in seizures)


def _rank(match: Match, sentence: Sentence) -> bool:
    """Of groups with the same words, the weapon before the verb where a noun stands ("a bomb was found")."""
    return _head(match, sentence).tag_ not in ("NN", "NNS") or match.pattern.entry.role != "means"


def _head(match: Match, sentence: Sentence) -> Token:
    """The word of a trigger that rules the others; of a phrase ("were held") the parse tells it."""
    if match.pattern.inflected:
        return sentence.tokens[match.head]
    return sentence.tokens[match.start : match.end].root


def _own(match: Match, sentence: Sentence) -> range:
    """The places in the text of a trigger's own words."""
    return range(sentence.tokens.start + match.start, sentence.tokens.start + match.end)


def _draft(match: Match, sentence: Sentence) -> EventDraft:
    entry = match.pattern.entry
    return EventDraft(
        trigger=_head(match, sentence),
        words=sentence.tokens[match.start : match.end],
        sentence=sentence,
        kind=entry.kind,
        mode="seize" if _takes_things(match, sentence) else entry.mode,
        context=entry.context,
        entry=f"{entry.name}: {match.pattern.words}",
        names=entry.role,
        stage=entry.stage,
        said=entry.name == SAID,
    )


def _takes_things(match: Match, sentence: Sentence) -> bool:
    """Whether what is captured is a weapon or another thing, nobody ("tanks captured near the airfield")."""
    verb = _head(match, sentence)
    if match.pattern.entry.name != "arrest" or not verb.lower_.startswith("captur"):
        return False
    befell = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    befell += [verb.head] if verb.dep_ in ("amod", "acl") else []
    return bool(befell) and all(sort_of(noun) in (Sort.THING, Sort.WEAPON) for noun in befell)


def _holds(match: Match, sentence: Sentence, words: _Words, scene: Scene) -> bool:
    """Whether the trigger means an act here."""
    entry = match.pattern.entry
    if entry.parts and _head(match, sentence).pos_ not in entry.parts:
        return False
    near = {*words.own[max(0, match.start - NEAR) : match.start], *_after(match, words.own)}
    own = {form for part in match.pattern.parts for form in part or ()}
    near |= set(words.own[match.start : match.end]) - own
    if not entry.not_near.isdisjoint(near):
        return False
    if any(_bars(field, match, words) for field in entry.not_in) or _is_weapon_destroyed(match, sentence):
        return False
    if (entry.kind == "ASSAULT" or entry.mode == "seize") and is_figurative(
        _head(match, sentence), _own(match, sentence)
    ):
        return False
    if entry.mode == "arrest" and is_hoped_for(_head(match, sentence)):
        return False
    if entry.role == "harm" and is_of_mishap(_head(match, sentence), sentence, scene):
        return False
    if _befell_no_people(match, sentence) or (entry.whom and not _befell(entry.whom, _head(match, sentence))):
        return False
    said_of_it = _head(match, sentence).dep_ == "attr"
    if entry.role == "means" and _is_of_people(_head(match, sentence)):
        return False
    if entry.role == "means" and _is_bomb_somewhere(match, sentence):
        return not entry.needs or any(_needed(field, match, words) for field in entry.needs)
    if entry.role == "means" and not said_of_it and words_beside_means(entry.name).isdisjoint(words.own):
        return False
    if _is_noun_for_verb(match, sentence) or _is_fiction(_head(match, sentence)):
        return False
    if _is_split_by_place(match, sentence):
        return False
    if entry.who and not is_done_by(entry.who, _head(match, sentence), scene):
        return False
    return not entry.needs or any(_needed(field, match, words) for field in entry.needs)


def _is_split_by_place(match: Match, sentence: Sentence) -> bool:
    """Whether what looks like a verb's second part says where it was ("a boat carrying rifles off the coast")."""
    last = sentence.tokens[match.end - 1]
    if None not in match.pattern.parts or last.lower_ not in _PARTICLES or last.dep_ != "prep":
        return False
    return any(c.dep_ == "pobj" for c in last.children)


def _is_bomb_somewhere(match: Match, sentence: Sentence) -> bool:
    """Whether a bomb is told of as an act with its place ("the car bomb on the ring road")."""
    bomb = _head(match, sentence)
    if match.pattern.entry.name != "means" or bomb.lower_ != "bomb" or len(match.pattern.parts) < 2:
        return False
    known = any(c.dep_ in ("det", "poss") and c.lower_ not in ("a", "an", "no", "any") for c in bomb.children)
    return known and any(c.dep_ == "prep" and c.lower_ in _OF_OBJECTS | {"in"} for c in bomb.children)


def _is_of_people(weapon: Token) -> bool:
    """Whether a weapon only says what people do with it ("a rocket crew"), or what a thing is for ("drone engines")."""
    if weapon.dep_ != "compound":
        return False
    return sort_of(weapon.head) in PEOPLE | BODIES or weapon.head.lower_ in words_of_field("parts")


def _after(match: Match, own: Sequence[str]) -> list[str]:
    """The words close behind a trigger, up to its object's preposition ("attack on a market" is no "market attack")."""
    after = list(own[match.end : match.end + NEAR])
    ends = (at + 1 for at, word in enumerate(after) if word in _OF_OBJECTS)
    return after[: next(ends, NEAR)]


def _bars(field: str, match: Match, words: _Words) -> bool:
    """Whether the sentence speaks of a field in which the trigger means something else."""
    if not (_speaks_of(field, words.own, words.own_text) or field in words.about):
        return False
    others = (*words.own[: match.start], *words.own[match.end :])
    return field not in WEAK_FIELDS or not _speaks_of("hard", others, words.own_text)


def _is_weapon_destroyed(match: Match, sentence: Sentence) -> bool:
    """Whether what is destroyed or hit is a weapon, or "it" that was told of before: no act of its own, but its end."""
    verb = _head(match, sentence)
    if match.pattern.entry.name == "bombing":
        return _is_made_harmless(verb)
    if match.pattern.entry.name == "seizure" and verb.lower_ in ("cache", "caches"):
        above = next((h for h in heads_above(verb) if h.pos_ == "VERB"), None)
        return above is not None and class_of(above).name in ("destroy", "damage", "attack", "bomb")
    if match.pattern.entry.name not in ("destruction", "downing"):
        return False
    if not weapon_words().isdisjoint(t.lower_ for t in sentence.tokens[match.start : match.end]):
        return True
    befell = [c for c in verb.children if c.dep_ in ("nsubjpass", "dobj")]
    return any(c.pos_ == "PRON" or not weapon_words().isdisjoint(t.lower_ for t in c.subtree) for c in befell)


def _is_made_harmless(verb: Token) -> bool:
    """Whether experts blow up a bomb that was told of before ("divers blew it up")."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    doers = [c for c in verb.children if c.dep_ == "nsubj"]
    experts = words_of_field("bomb_experts")
    known = any(c.lower_ in ("it", "them") or c.lower_ in weapon_words() for c in objects)
    return known and any(c.lower_ in experts for c in doers)


def _befell_no_people(match: Match, sentence: Sentence) -> bool:
    """Whether the act was done to an animal, or what was let go is no person ("the photo was released")."""
    verb = _head(match, sentence)
    if verb.pos_ not in ("VERB", "AUX"):
        return False
    own = [c for c in verb.children if c.dep_ in ("nsubjpass", "dobj")]
    befell = own or [c for v in verb.conjuncts for c in v.children if c.dep_ in ("nsubjpass", "dobj")]
    animals = load_table("tolls")["people"]["animals"]
    if any(noun.lower_ in animals for noun in befell):
        return True
    if any(noun.lower_ == "it" for noun in befell) and any(t.lower_ in animals for t in sentence.tokens):
        return True
    if match.pattern.entry.name == "taking_by_police" and any(sort_of(c) is Sort.PERSON for c in doers_of(verb)):
        return True
    if match.pattern.entry.name == "freeing" and verb.dep_ == "conj" and not doers_of(verb):
        return True
    doers = [c for c in verb.children if c.dep_ in ("nsubj", "agent")]
    if match.pattern.entry.name == "freeing" and any(sort_of(c) in (Sort.UNIFORMED, Sort.BODY) for c in doers):
        return True
    own = [c for c in verb.children if c.dep_ == "nsubjpass"]
    own += [verb.head] if verb.dep_ == "acl" and verb.tag_ == "VBN" else []
    return match.pattern.entry.name == "release" and any(sort_of(noun) in (Sort.THING, Sort.OTHER) for noun in own)


def _befell(whom: str, verb: Token) -> bool:
    """Whether the verb is done to people, or to a place; a noun for an act may be done to any."""
    if verb.pos_ in ("NOUN", "PROPN") and verb.tag_ in ("NN", "NNS", "NNP", "NNPS"):
        return True
    befell = [c for c in verb.children if c.dep_ in ("nsubjpass", "dobj")]
    befell += [p for c in verb.children if c.dep_ == "prep" and c.i == verb.i + 1 for p in c.children]
    if verb.dep_ in ("relcl", "acl") and not any(c.dep_ == "dobj" for c in verb.children):
        befell.append(verb.head)
    if whom == "any":
        return bool(befell) or any(c.dep_ == "auxpass" for c in verb.children)
    if not befell and verb.lower_ == "held":
        befell = [c for c in verb.children if c.dep_ == "nsubj"]
    nouns = [part for noun in befell for part in (noun, *_of_number(noun))]
    if whom == "place":
        known = words_of_field("place_nouns") | words_of_field("site_nouns") | words_of_field("strongpoints")
        return any(n.lower_ in known or sort_of(n) is Sort.PLACE or _may_be_place(n) for n in nouns)
    return any(sort_of(n) in PEOPLE or _may_be_person(n) for n in nouns)


def _may_be_person(noun: Token) -> bool:
    """Whether a noun that no list has, a pronoun or a number may stand for people ("vaccinators", "eleven")."""
    if noun.lower_ in _PERSONAL or (noun.like_num and noun.dep_ != "nummod") or noun.tag_ == "NNPS":
        return True
    return sort_of(noun) is Sort.OTHER and noun.lower_.rstrip("s").endswith(_PERSONS_ENDS)


def _may_be_place(noun: Token) -> bool:
    """Whether a name may be a town's that the pipeline does not know."""
    return noun.pos_ == "PROPN" and noun.ent_type_ in ("", "ORG", "FAC") and noun.text[:1].isupper()


def _of_number(noun: Token) -> list[Token]:
    """Whom a number counts, or of what a part is told ("six of the crew", "half of the town")."""
    if not (noun.like_num or noun.lower_ in ("all", "most", "some", "several", "half", "part", "parts", "much")):
        return []
    return [p for of in noun.children if of.lower_ == "of" for p in of.children]


def _needed(field: str, match: Match, words: _Words) -> bool:
    if field == "armed" and words.names_armed:
        return True
    others = (*words.own[: match.start], *words.own[match.end :])
    return _speaks_of(field, others, words.own_text) or _speaks_of(field, words.around, words.around_text)


def _speaks_of(field: str, words: Sequence[str] | frozenset[str], text: str) -> bool:
    """Whether one of the field's words stands among the words (one of several words: in the text)."""
    if not words_of_field(field).isdisjoint(words):
        return True
    padded = f" {text} "
    return any(phrase in padded for phrase in _phrases_of_field(field))


@cache
def _phrases_of_field(field: str) -> tuple[str, ...]:
    """What the field has of several words, with a blank on either side."""
    return tuple(f" {words} " for words in words_of_field(field) if " " in words)
