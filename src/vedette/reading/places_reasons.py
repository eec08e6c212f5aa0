"""Why a name of the gazetteer is taken for a place where the language pipeline saw none."""

from collections.abc import Set
from functools import cached_property

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.geo.countries import find_country, find_demonym
from vedette.geo.gazetteer_entry import Entry
from vedette.reading.parse import entities_in
from vedette.reading.places_names import TWO_LETTERS, Names, is_common_word
from vedette.reading.places_stretch import (
    entity_of,
    is_demonym,
    is_direction,
    is_placed,
    is_within_person,
    label_of,
    without_kind_word,
)
from vedette.reading.places_words import act_words, attack_words, kind_words, part_words, short_forms

#: Countries whose small towns bear too many common words and surnames to be told by the country alone.
_WORDY = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "ZA", "JM"})
#: Marks after the place of a dateline.
_DATELINE_MARKS = frozenset({",", "|", "–", "—", "-", "--", "(", ":"})
#: People from which a name in text in capitals needs no word of place before it.
_FAMOUS_TOWN = 300_000


def _is_mixed(name: str) -> bool:
    """Whether capitals stand within a name and it is not all capitals ("LoC")."""
    return not name.isupper() and any(letter.isupper() for letter in name[1:])


class Reasons:
    """The reasons within one sentence."""

    def __init__(self, names: Names, persons: Set[str], told: Set[str], home: str | None = None) -> None:
        self.names = names
        self.tokens = names.tokens
        self.doc = names.tokens.doc
        self.shouted = names.shouted
        #: Words of persons' names in the report.
        self.persons = persons
        #: Names that are places elsewhere in the report.
        self.told = told
        #: Country that the source's name tells of.
        self.home = home

    def why(self, words: TokenSpan) -> str | None:
        """Why a name of the gazetteer is taken for a place where the pipeline saw none; None where it is not."""
        name = words.text
        if is_demonym(words) or is_direction(words):
            return None
        if len(name) == 3 and self._is_kept(words) and (_is_mixed(name) or (self.shouted and is_placed(words))):
            return "short name of a region"
        if len(words) > 1 and without_kind_word(words)[1] in ("district", "province") and not self.shouted:
            return "kind word"
        if is_common_word(name):
            return "container follows" if self.container_follows(words) else None
        if self.begins_dateline(words) and words.text.isupper():
            return "dateline"
        if name.casefold() in self.told and not is_within_person(words) and self._may_be_told(words):
            return "named as a place elsewhere in the report"
        if self._kind_word_after(words) or self._kind_word_before(words):
            return "kind word"
        if self.container_follows(words):
            return "container follows"
        if find_country(name) and (len(name) > 2 or name in TWO_LETTERS) and not self.shouted:
            return None if is_within_person(words) and not self._is_part_told(words) else "country"
        return self._why_by_words_around(words) if len(words) > 1 or len(name) > 3 else None

    def _is_kept(self, words: TokenSpan) -> bool:
        """Whether the name is a region's that the vocabulary keeps ("LoC")."""
        return any(entry.kind == "region" and entry.rank <= 0 for entry in self.names.entries(words))

    def _why_by_words_around(self, words: TokenSpan) -> str | None:
        entries, label = self.names.entries(words), label_of(words)
        told = self._told_by_context(words, entries)
        if told:
            return told
        if words.start > self.tokens.start and is_placed(words) and not is_within_person(words):
            return None if self.shouted and not self._is_sure(entries, words) else "after a word of place"
        if self.shouted:
            famous = self._is_sure(entries, words) and max(entry.population for entry in entries) > _FAMOUS_TOWN
            return "known name" if famous else None
        if label in ("ORG", "FAC", "EVENT", "") and words[0].pos_ == "PROPN":
            return self._reason_by_fame(words, entries, label)
        return None

    def _is_part_told(self, words: TokenSpan) -> bool:
        """Whether a word for a part of it stands before a country ("E. Exampleland")."""
        return words.start > self.tokens.start and self.doc[words.start - 1].lower_ in part_words()

    def begins_dateline(self, words: TokenSpan) -> bool:
        """Whether the words stand first, with a mark after them ("NORTHPORT, June 3 –")."""
        after = self.doc[words.end] if words.end < self.tokens.end else None
        return words.start == self.tokens.start and after is not None and after.text in _DATELINE_MARKS

    def _may_be_told(self, words: TokenSpan) -> bool:
        return label_of(words) != "ORG" or words.start == entity_of(words).start or self._heads_a_body(words)

    def _heads_a_body(self, words: TokenSpan) -> bool:
        """Whether the words end the name of a body, or stand before its kind ("Bank of X", "the X Police")."""
        entity = entity_of(words)
        return words.end == entity.end or words.start <= entity.start + 1

    def _told_by_context(self, words: TokenSpan, entries: tuple[Entry, ...]) -> str | None:
        """A country that the sentence names and the place lies in; an act that is done to places."""
        label, entity = label_of(words), entity_of(words)
        if (label == "PERSON" and len(entity) > len(words)) or words.text.lower() in self.persons:
            return None
        good = [entry for entry in entries if entry.rank <= 1]
        before = self.doc[words.start - 1] if words.start > self.tokens.start else None
        if before is not None and before.lower_ in ("'s", "’s") and words.start - 2 >= self.tokens.start:
            owner = find_country(self.doc[words.start - 2].text)
            if owner and any(entry.country == owner for entry in entries):
                return "in the country named before it"
        if label == "ORG" and len(entity) > len(words):
            return None
        lies = any(e.country in self.countries - _WORDY and e.kind != "country" for e in good)
        if lies and len(words.text) > 4 and label != "ORG":
            return "in a country that the sentence names" if label != "PERSON" or len(words) > 1 else None
        if before is None or words[0].pos_ != "PROPN" or len(words.text) < 4:
            return None
        people = max((entry.population for entry in good), default=0)
        by_hand = any(entry.kind not in ("town", "district", "airport", "province") for entry in good)
        at_home = any(entry.country == self.home for entry in good if self.home not in _WORDY and entry.rank <= 0)
        if self._follows_act(before) and (people > 5_000 or by_hand or at_home):
            return "after an act done to a place"
        if before.lower_ == "on" and len(words) > 1 and people > 5_000 and self._follows_act_on(before):
            return "after an act done to a place"
        if before.lower_ in ("of", "on") and (people > 50_000 or by_hand) and label != "PERSON":
            return "after a link"
        return None

    def _follows_act(self, before: Token) -> bool:
        """Whether the word before a name is an act done to places, or "of" behind one ("the shelling of X")."""
        act = before.nbor(-1) if before.lower_ == "of" and before.i > self.tokens.start else before
        return act.lower_ in act_words()

    def _follows_act_on(self, on: Token) -> bool:
        """Whether "on" stands behind a word for an act ("an air strike on X Y")."""
        return on.i > self.tokens.start and on.nbor(-1).lower_ in attack_words()

    @cached_property
    def countries(self) -> frozenset[str]:
        """Countries that the sentence names, or hints at by their people."""
        found = {
            find_country(e.text) or find_demonym(e.text)
            for e in entities_in(self.tokens)
            if e.label_ in ("GPE", "NORP")
        }
        found |= {find_country(token.text) for token in self.tokens if token.pos_ == "PROPN" and len(token) > 3}
        return frozenset(country for country in found if country)

    def _reason_by_fame(self, words: TokenSpan, entries: tuple[Entry, ...], label: str) -> str | None:
        best = max((entry.population if entry.rank <= 1 else 0) for entry in entries)
        unit = any(entry.kind in ("province", "country") and entry.rank == 0 for entry in entries)
        within_name = label == "ORG" and len(entity_of(words)) > len(words)
        begins = words.start == entity_of(words).start or self.doc[words.start - 1].lower_ == "of"
        if label == "ORG" and within_name and begins and (best > 10_000 or unit):
            return "within the name of a body"
        if label == "ORG" and not within_name and (best > 50_000 or unit):
            return "body named as a place"
        if label == "" and (best > 100_000 or unit):
            return "known name"
        return None

    def _is_sure(self, entries: tuple[Entry, ...], words: TokenSpan) -> bool:
        """Whether a name in text in capitals is one that people know, and no common word."""
        own = [entry for entry in entries if entry.rank <= 0]
        if any(entry.kind == "region" for entry in own):
            return True
        if len(words) > 1 or any(entry.kind in ("country", "province") for entry in own):
            return bool(own) or any(entry.rank == 1 for entry in entries)
        people = max((entry.population for entry in own), default=0)
        return people > (0 if words[0].pos_ == "PROPN" else 20_000)

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

    def container_follows(self, words: TokenSpan) -> bool:
        """Whether ", Y" follows and one of its places lies in one of Y's."""
        at = words.end
        if at + 1 >= self.tokens.end or self.doc[at].text != ",":
            return False
        if self.doc[at + 1].text in short_forms():
            return True
        for stop in range(min(self.tokens.end, at + 5), at + 1, -1):
            outer = self.doc[at + 1 : stop]
            if self.names.may_be_name(outer) and any(
                entry.kind in ("province", "country")
                and any(entry.country == inner.country for inner in self.names.entries(words))
                for entry in self.names.entries(outer)
            ):
                return words[0].pos_ == "PROPN" or self.shouted
        return False
