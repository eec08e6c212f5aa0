"""Prints what a scorer's `--errors` file holds, grouped by what went wrong."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.job import read_jsonl

#: Examples shown of each class.
SHOWN = 8


def print_misses(path: Path, words: str) -> None:
    """Prints the misses by class, the most frequent first, with some examples.

    Args:
        path: What the scorer wrote.
        words: The field that holds the item's own words (`headline`, `anchor`).
    """
    classes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read_jsonl(path):
        for cause in str(row["error"]).split(", "):
            classes[cause].append(row)
    for cause, rows in sorted(classes.items(), key=lambda item: -len(item[1])):
        print(f"-- {cause}: {len(rows)}")
        for row in rows[:SHOWN]:
            said = row.get(words) or row.get("words") or ""
            print(f"   {row['id']}: {said} | gold {row.get('gold')} | {row.get('pred')}")
