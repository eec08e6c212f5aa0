"""Finds the words of a report that name places: entities, names of the gazetteer, and words that ask for a place."""

import re
from collections.abc import Iterator, Set
from functools import cached_property

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.geo.countries import find_country, find_demonym
from vedette.geo.gazetteer import Gazetteer
from vedette.geo.gazetteer_entry import Entry
from vedette.reading.parse import ParsedReport, Sentence, span_of
from vedette.reading.places_mention import Mention
from vedette.reading.places_words import (
    act_words,
    around_words,
    kind_words,
    never_alone,
    placing_words,
    short_forms,
    weak_words,
)

#: Longest name looked up, in tokens.
_LONGEST = 6
#: Ways of finding a name that tell of its other mentions.
_TELLING = frozenset({"entity", "part of an entity", "after a word of place", "container follows", "kind word"})
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_OTHER_LABELS = frozenset({"ORG", "PERSON", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE"})
#: Lower-case words that stand inside names.
_INNER = frozenset(
    {
        "de",
        "del",
        "la",
        "el",
        "al",
        "of",
        "the",
        "and",
        "du",
        "des",
        "da",
        "do",
        "dos",
        "e",
        "ez",
        "es",
        "ad",
        "-",
        "'",
        "’",
        "bin",
        "sur",
        "le",
        "les",
        "van",
        "am",
    }
)
_ARTICLES = frozenset({"al", "el", "ar", "as", "ash", "an", "ad", "at", "az", "ul", "l"})
_TRIMMED = frozenset(
    {
        "the",
        "'s",
        "’s",
        "'",
        "’",
        "downtown",
        "central",
        "nearby",
        ",",
        ".",
        "-",
        "northern",
        "southern",
        "eastern",
        "western",
    }
)
#: Population from which a name alone, after "in" and the like, is enough; and without such a word.
_KNOWN_TOWN, _FAMOUS_TOWN = 0, 300_000


def find_mentions(parsed: ParsedReport, gazetteer: Gazetteer) -> list[Mention]:
    """Mentions of places in order, none overlapping another."""
    persons = _persons(parsed)
    finders = [_Finder(sentence, parsed, gazetteer, persons) for sentence in parsed.sentences]
    by_sentence = [finder.find() for finder in finders]
    told = {
        m.words.text
        for found in by_sentence
        for m in found
        if m.found_by in _TELLING
        and gazetteer.find(m.name)
        and (m.placed or m.within or m.wanted or m.words.text.lower() not in persons)
    }
    if told:
        by_sentence = [
            finder.find(told) if finder.holds(told) else found
            for finder, found in zip(finders, by_sentence, strict=True)
        ]
    return [mention for found in by_sentence for mention in found]


def mention_of(words: TokenSpan, found_by: str) -> Mention:
    """The mention that the words make, with the kind that words beside them ask for."""
    name_words, wanted = _without_kind_word(words)
    return Mention(words, span_of(words), name_words.text, wanted, found_by, label=_label(words))


class _Finder:
    """The places of one sentence."""

    def __init__(
        self, sentence: Sentence, parsed: ParsedReport, gazetteer: Gazetteer, persons: frozenset[str]
    ) -> None:
        self.persons = persons
        self.told: Set[str] = frozenset()
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.doc = sentence.tokens.doc
        self.gazetteer = gazetteer
        self.shouted = parsed.all_caps or _is_shouted(sentence.tokens)

    def holds(self, told: Set[str]) -> bool:
        """Whether one of the names stands in it."""
        text = self.tokens.text
        return any(name in text for name in told)

    def find(self, told: Set[str] = frozenset()) -> list[Mention]:
        """Its mentions, left to right; `told`: names that are places elsewhere in the report."""
        self.told = told
        chosen: list[Mention] = []
        taken: set[int] = set()
        for words, found_by in self._candidates():
            positions = set(range(words.start, words.end))
            if positions & taken:
                continue
            taken |= positions
            mention = mention_of(words, found_by)
            short = short_forms().get(words.text)
            if short and found_by == "short form":
                mention.stands_for = short
            mention.placed = _is_placed(words)
            chosen.append(mention)
        chosen.sort(key=lambda mention: mention.words.start)
        _chain(chosen)
        return chosen

    def _candidates(self) -> Iterator[tuple[TokenSpan, str]]:
        """Stretches of tokens that name a place, the surest and longest first."""
        yield from self._short_forms()
        known = list(self._known_names())
        entities = [
            trimmed for entity in self.tokens.ents if entity.label_ in _PLACE_LABELS and (trimmed := _trimmed(entity))
        ]
        found: list[tuple[int, TokenSpan, str]] = []
        for entity in entities:
            if self._is_demonym(entity) or self._is_mistaken(entity):
                continue
            exact = bool(self._entries(entity)) or bool(self.gazetteer.find(_without_kind_word(entity)[0].text))
            pieces = [] if exact else [words for words in known if _inside(words, entity)]
            if pieces and (entity.label_ == "GPE" or any(token.text in ",/" for token in entity)):
                found.extend((2 * len(words) + 2, words, "part of an entity") for words in pieces)
                continue
            found.append((2 * len(entity) + (3 if exact else 0), entity, "entity"))
        for words in known:
            reason = self._reason(words)
            if reason:
                found.append((2 * len(words) + 2, words, reason))
        found.sort(key=lambda item: -item[0])
        for _, words, found_by in found:
            yield words, found_by

    def _is_mistaken(self, entity: TokenSpan) -> bool:
        """Whether the pipeline took a common word for a place."""
        if len(entity) > 1 or _is_placed(entity) or self._container_follows(entity):
            return False
        token = entity[0]
        if token.lower_ in never_alone() or (token.text.islower() and not self.shouted):
            return True
        entries = self._entries(entity)
        if token.lower_ in self.persons:
            return all(entry.kind not in ("country", "province") and entry.population < 300_000 for entry in entries)
        return not entries and token.pos_ != "PROPN"

    def _known_names(self) -> Iterator[TokenSpan]:
        """Longest stretches from each token that the gazetteer has a name for."""
        start, end = self.tokens.start, self.tokens.end
        at = start
        while at < end:
            token = self.doc[at]
            if not self._may_begin(token):
                at += 1
                continue
            for stop in range(min(end, at + _LONGEST), at, -1):
                words = self.doc[at:stop]
                if self._may_be_name(words) and self._entries(words):
                    yield words
                    break
            at += 1

    def _may_begin(self, token: Token) -> bool:
        if not token.is_alpha and not (token.text[0].isalpha() and len(token.text) > 2):
            return False
        if token.text in _ARTICLES and token.i + 2 < self.tokens.end:
            after = self.doc[token.i + 1]
            return after.text == "-" and self.doc[token.i + 2].text[0].isupper()
        return token.text[0].isupper() or not token.text[0].islower() or self.shouted

    def _may_be_name(self, words: TokenSpan) -> bool:
        last = words[-1]
        if not (last.text[0].isupper() or not last.text[0].islower() or self.shouted) or not (last.text[-1].isalnum() or last.text.count(".") > 1):
            return False
        if self.shouted:
            return all(token.text[0].isalnum() or token.text in _INNER for token in words)
        return all(
            token.text[0].isupper() or not token.text[0].islower() or token.lower_ in _INNER for token in words
        ) and not any(token.text in ",.;:()" for token in words)

    def _entries(self, words: TokenSpan) -> tuple[Entry, ...]:
        return self.gazetteer.find(words.text.removeprefix("the ").removeprefix("The "))

    def _is_demonym(self, words: TokenSpan) -> bool:
        return find_demonym(words.text) is not None and find_country(words.text) is None

    def _short_forms(self) -> Iterator[tuple[TokenSpan, str]]:
        """`Calif.` and the like after a comma; `Va.` anywhere with its stop."""
        for at in range(self.tokens.start, self.tokens.end):
            token = self.doc[at]
            if token.text not in short_forms():
                continue
            after_comma = at - 2 >= self.tokens.start and self.doc[at - 1].text == "," and self.doc[at - 2].text[:1].isupper()
            if after_comma or token.text.count(".") > 1 or (len(token) > 2 and token.text.isupper() and not self.shouted):
                yield self.doc[at : at + 1], "short form"

    def _reason(self, words: TokenSpan) -> str | None:
        """Why a name of the gazetteer is taken for a place where the pipeline saw none; None where it is not."""
        name, entries = words.text, self._entries(words)
        if self._is_demonym(words):
            return None
        label = _label(words)
        if len(words) > 1 and _without_kind_word(words)[1] in ("district", "province") and not self.shouted:
            return "kind word"
        if name.lower() in never_alone():
            return "container follows" if self._container_follows(words) else None
        if name in self.told:
            return "named as a place elsewhere in the report"
        kind_after = self._kind_word_after(words) or self._kind_word_before(words)
        if kind_after:
            return "kind word"
        if self._container_follows(words):
            return "container follows"
        if find_country(name) and (len(name) > 2 or name in ("US", "UK")) and not self.shouted:
            return None if label == "PERSON" and len(_entity(words)) > len(words) else "country"
        low = words.text.lower()
        if low in never_alone() or (len(words) == 1 and len(low) < 4):
            return None
        told = self._told_by_context(words, entries)
        if told:
            return told
        if (
            words[0].i > self.tokens.start
            and _is_placed(words)
            and (label not in ("PERSON",) or len(_entity(words)) == len(words))
        ):
            if self.shouted and not self._is_sure(entries, words):
                return None
            return "after a word of place"
        if self.shouted:
            return (
                "known name"
                if self._is_sure(entries, words) and max(e.population for e in entries) > _FAMOUS_TOWN
                else None
            )
        if label in ("ORG", "FAC", "EVENT", "") and words[0].pos_ == "PROPN":
            return self._reason_by_fame(words, entries, label)
        return None

    def _told_by_context(self, words: TokenSpan, entries: tuple[Entry, ...]) -> str | None:
        """A country that the sentence names and the place lies in; an act that is done to places."""
        label, entity = _label(words), _entity(words)
        if (label == "PERSON" and len(entity) > len(words)) or words.text.lower() in self.persons:
            return None
        good = [entry for entry in entries if entry.rank <= 1]
        before = self.doc[words.start - 1] if words.start > self.tokens.start else None
        if before is not None and before.lower_ in ("'s", "’s") and words.start - 2 >= self.tokens.start:
            owner = find_country(self.doc[words.start - 2].text)
            if owner and any(entry.country == owner for entry in entries):
                return "in the country named before it"
        if any(entry.country in self.countries and entry.kind != "country" for entry in good) and len(words.text) > 4:
            return "in a country that the sentence names" if label != "PERSON" or len(words) > 1 else None
        if before is None or words[0].pos_ != "PROPN" or len(words.text) < 4:
            return None
        people = max((entry.population for entry in good), default=0)
        by_hand = any(entry.kind not in ("town", "district", "airport", "province") for entry in good)
        if before.lower_ in act_words() and (people > 5_000 or by_hand):
            return "after an act done to a place"
        if before.lower_ in ("of", "on") and (people > 50_000 or by_hand) and label != "PERSON":
            return "after a link"
        return None

    @cached_property
    def countries(self) -> frozenset[str]:
        """Countries that the sentence names, or hints at by their people."""
        found = {find_country(e.text) or find_demonym(e.text) for e in self.tokens.ents if e.label_ in ("GPE", "NORP")}
        found |= {find_country(token.text) for token in self.tokens if token.pos_ == "PROPN" and len(token) > 3}
        return frozenset(country for country in found if country)

    def _reason_by_fame(self, words: TokenSpan, entries: tuple[Entry, ...], label: str) -> str | None:
        best = max((entry.population if entry.rank <= 1 else 0) for entry in entries)
        unit = any(entry.kind in ("province", "country") and entry.rank == 0 for entry in entries)
        within_name = label == "ORG" and len(_entity(words)) > len(words)
        if label == "ORG" and within_name and words.start == _entity(words).start and (best > 10_000 or unit):
            return "within the name of a body"
        if label == "ORG" and not within_name and (best > 50_000 or unit):
            return "body named as a place"
        if label == "" and (best > 100_000 or unit):
            return "known name"
        return None

    def _is_sure(self, entries: tuple[Entry, ...], words: TokenSpan) -> bool:
        if len(words) > 1 and any(entry.rank <= 1 for entry in entries):
            return True
        return (
            words[0].pos_ == "PROPN"
            or any(entry.kind == "country" or (entry.kind == "province" and entry.rank == 0) for entry in entries)
            or max(entry.population for entry in entries) > 20_000
        )

    def _kind_word_after(self, words: TokenSpan) -> str | None:
        if words.end >= self.tokens.end:
            return None
        after = self.doc[words.end]
        kind = kind_words().get(after.lower_)
        return kind if kind in ("province", "district", "town") or (kind and words[0].pos_ == "PROPN") else None

    def _kind_word_before(self, words: TokenSpan) -> str | None:
        if words.start - 2 < self.tokens.start or self.doc[words.start - 1].lower_ != "of":
            return None
        kind = kind_words().get(self.doc[words.start - 2].lower_)
        return kind if kind in ("province", "district", "town") else None

    def _container_follows(self, words: TokenSpan) -> bool:
        """Whether ", Y" follows and one of its places lies in one of Y's."""
        at = words.end
        if at + 1 >= self.tokens.end or self.doc[at].text != ",":
            return False
        if self.doc[at + 1].text in short_forms():
            return True
        for stop in range(min(self.tokens.end, at + 5), at + 1, -1):
            outer = self.doc[at + 1 : stop]
            if self._may_be_name(outer) and any(
                entry.kind in ("province", "country")
                and any(entry.country == inner.country for inner in self._entries(words))
                for entry in self._entries(outer)
            ):
                return words[0].pos_ == "PROPN" or self.shouted
        return False


def _persons(parsed: ParsedReport) -> frozenset[str]:
    """Words (lower case) that are part of a person's name in the report."""
    return frozenset(
        token.lower_
        for sentence in parsed.sentences
        for entity in sentence.tokens.ents
        if entity.label_ == "PERSON" and len(entity) > 1
        for token in entity
        if len(token) > 2
    )


def _inside(words: TokenSpan, other: TokenSpan) -> bool:
    return other.start <= words.start and words.end <= other.end


def _entity(words: TokenSpan) -> TokenSpan:
    """The entity that the first of the words stands in (the words where in none)."""
    token = words[0]
    for entity in words.sent.ents:
        if entity.start <= token.i < entity.end:
            return entity
    return words


def _label(words: TokenSpan) -> str:
    return words[0].ent_type_


def _trimmed(entity: TokenSpan) -> TokenSpan | None:
    """The entity without articles and endings that are no part of a name."""
    start, end = entity.start, entity.end
    while start < end and entity.doc[start].lower_ in _TRIMMED:
        start += 1
    while end > start and entity.doc[end - 1].lower_ in _TRIMMED:
        end -= 1
    words = entity.doc[start:end]
    return words if len(words) and any(char.isalpha() for char in words.text) else None


def _without_kind_word(words: TokenSpan) -> tuple[TokenSpan, str | None]:
    """The words without a kind word at either end, and the kind it asks for."""
    doc = words.doc
    if len(words) > 1:
        kind = kind_words().get(words[-1].lower_)
        if kind:
            return doc[words.start : words.end - 1], kind
        kind = kind_words().get(words[0].lower_)
        if kind and words[1].lower_ != "of":
            return doc[words.start + 1 : words.end], kind
        if kind and len(words) > 2:
            return doc[words.start + 2 : words.end], kind
    if _is_around(words):
        return words, "around"
    if words.end < len(doc):
        kind = kind_words().get(doc[words.end].lower_)
        if kind and doc[words.end].dep_ != "ROOT":
            return words, kind
    if words.start >= 2 and doc[words.start - 1].lower_ == "of":
        return words, kind_words().get(doc[words.start - 2].lower_)
    if words.start >= 1 and (kind := kind_words().get(doc[words.start - 1].lower_)):
        return words, kind
    return words, None


def _is_around(words: TokenSpan) -> bool:
    """Whether "countryside of" stands before the words, or "countryside" after them."""
    doc = words.doc
    if words.end < len(doc) and doc[words.end].lower_ in around_words():
        return True
    return words.start >= 2 and doc[words.start - 1].lower_ == "of" and doc[words.start - 2].lower_ in around_words()


def _is_placed(words: TokenSpan) -> bool:
    if words.start == 0:
        return False
    before = words.doc[words.start - 1]
    if before.lower_ == "the" and words.start > 1:
        before = words.doc[words.start - 2]
    return before.lower_ in placing_words() and before.lower_ not in weak_words()


def _is_shouted(tokens: TokenSpan) -> bool:
    """Whether a sentence (a headline) stands in capitals, or with every word capitalised."""
    words = [token.text for token in tokens if token.is_alpha and len(token.text) > 3]
    return len(words) >= 4 and all(word[0].isupper() for word in words)


def _chain(mentions: list[Mention]) -> None:
    """Links "X, Y" and "X in Y": the second holds the first."""
    for inner, outer in zip(mentions, mentions[1:], strict=False):
        if inner.words.doc[inner.words.end : outer.words.start].text in ("'s", "’s") and find_country(inner.words.text):
            outer.within = inner
            continue
        between = inner.words.doc[inner.words.end : outer.words.start].text.strip().lower()
        if between in (
            ",",
            ", in",
            "in",
            ", the",
            "(",
            "in the",
            ", in the",
            "of",
            ", a town in",
            ", a city in",
        ) or re.fullmatch(
            r"(?:city|town|village|district|county|area|region|province|municipality)?,? ?(?:in|of)(?: the)?(?: \w+(?:ern|rth|uth|ast|est|ral))?",
            between,
        ):
            inner.within = outer
