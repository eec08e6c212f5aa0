"""Reports and the sources that publish them."""

from dataclasses import dataclass
from datetime import date

from vedette.model.span import Span


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet, agency, dataset or organisation that publishes."""

    #: Stable id, made from the name.
    id: str
    #: Name as given.
    name: str
    #: ISO 3166-1 alpha-2 of where it publishes, None when not known.
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One published document, as it is read."""

    #: The id it brought, else made from source, date, title and text.
    id: str
    #: The text exactly as given (of HTML and WARC: the extracted text). Spans count in it.
    text: str
    #: Headline, None where there is none. Read too.
    title: str | None = None
    #: Day of publication, None when not known; never guessed.
    published: date | None = None
    #: Name of the outlet, None when not known.
    source: str | None = None
    #: Where it was published, None when not known.
    url: str | None = None
    #: ISO 639-1 code of the text's language, None when it cannot be told.
    language: str | None = None
    #: SHA-256 of the text in UTF-8, hexadecimal.
    text_sha256: str = ""
    #: The file, archive or feed it was taken from, for messages.
    taken_from: str | None = None
    #: What was noticed when it was taken in (a date that cannot be), in words.
    notes: tuple[str, ...] = ()
    #: Under whose licence it is held, for what may not be passed on; None where no licence is known to bind us.
    rights: str | None = None

    def words(self, span: Span) -> str:
        """The words that a span points at."""
        return (self.text if span.part == "text" else self.title or "")[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A report that could not be read: a value that travels with the others, in the order read."""

    #: Id it brought, else a content id or the path.
    id: str
    #: One of `errors.READ_ERROR_CODES`.
    code: str
    #: What was wrong and what to do.
    message: str
    #: Name of the outlet, None when not known.
    source: str | None = None
    #: The file, archive or feed it was taken from.
    taken_from: str | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that repeats another, nearly word for word."""

    #: Id of the report that repeats.
    report_id: str
    #: Id of the earliest report of its group.
    original_id: str
    #: Estimated Jaccard similarity of the two texts' word shingles, 0 to 1.
    score_similarity: float
