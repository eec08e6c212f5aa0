"""Finds groups, forces and agencies of the vocabulary, under all their names."""

from vedette.reading.parse import ParsedReport
from vedette.reading.scene import GroupMention


def find_groups(parsed: ParsedReport) -> tuple[GroupMention, ...]:
    """The groups that a report names, in order, longest names first where they overlap."""
    return ()
