"""Phrases of a report that may fill a slot, each with what its mentions show."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.model.span import Span
from vedette.reading.noun_phrases import antecedent, noun_phrase
from vedette.reading.parse import ParsedReport, Sentence, span_of
from vedette.reading.persons import Sort, named_person, singular, sort_of
from vedette.reading.roles import Argument, arguments, class_of, is_passive, is_verbal
from vedette.reading.scene import EventDraft, GroupMention
from vedette.reading.weapons import weapons_of

#: Longest phrase, in words.
_LONGEST = 14


@dataclass
class Candidate:
    """One wording, over all places where it stands."""

    #: The report's own words, on one line.
    words: str
    features: set[str] = field(default_factory=set)
    #: Index of each head token (of the whole report), to tell wordings of one mention.
    heads: set[int] = field(default_factory=set)
    #: Indexes of the sentences it stands in.
    sentences: set[int] = field(default_factory=set)
    #: Id of the group it names.
    group: str | None = None


@dataclass(frozen=True)
class Material:
    """A report with what the reader's steps found in it."""

    parsed: ParsedReport
    drafts: tuple[EventDraft, ...]
    groups: tuple[GroupMention, ...]


def type_of_mention(draft: EventDraft) -> str:
    """The incident type that a trigger's mode and words speak for."""
    if draft.entry.startswith("arson"):
        return "ARSON"
    modes = {"abduct": "KIDNAPPING", "hijack": "HIJACKING", "explosives": "BOMBING", "suicide-attack": "BOMBING"}
    return modes.get(draft.mode or "", "ATTACK" if draft.kind == "ASSAULT" else draft.kind)


def candidates(material: Material) -> list[Candidate]:
    """Every wording that may fill a slot, in order of first mention."""
    found: dict[str, Candidate] = {}
    ties = _ties(material.drafts)
    by_sentence: dict[int, list[EventDraft]] = defaultdict(list)
    for draft in material.drafts:
        by_sentence[draft.sentence.index].append(draft)
    weapons = {w.span: w.id for draft in material.drafts for w in weapons_of(draft)}
    for sentence in material.parsed.sentences:
        if sentence.span.part == "title":
            continue
        around = _around(sentence, by_sentence)
        for variant, words, head in _phrases(sentence, material.groups, weapons):
            text = " ".join(material.parsed.words(span_of(words)).split())
            candidate = found.setdefault(text.lower(), Candidate(text))
            first = not candidate.heads
            candidate.heads.add(span_of(head).start)
            candidate.sentences.add(sentence.index)
            candidate.features.update(_features(head, words, variant, ties))
            candidate.features.update(f"near:{a}" for a in around)
            candidate.features.update(_distances(head, by_sentence.get(sentence.index, ())))
            if first:
                candidate.features.add(f"first:{_bucket(sentence.index)}")
            _note_group(candidate, words, material.groups)
    types = {type_of_mention(draft) for draft in material.drafts}
    for candidate in found.values():
        candidate.features.update(f"report:{kind}" for kind in types)
        candidate.features.add(f"mentions:{min(len(candidate.heads), 4)}")
        if candidate.group:
            told = sum(group.id == candidate.group for group in material.groups)
            armed = sum(group.kind == "armed_group" for group in material.groups)
            candidate.features.add(f"group told:{min(told, 5)}")
            candidate.features.add(f"group share:{round(4 * told / max(armed, 1))}")
        candidate.features.add(f"length:{min(len(candidate.words.split()), 6)}")
    return list(found.values())


def _note_group(candidate: Candidate, words: TokenSpan, groups: Sequence[GroupMention]) -> None:
    span = span_of(words)
    for group in groups:
        if group.span == span or (group.span.holds(span) and group.span.end == span.end):
            candidate.group = group.id
            candidate.features.update((f"group:{group.kind}", f"group:{group.id}"))
        elif span.holds(group.span):
            candidate.features.add(f"group within:{group.kind}")


def _bucket(index: int) -> str:
    return str(index) if index < 4 else "4-6" if index < 7 else "7-12" if index < 13 else "13+"


def _distances(head: Token, drafts: Sequence[EventDraft]) -> Iterator[str]:
    """How far before or behind it the triggers of its sentence stand."""
    sort = sort_of(head)
    for draft in drafts:
        away = draft.trigger.i - head.i
        side, size = ("after" if away > 0 else "before"), abs(away)
        if size:
            reach = next(bound for bound in (2, 5, 10, 20, 1000) if size <= bound)
            yield f"trigger {side}:{reach}:{type_of_mention(draft)}:{sort}"
            yield f"trigger {side}:{reach}:{class_of(draft.trigger).name}"


