"""Finds threats that no word for one names: "will be dealt with as spies", "has given them until Friday"."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.reading.by_whom import is_done_by
from vedette.reading.lexicon import words_of_field
from vedette.reading.parse import Sentence, span_of
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.speech_words import speaker_nouns
from vedette.reading.word_speaker import is_belligerent, speakers_index
from vedette.vocab.load import load_table

#: Entry of the drafts found, for `--explain`.
ENTRY = "threat told"
_FUTURE = frozenset({"will", "would", "shall", "wo", "'ll", "’ll"})
_ELSEWHERE = ("sport", "business", "entertainment")
_QUOTES = frozenset("'\"‘’“”`")
#: Words of a clause looked at.
_MOST_WORDS = 60
#: Code points looked back for the paper that "it" stands for.
_LOOK_BACK = 160


def threats_told(drafts: Sequence[EventDraft], scene: Scene) -> list[EventDraft]:
    """The threats that armed people utter and that unsigned papers hold, beside the mentions that words name.

    Args:
        drafts: The mentions found by words.
        scene: The report, with its statements.
    """
    found: dict[int, EventDraft] = {}
    for sentence in scene.parsed.sentences:
        beside = [draft for draft in drafts if draft.sentence.index == sentence.index]
        if any(draft.kind == "THREATEN" for draft in beside) or _is_elsewhere(sentence):
            continue
        foretold = [v for v in _foretold(sentence, scene) if not any(_is_same(d.trigger, v) for d in beside)]
        for verb in (*foretold, *_ultimatums(sentence, scene), *_promised(beside, scene), *_written(sentence)):
            found.setdefault(sentence.index, _draft(verb, sentence))
    return list(found.values())


def _is_elsewhere(sentence: Sentence) -> bool:
    """Whether the sentence speaks of sport or business, whose people hit and sink one another daily."""
    words = {t.lower_ for t in sentence.tokens}
    return any(not words.isdisjoint(words_of_field(field)) for field in _ELSEWHERE)


def _draft(verb: Token, sentence: Sentence) -> EventDraft:
    said = any(c.tag_ == "MD" for c in verb.children)
    words = verb.doc[verb.i : verb.i + 1]
    return EventDraft(verb, words, sentence, "THREATEN", "attack", (), ENTRY, stage="threatened", said=said)


def _is_same(trigger: Token, verb: Token) -> bool:
    """Whether a mention tells what the verb tells: it stands in its clause, or over it."""
    return trigger.doc is verb.doc and (trigger.i == verb.i or verb.is_ancestor(trigger) or trigger.is_ancestor(verb))


def _foretold(sentence: Sentence, scene: Scene) -> Iterator[Token]:
    """The verbs of what an armed speaker or a paper says will be done."""
    if any(t.lower_ in _words("written", "handed") for t in sentence.tokens):
        yield from (v for v in _future_verbs(sentence.span, sentence) if _in_quotes(v) and _threatens(v, sentence.span))
    for statement in scene.statements_by_sentence.get(sentence.index, ()):
        armed = is_belligerent(statement, scene) and _is_surely_armed(statement, scene)
        if not armed and not _is_paper(statement, scene):
            continue
        for verb in _future_verbs(statement.content, sentence):
            if _threatens(verb, statement.content, armed=armed):
                yield verb
        if not armed:
            yield from _has_until(statement.content, sentence)


def _has_until(content: Span, sentence: Sentence) -> Iterator[Token]:
    """ "The note says that she has until Sunday"."""
    for token in sentence.tokens:
        has = token.lemma_ == "have" and token.pos_ == "VERB" and any(c.lower_ == "until" for c in token.rights)
        if has and span_of(token).overlaps(content):
            yield token


def _promised(beside: Sequence[EventDraft], scene: Scene) -> Iterator[Token]:
    """ "claimed the attack and promised more": what is promised beside a claim, or by armed people."""
    sentence = next((draft.sentence for draft in beside if draft.kind == "ASSAULT"), None)
    for verb in sentence.tokens if sentence is not None else ():
        more = verb.lemma_ in _words("foretold", "promising") and any(
            t.lower_ in _words("foretold", "more") for t in verb.subtree if t.i > verb.i
        )
        tells_it = any(verb.is_ancestor(draft.trigger) for draft in beside)
        if more and not tells_it and verb.pos_ == "VERB" and (_beside_claim(verb) or is_done_by("armed", verb, scene)):
            yield verb


def _beside_claim(verb: Token) -> bool:
    above = verb.head
    words = {t.lower_ for t in above.subtree}
    return verb.dep_ == "conj" and (above.lemma_ == "claim" or bool(words & {"responsibility", "credit", "authorship"}))


def _is_surely_armed(statement: Statement, scene: Scene) -> bool:
    """Whether more than "the group" or "the movement" speaks, as which anybody is told of."""
    span, names = statement.speaker.span, (statement.speaker.name, statement.speaker.organisation)
    if span is None or any(g.kind == "armed_group" for g in speakers_index(scene).groups_in(span)):
        return span is not None
    words = " ".join((scene.parsed.words(span), *(name for name in names if name))).lower()
    return bool(set(re.findall(r"\w+", words)) & (speaker_nouns("fighter") - _words("foretold", "anybody")))


def _is_paper(statement: Statement, scene: Scene) -> bool:
    """Whether a paper speaks, or somebody in one."""
    span = statement.speaker.span
    if span is None:
        return False
    words = scene.parsed.words(span).lower().split()
    if words in (["it"], ["they"]):
        start = max(0, span.start - _LOOK_BACK)
        words = scene.parsed.words(Span(start, span.start, span.part)).lower().split() if span.start else []
        return not _words("written", "handed").isdisjoint(words)
    return not _words("written", "handed").isdisjoint(words)


def _future_verbs(content: Span, sentence: Sentence) -> Iterator[Token]:
    for token in sentence.tokens:
        if token.tag_ == "MD" and token.lower_ in _FUTURE and span_of(token).overlaps(content):
            yield token.head


def _threatens(verb: Token, content: Span, *, armed: bool = False) -> bool:
    """Whether what is to come is harm: by its verb, by a condition, by whom it is said to."""
    words = {t.lower_ for t in verb.sent if span_of(t).overlaps(content)}
    denied = any(c.dep_ == "neg" for c in verb.children)
    if denied:
        return verb.lemma_ in _words("foretold", "denied") and (armed or _in_quotes(verb))
    if verb.lemma_ in _words("foretold", "peaceful"):
        return False
    aimed = bool(words & (_words("foretold", "conditions") | _words("foretold", "addressed")))
    quoted = _in_quotes(verb)
    if armed:
        return aimed or quoted or _is_plain_act(verb)
    return aimed and quoted and bool(words & _words("written", "hostile"))


def _is_plain_act(verb: Token) -> bool:
    """Whether somebody is to be done something to: "would come in for him", "will be treated as spies"."""
    return any(c.dep_ in {"dobj", "auxpass", "prep"} for c in verb.children) and verb.lemma_ != "be"


def _in_quotes(verb: Token) -> bool:
    """Whether the verb stands in quotes, or what it says ends in them."""
    first, last = max(verb.sent.start, verb.i - _MOST_WORDS), min(verb.sent.end, verb.i + _MOST_WORDS)
    before = any(t.text in _QUOTES for t in verb.doc[first : verb.i + 1])
    return (before and any(t.text in _QUOTES for t in verb.doc[verb.i : last])) or _opens_quote(verb)


def _opens_quote(verb: Token) -> bool:
    return any(t.text in _QUOTES for t in verb.subtree if t.i > verb.i)


def _ultimatums(sentence: Sentence, scene: Scene) -> Iterator[Token]:
    """ "Rebels gave the mayor until Friday to leave", "leaflets ordering the school to close"."""
    for verb in sentence.tokens:
        lemma = verb.lemma_.lower()
        gives = lemma in _words("ultimatum", "giving") and _sets_term(verb)
        orders = lemma in _words("ultimatum", "ordering") and _is_told_to(verb)
        if (gives or orders) and verb.pos_ == "VERB" and _by_armed_or_paper(verb, scene):
            yield verb


def _sets_term(verb: Token) -> bool:
    below = list(verb.subtree)[:_MOST_WORDS]
    term = any(t.lower_ in _words("ultimatum", "terms") for t in below if t.i > verb.i)
    return term and any(t.lemma_ in _words("ultimatum", "to_do") and _is_infinitive(t) for t in below if t.i > verb.i)


def _is_told_to(verb: Token) -> bool:
    whom = any(c.dep_ in {"dobj", "dative", "nsubjpass"} for c in verb.children) or verb.tag_ == "VBN"
    below = [t for t in list(verb.subtree)[:_MOST_WORDS] if t.i > verb.i]
    return whom and any(t.lemma_ in _words("ultimatum", "to_do") and _is_infinitive(t) for t in below)


def _is_infinitive(token: Token) -> bool:
    return any(c.lower_ == "to" and c.tag_ == "TO" for c in token.lefts)


def _by_armed_or_paper(verb: Token, scene: Scene) -> bool:
    doers = [c for c in verb.children if c.dep_ in {"nsubj", "agent"}]
    doers += [p for by in doers if by.dep_ == "agent" for p in by.children]
    doers += [verb.head] if verb.dep_ in {"acl", "relcl"} and verb.tag_ == "VBG" else []
    if any(noun.lower_ in _words("written", "handed") for noun in doers):
        return True
    return is_done_by("armed", verb, scene)


def _written(sentence: Sentence) -> Iterator[Token]:
    """The first verb of hostile words that somebody painted on a wall."""
    written = any(t.lemma_.lower() in _words("written", "writing") for t in sentence.tokens)
    if not written or not any(t.lower_ in _words("written", "walls") for t in sentence.tokens):
        return
    quoted = _quoted(sentence.tokens)
    if quoted and any(t.lower_ in _words("written", "hostile") for t in quoted):
        yield next((t for t in quoted if t.pos_ == "VERB"), quoted[-1])


def _quoted(tokens: TokenSpan) -> list[Token]:
    """The words between the first quote mark and the next."""
    marks = [t.i for t in tokens if t.text in _QUOTES]
    if len(marks) < 2:
        return []
    return [t for t in tokens if marks[0] < t.i < marks[1]]


@cache
def _words(table: str, key: str) -> frozenset[str]:
    return frozenset(load_table("threats")[table][key])
