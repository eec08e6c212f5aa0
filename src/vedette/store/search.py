"""Search over the words of reports."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, text
from sqlalchemy.sql.elements import TextClause

from vedette.errors import UsageError
from vedette.model.span import Span
from vedette.store.folding import tokens, tokens_at
from vedette.store.tables import judgements, reports

#: Characters of a text that are shown before and after the first word that was found.
_AROUND = 120
#: Words found whose stretches are given, at most.
_MAX_FOUND = 20
#: Words of a query at most; the rest of a text pasted by mistake would cost minutes.
_MAX_WORDS = 64
_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_NEWEST = """NOT EXISTS (SELECT 1 FROM reports newer
    WHERE newer.report_id = r.report_id AND newer.row > r.row AND newer.recorded_at <= :as_of)"""
#: A word in the title counts four times one in the text.
_SQLITE = f"""SELECT r.row, -bm25(reports_words, 4.0, 1.0) AS score FROM reports_words JOIN reports r
    ON r.row = reports_words.rowid WHERE reports_words MATCH :query AND r.recorded_at <= :as_of AND {_NEWEST}
    ORDER BY score DESC, r.row DESC LIMIT :n"""  # noqa: S608 (nothing of the user's stands in it)
_POSTGRESQL = f"""SELECT r.row, ts_rank('{{0.25,0.25,0.25,1}}', w.words, q.query) AS score
    FROM (SELECT to_tsquery('simple', :query) AS query) q JOIN reports_words w ON w.words @@ q.query
    JOIN reports r ON r.row = w.report_row WHERE r.recorded_at <= :as_of AND {_NEWEST}
    ORDER BY score DESC, r.row DESC LIMIT :n"""  # noqa: S608


@dataclass(frozen=True)
class Term:
    """One thing that a query asks for."""

    #: Folded words that follow one another.
    words: tuple[str, ...]
    #: Whether the last word may go on (`bomb*`).
    is_prefix: bool = False
    #: Whether reports with it are left out (`-football`).
    is_excluded: bool = False


@dataclass(frozen=True)
class Hit:
    """A report that holds the words asked for."""

    report_id: str
    title: str | None
    source: str | None
    published: date | None
    #: How well it fits: higher is better. Comparable within one answer alone.
    score: float
    #: Words around the first that was found, from the text; from its beginning where only the title holds them.
    snippet: str
    #: Where the words stand, at most 20 stretches.
    found: tuple[Span, ...]
    #: Whether it is retracted, as far as was known.
    retracted: bool


def search(connection: Connection, words: str, limit: int = 20, as_of: datetime | None = None) -> list[Hit]:
    """The reports whose newest version holds all the words, best first.

    Marks over letters and capitals do not count. `"two words"` must follow one another, `bomb*` begins a word, and
    reports with `-football` are left out. Whatever else is typed is searched for as words: no query is malformed.

    Args:
        connection: A transaction.
        words: What is searched for.
        limit: Reports at most.
        as_of: UTC instant: what was known then; None: what is known now.

    Raises:
        UsageError: There is no word to search for.
    """
    terms = parse_query(words)
    until = as_of or datetime.max
    is_sqlite = connection.dialect.name == "sqlite"
    query = _match(terms) if is_sqlite else _tsquery(terms)
    asked = _typed(_SQLITE if is_sqlite else _POSTGRESQL)
    found = connection.execute(asked, {"query": query, "as_of": until, "n": limit})
    scores = {row.row: row.score for row in found}
    return _hits(connection, terms, scores, until)


def parse_query(words: str) -> list[Term]:
    """What a query asks for.

    Raises:
        UsageError: There is no word that reports should hold.
    """
    terms: list[Term] = []
    for found in _TERM.finditer(words):
        given = found["phrase"] if found["word"] is None else found["word"]
        inside = tuple(tokens(given))
        if inside:
            terms.append(Term(inside, given.endswith("*") and found["word"] is not None, bool(found["minus"])))
    if not any(not term.is_excluded for term in terms):
        raise UsageError(f"{words!r}: give at least one word that reports should hold")
    if sum(len(term.words) for term in terms) > _MAX_WORDS:
        raise UsageError(f"a search takes at most {_MAX_WORDS} words")
    return terms


def _match(terms: Sequence[Term]) -> str:
    """The query in FTS5's language; within its quotation marks nothing is syntax."""
    shown = [(f'"{" ".join(term.words)}"{" *" if term.is_prefix else ""}', term.is_excluded) for term in terms]
    wanted = " AND ".join(words for words, is_excluded in shown if not is_excluded)
    return " NOT ".join([f"({wanted})", *(words for words, is_excluded in shown if is_excluded)])


