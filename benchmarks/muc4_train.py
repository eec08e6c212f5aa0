"""Teaches incident types and slot fills from the train part: writes `muc4_weights.json.gz`.

python -m benchmarks.muc4_train MUC4_FOLDER
"""

import re
import string
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.job import read_jsonl
from benchmarks.muc4_candidates import Candidate, candidates
from benchmarks.muc4_fill import SLOTS, TYPES, WEIGHTS, document_features, top_features
from benchmarks.muc4_model import Model, fit_many, save
from benchmarks.muc4_read import material_of
from vedette.reading.language_pipeline import load_pipeline

#: L2 penalties, chosen on the train part by cross-validation.
STRENGTH_TYPES = 5.0
STRENGTH_FILLS = 2.0
#: Parts of the train part, for weighing fills unseen.
PARTS = 3

#: A document with its answers, what it shows as a whole, and its phrases.
Seen = tuple[dict[str, Any], set[str], list[Candidate]]


def main() -> None:
    """Reads `train.jsonl` of the folder named and writes the weights."""
    nlp = load_pipeline()
    rows = list(read_jsonl(Path(sys.argv[1]) / "train.jsonl"))
    seen = []
    for row in rows:
        material = material_of(row, nlp)
        seen.append((row, document_features(material, row["header"]), candidates(material)))
    save(teach(seen), WEIGHTS)


def teach(seen: Sequence[Seen]) -> dict[str, Model]:
    """Models of incident types (and `any`) from whole reports, of slots from the phrases of relevant ones.

    How probable a report's best fills are speaks for its types too; so that this is learnt from what has not been
    seen, each part's fills are then weighed by models taught on the other parts.
    """
    tops: list[set[str]] = [set() for _ in seen]
    for part in range(PARTS):
        taught = _teach_fills([row for i, row in enumerate(seen) if i % PARTS != part])
        for i in range(part, len(seen), PARTS):
            tops[i] = top_features(seen[i][2], taught)
    types = {kind: [kind in _types(row) for row, _, _ in seen] for kind in TYPES}
    types["any"] = [bool(row["templates"]) for row, _, _ in seen]
    whole = [features | top for (_, features, _), top in zip(seen, tops, strict=True)]
    return {**fit_many(whole, types, strength=STRENGTH_TYPES), **_teach_fills(seen)}


def _teach_fills(seen: Sequence[Seen]) -> dict[str, Model]:
    phrases = [(row, c) for row, _, found in seen if row["templates"] for c in found]
    fills = {slot: [plain(c.words) in _fills(row, key) for row, c in phrases] for slot, key in SLOTS.items()}
    return fit_many([c.features for _, c in phrases], fills, strength=STRENGTH_FILLS)


def _types(row: dict[str, Any]) -> set[str]:
    return {template["incident_type"][0] for template in row["templates"]}


def _fills(row: dict[str, Any], key: str) -> set[str]:
    known: dict[str, set[str]] = row.setdefault("known", {})
    if key not in known:
        known[key] = {plain(words) for words in _wordings(row, key)}
    return known[key]


def _wordings(row: dict[str, Any], key: str) -> Iterator[str]:
    for template in row["templates"]:
        for fill in template["slots"][key]:
            yield from fill["alts"]


def plain(words: str) -> str:
    """Words in small letters without punctuation and articles, as the scorer compares them."""
    bare = words.lower().translate(str.maketrans("", "", string.punctuation))
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


if __name__ == "__main__":
    main()
