"""Finds the words of a report that name places: entities, names of the gazetteer, and words that ask for a place."""

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Span as TokenSpan

from vedette.geo.countries import find_country
from vedette.geo.gazetteer import Gazetteer
from vedette.geo.gazetteer_entry import Entry
from vedette.reading.parse import ParsedReport, Sentence, entities_in, span_of
from vedette.reading.places_mention import Mention
from vedette.reading.places_names import Names, country_in, is_common_word
from vedette.reading.places_reasons import Reasons
from vedette.reading.places_stretch import (
    is_demonym,
    is_direction,
    is_placed,
    label_of,
    trimmed,
    without_kind_word,
    words_of_persons,
)
from vedette.reading.places_words import kind_words, short_forms
from vedette.reading.source_country import country_of_source
from vedette.reading.surnames import surnames_of

#: Ways of finding a name that tell of its other mentions.
_TELLING = frozenset(
    {"entity", "part of an entity", "after a word of place", "container follows", "kind word", "dateline"}
)
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
#: People from which a word that is also part of a person's name may still be a town.
_WELL_KNOWN_TOWN = 300_000
#: What stands between a place and the one that holds it: "X, Y", "X in northern Y", "X district of Y".
_HOLDING = re.compile(
    r",|\(|(?:city|town|village|district|county|area|region|province|municipality|neighbou?rhood|suburb|quarter)?,?"
    r" ?(?:a (?:town|city|village) )?(?:in|of)(?: the)?(?: \w{0,10}(?:ern|rth|uth|ast|est|ral))?|, the"
)


def find_mentions(parsed: ParsedReport, gazetteer: Gazetteer) -> list[Mention]:
    """Mentions of places in order, none overlapping another."""
    persons = words_of_persons(parsed)
    finders = [_Finder(sentence, parsed, gazetteer, persons) for sentence in parsed.sentences]
    by_sentence = [finder.find() for finder in finders]
    told = {m.words.text.casefold() for found in by_sentence for m in found if _tells(m, gazetteer, persons)}
    first_words = {name.split(maxsplit=1)[0].split("-")[0] for name in told}
    if told:
        by_sentence = [
            finder.find(told) if finder.holds(first_words) else found
            for finder, found in zip(finders, by_sentence, strict=True)
        ]
    return _without_surnames([mention for found in by_sentence for mention in found], parsed, gazetteer)


def _without_surnames(mentions: list[Mention], parsed: ParsedReport, gazetteer: Gazetteer) -> list[Mention]:
    """The mentions without small towns whose name the report uses for a person."""
    single = {m.name: m for m in mentions if len(m.words) == 1 and m.wanted is None and not m.stands_for}
    small = {name for name in single if all(_is_small_town(entry) for entry in gazetteer.find(name))}
    surnames = surnames_of(parsed, small) if small else frozenset()
    return [m for m in mentions if m.name not in surnames or m.within is not None or len(m.words) > 1]


def _is_small_town(entry: Entry) -> bool:
    return entry.kind not in ("country", "province") and entry.population < _WELL_KNOWN_TOWN


def mention_of(words: TokenSpan, found_by: str) -> Mention:
    """The mention that the words make, with the kind that words beside them ask for."""
    name, wanted = without_kind_word(words)
    return Mention(words, span_of(words), name.text, wanted, found_by, label=label_of(words), placed=is_placed(words))


def _tells(mention: Mention, gazetteer: Gazetteer, persons: Set[str]) -> bool:
    """Whether a mention is sure enough to tell that its name is a place wherever it stands in the report."""
    if mention.found_by not in _TELLING or not gazetteer.find(mention.name):
        return False
    told = mention.placed or mention.within is not None or mention.wanted is not None
    return told or mention.words.text.lower() not in persons


