"""`vedette backup` and `vedette restore`: a store in one file, and back."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from vedette.model.counted import counted
from vedette.run.backing_up import back_up
from vedette.run.captures_backup import Copied, bring_back_captures, folder_beside
from vedette.run.capturing import SETTING, captures_folder
from vedette.store.backup import Backup
from vedette.store.captures import warc_files
from vedette.store.restore import restore_backup
from vedette.store.store import Store
from vedette.views.open_store import open_there
from vedette.views.options import DEFAULT_STORE, StoreUrl
from vedette.views.progress import show_progress

BACKUP_HELP = """Write all that the store holds into one file, while others go on writing to it.

The file is of one moment, is read back before it takes its name, and can be restored into SQLite and PostgreSQL. What
was captured (WARC files) goes into a folder beside it, FILE.captures; an existing one is brought up to date. Where
reports are forgotten meanwhile it is made anew, without them.

Example: vedette backup vedette-monday.jsonl.gz"""

RESTORE_HELP = """Make a store of a backup: in SQLite or PostgreSQL, whichever it was made of.

Nothing is changed unless all of it can be. A store that holds something is only overwritten with --force. What was
captured goes back from FILE.captures to where the store has it.

Example: vedette restore vedette-monday.jsonl.gz --store sqlite:///again.db"""

_Json = Annotated[bool, typer.Option("--json", help="Print what the backup holds as one JSON object.")]
_Captures = Annotated[
    Path | None, typer.Option(metavar="FOLDER", envvar=SETTING, help="The store's folder of captured pages.")
]


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes, whole or not at all.")],
    store: StoreUrl = DEFAULT_STORE,
    captures: _Captures = None,
    without_captures: Annotated[
        bool, typer.Option("--without-captures", help="Leave the captured pages out: only their hashes are saved.")
    ] = False,
    json_: _Json = False,
) -> None:
    """Writes the backup and says what it holds; exits 1 when captured pages are not there to be saved."""
    with open_there(store) as opened:
        folder = None if without_captures else captures_folder(store, captures)
        written, copied = back_up(opened, file, folder, show_progress)
    _tell(written, copied, f"{file}: written and read back", as_json=json_)
    if copied.missing:
        where = captures_folder(store, captures)
        print(f"vedette: not in {where}, so not saved: {', '.join(copied.missing)}", file=sys.stderr)
        raise typer.Exit(1)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    store: StoreUrl = DEFAULT_STORE,
    force: Annotated[bool, typer.Option("--force", help="Lose what the store holds.")] = False,
    captures: _Captures = None,
    json_: _Json = False,
) -> None:
    """Restores the backup and says what it holds."""
    with Store(store) as opened, opened.begin() as connection:
        restored = restore_backup(connection, file, force=force, progress=show_progress)
        names, folder = warc_files(connection), captures_folder(store, captures)
        copied = bring_back_captures(names, file, folder, force=force)
    _tell(restored, copied, f"{file}: restored", as_json=json_)
    if copied.missing:
        words = f"not in {folder_beside(file)}: {', '.join(copied.missing)}: vedette verify misses what they hold"
        print(f"vedette: {words}; copy them into {folder}", file=sys.stderr)


def _tell(held: Backup, copied: Copied, done: str, *, as_json: bool) -> None:
    if as_json:
        found: dict[str, Any] = {"version": held.version, "made_at": held.made_at.isoformat(), "rows": held.n_rows}
        files = {"folder": str(copied.folder), "files": copied.n_files, "bytes": copied.n_bytes}
        print(json.dumps({**found, "sha256": held.sha256, "captures": {**files, "missing": list(copied.missing)}}))
        return
    counts = ", ".join(counted(n, _singular(name), name.replace("_", " ")) for name, n in held.n_rows.items() if n)
    print(f"{done}. Of {held.made_at:%Y-%m-%d %H:%M} UTC: {counts or 'nothing'}")
    if copied.n_files:
        pages = counted(copied.n_files, "file", "files")
        print(f"{copied.folder}: {pages} of captured pages, {copied.n_bytes / 1e6:,.1f} MB")


def _singular(table: str) -> str:
    """What one row of a table is.

    >>> _singular("delivery_messages"), _singular("deliveries")
    ('delivery message', 'delivery')
    """
    words = table.replace("_", " ")
    return f"{words[:-3]}y" if words.endswith("ies") else words.removesuffix("s")
