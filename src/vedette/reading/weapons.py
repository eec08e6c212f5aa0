"""Finds weapons and means, and which of them an event was done with."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.model.event import Weapon
from vedette.reading.parse import Sentence, span_of
from vedette.reading.scene import EventDraft, Scene
from vedette.vocab.load import load_table

#: Longest name of a weapon, in tokens.
_LONGEST = 7
#: Weapons read of one sentence, and words looked at above one: prose has fewer, lists and noise may have thousands.
_MOST = 60
_DEEPEST = 60
#: Words that qualify a weapon and stand in its span.
_QUALIFIERS = frozenset(
    {
        "powerful",
        "homemade",
        "remote-controlled",
        "high-powered",
        "highpower",
        "strong",
        "small",
        "large",
        "heavy",
        "automatic",
        "fragmentation",
        "plastic",
        "incendiary",
        "explosive",
        "molotov",
    }
)
#: Beside these the weapon is found or held, not used.
_NOT_USED = frozenset(
    {
        "seize",
        "confiscate",
        "find",
        "discover",
        "deliver",
        "supply",
        "buy",
        "sell",
        "smuggle",
        "ship",
        "turn",
        "hand",
        "surrender",
        "store",
        "stockpile",
        "donate",
    }
)
_VERBS_OF_USE = frozenset(
    {
        "explode",
        "detonate",
        "use",
        "throw",
        "hurl",
        "fire",
        "place",
        "plant",
        "launch",
        "set",
        "go",
        "drop",
        "lob",
        "toss",
        "activate",
        "kill",
        "wound",
        "injure",
        "destroy",
        "damage",
        "attack",
        "hit",
        "load",
        "arm",
        "shoot",
        "carry",
        "leave",
        "blow",
    }
)


@dataclass(frozen=True)
class _Named:
    id: str
    name: str
    #: Whether the word counts wherever it stands in a sentence about the event.
    alone: bool


@cache
def _vocabulary() -> dict[str, _Named]:
    """Words, in the singular and the plural → weapon."""
    found: dict[str, _Named] = {}
    for key, entry in load_table("weapons").items():
        for word in entry["words"]:
            named = _Named(key, entry["name"], entry.get("heads", True))
            for form in _forms(word):
                found.setdefault(_plain(form), named)
    return found


def _forms(word: str) -> Iterator[str]:
    yield word
    first, of, rest = word.partition(" of ")
    yield _plural(first) + of + rest
    if of:
        yield word + "s"


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    return word[:-2] + "ves" if word.endswith("knife") else word + "s"


@lru_cache(maxsize=10_000)
def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^\w.&]+", " ", words.lower()).split())


def find_weapons(mentions: Sequence[EventDraft], scene: Scene) -> tuple[Weapon, ...]:
    """The weapons and means of the event, each once, in order of the text."""
    found: dict[str, Weapon] = {}
    for mention in mentions:
        for weapon in weapons_of(mention):
            key = scene.parsed.words(weapon.span).lower()
            if key not in found and not any(_is_within(key, weapon, other) for other in found.items()):
                found[key] = weapon
    return tuple(sorted(found.values(), key=lambda weapon: weapon.span))


def _is_within(words: str, weapon: Weapon, other: tuple[str, Weapon]) -> bool:
    """Whether a weapon of the same kind is already there in other words ("bomb" beside "powerful bomb")."""
    return other[1].id == weapon.id


def weapons_of(mention: EventDraft) -> Iterator[Weapon]:
    """The weapons that the sentence of a mention ties to it."""
    for words, named in _named_in(mention.sentence):
        if _is_used(words[-1], mention, named):
            yield Weapon(named.name, span_of(words), named.id)


def weapons_in(sentence: Sentence) -> tuple[Weapon, ...]:
    """The weapons that a sentence names by words that mean nothing else, whether an event is told or not."""
    return tuple(Weapon(named.name, span_of(words), named.id) for words, named in _named_in(sentence) if named.alone)


def _named_in(sentence: Sentence) -> list[tuple[TokenSpan, _Named]]:
    """The weapons that a sentence names, with the words that qualify them; found once a sentence."""
    known: dict[int, list[tuple[TokenSpan, _Named]]] = sentence.tokens.doc.user_data.setdefault("weapons", {})
    if sentence.tokens.start not in known:
        known[sentence.tokens.start] = list(islice(_find(list(sentence.tokens)), _MOST))
    return known[sentence.tokens.start]


def _find(tokens: list[Token]) -> Iterator[tuple[TokenSpan, _Named]]:
    at = 0
    while at < len(tokens):
        size, named = _longest(tokens, at)
        if named:
            start = at
            while start and tokens[start - 1].lower_ in _QUALIFIERS:
                start -= 1
            yield tokens[at].doc[tokens[start].i : tokens[at + size - 1].i + 1], named
        at += max(size, 1)


def _longest(tokens: list[Token], at: int) -> tuple[int, _Named | None]:
    first = _plain(tokens[at].lower_).split()
    if first and first[0] not in _first_words():
        return 0, None
    words = ""
    best: tuple[int, _Named | None] = (0, None)
    for size, token in enumerate(tokens[at : at + _LONGEST], start=1):
        words = _plain(f"{words} {token.lower_}")
        if words in _vocabulary():
            best = (size, _vocabulary()[words])
    return best


@cache
def _first_words() -> frozenset[str]:
    """The first words of what names a weapon."""
    return frozenset(words.split()[0] for words in _vocabulary() if words)


def _is_used(head: Token, mention: EventDraft, named: _Named) -> bool:
    """Whether the weapon is the event's: in its clause, or with a verb of use."""
    trigger = mention.trigger
    if (
        head.pos_ in {"PRON", "VERB"}
        or (named.id == "fire" and head.lower_ == "fire")
        or (named.id == "mine" and head.pos_ not in {"NOUN", "PROPN"})
    ):
        return False
    if mention.words.start <= head.i < mention.words.end:
        return True
    above = list(islice(head.ancestors, _DEEPEST))
    if any(t.lemma_ in _NOT_USED and t.pos_ == "VERB" for t in above[:3]):
        return False
    if trigger in above or head in islice(trigger.ancestors, _DEEPEST):
        return named.alone or head.dep_ in {"pobj", "dobj", "agent"}
    return named.alone and any(t.lemma_ in _VERBS_OF_USE for t in above[:4])
