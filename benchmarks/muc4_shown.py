"""What one mention of a phrase shows: its words, its grammar, the acts around it, what the reader makes of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from benchmarks.muc4_kin import kin_of
from vedette.model.span import Span
from vedette.reading.noun_phrases import antecedent
from vedette.reading.parse import Sentence, span_of
from vedette.reading.persons import singular, sort_of
from vedette.reading.role_classes import class_of, is_verbal
from vedette.reading.roles import Argument
from vedette.reading.scene import EventDraft
from vedette.reading.voice import is_passive

#: Words looked at on either side.
_WINDOW = 4


@dataclass(frozen=True)
class Around:
    """What the reader found, by place."""

    by_sentence: Mapping[int, Sequence[EventDraft]]
    #: Position of a head in the report → the roles that triggers give it.
    ties: Mapping[int, Sequence[tuple[Argument, EventDraft]]]
    #: Where the reading's actors and weapons stand, with their roles.
    actors: Sequence[tuple[Span, str]]
    weapons: dict[Span, str | None]


def type_of_mention(draft: EventDraft) -> str:
    """The incident type that a trigger's mode and words speak for."""
    if draft.entry.startswith("arson"):
        return "ARSON"
    modes = {"abduct": "KIDNAPPING", "hijack": "HIJACKING", "explosives": "BOMBING", "suicide-attack": "BOMBING"}
    return modes.get(draft.mode or "", "ATTACK" if draft.kind == "ASSAULT" else draft.kind)


def shown(head: Token, words: TokenSpan, sentence: Sentence, around: Around) -> Iterator[str]:
    """Features of one mention."""
    sort, lemma = str(sort_of(head)), singular(head)
    yield from _words(head, words, sort, lemma)
    yield from _grammar(head, sort, lemma)
    yield from _acts(head, sentence, around, sort)
    yield from _sentence(head, sentence, sort)
    for argument, draft in around.ties.get(span_of(head).start, ()):
        kind = class_of(draft.trigger).name
        yield f"role:{argument.role}:{sort}"
        yield f"role:{argument.role}:{kind}:{sort}"
        yield f"role:{argument.role}:{type_of_mention(draft)}"
        yield f"told:{argument.word}:{argument.effect}"
        yield f"tied:{argument.role}:{draft.trigger.lemma_.lower()}"
    at = span_of(head).start
    for span, role in around.actors:
        if span.start <= at < span.end:
            yield f"actor:{role}"
            yield f"actor:{role}:{sort}"


def _words(head: Token, words: TokenSpan, sort: str, lemma: str) -> Iterator[str]:
    doc = head.doc
    yield f"sort:{sort}"
    yield f"head:{lemma}"
    yield f"suffix:{lemma[-4:]}"
    kin = kin_of(head)
    yield f"kin:{kin}"
    yield f"kin:{kin}:{sort}"
    yield f"entity:{head.ent_type_}:{head.pos_}"
    yield f"number:{head.tag_}:{sort}"
    yield f"length:{min(len(words), 6)}:{sort}"
    for token in words[:-1]:
        yield f"with:{token.lower_}"
        yield f"with:{token.lower_}:{lemma}"
        yield f"with kin:{kin_of(token)}:{sort}"
    for step in range(1, _WINDOW + 1):
        for side, i in (("-", words.start - step), ("+", words.end - 1 + step)):
            if 0 <= i < len(doc):
                yield f"at{side}{step}:{doc[i].lower_}"
                yield f"in{side}:{doc[i].lemma_.lower()}:{sort}"
    left = [doc[i].lower_ for i in range(max(0, words.start - 2), words.start)]
    right = [doc[i].lower_ for i in range(words.end, min(len(doc), words.end + 2))]
    yield f"left:{' '.join(left)}"
    yield f"right:{' '.join(right)}"
    article = doc[words.start - 1].lower_ if words.start else ""
    yield f"article:{article if article in {'the', 'a', 'an'} else ''}:{sort}"
    if words.start and doc[words.start - 1].like_num:
        yield f"counted:{sort}"


