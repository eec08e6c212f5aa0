"""Parses a report into sentences whose tokens know where they stand in it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from vedette.model.report import Report
from vedette.model.span import Part, Span
from vedette.reading.casing import is_all_caps, recase
from vedette.reading.dateline import DATELINE_CHARS, DATELINE_PARAGRAPHS, end_dateline
from vedette.reading.headline_mended import mend_headline
from vedette.reading.headline_parts import is_headline, set_apart, without_prefix
from vedette.reading.mended import mend
from vedette.reading.paragraphs import CHUNK_CHARS, paragraphs_of
from vedette.reading.passages import Passage

#: Chunks parsed at a time: 40,000 words take 1.1 GB with 32 of them and 0.7 GB with 8, as fast.
BATCH = 8
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a report (of its title, first)."""

    #: Position among the report's sentences, the title's first.
    index: int
    tokens: TokenSpan
    #: Where it stands.
    span: Span
    #: Position of its paragraph, the title being paragraph 0 where there is one.
    paragraph: int


@dataclass(frozen=True)
class ParsedReport:
    """A report with its sentences parsed."""

    report: Report
    sentences: tuple[Sentence, ...]
    #: Name and version of the pipeline.
    pipeline: str
    #: Whether the text came in capitals and was re-cased for the parse.
    all_caps: bool

    @cached_property
    def by_paragraph(self) -> dict[int, tuple[Sentence, ...]]:
        """The sentences of each paragraph, in order."""
        grouped: dict[int, list[Sentence]] = {}
        for sentence in self.sentences:
            grouped.setdefault(sentence.paragraph, []).append(sentence)
        return {number: tuple(group) for number, group in grouped.items()}

    @cached_property
    def by_token(self) -> dict[tuple[int, int], Sentence]:
        """The sentence of each token, by (id of its Doc, position in it): see `sentence_of`."""
        return {(id(t.doc), t.i): sentence for sentence in self.sentences for t in sentence.tokens}

    def sentence_of(self, token: Token) -> Sentence:
        """The sentence that a token stands in."""
        return self.by_token.get((id(token.doc), token.i)) or self._beside(token)

    def _beside(self, token: Token) -> Sentence:
        """The sentence nearest before (else after) a blank token, which stands in none."""
        order = [*range(token.i - 1, -1, -1), *range(token.i + 1, len(token.doc))]
        return next(self.by_token[key] for i in order if (key := (id(token.doc), i)) in self.by_token)

    def words(self, span: Span) -> str:
        """The report's own words at a span (in capitals where the report is)."""
        return self.report.words(span)


def without_surrogates(report: Report) -> Report:
    """The report with U+FFFD for each lone surrogate, which no UTF-8 can hold (as long, position by position)."""
    text, title = (_SURROGATE.sub("\ufffd", part) for part in (report.text, report.title or ""))
    same = text == report.text and title == (report.title or "")
    return report if same else replace(report, text=text, title=title or None)


def span_of(words: Token | TokenSpan) -> Span:
    """Where a token or a run of tokens stands in its report."""
    offset, part = words.doc.user_data["offset"], words.doc.user_data["part"]
    if isinstance(words, Token):
        return Span(offset + words.idx, offset + words.idx + len(words), part)
    return Span(offset + words.start_char, offset + words.end_char, part)


def entities_in(words: TokenSpan) -> Iterator[TokenSpan]:
    """The named entities that lie wholly within a run of tokens: those of `words.ents`, which reads its Doc anew."""
    doc = words.doc
    known: tuple[list[int], tuple[TokenSpan, ...]] | None = doc.user_data.get("entities")
    if known is None:
        entities = tuple(doc.ents)
        known = doc.user_data["entities"] = ([entity.start for entity in entities], entities)
    starts, entities = known
    for entity in entities[bisect_left(starts, words.start) :]:
        if entity.end > words.end:
            break
        yield entity


