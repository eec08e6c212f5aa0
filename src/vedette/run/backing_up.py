"""A store and its captured pages into a backup, none of which holds words that were forgotten while it was made."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, func, select

from vedette.errors import OutputError
from vedette.run.captures_backup import Copied, erase_in_backup, save_captures
from vedette.run.read import now
from vedette.store.backup import Backup, Progress, write_backup
from vedette.store.captures import erased_places, warc_files
from vedette.store.erasure import newest_erasure
from vedette.store.store import Store
from vedette.store.tables_captures import capture_erasures

#: How often it is made anew where words were forgotten meanwhile: `forget` may go on for long, a hundred at a time.
_TRIES = 3


class _ForgottenMeanwhileError(Exception):
    """Words were forgotten since the state that the backup is of."""


def back_up(
    store: Store, path: Path, captures: Path | None, progress: Progress = lambda rows, _: rows
) -> tuple[Backup, Copied]:
    """What was written, and what became of the captured pages.

    Before the file takes its name it is looked whether anything was forgotten since the state that it is of; both are
    done while nobody else may write. So what is forgotten is either gone from the backup too, or forgotten after it was
    finished.

    Args:
        store: The store.
        path: The file.
        captures: The store's folder of captured pages, None: they are left out.
        progress: Shows how far it is.

    Raises:
        OutputError: It could not be written, or words were forgotten each time it was tried; an earlier file is
            untouched.
        StoreError: The store cannot be used.
    """
    for _ in range(_TRIES):
        try:
            return _once(store, path, captures, progress)
        except _ForgottenMeanwhileError:
            continue
    message = f"{path}: reports were forgotten while the backup was made, {_TRIES} times: make it when that is over"
    raise OutputError(message, str(path))


def _once(store: Store, path: Path, captures: Path | None, progress: Progress) -> tuple[Backup, Copied]:
    done: list[Copied] = []
    with store.look() as connection:
        before = _erased(connection)
        names = warc_files(connection) if captures else []
        erased = [one for one in erased_places(connection) if one[0] in names] if captures else []

        @contextmanager
        def finishing() -> Iterator[None]:
            done.append(save_captures(names, captures or Path(), path))
            erase_in_backup(erased, captures or Path(), path)
            with store.begin() as writing:
                if _erased(writing) != before:
                    raise _ForgottenMeanwhileError
                yield

        return write_backup(connection, path, now(), progress, finishing), done[0]


def _erased(connection: Connection) -> tuple[int, int]:
    """Another one than before says that words of reports or of captures went since."""
    last = connection.execute(select(func.coalesce(func.max(capture_erasures.c.row), 0))).scalar_one()
    return newest_erasure(connection), int(last)
