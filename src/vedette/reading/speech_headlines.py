"""Finds the speaker that a headline or a label sets off: "Two dead in blast: police", "Police: two dead"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from vedette.model.span import Span
from vedette.model.statement import Manner
from vedette.reading.parse import ParsedReport, Sentence, span_of
from vedette.reading.speakers_phrase import is_office
from vedette.reading.speech import StatementDraft
from vedette.reading.speech_words import speaker_nouns, speech_verbs
from vedette.vocab.load import load_table

#: Words of a speaker that is set off; longer ones are clauses.
_LONGEST_SPEAKER = 6
#: Words of a line that may be a headline without being the title.
_LONGEST_HEADLINE = 30
_KINDS = ("organisation", "medium", "described", "spokesperson", "fighter")
_MARK = re.compile(r"(?<=\S)\s*:\s+|\s+[–—-]\s+|\s+-(?=[a-z])|(?<=[a-z0-9])-(?=[a-z]+\.?$)")
_NOMINAL = {"NOUN", "PROPN", "ADJ", "DET", "NUM", "PART", "ADP", "PUNCT"}


@dataclass(frozen=True)
class _Line:
    """A line that may set a speaker off."""

    sentences: tuple[Sentence, ...]
    span: Span
    words: str
    #: Whether it is a headline: the title, or a short line without a full stop.
    is_headline: bool

    def tokens(self, span: Span) -> list[Token]:
        """The words of the line that lie within a span."""
        return [t for s in self.sentences for t in s.tokens if span.holds(span_of(t)) and not t.is_space]

    def part(self, start: int, end: int) -> Span:
        """The stretch `[start, end)` of the line as a span of the report."""
        return Span(self.span.start + start, self.span.start + end, self.span.part)


def drafts_set_off(parsed: ParsedReport) -> Iterator[StatementDraft]:
    """The statements of the title, and of short lines of the text, whose speaker a colon or a dash sets off."""
    alone = len(parsed.by_paragraph) == 1
    for sentences in parsed.by_paragraph.values():
        n_words = sum(len(sentence.tokens) for sentence in sentences)
        short = n_words <= _LONGEST_HEADLINE
        open_ended = parsed.words(sentences[-1].span)[-1:] not in '.!?”"'
        title = sentences[0].span.part == "title"
        yield from _set_off(_line(parsed, sentences, is_headline=title or (short and (open_ended or alone))))
        if len(sentences) > 1:
            for sentence in sentences:
                yield from _set_off(_line(parsed, (sentence,), is_headline=title or (short and alone)))


def _line(parsed: ParsedReport, sentences: tuple[Sentence, ...], *, is_headline: bool) -> _Line:
    first, last = sentences[0].span, sentences[-1].span
    span = Span(first.start, last.end, first.part)
    return _Line(sentences, span, parsed.words(span), is_headline)


def _set_off(line: _Line) -> Iterator[StatementDraft]:
    marks = list(_MARK.finditer(line.words))
    draft = _speaker_first(line, marks[0]) if marks and marks[0].end() < len(line.words) else None
    if draft is None and line.is_headline:
        draft = _speaker_last(line, marks) or _speaker_and_verb(line)
    if draft is not None:
        yield draft


def _speaker_first(line: _Line, mark: re.Match[str]) -> StatementDraft | None:
    if ":" not in mark.group():
        return None
    speaker = line.part(0, mark.start())
    head = _speaker_head(line, speaker)
    if head is None or head.ent_type_ in {"GPE", "LOC", "NORP"} or (head.ent_type_ == "ORG" and not _is_known(head)):
        return None
    at = mark.start() + mark.group().index(":")
    content = line.part(mark.end(), len(line.words))
    return StatementDraft(head, Manner.SAID, line.part(at, at + 1), content, "speaker before a colon", speaker)


def _speaker_last(line: _Line, marks: list[re.Match[str]]) -> StatementDraft | None:
    """The speaker after the last mark; a by-line after another one is left out."""
    end = len(line.words.rstrip(" ."))
    for mark in reversed(marks):
        if mark.end() >= end or mark.start() == 0:
            return None
        speaker = line.part(mark.end(), end)
        head = _speaker_head(line, speaker, "document")
        if head is not None and not _is_byline(head, line.tokens(speaker)):
            at = mark.start() + len(mark.group()) - len(mark.group().lstrip())
            content = line.part(0, mark.start())
            return StatementDraft(head, Manner.SAID, line.part(at, at + 1), content, "speaker at the end", speaker)
        if head is None:
            return None
        end = mark.start()
    return None


def _is_byline(head: Token, tokens: list[Token]) -> bool:
    """Whether two or more names alone stand after a dash: who wrote it, not who speaks."""
    return head.pos_ == "PROPN" and len(tokens) > 1 and all(t.pos_ == "PROPN" for t in tokens) and not _is_known(head)


def _speaker_and_verb(line: _Line) -> StatementDraft | None:
    """ "Army says 19 killed", "Front claims attack": by place, where the parser takes the verb for a noun."""
    tokens = [t for s in line.sentences for t in s.tokens]
    for n, token in enumerate(tokens[1 : _LONGEST_SPEAKER + 1], start=1):
        manner = _headline_verb(token)
        if manner is None:
            if token.pos_ not in _NOMINAL:
                return None
            continue
        head = _last_noun(tokens[:n])
        if head is None or n + 2 >= len(tokens) or not _can_speak(head, tokens[:n], _KINDS):
            return None
        last = len(line.words.rstrip(" ."))
        start = span_of(tokens[n + 1]).start
        content = Span(start, max(start + 1, line.span.start + last), line.span.part)
        clause = Span(line.span.start, span_of(token).end, line.span.part)
        return StatementDraft(head, manner, span_of(token), content, f"headline: {token.lemma_.lower()}", clause)
    return None


def _headline_verb(token: Token) -> Manner | None:
    """The manner of a verb in the form that headlines use, None for any other word."""
    if token.tag_ not in {"NNS", "NN", "NNP", "NNPS", "VBZ", "VBP", "VB"}:
        return None
    word = token.lower_
    known = load_table("speech")["headline"]["words"]
    lemma = next((w for w in (word, word[:-1], word[:-2], word[:-3] + "y") if w in known), None)
    return speech_verbs()[lemma].manner if lemma is not None else None


def _speaker_head(line: _Line, speaker: Span, *more: str) -> Token | None:
    """Head of the words at `speaker`, where they can speak: a known noun, an office, an entity, initials."""
    tokens = line.tokens(speaker)
    if not tokens or len(tokens) > _LONGEST_SPEAKER or any(_is_verb(t) for t in tokens) or tokens[0].pos_ == "ADP":
        return None
    head = _last_noun(tokens)
    return head if head is not None and _can_speak(head, tokens, (*_KINDS, *more)) else None


def _is_verb(token: Token) -> bool:
    return token.tag_ in {"VBD", "VBZ", "VBP", "MD"} and token.lemma_ not in speech_verbs()


def _last_noun(tokens: list[Token]) -> Token | None:
    for n, token in enumerate(tokens):
        if token.lower_ in {"of", "for", "in", "at", "from"} and n:
            return tokens[n - 1]
    return next((t for t in reversed(tokens) if t.is_alpha), None)


def _can_speak(head: Token, tokens: list[Token], kinds: tuple[str, ...]) -> bool:
    entity = head.ent_type_ in {"ORG", "PERSON", "GPE", "NORP"} and len(tokens) <= 4
    return _is_known(head, kinds) or entity


def _is_known(head: Token, kinds: tuple[str, ...] = _KINDS) -> bool:
    """Whether a word is a noun that speaks, an office, or initials."""
    nouns, lower = speaker_nouns(*kinds), head.lower_
    initials = head.text in load_table("speakers")["headline_initials"] or (head.text.isupper() and 2 <= len(head) <= 5)
    return lower in nouns or head.lemma_.lower() in nouns or lower.rstrip("s") in nouns or is_office(lower) or initials
