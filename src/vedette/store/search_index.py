"""The index of words over reports: FTS5 in SQLite, `tsvector` and GIN in PostgreSQL."""

from collections.abc import Sequence

from sqlalchemy import Connection, TextClause, bindparam, text

from vedette.store.folding import folded_text
from vedette.store.words import give_back

#: FTS5 keeps no second copy of the words: it finds them in `reports`.
_SQLITE = (
    """CREATE VIRTUAL TABLE reports_words USING fts5(
    title, text, content='reports', content_rowid='row', tokenize="unicode61 remove_diacritics 2")""",
)
#: Parts of the index are merged 64 at a time, not four: less is rewritten as it grows, for a little more reading.
_SQLITE_MERGES = (
    "INSERT INTO reports_words (reports_words, rank) VALUES ('automerge', 64)",
    "INSERT INTO reports_words (reports_words, rank) VALUES ('crisismerge', 96)",
)
_POSTGRESQL = (
    "CREATE TABLE reports_words (report_row INTEGER PRIMARY KEY REFERENCES reports (row), words TSVECTOR NOT NULL)",
    "CREATE INDEX reports_words_gin ON reports_words USING gin (words)",
)
_SQLITE_ADD = "INSERT INTO reports_words (rowid, title, text) SELECT row, title, text FROM reports WHERE row IN :rows"
_SQLITE_REMOVE = (
    "INSERT INTO reports_words (reports_words, rowid, title, text) "
    "SELECT 'delete', row, title, text FROM reports WHERE row IN :rows"
)
_POSTGRESQL_ADD = (
    "INSERT INTO reports_words (report_row, words) VALUES (:row, "
    "setweight(to_tsvector('simple', :title), 'A') || setweight(to_tsvector('simple', :text), 'D'))"
)
#: Reports that are indexed in one go when the whole index is made.
_AT_ONCE = 1000


def create_index(connection: Connection) -> None:
    """Makes an empty index."""
    for statement in _SQLITE if _is_sqlite(connection) else _POSTGRESQL:
        connection.execute(text(statement))
    set_merges(connection)


def set_merges(connection: Connection) -> None:
    """Sets how many parts of the index are merged at a time (PostgreSQL's has no parts)."""
    for statement in _SQLITE_MERGES if _is_sqlite(connection) else ():
        connection.execute(text(statement))


def drop_index(connection: Connection) -> None:
    """Deletes the index and all that is in it."""
    connection.execute(text("DROP TABLE IF EXISTS reports_words"))


def index_reports(connection: Connection, rows: Sequence[int]) -> None:
    """Makes the reports in these rows searchable; they must not be so yet."""
    if not rows:
        return
    if _is_sqlite(connection):
        connection.execute(_with_rows(_SQLITE_ADD), {"rows": list(rows)})
        return
    query = _with_rows("SELECT row, title, text FROM reports WHERE row IN :rows")
    found = connection.execute(query, {"rows": list(rows)}).all()
    folded = [{"row": r, "title": _folded(title), "text": _folded(words)} for r, title, words in found]
    if folded:
        connection.execute(text(_POSTGRESQL_ADD), folded)


def unindex_reports(connection: Connection, rows: Sequence[int]) -> None:
    """Deletes the reports in these rows from the index; their words must still be there and be searchable."""
    query = _SQLITE_REMOVE if _is_sqlite(connection) else "DELETE FROM reports_words WHERE report_row IN :rows"
    connection.execute(_with_rows(query), {"rows": list(rows)})


def index_all(connection: Connection) -> None:
    """Makes all reports searchable, the index being empty."""
    if _is_sqlite(connection):
        connection.execute(text("INSERT INTO reports_words (reports_words) VALUES ('rebuild')"))
        return
    rows = [row for (row,) in connection.execute(text("SELECT row FROM reports ORDER BY row"))]
    for start in range(0, len(rows), _AT_ONCE):
        index_reports(connection, rows[start : start + _AT_ONCE])


def compact_index(connection: Connection) -> None:
    """Rewrites the index so that nothing of deleted words is left in it (in PostgreSQL, its VACUUM does that)."""
    if _is_sqlite(connection):
        connection.execute(text("INSERT INTO reports_words (reports_words) VALUES ('optimize')"))


def _with_rows(query: str) -> TextClause:
    return text(query).bindparams(bindparam("rows", expanding=True))


def _folded(held: str | None) -> str:
    return folded_text(give_back(held)) if held else ""


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
