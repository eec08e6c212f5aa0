"""Packs `vocab/data/casing.tsv`: which words are written in small letters, which in capitals.

    python -m packing.casing EN_LEXEME_PROB.json.gz

Source: the English cased lexeme probabilities of spacy-lookups-data 1.0.5 (MIT): log probabilities of a million
word forms as they are cased in running text. A word that is not in the table is taken for a name.
"""

import gzip
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src/vedette/vocab/data/casing.tsv"

#: Log probability from which a small-letter word is kept: rarer ones are mostly names and slips.
RARE = -17.3
#: From this share of small letters a word is one; down to `EITHER`, its neighbours decide.
SMALL = 0.62
EITHER = 0.25
#: Below this log probability a small-letter word may be a name in a name's place ("President Example").
UNUSUAL = -14.0
#: From this share in capitals a word is an abbreviation.
CAPITALS = 0.55
#: Longest abbreviation, in letters.
LONGEST = 6


def main() -> None:
    """Writes the table from the file named."""
    probabilities: dict[str, float] = json.loads(gzip.decompress(Path(sys.argv[1]).read_bytes()))
    OUT.write_text("".join(line + "\n" for line in sorted(_rows(_shares(probabilities)))), encoding="utf-8")


def _shares(probabilities: dict[str, float]) -> dict[str, list[float]]:
    """Word → probability in small letters, as a name, in capitals, mixed."""
    shares: dict[str, list[float]] = {}
    for word, log_probability in probabilities.items():
        low = word.lower()
        if not low.replace("'", "").isalpha() or not low.isascii():
            continue
        cases = shares.setdefault(low, [0.0, 0.0, 0.0, 0.0])
        cases[_case(word, low)] += math.exp(log_probability)
    return shares


def _case(word: str, low: str) -> int:
    if word == low:
        return 0
    if word.isupper() and len(word) > 1:
        return 2
    return 1 if word[0].isupper() and word[1:] == low[1:] else 3


def _rows(shares: dict[str, list[float]]) -> Iterator[str]:
    for word, cases in shares.items():
        total = sum(cases)
        small = cases[0] / total
        if cases[2] / total >= CAPITALS and 2 <= len(word) <= LONGEST and total >= math.exp(RARE):
            yield f"{word}\tC"
        elif small >= SMALL and cases[0] >= math.exp(RARE):
            yield word if cases[0] >= math.exp(UNUSUAL) else f"{word}\tr"
        elif small >= EITHER and cases[0] >= math.exp(RARE):
            yield f"{word}\te"


if __name__ == "__main__":
    main()
