"""`vedette import`: event data into the store, every row accounted for."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from vedette.model.counted import counted
from vedette.model.imported import Import, refused_words
from vedette.run.importing import import_file
from vedette.sources.datasets.kinds import ADAPTERS
from vedette.store.store import Store
from vedette.views.options import DEFAULT_STORE, PipelineName, StoreUrl
from vedette.views.progress import show_progress

IMPORT_HELP = """Take event data into the store: UCDP GED, GDELT, your own ACLED or GTD file, CAP, STIX, HXL, any table.

Example: vedette import ucdp GEDEvent_v23_1.csv --store sqlite:///vedette.db --json"""
#: Lines of what was lost, dropped or refused that are shown.
_SHOWN = 8

Kind = Annotated[str, typer.Argument(metavar="KIND", help=f"What the file is: {', '.join(ADAPTERS)}.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The file.")]
Mapping_ = Annotated[
    Path | None, typer.Option("--mapping", metavar="FILE.toml", help="Which column is what (csv, hxl).")
]


def import_(
    kind: Kind,
    file: File,
    mapping: Mapping_ = None,
    accept_odd: Annotated[
        bool, typer.Option("--accept-odd", help="Take in a file that looks unlike those before it.")
    ] = False,
    store: StoreUrl = DEFAULT_STORE,
    pipeline: PipelineName = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Prints what the file brought; exits 1 when rows were refused or the file was held back."""
    with Store(store) as held:
        found = import_file(
            held,
            kind,
            file,
            mapping=mapping,
            accept_odd=accept_odd,
            pipeline=pipeline,
            watched=lambda rows: show_progress(rows, f"importing {file.name}"),
        )
    for line in found.refused[:_SHOWN]:
        print(f"vedette: {file}: {refused_words(line)}", file=sys.stderr)
    if found.n_refused > _SHOWN:
        more = counted(found.n_refused - _SHOWN, "more row was refused", "more rows were refused")
        print(f"vedette: {file}: {more}", file=sys.stderr)
    for why in found.held_back:
        print(f"vedette: {file}: held back: {why}; look at it, then --accept-odd takes it in", file=sys.stderr)
    print(json.dumps(_to_json(found), ensure_ascii=False)) if json_ else _print_words(found)
    if found.n_refused or found.held_back:
        raise typer.Exit(1)


def _to_json(found: Import) -> dict[str, object]:
    return {
        "kind": found.kind,
        "rows": found.n_rows,
        "new": found.n_new,
        "changed": found.n_changed,
        "known": found.n_known,
        "refused": found.n_refused,
        "held_back": list(found.held_back),
        "future": found.profile.n_future,
        "persons_dropped": dict(found.dropped),
        "no_counterpart": dict(found.lost),
        "refused_rows": [{"line": row.line or None, "id": row.row_id, "why": row.why} for row in found.refused],
        "refused_rows_left_out": found.n_refused - len(found.refused),
    }


def _print_words(found: Import) -> None:
    rows = counted(found.n_rows, "row", "rows")
    if found.held_back:
        print(f"{rows}, none taken in")
        return
    changed = f" ({found.n_changed} of them another version of a known row)" if found.n_changed else ""
    print(f"{rows}: {found.n_new} new{changed}, {found.n_known} known, {found.n_refused} refused")
    if found.profile.n_future:
        print(counted(found.profile.n_future, "row lies in the future", "rows lie in the future"))
    _print_counts("columns about persons, dropped", found.dropped)
    _print_counts("lost in translation", found.lost)


def _print_counts(title: str, counts: Mapping[str, int]) -> None:
    if not counts:
        return
    print(f"{title}:")
    for words, count in sorted(counts.items(), key=lambda item: -item[1])[:_SHOWN]:
        print(f"  {words}: {counted(count, 'row', 'rows')}")
