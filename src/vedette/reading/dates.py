"""Finds time expressions and works out the days they stand for."""

from vedette.model.time import DateMention
from vedette.reading.parse import ParsedReport


def find_dates(parsed: ParsedReport) -> tuple[DateMention, ...]:
    """The time expressions of a report, in order, resolved against its day of publication."""
    return ()
