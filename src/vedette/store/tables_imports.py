"""Imports of event data: what each file brought, and the rows that were refused."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, ForeignKey, Index, Integer, String, Table, Text

from vedette.store.tables import metadata

#: One row a file and import, taken in or held back.
imports = Table(
    "imports",
    metadata,
    Column("row", Integer, primary_key=True),
    # Kind of the command line: ucdp, gdelt …
    Column("kind", String(16), nullable=False),
    Column("dataset", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("n_rows", BigInteger, nullable=False),
    Column("n_new", BigInteger, nullable=False),
    # Of the new: another version of a row that was known.
    Column("n_changed", BigInteger, nullable=False),
    Column("n_known", BigInteger, nullable=False),
    Column("n_refused", BigInteger, nullable=False),
    # JSON: column of persons → rows in which it was dropped; what had no counterpart → rows; the file's profile.
    Column("dropped", Text, nullable=False),
    Column("lost", Text, nullable=False),
    Column("profile", Text, nullable=False),
    # Whether it was held back for being odd, and why; then nothing of it was taken in.
    Column("held_back", Boolean, nullable=False),
    Column("why", Text, nullable=False),
    Column("recorded_at", DateTime, nullable=False),
    Index("imports_by_kind", "kind", "recorded_at"),
)

#: Rows of an import that were refused; of very many the first thousand.
refused_rows = Table(
    "refused_rows",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("import_row", ForeignKey("imports.row"), nullable=False),
    Column("line", BigInteger, nullable=False),
    # NULL: it brought none.
    Column("row_id", Text),
    Column("why", Text, nullable=False),
    Index("refused_rows_by_import", "import_row"),
)
