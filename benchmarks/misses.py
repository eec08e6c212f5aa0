"""Prints what went wrong, grouped by cause, the most frequent first, so that the next step is chosen by count."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.job import read_jsonl

#: One miss, as a scorer's `--errors` file holds it.
Row = dict[str, Any]
#: Examples shown of each cause, and code points of each.
SHOWN = 8
LINE_CHARS = 400


def print_misses(misses: Path | Iterable[Row], words: str, causes: Callable[[Row], list[str]] | None = None) -> None:
    """Prints a table of causes, then some examples of each.

    Args:
        misses: The file that the scorer wrote, or its rows.
        words: The field that holds the item's own words (`headline`, `anchor`).
        causes: What causes a row tells of; None: what its `error` says.
    """
    rows = list(read_jsonl(misses)) if isinstance(misses, Path) else list(misses)
    groups = group_by_cause(rows, causes or said_causes)
    if not groups:
        print("no misses")
        return
    print(f"{len(rows)} misses by cause:")
    for cause, held in groups:
        print(f"{len(held):6}  {cause}")
    for cause, held in groups:
        print(f"-- {cause}: {len(held)}")
        for row in held[:SHOWN]:
            print(f"   {_line(row, words)}"[:LINE_CHARS])


def group_by_cause(rows: Iterable[Row], causes: Callable[[Row], list[str]]) -> list[tuple[str, list[Row]]]:
    """The rows of each cause, the most frequent cause first; a row with several causes stands under each."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for cause in causes(row):
            groups[cause].append(row)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


def said_causes(row: Row) -> list[str]:
    """The causes as the scorer itself names them."""
    return str(row["error"]).split(", ")


def _line(row: Row, words: str) -> str:
    said = row.get(words) or row.get("words") or row.get("text") or ""
    told = {key: row[key] for key in ("gold", "pred", "km", "because") if row.get(key) is not None}
    return " ".join(f"{row.get('id', '')}: {said} | {' | '.join(f'{k} {v}' for k, v in told.items())}".split())
