"""Teaches incident types and slot fills from the train part: writes `muc4_weights.npz` and `muc4_kin.npz`.

python -m benchmarks.muc4_train MUC4_FOLDER
python -m benchmarks.muc4_train MUC4_FOLDER --held-out PREDICTIONS
python -m benchmarks.muc4_train MUC4_FOLDER --folds PREDICTIONS

The second teaches without every fifth document and writes only what is then told of those, for `score.py`; the third
does so for each fifth in turn, and tells of all. What an encoder tells of each document that it was not taught on is
read from the file that MUC4_TOLD names; `muc4_encoder_train` writes it. What the reader makes of the train part is kept
in the file that MUC4_READINGS names, and taken from there the next time. Needs numba (`vedette[fast]`).
"""

import os
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.job import read_jsonl, write_jsonl
from benchmarks.muc4_again import again_numbers
from benchmarks.muc4_answers import Seen, seen
from benchmarks.muc4_days import days
from benchmarks.muc4_encoder import Told
from benchmarks.muc4_fill import WEIGHED_FILL, choose, fill_rows, type_chances
from benchmarks.muc4_kin import cluster
from benchmarks.muc4_linear import Ids, Linear, fit_many, ids_of
from benchmarks.muc4_mixed import Mixed, mix
from benchmarks.muc4_models import Models, save, weigh
from benchmarks.muc4_nets import Nets, fit_nets
from benchmarks.muc4_places import places
from benchmarks.muc4_rank import SLOTS, TYPES, Floats, Weighed, type_numbers
from benchmarks.muc4_read import read, shown_by
from benchmarks.muc4_templates import CONFIDENCE, templates
from benchmarks.muc4_wordings import of_wording
from vedette.reading.language_pipeline import load_pipeline

#: L2 penalties, chosen on the train part by cross-validation.
_FILLS, _WHOLE, _SENTENCES, _WORDINGS, _WORD, _DAY, _PLACE = 6.0, 8.0, 20.0, 1.0, 3.0, 1.5, 10.0
#: Parts of the train part: what `Mixed` learns from is told by linear models (and types) taught on the other parts.
PARTS = 4
#: One document of so many is held out.
FIFTH = 5
#: Types with too few incidents for more than a linear model.
_RARE = frozenset({"ROBBERY", "HIJACKING"})


def main() -> None:
    """Reads `train.jsonl` of the folder named and writes the weights, or what is told of documents held out."""
    how = sys.argv[2] if len(sys.argv) == 4 else None
    if how is None:
        cluster(load_pipeline().vocab.vectors.data)
    found = read_all(Path(sys.argv[1]) / "train.jsonl")
    encoded: list[Told] = pickle.loads(Path(os.environ["MUC4_TOLD"]).read_bytes())  # noqa: S301 (the run's own file)
    if how is None:
        save(teach(found, encoded))
        return
    told = []
    for fifth in range(FIFTH if how == "--folds" else 1):
        others = [n for n in range(len(found)) if n % FIFTH != fifth]
        taught = teach([found[n] for n in others], [encoded[n] for n in others])
        for row, beside in zip(found[fifth::FIFTH], encoded[fifth::FIFTH], strict=True):
            told.append({"docid": row.reading.report.id, "templates": tell(row, taught, beside)})
    write_jsonl(Path(sys.argv[3]), told)


def read_all(path: Path) -> list[Seen]:
    """The documents of a file as read, with their keys; kept between runs where MUC4_READINGS names a file for it."""
    kept = Path(os.environ["MUC4_READINGS"]) if "MUC4_READINGS" in os.environ else None
    if kept and kept.exists():
        found: list[Seen] = pickle.loads(kept.read_bytes())  # noqa: S301 (the run's own file)
        return found
    nlp = load_pipeline()
    found = []
    for row in read_jsonl(path):
        reading = read(row, nlp)
        found.append(seen(row, reading, shown_by(row, reading, nlp)))
    if kept:
        kept.write_bytes(pickle.dumps(found))
    return found


