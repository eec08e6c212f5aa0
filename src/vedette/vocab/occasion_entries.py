"""The entries of the occasions' data files, as one table."""

from functools import cache
from typing import Any

from vedette.errors import VocabularyError
from vedette.vocab.load import load_table

#: Data files that hold occasions; the fields are told at the top of the first.
OCCASION_FILES = ("occasions", "occasions_places", "occasions_national", "occasions_hebrew", "occasions_listed")


@cache
def load_occasion_entries() -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Id → fields of all occasions, and short name → words of the authorities that they name.

    Raises:
        VocabularyError: An id stands twice.
    """
    entries: dict[str, dict[str, Any]] = {}
    authorities: dict[str, str] = {}
    for name in OCCASION_FILES:
        table = load_table(name)
        authorities |= table.get("authorities", {})
        for rule_id, entry in table["rules"].items():
            if rule_id in entries:
                raise VocabularyError(f"{name}.toml, [rules.{rule_id}]: there is another of that id", rule_id)
            entries[rule_id] = entry
    return entries, authorities
