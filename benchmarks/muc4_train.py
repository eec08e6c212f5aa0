"""Teaches incident types and slot fills from the train part: writes `muc4_weights.json.gz`.

python -m benchmarks.muc4_train MUC4_FOLDER
"""

import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.job import read_jsonl
from benchmarks.muc4_candidates import candidates
from benchmarks.muc4_fill import SLOTS, TYPES, WEIGHTS, document_features
from benchmarks.muc4_model import Model, fit_many, save
from benchmarks.muc4_read import material_of
from vedette.reading.language_pipeline import load_pipeline

#: L2 penalties, chosen on the train part by cross-validation.
STRENGTH_TYPES = 5.0
STRENGTH_FILLS = 2.0


def main() -> None:
    """Reads `train.jsonl` of the folder named and writes the weights."""
    nlp = load_pipeline()
    rows = list(read_jsonl(Path(sys.argv[1]) / "train.jsonl"))
    seen = []
    for row in rows:
        material = material_of(row, nlp)
        seen.append((row, document_features(material, row["header"]), candidates(material)))
    save(teach(seen), WEIGHTS)


def teach(seen: list[tuple[dict[str, Any], set[str], list[Any]]]) -> dict[str, Model]:
    """Models of incident types (and `any`) from whole reports, of slots from the phrases of relevant ones."""
    types = {kind: [kind in _types(row) for row, _, _ in seen] for kind in TYPES}
    types["any"] = [bool(row["templates"]) for row, _, _ in seen]
    models = fit_many([features for _, features, _ in seen], types, strength=STRENGTH_TYPES)
    phrases = [(row, c) for row, _, found in seen if row["templates"] for c in found]
    fills = {slot: [plain(c.words) in _fills(row, key) for row, c in phrases] for slot, key in SLOTS.items()}
    return {**models, **fit_many([c.features for _, c in phrases], fills, strength=STRENGTH_FILLS)}


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