def tell(row: Seen, taught: Models, told: Told) -> list[dict[str, Any]]:
    """The templates of a document."""
    weighed = weigh(row.shown, taught, told)
    return templates(choose(weighed, taught), weighed, row.reading, row.header, taught.linear)


def teach(rows: Sequence[Seen], told: Sequence[Told]) -> Models:
    """All models, from all rows.

    Args:
        rows: The documents.
        told: What an encoder that was not taught on it tells of each.
    """
    weighed = _unseen(rows, told)
    chances: list[Floats] = [np.zeros(0)] * len(rows)
    for part in range(PARTS):
        mixed = teach_types(*_others(rows, weighed, part))
        for i in range(part, len(rows), PARTS):
            chances[i] = type_chances(weighed[i], mixed)
    slots = teach_slots(rows, weighed, chances)
    grown = {**teach_types(rows, weighed), **slots, "again": teach_again(rows, weighed, chances)}
    linear = {
        **teach_linear(rows),
        **_teach_settled(rows, weighed),
        "wording": teach_wordings(rows),
        **_teach_word(rows),
    }
    return Models(linear, teach_nets(rows), grown)


def _others(rows: Sequence[Seen], weighed: Sequence[Weighed], part: int) -> tuple[list[Seen], list[Weighed]]:
    kept = [i for i in range(len(rows)) if i % PARTS != part]
    return [rows[i] for i in kept], [weighed[i] for i in kept]


def _unseen(rows: Sequence[Seen], told: Sequence[Told]) -> list[Weighed]:
    """Each row weighed by linear models and networks that were taught on the other parts."""
    weighed: dict[int, Weighed] = {}
    for part in range(PARTS):
        others = [row for i, row in enumerate(rows) if i % PARTS != part]
        taught = Models(teach_linear(others), teach_nets(others), {})
        weighed.update({i: weigh(rows[i].shown, taught, told[i]) for i in range(part, len(rows), PARTS)})
    return [weighed[i] for i in range(len(rows))]


def teach_linear(rows: Sequence[Seen]) -> dict[str, Linear]:
    """Models of incident types (and `any`) from whole reports, of slots from their phrases."""
    kinds = {kind: [kind in row.types for row in rows] for kind in TYPES}
    kinds["any"] = [row.relevant for row in rows]
    ids = [ids for row in rows for ids in row.shown.ids]
    fills = {slot: [row.fills(i, slot) for row in rows for i in range(len(row.shown.ids))] for slot in SLOTS}
    whole = fit_many([row.shown.whole for row in rows], kinds, strength=_WHOLE)
    return {**whole, **fit_many(ids, fills, strength=_FILLS), **_teach_sentences(rows)}


def teach_nets(rows: Sequence[Seen]) -> dict[str, Nets]:
    """Networks for the same, each for all slots or types together; that of phrases is asked for their types besides."""
    kinds = [[*(kind in row.types for kind in TYPES), row.relevant] for row in rows]
    told = [[*(kind in told for kind in TYPES), bool(told)] for row in rows for told in row.by_sentence()]
    ids = [ids for row in rows for ids in row.shown.ids]
    fills = [_fills(row, i) for row in rows for i in range(len(row.shown.ids))]
    sentences = [ids for row in rows for ids in row.shown.sentences]
    return {
        "phrases": fit_nets(ids, np.array(fills), rounds=5, left_out=0.3),
        "sentences": fit_nets(sentences, np.array(told), rounds=3, left_out=0.3),
        "whole": fit_nets([row.shown.whole for row in rows], np.array(kinds), rounds=8, left_out=0.5),
    }


def _fills(row: Seen, phrase: int) -> list[bool]:
    """Whether a phrase fills each slot, and any slot of an incident of each type that is not rare."""
    kinds = [kind for kind in TYPES if kind not in _RARE]
    slots = [row.fills(phrase, slot) for slot in SLOTS]
    return slots + [any(row.fills(phrase, slot, kind) for slot in SLOTS) for kind in kinds]