class _Finder:
    """The places of one sentence."""

    def __init__(self, sentence: Sentence, parsed: ParsedReport, gazetteer: Gazetteer, persons: Set[str]) -> None:
        self._tokens = sentence.tokens
        self._gazetteer = gazetteer
        self._persons = persons
        self._names = Names(sentence.tokens, gazetteer, all_caps=parsed.all_caps)
        self._reasons = Reasons(self._names, persons, frozenset(), country_of_source(parsed.report.source))

    def holds(self, first_words: Set[str]) -> bool:
        """Whether one of the words (case-folded) stands in it."""
        return any(token.text.casefold() in first_words for token in self._tokens)

    def find(self, told: Set[str] = frozenset()) -> list[Mention]:
        """Its mentions, left to right; `told`: names that are places elsewhere in the report."""
        self._reasons.told = told
        chosen: list[Mention] = []
        taken: set[int] = set()
        for words, found_by in self._candidates():
            positions = set(range(words.start, words.end))
            if positions & taken:
                continue
            taken |= positions
            mention = mention_of(words, found_by)
            if found_by == "short form":
                mention.stands_for = short_forms()[words.text]
            elif found_by == "country joined to a word":
                mention.name = country_in(words.text) or words.text
                start = mention.span.start + words.text.index(mention.name)
                mention.span = replace(mention.span, start=start, end=start + len(mention.name))
            chosen.append(mention)
        chosen.sort(key=lambda mention: mention.words.start)
        _chain(chosen)
        return chosen

    def _candidates(self) -> Iterator[tuple[TokenSpan, str]]:
        """Stretches of tokens that name a place, the surest and longest first."""
        yield from ((words, "short form") for words in self._names.short_forms())
        yield from ((words, "country joined to a word") for words in self._names.joined())
        known = list(self._names.known())
        found = [item for entity in self._entities() for item in self._of_entity(_widened(entity, known), known)]
        for words in known:
            reason = self._reasons.why(words)
            if reason:
                found.append((2 * len(words) + 2, words, reason))
        found.sort(key=lambda item: -item[0])
        yield from ((words, found_by) for _, words, found_by in found)

    def _entities(self) -> Iterator[TokenSpan]:
        for entity in entities_in(self._tokens):
            if entity.label_ not in _PLACE_LABELS:
                continue
            whole = entity[1:] if entity[0].lower_ == "the" and len(entity) > 1 else entity
            words = whole if self._names.entries(whole) else trimmed(entity)
            if words and not is_demonym(words) and not self._is_mistaken(words):
                yield words

    def _of_entity(self, entity: TokenSpan, known: list[TokenSpan]) -> list[tuple[int, TokenSpan, str]]:
        """The entity with its rank, or the names within it where it is none itself."""
        exact = bool(self._names.entries(entity)) or bool(self._gazetteer.find(without_kind_word(entity)[0].text))
        within = [words for words in known if entity.start <= words.start and words.end <= entity.end]
        named = [words for words in within if not is_common_word(words.text) and not is_demonym(words)]
        pieces = [] if exact else [words for words in named if not self._is_scrap(words, entity)]
        if pieces and (label_of(entity) == "GPE" or any(token.text in ",/" for token in entity)):
            return [(2 * len(words) + 2, words, "part of an entity") for words in pieces]
        return [(2 * len(entity) + (3 if exact else 0), entity, "entity")]

    def _is_scrap(self, words: TokenSpan, entity: TokenSpan) -> bool:
        """Whether a short name of a small town is only a part of a longer one ("Nam", "Kham" of "Nam Kham")."""
        name = words.text
        if len(words) > 1 or len(name) > 4 or find_country(name):
            return False
        if len(name) == 4 and not all(_is_small_town(entry) for entry in self._names.entries(words)):
            return False
        beside = [entity.doc[at] for at in (words.start - 1, words.end) if entity.start <= at < entity.end]
        return any(
            token.text == "-" or (token.text[:1].isupper() and not kind_words().get(token.lower_)) for token in beside
        )

    def _is_mistaken(self, entity: TokenSpan) -> bool:
        """Whether the pipeline took a common word, a person or a body for a place."""
        if is_direction(entity):
            return True
        if is_placed(entity) or self._reasons.container_follows(entity) or self._reasons.begins_dateline(entity):
            return False
        if is_common_word(entity.text):
            return True
        entries = self._names.entries(entity)
        if not entries and label_of(entity) != "FAC":
            return not any(t.lower_ in kind_words() or self._gazetteer.find(t.text) for t in entity)
        if len(entity) > 1:
            return False
        if entity.text.islower() and not self._names.shouted:
            return True
        if entity.text.lower() in self._persons:
            return all(e.kind not in ("country", "province") and e.population < _WELL_KNOWN_TOWN for e in entries)
        return not entries and entity[0].pos_ != "PROPN"


def _widened(entity: TokenSpan, known: list[TokenSpan]) -> TokenSpan:
    """The name of the gazetteer that ends with an entity and begins before it ("Baja California"), else the entity."""
    return next((words for words in known if words.start < entity.start and words.end == entity.end), entity)


def _chain(mentions: list[Mention]) -> None:
    """Links "X, Y", "X in Y" and "Y's X": Y holds X."""
    for first, second in pairwise(mentions):
        between = first.words.doc[first.words.end : second.words.start].text.strip().lower()
        if between in ("'s", "’s") and find_country(first.words.text):
            second.within = first
        elif _HOLDING.fullmatch(between):
            first.within = second
