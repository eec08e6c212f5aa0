"""Finds the speaker that a headline or a label sets off: "Two dead in blast: police", "Police: two dead"."""

import re
from collections.abc import Iterator

from spacy.tokens import Token

from vedette.model.span import Span
from vedette.model.statement import Manner
from vedette.reading.parse import ParsedReport, Sentence, span_of
from vedette.reading.speakers_phrase import is_office, noun_phrase
from vedette.reading.speech import StatementDraft
from vedette.reading.speech_words import speaker_nouns, speech_verbs
from vedette.vocab.load import load_table

#: Words of a speaker that is set off; longer ones are clauses.
_LONGEST_SPEAKER = 6
#: Words of a line that may be a headline without being the title.
_LONGEST_HEADLINE = 30
_KINDS = ("organisation", "medium", "described", "spokesperson")
_MARK = re.compile(r"(?<=\S)\s*:\s+|\s+[–—-]\s+")


def drafts_set_off(parsed: ParsedReport) -> Iterator[StatementDraft]:
    """The statements of the title, and of short lines of the text, whose speaker a colon or a dash sets off."""
    for sentences in parsed.by_paragraph.values():
        n_words = sum(len(sentence.tokens) for sentence in sentences)
        if n_words <= _LONGEST_HEADLINE + 10:
            headline = sentences[0].span.part == "title" or _is_headline(parsed, sentences)
            yield from _line(parsed, sentences, headline=headline)
        if n_words > _LONGEST_HEADLINE + 10 or len(sentences) > 1:
            for sentence in sentences:
                yield from _line(parsed, (sentence,), headline=False)


def _is_headline(parsed: ParsedReport, sentences: tuple[Sentence, ...]) -> bool:
    n_words = sum(len(sentence.tokens) for sentence in sentences)
    last = sentences[-1].span
    return n_words <= _LONGEST_HEADLINE and parsed.words(last)[-1:] not in '.!?”"'


def _line(parsed: ParsedReport, sentences: tuple[Sentence, ...], *, headline: bool) -> Iterator[StatementDraft]:
    first, last = sentences[0].span, sentences[-1].span
    line = Span(first.start, last.end, first.part)
    words = parsed.words(line)
    marks = list(_MARK.finditer(words))
    if not marks:
        return
    draft = _speaker_first(parsed, sentences, line, words, marks[0])
    if draft is None and headline:
        draft = _speaker_last(sentences, line, words, marks[-1])
    if draft is not None:
        yield draft


def _speaker_first(
    parsed: ParsedReport, sentences: tuple[Sentence, ...], line: Span, words: str, mark: re.Match[str]
) -> StatementDraft | None:
    if ":" not in mark.group() or not words[mark.end() :].strip():
        return None
    speaker = Span(line.start, line.start + mark.start(), line.part)
    head = _speaker_head(sentences, speaker)
    if head is None:
        return None
    content = Span(line.start + mark.end(), line.end, line.part)
    cue = Span(speaker.end, speaker.end + 1, line.part)
    cue = Span(speaker.end + mark.group().index(":"), speaker.end + mark.group().index(":") + 1, line.part)
    return StatementDraft(head, Manner.SAID, cue, content, "speaker before a colon", speaker)


def _speaker_last(
    sentences: tuple[Sentence, ...], line: Span, words: str, mark: re.Match[str]
) -> StatementDraft | None:
    tail = words[mark.end() :].rstrip(" .")
    speaker = Span(line.start + mark.end(), line.start + mark.end() + len(tail), line.part)
    if not tail or mark.start() == 0:
        return None
    head = _speaker_head(sentences, speaker)
    if head is None:
        return None
    sign = len(mark.group()) - len(mark.group().lstrip())
    cue = Span(line.start + mark.start() + sign, line.start + mark.start() + sign + 1, line.part)
    return StatementDraft(
        head, Manner.SAID, cue, Span(line.start, line.start + mark.start(), line.part), "speaker at the end", speaker
    )


def _speaker_head(sentences: tuple[Sentence, ...], speaker: Span) -> Token | None:
    """Head of the words at `speaker`, where they can speak: a known noun, an office, an entity, initials."""
    tokens = [t for s in sentences for t in s.tokens if speaker.holds(span_of(t)) and not t.is_space]
    if not tokens or len(tokens) > _LONGEST_SPEAKER or any(_is_verb(t) for t in tokens):
        return None
    head = _last_noun(tokens)
    return head if head is not None and _can_speak(head, tokens) else None


def _is_verb(token: Token) -> bool:
    return token.tag_ in {"VBD", "VBZ", "VBP", "MD"} and token.lemma_ not in speech_verbs()


def _last_noun(tokens: list[Token]) -> Token | None:
    for n, token in enumerate(tokens):
        if token.lower_ in {"of", "for", "in", "at", "from"} and n:
            return tokens[n - 1]
    return next((t for t in reversed(tokens) if t.is_alpha), None)


def _can_speak(head: Token, tokens: list[Token]) -> bool:
    nouns = speaker_nouns(*_KINDS)
    lower = head.lower_
    known = lower in nouns or head.lemma_.lower() in nouns or lower.rstrip("s") in nouns or is_office(lower)
    initials = head.text in load_table("speakers")["headline_initials"]
    entity = head.ent_type_ in {"ORG", "PERSON", "GPE", "NORP"} and len(tokens) <= 4
    return known or initials or entity


def speaker_words(head: Token) -> Span:
    """The words of a speaker's phrase."""
    return span_of(noun_phrase(head))