def _tsquery(terms: Sequence[Term]) -> str:
    """The query in PostgreSQL's language; the words hold letters and digits alone."""
    return " & ".join(
        f"{'!' if term.is_excluded else ''}("
        + " <-> ".join(f"'{word}'" for word in term.words)
        + f"{':*' if term.is_prefix else ''})"
        for term in terms
    )


def _typed(query: str) -> TextClause:
    return text(query).bindparams(bindparam("as_of", type_=reports.c.recorded_at.type))


def _hits(connection: Connection, terms: Sequence[Term], scores: dict[int, float], until: datetime) -> list[Hit]:
    columns = (reports.c.row, reports.c.report_id, reports.c.title, reports.c.source, reports.c.reported_on)
    found = connection.execute(select(*columns, reports.c.text).where(reports.c.row.in_(scores))).mappings().all()
    rows: dict[int, Any] = {row["row"]: row for row in found}
    gone = select(judgements.c.about).where(
        judgements.c.verdict == "retracted",
        judgements.c.recorded_at <= until,
        judgements.c.about.in_([row["report_id"] for row in found]),
    )
    retracted = set(connection.execute(gone).scalars())
    return [_hit(rows[row], score, terms, rows[row]["report_id"] in retracted) for row, score in scores.items()]


def _hit(row: Any, score: float, terms: Sequence[Term], retracted: bool) -> Hit:
    spans = [*_find(row["text"], "text", terms), *_find(row["title"] or "", "title", terms)][:_MAX_FOUND]
    at = spans[0].start if spans and spans[0].part == "text" else 0
    return Hit(
        report_id=row["report_id"],
        title=row["title"],
        source=row["source"],
        published=row["reported_on"],
        score=round(float(score), 4),
        snippet=_around(row["text"], at),
        found=tuple(spans),
        retracted=retracted,
    )


def _find(words: str, part: str, terms: Sequence[Term]) -> list[Span]:
    """The first stretches that answer a term; a phrase is one stretch."""
    wanted = [term for term in terms if not term.is_excluded]
    at = list(tokens_at(words))
    folded = [word for _, _, word in at]
    spans: list[Span] = []
    for start in range(len(at)):
        lengths = [len(term.words) for term in wanted if _stands_at(folded, start, term)]
        if lengths:
            spans.append(Span(at[start][0], at[start + max(lengths) - 1][1], "title" if part == "title" else "text"))
            if len(spans) == _MAX_FOUND:
                break
    return spans


def _stands_at(folded: Sequence[str], start: int, term: Term) -> bool:
    there = folded[start : start + len(term.words)]
    if len(there) < len(term.words) or tuple(there[:-1]) != term.words[:-1]:
        return False
    return there[-1].startswith(term.words[-1]) if term.is_prefix else there[-1] == term.words[-1]


def _around(words: str, at: int) -> str:
    start, end = max(0, at - _AROUND), min(len(words), at + _AROUND)
    cut = words[start:end]
    if start > 0:
        cut = "…" + re.sub(r"^\S*\s", "", cut, count=1)
    if end < len(words):
        cut = re.sub(r"\s\S*$", "", cut, count=1) + "…"
    return " ".join(cut.split())