def _grammar(head: Token, sort: str, lemma: str) -> Iterator[str]:
    """The way up to the verb, and further."""
    token, path = head, [head.dep_]
    for _ in range(5):
        if token.dep_ in {"conj", "appos"}:
            path = path[:-1]
        token = token.head
        if token.dep_ == "ROOT" or is_verbal(token) or token.pos_ == "NOUN":
            break
        path.append(f"{token.dep_}={token.lower_}" if token.dep_ == "prep" else token.dep_)
    voice = "passive" if is_verbal(token) and is_passive(token) else ""
    way, up = "<".join(path), token.lemma_.lower()
    kind, kin = class_of(token).name, kin_of(head)
    yield f"path:{way}:{voice}:{up}"
    yield f"path:{way}:{voice}:{kind}:{kin}"
    yield f"path kin:{way}:{voice}:{kin_of(token)}:{sort}"
    yield f"under kin:{kin_of(token)}:{kin}"
    yield f"path:{way}:{voice}:{kind}:{sort}"
    yield f"under:{up}:{sort}"
    yield f"under:{up}:{lemma}"
    yield f"way:{way}:{voice}:{sort}"
    yield f"relative:{antecedent(head) is not head}"
    above = token.head
    if above is not token:
        yield f"over:{token.dep_}:{above.lemma_.lower()}:{path[0] if path else ''}"
        yield f"over:{token.dep_}:{class_of(above).name}:{kind}:{way}:{sort}"
    for child in token.children:
        if child.dep_ in {"dobj", "nsubj", "nsubjpass", "neg", "aux", "advmod"} and child.i != head.i:
            yield f"beside:{child.dep_}:{child.lemma_.lower()}:{path[0] if path else ''}"
    for child in head.children:
        if child.dep_ in {"relcl", "acl", "appos", "conj", "prep"}:
            yield f"below:{child.dep_}:{child.lemma_.lower()}"
            yield f"below:{child.dep_}:{child.lemma_.lower()}:{sort}"
    if head.dep_ in {"conj", "appos", "compound", "poss"}:
        yield f"{head.dep_} to:{head.head.lemma_.lower()}"
        yield f"{head.dep_} to:{sort_of(head.head)}:{sort}"


def _acts(head: Token, sentence: Sentence, around: Around, sort: str) -> Iterator[str]:
    """The acts told around it, and how far before or behind it those of its sentence stand."""
    yield f"first:{_bucket(sentence.index)}:{sort}"
    own = around.by_sentence.get(sentence.index, ())
    yield f"own acts:{min(len(own), 3)}:{sort}"
    for step in (-2, -1, 0, 1):
        for draft in around.by_sentence.get(sentence.index + step, ()):
            yield f"{step}:{type_of_mention(draft)}"
            if step == 0:
                yield f"own:{draft.entry.partition(':')[0]}:{sort}"
                yield f"{step}:{type_of_mention(draft)}:{sort}"
    for draft in own:
        away = draft.trigger.i - head.i
        side, size = ("after" if away > 0 else "before"), abs(away)
        if size:
            reach = next(bound for bound in (2, 5, 10, 20, 1000) if size <= bound)
            yield f"trigger {side}:{reach}:{type_of_mention(draft)}:{sort}"
            yield f"trigger {side}:{reach}:{class_of(draft.trigger).name}"
            yield f"trigger {side}:{draft.trigger.lemma_.lower()}:{sort}"
            yield f"link:{_link(head, draft.trigger)}:{class_of(draft.trigger).name}:{sort}"
            yield f"link:{_link(head, draft.trigger)}:{draft.trigger.lemma_.lower()}"


def _link(head: Token, trigger: Token) -> str:
    """The shortest way in the grammar from a trigger down to the head."""
    above = [head]
    while above[-1].head is not above[-1] and len(above) < 12:
        above.append(above[-1].head)
    token = trigger
    up: list[str] = []
    for _ in range(6):
        if token in above:
            down = [_dep(t) for t in above[: above.index(token)] if t.dep_ not in {"conj", "appos"}]
            return "^".join(up) + "v".join(down) if len(up) + len(down) < 6 else "far"
        up.append(_dep(token))
        token = token.head
    return "far"


def _dep(token: Token) -> str:
    return f"{token.dep_}={token.lower_}" if token.dep_ == "prep" else token.dep_


def _sentence(head: Token, sentence: Sentence, sort: str) -> Iterator[str]:
    for token in sentence.tokens:
        if token.pos_ in {"VERB", "NOUN"} and token.i != head.i:
            yield f"among:{token.lemma_.lower()}:{sort}"


def _bucket(index: int) -> str:
    return str(index) if index < 4 else "4-6" if index < 7 else "7-12" if index < 13 else "13+"
