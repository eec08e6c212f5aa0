"""The linter's rule for triggers: kinds, modes and contexts are those of the codebook."""

from collections.abc import Iterator, Mapping
from typing import Any

from vedette.vocab.lint_findings import Problem


def lint_codebook(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    """Triggers whose kind, mode or context the codebook does not have.

    Args:
        tables: All tables by file, `codebook.toml` and `triggers_….toml` among them.
    """
    codebook = tables.get("codebook.toml")
    if codebook is None:
        return
    for file, table in tables.items():
        if file.startswith("triggers"):
            for name, entry in table.items():
                yield from _lint_entry(file, name, entry, codebook)


def _lint_entry(file: str, name: str, entry: Any, codebook: Mapping[str, Any]) -> Iterator[Problem]:
    if not isinstance(entry, Mapping) or "kind" not in entry:
        return
    kind = codebook["kinds"].get(entry["kind"])
    if kind is None:
        yield Problem(file, name, f"kind {entry['kind']!r} is not in codebook.toml")
        return
    modes = {*kind.get("modes", ()), *kind.get("own_modes", ())}
    if entry.get("mode") is not None and entry["mode"] not in modes:
        yield Problem(file, name, f"{entry['kind']} has no mode {entry['mode']!r} in codebook.toml")
    for context in entry.get("context", ()):
        if context not in codebook["contexts"]:
            yield Problem(file, name, f"context {context!r} is not in codebook.toml")
