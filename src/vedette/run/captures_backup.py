"""Captured pages in a backup: the WARC files that a store names lie in a folder beside it, and go back with it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vedette.errors import BadInputError, OutputError, UsageError
from vedette.evidence.warc_read import erase_record
from vedette.model.capture import Erasure
from vedette.run.capturing import erasure_words
from vedette.run.file_writing import copy_synced

#: Bytes that are compared at once.
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a store's WARC files."""

    #: Where they are now.
    folder: Path
    #: Files that are there, and their bytes.
    n_files: int
    n_bytes: int
    #: Names of those that were not there to be copied.
    missing: tuple[str, ...]


def folder_beside(backup: Path) -> Path:
    """The folder with the captured pages of a backup."""
    return backup.with_name(f"{backup.name}.captures")


def save_captures(names: Sequence[str], source: Path, backup: Path) -> Copied:
    """Copies WARC files beside a backup. Those that lie there unchanged since an earlier one are not copied again.

    Args:
        names: Of the files.
        source: The store's folder of captures.
        backup: The backup's own file.

    Raises:
        OutputError: They could not be written (disk full).
    """
    target = folder_beside(backup)
    there = [name for name in names if (source / name).is_file()]
    for name in there:
        if not _is_unchanged(source / name, target / name):
            copy_synced(source / name, target / name)
    return _copied(names, there, target)


def erase_in_backup(erased: Iterable[tuple[str, int, Erasure]], source: Path, backup: Path) -> None:
    """Erases in the files beside a backup what is on record as erased: a `forget` that is under way records it first.

    Args:
        erased: WARC file and byte of each content, with who had it erased, when and why.
        source: The store's folder of captures; a file that was copied while a record was overwritten is copied again.
        backup: The backup's own file.

    Raises:
        OutputError: They could not be written.
    """
    target = folder_beside(backup)
    for name, offset, one in erased:
        path = target / name
        if not path.is_file():
            continue
        try:
            erase_record(path, offset, erasure_words(one.by, one.why))
        except BadInputError:
            copy_synced(source / name, path)
            with suppress(BadInputError):  # damaged where it came from: `verify` says so
                erase_record(path, offset, erasure_words(one.by, one.why))


def bring_back_captures(names: Sequence[str], backup: Path, target: Path, *, force: bool = False) -> Copied:
    """Copies WARC files from beside a backup to where a store has them.

    WARC files only grow: one that is there and goes on from what was saved is left as it is.

    Args:
        names: Of the files.
        backup: The backup's own file.
        target: The store's folder of captures.
        force: Whether files of the same names with other contents may be lost.

    Raises:
        UsageError: There are such files; nothing was copied.
        OutputError: They could not be written (disk full).
    """
    source = folder_beside(backup)
    there = [name for name in names if (source / name).is_file()]
    wanted = [name for name in there if not _begins_with(target / name, source / name)]
    for name in wanted:
        if (target / name).is_file() and not force and not _begins_with(source / name, target / name):
            message = f"{target / name}: holds other captures than the backup: name another folder with --captures"
            raise UsageError(f"{message}, or lose them by --force", str(target / name))
    for name in wanted:
        copy_synced(source / name, target / name)
    return _copied(names, there, target)


def _copied(names: Sequence[str], there: Sequence[str], target: Path) -> Copied:
    n_bytes = sum((target / name).stat().st_size for name in there)
    return Copied(target, len(there), n_bytes, tuple(name for name in names if name not in there))


def _is_unchanged(source: Path, target: Path) -> bool:
    """Whether the copy is of the same length and time: an erasure within a file gives it another time."""
    if not target.is_file():
        return False
    one, other = source.stat(), target.stat()
    return (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def _begins_with(path: Path, other: Path) -> bool:
    """Whether the file is there and begins with all that the other holds."""
    try:
        with path.open("rb") as file, other.open("rb") as beginning:
            while piece := beginning.read(_PIECE):
                if file.read(len(piece)) != piece:
                    return False
    except FileNotFoundError:
        return False
    except OSError as error:
        raise OutputError(f"{error.filename}: captures could not be read: {error.strerror}", str(path)) from error
    return True
