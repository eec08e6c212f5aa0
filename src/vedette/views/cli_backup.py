"""`vedette backup` and `vedette restore`: a store in one file, and back."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from vedette.run.read import now
from vedette.store.backup import Backup, write_backup
from vedette.store.restore import restore_backup
from vedette.store.store import Store
from vedette.views.open_store import open_there
from vedette.views.options import DEFAULT_STORE, StoreUrl
from vedette.views.progress import show_progress

BACKUP_HELP = """Write all that the store holds into one file, while others go on writing to it.

The file is of one moment, is read back before it takes its name, and can be restored into SQLite and PostgreSQL.

Example: vedette backup vedette-monday.jsonl.gz"""

RESTORE_HELP = """Make a store of a backup: in SQLite or PostgreSQL, whichever it was made of.

Nothing is changed unless all of it can be. A store that holds something is only overwritten with --force.

Example: vedette restore vedette-monday.jsonl.gz --store sqlite:///again.db"""

_Json = Annotated[bool, typer.Option("--json", help="Print what the backup holds as one JSON object.")]


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes, whole or not at all.")],
    store: StoreUrl = DEFAULT_STORE,
    json_: _Json = False,
) -> None:
    """Writes the backup and says what it holds."""
    with open_there(store) as opened, opened.look() as connection:
        written = write_backup(connection, file, now(), show_progress)
    _tell(written, f"{file}: written and read back", as_json=json_)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    store: StoreUrl = DEFAULT_STORE,
    force: Annotated[bool, typer.Option("--force", help="Lose what the store holds.")] = False,
    json_: _Json = False,
) -> None:
    """Restores the backup and says what it holds."""
    with Store(store) as opened, opened.begin() as connection:
        restored = restore_backup(connection, file, force=force, progress=show_progress)
    _tell(restored, f"{file}: restored", as_json=json_)


def _tell(held: Backup, done: str, *, as_json: bool) -> None:
    if as_json:
        found: dict[str, Any] = {"version": held.version, "made_at": held.made_at.isoformat(), "rows": held.n_rows}
        print(json.dumps(found | {"sha256": held.sha256}))
        return
    counts = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in held.n_rows.items() if n)
    print(f"{done}. Of {held.made_at:%Y-%m-%d %H:%M} UTC: {counts or 'nothing'}")
