"""Finds place names and resolves them."""

from vedette.model.place import Place
from vedette.reading.parse import ParsedReport


def find_places(parsed: ParsedReport) -> tuple[Place, ...]:
    """The places that a report names, in order, resolved against the gazetteer and one another."""
    return ()