def _teach_sentences(rows: Sequence[Seen]) -> dict[str, Linear]:
    """Which sentences hold a fill of an incident of each type, or of any."""
    ids = [ids for row in rows for ids in row.shown.sentences]
    told = [kinds for row in rows for kinds in row.by_sentence()]
    answers = {f"sentence {kind}": [kind in kinds for kinds in told] for kind in TYPES}
    answers["sentence any"] = [bool(kinds) for kinds in told]
    return fit_many(ids, answers, strength=_SENTENCES)


def teach_types(rows: Sequence[Seen], weighed: Sequence[Weighed]) -> dict[str, Mixed]:
    """What tells which types of incident a report holds, and whether any."""
    numbers = np.array([type_numbers(w) for w in weighed])
    answers = {kind: [kind in row.types for row in rows] for kind in TYPES if kind not in _RARE}
    answers["any"] = [row.relevant for row in rows]
    return {kind: mix(numbers, np.array(yes, dtype=np.float64), depth=2) for kind, yes in answers.items()}


def teach_slots(rows: Sequence[Seen], weighed: Sequence[Weighed], chances: Sequence[Floats]) -> dict[str, Mixed]:
    """What tells whether a phrase fills a slot of an incident of one type."""
    found = [fill_rows(w, p) for w, p in zip(weighed, chances, strict=True)]
    taught = {}
    for s, slot in enumerate(SLOTS):
        numbers: list[Floats] = []
        yes: list[bool] = []
        for row, w, by_type in zip(rows, weighed, found, strict=True):
            kept = np.flatnonzero(w.fills[:, s] > WEIGHED_FILL)
            for kind, table in by_type.items():
                numbers.append(table[kept])
                yes.extend(row.fills(int(i), slot, kind) for i in kept)
        taught[slot] = mix(np.concatenate(numbers), np.array(yes, dtype=np.float64), depth=4)
    return taught


def teach_again(rows: Sequence[Seen], weighed: Sequence[Weighed], chances: Sequence[Floats]) -> Mixed:
    """Whether a report with an incident of a type holds another."""
    told = [
        (row, w, p, kind)
        for row, w, p in zip(rows, weighed, chances, strict=True)
        for kind in TYPES
        if kind in row.types
    ]
    numbers = np.array([again_numbers(w, kind, p) for _, w, p, kind in told])
    return mix(numbers, np.array([row.incidents[kind] > 1 for row, _, _, kind in told], dtype=np.float64), depth=2)


def teach_wordings(rows: Sequence[Seen]) -> Linear:
    """Which wordings of the phrases that fill a slot are those of the key."""
    ids, yes = [], []
    for row in rows:
        for i, phrase in enumerate(row.shown.phrases):
            for slot in SLOTS if len(phrase.wordings) > 1 else ():
                if row.fills(i, slot):
                    for words, kinds in phrase.wordings.items():
                        ids.append(ids_of(of_wording(phrase, words, kinds, slot)))
                        yes.append(row.is_fill(words, slot))
    return fit_many(ids, {"": yes}, strength=_WORDINGS, least=2)[""]


def _teach_word(rows: Sequence[Seen]) -> dict[str, Linear]:
    """How surely the organisations of the key are named."""
    told = [(row.shown.ids[i], word) for row in rows for i, word in row.words_of()]
    answers = {f"word {word}": [word in given for _, given in told] for word in CONFIDENCE}
    return fit_many([ids for ids, _ in told], answers, strength=_WORD)


def _teach_settled(rows: Sequence[Seen], weighed: Sequence[Weighed]) -> dict[str, Linear]:
    """Which of the days and places told is that of an incident."""
    taught: dict[str, Linear] = {}
    for asked, answers, strength in (("day", days, _DAY), ("place", places, _PLACE)):
        ids: list[Ids] = []
        credit: list[float] = []
        for row, w in zip(rows, weighed, strict=True):
            for kind in sorted(row.types & set(TYPES)):
                for answer in answers(w, row.reading, row.header, kind) if row.settles(asked, kind) else ():
                    ids.append(ids_of(answer.features))
                    credit.append(row.credit(asked, answer.words, kind))
        whole = {f"{asked} right": [c == 1 for c in credit], f"{asked} partly": [c > 0 for c in credit]}
        taught.update(fit_many(ids, whole, strength=strength))
    return taught


if __name__ == "__main__":
    main()