def parse(report: Report, nlp: Language, *, only: Sequence[Passage] | None = None) -> ParsedReport:
    """The report's sentences, title first, parsed by `nlp`; of its text those of `only`, where given.

    Text in capitals is re-cased for the parse; hard-wrapped lines are joined. Both keep every code point's
    position, so that spans count in the text as given.
    """
    chunks = list(_cut(report, only))
    all_caps = is_all_caps(report.text or report.title or "")
    texts = [recase(chunk.text) if is_all_caps(chunk.text) else chunk.text for chunk in chunks]
    sentences: list[Sentence] = []
    headline = [chunk.part == "title" or (len(chunks) == 1 and is_headline(chunk.text)) for chunk in chunks]
    docs = (
        set_apart(nlp.make_doc(without_prefix(text))) if short else text
        for text, short in zip(texts, headline, strict=True)
    )
    for chunk, short, doc in zip(chunks, headline, nlp.pipe(docs, batch_size=BATCH), strict=True):
        doc.user_data["offset"] = chunk.offset
        doc.user_data["part"] = chunk.part
        sentences.extend(_sentences(mend(mend_headline(doc) if short else doc), chunk, first=len(sentences)))
    return ParsedReport(report, tuple(sentences), pipeline_name(nlp), all_caps)


@cache
def pipeline_name(nlp: Language) -> str:
    """`en_core_web_md 3.8.0`."""
    meta = nlp.meta  # made anew, with the labels of all components, each time it is asked for
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


@dataclass(frozen=True)
class _Chunk:
    text: str
    offset: int
    part: Part
    #: Number of its first paragraph, and the offsets in `text` where the later ones begin.
    first_paragraph: int
    breaks: tuple[int, ...]


def _sentences(doc: Doc, chunk: _Chunk, first: int) -> Iterator[Sentence]:
    index = first
    for sent in doc.sents:
        for piece in _split_at(sent, chunk.breaks):
            piece = _trimmed(piece)
            if not len(piece):
                continue
            paragraph = chunk.first_paragraph + bisect_right(chunk.breaks, piece.start_char)
            yield Sentence(index, piece, span_of(piece), paragraph)
            index += 1


def _trimmed(sent: TokenSpan) -> TokenSpan:
    """The sentence without blank tokens at its ends."""
    start, end = sent.start, sent.end
    while start < end and sent.doc[start].is_space:
        start += 1
    while end > start and sent.doc[end - 1].is_space:
        end -= 1
    return sent.doc[start:end]


def _split_at(sent: TokenSpan, breaks: tuple[int, ...]) -> Iterator[TokenSpan]:
    """The sentence cut where a paragraph begins: the parser may run over a heading."""
    start = sent.start
    for at in breaks[bisect_right(breaks, sent.start_char) : bisect_left(breaks, sent.end_char)]:
        cut = next(i for i in range(start, sent.end + 1) if i == sent.end or sent.doc[i].idx >= at)
        if start < cut < sent.end:
            yield sent.doc[start:cut]
            start = cut
    yield sent.doc[start : sent.end]


def _cut(report: Report, only: Sequence[Passage] | None) -> Iterator[_Chunk]:
    """The title, then the text in runs of whole paragraphs of up to CHUNK_CHARS, none over what is left out."""
    n_title = 0
    if report.title and report.title.strip():
        yield _Chunk(_one_line(report.title), 0, "title", 0, ())
        n_title = 1
    run: list[tuple[int, int]] = []
    first = 0
    for number, start, end in _pieces_of(paragraphs_of(report.text), only):
        if run and (end - run[0][0] > CHUNK_CHARS or report.text[run[-1][1] : start].strip()):
            yield _chunk(report.text, run, n_title + first)
            run = []
        first = first if run else number
        run.append((start, end))
    if run:
        yield _chunk(report.text, run, n_title + first)


def _pieces_of(paragraphs: Iterator[tuple[int, int]], only: Sequence[Passage] | None) -> Iterator[tuple[int, int, int]]:
    """Each paragraph with its number, or what `only` leaves of it."""
    at = 0
    for number, (start, end) in enumerate(paragraphs):
        if only is None:
            yield number, start, end
            continue
        while at < len(only) and only[at].end <= start:
            at += 1
        for passage in islice(only, at, None):
            if passage.start >= end:
                break
            yield number, max(start, passage.start), min(end, passage.end)


def _chunk(text: str, run: list[tuple[int, int]], number: int) -> _Chunk:
    start, end = run[0][0], run[-1][1]
    breaks = tuple(paragraph_start - start for paragraph_start, _ in run[1:])
    line = _one_line(text[start:end])
    for at in (0, *breaks) if number < DATELINE_PARAGRAPHS else ():
        line = line[:at] + end_dateline(line[at : at + DATELINE_CHARS]) + line[at + DATELINE_CHARS :]
    return _Chunk(line, start, "text", number, breaks)


def _one_line(text: str) -> str:
    """Line breaks, tabs, control characters and lone surrogates as blanks, code point by code point."""
    return "".join(" " if char.isspace() or ord(char) < 32 or "\ud800" <= char <= "\udfff" else char for char in text)
