"""Phrases of a report that may fill a slot, each with its wordings and what its mentions show."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from benchmarks.muc4_shown import Around, shown
from vedette.model.reading import Reading
from vedette.model.span import Span
from vedette.reading.noun_phrases import noun_phrase
from vedette.reading.parse import ParsedReport, Sentence, span_of
from vedette.reading.persons import named_person, sort_of
from vedette.reading.roles import arguments
from vedette.reading.scene import EventDraft, GroupMention
from vedette.reading.weapons import weapons_of

#: Longest wording, in words.
_LONGEST = 14
#: Words for how many, that a wording may begin with.
_COUNTS = frozenset({"several", "some", "many", "few", "other", "more", "unidentified", "unknown", "various", "all"})


@dataclass(frozen=True)
class Material:
    """A report with what the reader's steps found in it."""

    parsed: ParsedReport
    drafts: tuple[EventDraft, ...]
    groups: tuple[GroupMention, ...]
    reading: Reading


@dataclass(frozen=True)
class Mention:
    """One place where a phrase stands."""

    #: Position of its head in the report, in characters.
    at: int
    #: Index of its sentence.
    sentence: int


@dataclass
class Phrase:
    """One noun phrase, over all places where it stands."""

    #: The report's own words, on one line, without articles and numbers.
    words: str
    #: Wording → the kinds of wording that it is.
    wordings: dict[str, set[str]] = field(default_factory=dict)
    features: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    #: Id and kind of the group it names.
    group: str | None = None
    group_kind: str | None = None
    #: What its head stands for.
    sort: str = ""

    @property
    def heads(self) -> set[int]:
        """Where its heads stand."""
        return {mention.at for mention in self.mentions}

    @property
    def sentences(self) -> set[int]:
        """The sentences it stands in."""
        return {mention.sentence for mention in self.mentions}


def phrases(material: Material) -> list[Phrase]:
    """Every phrase that may fill a slot, in order of first mention."""
    found: dict[str, Phrase] = {}
    around = _around(material)
    for sentence in material.parsed.sentences:
        if sentence.span.part == "title":
            continue
        for base, head, wordings in _in_sentence(sentence, material, around.weapons):
            key = " ".join(base.text.lower().split())
            phrase = found.setdefault(key, Phrase(_words(material, base), sort=str(sort_of(head))))
            mention = Mention(span_of(head).start, sentence.index)
            for kind, words in wordings:
                phrase.wordings.setdefault(_closed(_words(material, words)), set()).add(kind)
            if mention not in phrase.mentions:
                phrase.mentions.append(mention)
                phrase.features.update(shown(head, base, sentence, around))
            _note_group(phrase, base, material.groups)
    return list(found.values())


def _words(material: Material, words: TokenSpan) -> str:
    return " ".join(material.parsed.words(span_of(words)).split())


def _closed(words: str) -> str:
    """The words without a genitive at the end, with the bracket closed that they open."""
    words = re.sub(r"(?:['’]S?|,)$", "", words).strip() or words
    for opening, closing in ("[]", "()"):
        if words.count(opening) > words.count(closing):
            return words + closing if words.rindex(opening) > 0 else words.replace(opening, "").strip() or words
    return words


def _around(material: Material) -> Around:
    by_sentence: dict[int, list[EventDraft]] = defaultdict(list)
    for draft in material.drafts:
        by_sentence[draft.sentence.index].append(draft)
    ties = defaultdict(list)
    for draft in material.drafts:
        for argument in arguments(draft.trigger):
            queue = [argument.noun]
            while queue:
                noun = queue.pop()
                ties[span_of(noun).start].append((argument, draft))
                queue.extend(c for c in noun.rights if c.dep_ in {"conj", "appos"} and len(queue) < 30)
    actors = [(actor.span, f"{actor.role}:{actor.effect}") for e in material.reading.events for actor in e.actors]
    actors += [(weapon.span, "weapon") for e in material.reading.events for weapon in e.weapons]
    weapons = {w.span: w.id for draft in material.drafts for w in weapons_of(draft)}
    return Around(dict(by_sentence), dict(ties), actors, weapons)


