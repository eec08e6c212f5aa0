"""Visits to folders of documents, mailboxes and exports of channels on this machine."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from vedette.errors import FetchError, UnreadableReportError
from vedette.model.capture import Content
from vedette.model.ids import content_id
from vedette.model.report import Report, Unreadable
from vedette.run.visitor import Batch, ToCapture, Visitor
from vedette.sources.limits import MAX_DOCUMENT_BYTES
from vedette.sources.mail import find_mail, read_mail
from vedette.sources.paths import kind_of, read_file
from vedette.sources.telegram import is_export, read_export_file
from vedette.store.intake import Sighting

#: Reports that are taken in at a time.
CHUNK = 200
#: Seconds for which a file must have been left alone: one that is still being written is waited for once.
SETTLED_SECONDS = 1.0
#: Kinds of file that hold one report: a file that changed is then another version of it.
_ONE_REPORT = ("text", "page", "pdf", "docx")

Reader = Callable[[Path], Iterable[Report | Unreadable]]


def gather_folder(visitor: Visitor) -> Iterator[Batch]:
    """The files of a folder and of those below it that are new or changed."""
    root = _existing(visitor)

    def read(path: Path) -> Iterator[Report | Unreadable]:
        named = content_id("file", visitor.feed.address, _name(path, root))
        own = kind_of(path) in _ONE_REPORT and not is_export(path)
        for item in read_file(path, visitor.defaults):
            yield replace(item, id=named) if own else item

    yield from _gather(visitor, root, _files(root), read, keep=True)


def gather_mail(visitor: Visitor) -> Iterator[Batch]:
    """The new mails of allowed senders. They are not kept as evidence: their raw form names who received them."""
    root = _existing(visitor)
    files = {file.path: file for file in find_mail(root)}
    yield from _gather(
        visitor,
        root,
        list(files),
        lambda path: read_mail(files[path], visitor.defaults, visitor.feed.senders),
        keep=False,
        name=lambda path: files[path].name,
    )


def gather_telegram(visitor: Visitor) -> Iterator[Batch]:
    """The posts of exports that are new or changed. The exports are not kept as evidence: they name persons."""
    root = _existing(visitor)
    found = [path for path in _files(root) if path.suffix.lower() in (".json", ".html") and is_export(path)]

    def read(path: Path) -> Iterator[Report | Unreadable]:
        try:
            yield from read_export_file(path, visitor.defaults)
        except UnreadableReportError as error:
            yield Unreadable(str(path), error.code, error.message, visitor.feed.name, str(path))

    yield from _gather(visitor, root, found, read, keep=False)


def _existing(visitor: Visitor) -> Path:
    path = Path(visitor.feed.address)
    if not path.exists():
        raise FetchError(f"{path}: there is no such file or folder", str(path))
    return path


def _files(root: Path) -> list[Path]:
    """The files below a folder, sorted; hidden ones and links are left out: a link may lead anywhere."""
    if root.is_file():
        return [root]
    return sorted(
        path
        for path in root.rglob("*")
        if not any(part.startswith(".") for part in path.relative_to(root).parts)
        and not path.is_symlink()
        and path.is_file()
    )


def _name(path: Path, root: Path) -> str:
    return path.name if root.is_file() else path.relative_to(root).as_posix()


def _gather(
    visitor: Visitor,
    root: Path,
    paths: list[Path],
    read: Reader,
    *,
    keep: bool,
    name: Callable[[Path], str] | None = None,
) -> Iterator[Batch]:
    """The reports of those files that were not opened before, or are others now.

    Args:
        visitor: The visit.
        root: Where the files lie.
        paths: The files.
        read: Gives the reports of one.
        keep: Whether the files are kept as evidence.
        name: What a file is known by; None: where it lies.
    """
    stamps = {path: stamp for path in paths if (stamp := _stamp(path, visitor))}
    names = {path: name(path) if name else _name(path, root) for path in stamps}
    unseen = visitor.unseen({names[path]: stamps[path] for path in stamps})
    batch = Batch(n_known=len(stamps) - len(unseen))
    for path, stamp in stamps.items():
        if names[path] not in unseen:
            continue
        found = list(read(path))
        batch.seen += [one if isinstance(one, Unreadable) else Sighting(one, path.as_uri()) for one in found]
        batch.stamps[names[path]] = stamp
        if keep and (capture := _capture(visitor, path, found)):
            batch.captures.append(capture)
        if len(batch.seen) >= CHUNK:
            yield batch
            batch = Batch()
    yield batch


def _stamp(path: Path, visitor: Visitor) -> str | None:
    """Size and time of a file, None where it has gone."""
    try:
        if 0 <= visitor.clock.now().timestamp() - _utc(path) < SETTLED_SECONDS:
            visitor.clock.wait(Event(), SETTLED_SECONDS)
        stat = path.stat()
        return f"{stat.st_size} {stat.st_mtime_ns}"
    except OSError:
        return None


def _utc(path: Path) -> float:
    """When the file was changed, as a time stamp of the naive UTC instants that clocks here give."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None).timestamp()


def _capture(visitor: Visitor, path: Path, found: list[Report | Unreadable]) -> ToCapture | None:
    try:
        if path.stat().st_size > MAX_DOCUMENT_BYTES:
            return None
        content = Content(path.as_uri(), visitor.clock.now(), path.read_bytes())
    except OSError:
        return None
    only = found[0] if len(found) == 1 and isinstance(found[0], Report) else None
    return ToCapture(content, only)
