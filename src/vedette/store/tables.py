"""The tables. Three clocks: `happened_*` (of the event), `reported_on` (published), `recorded_at` (when we learnt it).

Rows are only ever added. What was known at a time T are the rows with `recorded_at <= T`. The one exception is erasure:
the words of a report are deleted, and a row of `erasures` says whose, by whom, when and why.
"""

from sqlalchemy import Boolean, Column, Date, DateTime, Float, ForeignKey, Index, Integer, MetaData, String, Table
from sqlalchemy import UniqueConstraint as Unique

from vedette.store.words import Name, Words

metadata = MetaData()

#: One row a report and version: a report whose text, title or date changed is a new row.
reports = Table(
    "reports",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("report_id", Name, nullable=False),
    # Hash of all that a reading depends on.
    Column("version_sha256", String(64), nullable=False),
    Column("text_sha256", String(64), nullable=False),
    # NULL: not known. The same for title, outlet, address, language and day.
    Column("source", Name),
    Column("title", Words),
    Column("url", Words),
    Column("language", String(8)),
    Column("reported_on", Date),
    Column("taken_from", Words),
    Column("text", Words, nullable=False),
    Column("notes", Words, nullable=False),
    # NULL: no licence is known to bind us. Else under whose licence the words are.
    Column("rights", Words),
    Column("recorded_at", DateTime, nullable=False),
    Unique("report_id", "version_sha256"),
    Index("reports_by_recorded", "recorded_at"),
)

#: One row a report version and reader: another version of Vedette, its vocabulary or its pipeline reads anew.
readings = Table(
    "readings",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("report_row", ForeignKey("reports.row"), nullable=False),
    # Version, pipeline and a hash of the rules.
    Column("reader_key", Name, nullable=False),
    # The object that `vedette read --explain` prints.
    Column("wire", Words, nullable=False),
    Column("recorded_at", DateTime, nullable=False),
    Unique("report_row", "reader_key"),
    Index("readings_by_recorded", "recorded_at"),
)

#: The events of each reading, for questions by time, place and kind; the whole event stands in the reading.
events = Table(
    "events",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("reading_row", ForeignKey("readings.row"), nullable=False),
    Column("event_id", Name, nullable=False),
    Column("kind", String, nullable=False),
    # NULL: the words do not tell.
    Column("stage", String),
    Column("reality", String, nullable=False),
    Column("background", Boolean, nullable=False),
    # NULL: open or not known.
    Column("happened_from", Date),
    Column("happened_to", Date),
    Column("country", String(2)),
    # NULL: not located.
    Column("lat", Float),
    Column("lon", Float),
    Column("radius_km", Float),
    Index("events_by_reading", "reading_row"),
    # By last days: an event counts within a window from the day on which it may still have gone on.
    Index("events_by_kind", "kind", "happened_to"),
    Index("events_by_last_day", "happened_to"),
)

#: Reports that could not be read, so that "nothing found" and "could not be read" stay two things.
unreadable = Table(
    "unreadable",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("report_id", Name, nullable=False),
    Column("code", Name, nullable=False),
    Column("message", Words, nullable=False),
    Column("source", Name),
    Column("taken_from", Words),
    Column("recorded_at", DateTime, nullable=False),
    Unique("report_id", "code", "message"),
)

#: People's verdicts: who, when, why. Never edited.
judgements = Table(
    "judgements",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("about", Name, nullable=False),
    Column("verdict", String, nullable=False),
    Column("by", Name, nullable=False),
    Column("why", Words, nullable=False),
    # The other thing, for `same` and `different`.
    Column("other", Name),
    Column("recorded_at", DateTime, nullable=False),
    Index("judgements_about", "about"),
)

#: Reports whose words were deleted: one row a version, with the hashes that tell what it was.
erasures = Table(
    "erasures",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("report_row", ForeignKey("reports.row"), nullable=False),
    Column("report_id", Name, nullable=False),
    Column("version_sha256", String(64), nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("by", Name, nullable=False),
    Column("why", Words, nullable=False),
    Column("recorded_at", DateTime, nullable=False),
    Unique("report_row"),
    Index("erasures_by_report", "report_id"),
)