def _note_group(phrase: Phrase, words: TokenSpan, groups: Sequence[GroupMention]) -> None:
    span = span_of(words)
    for group in groups:
        if group.span == span or (group.span.holds(span) and group.span.end == span.end):
            phrase.group, phrase.group_kind = group.id, group.kind
            phrase.features.update((f"group:{group.kind}", f"group:{group.id}"))
        elif span.holds(group.span):
            phrase.features.add(f"group within:{group.kind}")


def _in_sentence(
    sentence: Sentence, material: Material, weapons: dict[Span, str | None]
) -> Iterator[tuple[TokenSpan, Token, list[tuple[str, TokenSpan]]]]:
    """(phrase, head, wordings with their kinds)."""
    seen = set()
    for token in sentence.tokens:
        if token.pos_ not in {"NOUN", "PROPN"} or token.is_punct or not token.text.strip():
            continue
        whole = noun_phrase(token)
        seen.add((whole.start, whole.end))
        yield whole, token, list(_wordings(token, whole, sentence))
    for words in _named(sentence, material.groups, weapons):
        if (words.start, words.end) not in seen:
            seen.add((words.start, words.end))
            yield words, words[-1], [("named", words)]


def _wordings(token: Token, whole: TokenSpan, sentence: Sentence) -> Iterator[tuple[str, TokenSpan]]:
    doc, ends = token.doc, sentence.tokens.end
    yield "whole", whole
    start = whole.start
    while start > sentence.tokens.start and (doc[start - 1].like_num or doc[start - 1].lower_ in _COUNTS):
        start -= 1
    if start < whole.start:
        yield "counted", doc[start : whole.end]
    for kind, end in _tails(token, whole):
        if whole.end < end <= min(whole.end + _LONGEST, ends):
            yield kind, doc[whole.start : end]
            if start < whole.start and kind == "of":
                yield "counted of", doc[start:end]
    if len(whole) > 1:
        yield "head", doc[token.i : token.i + 1]
    if len(whole) > 2:
        yield "pair", doc[token.i - 1 : token.i + 1]
    if len(whole) > 3:
        yield "three", doc[token.i - 2 : token.i + 1]
    if token.pos_ == "PROPN" and (token.i + 1 >= len(doc) or doc[token.i + 1].pos_ != "PROPN"):
        person = named_person(token)
        if person and person.name.end == token.i + 1 and len(person.name) < 7:
            yield "name", person.name


def _tails(token: Token, whole: TokenSpan) -> Iterator[tuple[str, int]]:
    """Where the words end that belong to the noun behind it."""
    tailed = noun_phrase(token, tails=frozenset({token.lemma_.lower()}))
    yield "of", tailed.end
    for child in token.rights:
        if child.dep_ == "prep" and child.i == whole.end and child.lower_ != "of":
            yield "prep", child.right_edge.i + 1
        elif child.dep_ == "prep" and child.lower_ == "of":
            yield "all of", child.right_edge.i + 1
        elif child.dep_ == "acl" and child.i == whole.end:
            yield "acl", child.right_edge.i + 1
        elif child.dep_ == "appos" and child.i <= whole.end + 2:
            yield "apposed", child.right_edge.i + 1


def _named(sentence: Sentence, groups: Sequence[GroupMention], weapons: dict[Span, str | None]) -> Iterator[TokenSpan]:
    doc = sentence.tokens.doc
    for entity in sentence.tokens.ents:
        if entity.label_ in {"ORG", "NORP", "FAC", "PERSON"}:
            start = entity.start + (entity[0].lower_ == "the")
            if start < entity.end:
                yield doc[start : entity.end]
    offset = doc.user_data["offset"]
    for span in (*(g.span for g in groups), *weapons):
        if sentence.span.holds(span):
            words = doc.char_span(span.start - offset, span.end - offset, alignment_mode="expand")
            if words is not None:
                yield words