def _around(sentence: Sentence, by_sentence: dict[int, list[EventDraft]]) -> Iterator[str]:
    for step in (-2, -1, 0, 1):
        for draft in by_sentence.get(sentence.index + step, ()):
            yield f"{step}:{type_of_mention(draft)}"
            if step == 0:
                yield f"own:{draft.entry.partition(':')[0]}"


def _ties(drafts: Sequence[EventDraft]) -> dict[int, list[tuple[Argument, EventDraft]]]:
    """Position of a head token in the report → the roles that triggers give it."""
    ties: dict[int, list[tuple[Argument, EventDraft]]] = defaultdict(list)
    for draft in drafts:
        for argument in arguments(draft.trigger):
            queue = [argument.noun]
            while queue:
                noun = queue.pop()
                ties[span_of(noun).start].append((argument, draft))
                queue.extend(c for c in noun.rights if c.dep_ in {"conj", "appos"} and len(queue) < 30)
    return ties


def _phrases(
    sentence: Sentence, groups: Sequence[GroupMention], weapons: dict[Span, str | None]
) -> Iterator[tuple[str, TokenSpan, Token]]:
    """(kind of wording, words, head)."""
    doc = sentence.tokens.doc
    for token in sentence.tokens:
        if token.pos_ not in {"NOUN", "PROPN"} or token.is_punct or not token.text.strip():
            continue
        whole = noun_phrase(token)
        yield "whole", whole, token
        tailed = noun_phrase(token, tails=frozenset({token.lemma_.lower()}))
        if whole.end < tailed.end <= whole.end + _LONGEST:
            yield "tailed", tailed, token
        if len(whole) > 1:
            yield "head", doc[token.i : token.i + 1], token
        if len(whole) > 2:
            yield "pair", doc[token.i - 1 : token.i + 1], token
        if token.pos_ == "PROPN" and (token.i + 1 >= len(doc) or doc[token.i + 1].pos_ != "PROPN"):
            person = named_person(token)
            if person and person.name.end == token.i + 1 and len(person.name) < 7:
                yield "name", person.name, token
    for entity in sentence.tokens.ents:
        if entity.label_ in {"ORG", "NORP", "FAC", "PERSON"}:
            start = entity.start + (entity[0].lower_ == "the")
            if start < entity.end:
                yield "entity", doc[start : entity.end], doc[entity.end - 1]
    yield from _vocabulary(sentence, groups, weapons)


def _vocabulary(
    sentence: Sentence, groups: Sequence[GroupMention], weapons: dict[Span, str | None]
) -> Iterator[tuple[str, TokenSpan, Token]]:
    offset = sentence.tokens.doc.user_data["offset"]
    for kind, spans in (("group", [g.span for g in groups]), ("weapon", list(weapons))):
        for span in spans:
            if sentence.span.holds(span):
                words = sentence.tokens.doc.char_span(
                    span.start - offset,
                    span.end - offset,
                    alignment_mode="expand",
                )
                if words is not None:
                    yield kind, words, words[-1]


def _features(
    head: Token, words: TokenSpan, variant: str, ties: dict[int, list[tuple[Argument, EventDraft]]]
) -> Iterator[str]:
    sort, lemma = sort_of(head), singular(head)
    yield f"sort:{sort}"
    yield f"variant:{variant}:{sort}"
    yield f"head:{lemma}"
    yield f"entity:{head.ent_type_}:{head.pos_}"
    yield f"number:{head.tag_}:{sort}"
    yield f"before:{head.doc[words.start - 1].lower_ if words.start else ''}:{sort}"
    yield f"after:{head.doc[words.end].lower_ if words.end < len(head.doc) else ''}:{sort}"
    for token in words[:-1]:
        yield f"with:{token.lower_}"
    yield from _grammar(head, sort)
    for argument, draft in ties.get(span_of(head).start, ()):
        kind = class_of(draft.trigger).name
        yield f"role:{argument.role}:{sort}"
        yield f"role:{argument.role}:{kind}:{sort}"
        yield f"role:{argument.role}:{type_of_mention(draft)}"
        yield f"told:{argument.word}:{argument.effect}"


def _grammar(head: Token, sort: Sort) -> Iterator[str]:
    """The way up to the verb."""
    token, path = head, [head.dep_]
    for _ in range(4):
        if token.dep_ == "conj" or token.dep_ == "appos":
            path = path[:-1]
        token = token.head
        if token.dep_ == "ROOT" or is_verbal(token) or token.pos_ == "NOUN":
            break
        path.append(f"{token.dep_}={token.lower_}" if token.dep_ == "prep" else token.dep_)
    voice = "passive" if is_verbal(token) and is_passive(token) else ""
    yield f"path:{'<'.join(path)}:{voice}:{token.lemma_.lower()}"
    yield f"path:{'<'.join(path)}:{voice}:{class_of(token).name}:{sort}"
    yield f"under:{token.lemma_.lower()}:{sort}"
    yield f"relative:{antecedent(head) is not head}"
