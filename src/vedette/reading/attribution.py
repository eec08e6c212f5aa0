"""Finds statements: who says what, and in which manner."""

from collections.abc import Sequence

from vedette.model.statement import Statement
from vedette.reading.parse import ParsedReport
from vedette.reading.scene import GroupMention


def find_statements(parsed: ParsedReport, groups: Sequence[GroupMention]) -> tuple[Statement, ...]:
    """The statements of a report, in order of their content."""
    return ()
