"""Checks a chain of captures offline: its links, the contents they name, and the stamps over it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vedette.errors import BadInputError
from vedette.evidence.stamps import check_authority, read_answer
from vedette.evidence.warc_read import read_record
from vedette.evidence.warc_records import warcinfo_record
from vedette.model.capture import NO_LINK, Capture, Erasure, Stamp
from vedette.model.ids import sha256_hex


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """Something in the evidence that does not hold."""

    #: `link, order, content, stamp, anchor, report`.
    code: str
    #: Number of the link, None where it is about none.
    number: int | None
    #: What does not hold and where, in words for the user.
    words: str


@dataclass
class ChainCheck:
    """What a check came to."""

    problems: list[ChainProblem] = field(default_factory=list)
    n_links: int = 0
    #: Contents that are there and match.
    n_contents: int = 0
    #: Contents that were erased and are gone, with who, when and why.
    erased: list[Erasure] = field(default_factory=list)
    #: Stamps that hold; of these, signed by an authority that a given root vouches for.
    n_stamps: int = 0
    n_vouched: int = 0
    #: Number and hash of the last link: whoever writes them down can tell later that nothing was cut off since.
    head: tuple[int, str] | None = None
    #: Number of the last link that a stamp is over: what follows could be cut off unnoticed, unless by an anchor.
    stamped_to: int = 0


def check_chain(
    links: Iterable[tuple[Capture, str]],
    folder: Path,
    erasures: Mapping[int, Erasure],
    stamps: Sequence[Stamp] = (),
    roots: Sequence[bytes] = (),
    anchors: Mapping[int, str] | None = None,
) -> ChainCheck:
    """What holds of a chain and what does not.

    A changed, missing or moved link is found by the hashes. Links cut off at the end are found only by a stamp or an
    anchor over one of them: a shorter chain is a whole chain too.

    Args:
        links: Each link with the hash that is recorded for it, in order.
        folder: The folder of WARC files.
        erasures: Number → what was erased.
        stamps: The time stamps.
        roots: Certificates (PEM) of authorities that are trusted; without any, stamps are not held against them.
        anchors: Number → hash of links that somebody wrote down.
    """
    check = ChainCheck()
    hashes: dict[int, str] = {}
    files: set[str] = set()
    before: tuple[int, str] = (0, NO_LINK)
    for link, stated in links:
        check.problems += _check_link(link, stated, before)
        if not link.kept.url and link.number not in erasures:
            words = f"link {link.number}: its address was erased, and nothing says by whom and why"
            check.problems.append(ChainProblem("link", link.number, words))
        _check_content(check, link, folder, erasures.get(link.number))
        hashes[link.number] = stated
        files.add(link.kept.warc_file)
        before = (link.number, stated)
        check.n_links += 1
    check.head = before if check.n_links else None
    for name in sorted(files):
        check.problems += _check_file_head(folder, name)
    for stamp in stamps:
        _check_stamp(check, stamp, hashes, roots)
    for number, stated in (anchors or {}).items():
        check.problems += _check_anchor(number, stated, hashes)
    return check


def read_anchor(text: str) -> tuple[int, str]:
    """Number and hash of a link, from what `verify` prints (`12:9f2c…`; 16 digits of the hash at least).

    Raises:
        BadInputError: It is no anchor.
    """
    match = re.fullmatch(r"(\d+):([0-9a-f]{16,64})", text.strip())
    if match is None:
        raise BadInputError(f"anchor {text!r}: give the number and the hash of a link, as in 12:9f2c41aa03b7de55")
    return int(match[1]), match[2]


def _check_link(link: Capture, stated: str, before: tuple[int, str]) -> Iterator[ChainProblem]:
    number, hash_before = before
    if link.number != number + 1:
        gap = f"link {number + 1}" if link.number == number + 2 else f"links {number + 1} to {link.number - 1}"
        yield ChainProblem("order", link.number, f"{gap} missing: link {link.number} follows link {number}")
    elif link.previous_hash != hash_before:
        words = f"link {link.number} does not follow link {number}: it names another hash than that link has"
        yield ChainProblem("order", link.number, words)
    if link.kept.url and sha256_hex(link.kept.url) != link.url_sha256:
        yield ChainProblem("link", link.number, f"link {link.number}: its address was changed to {link.kept.url}")
    if link.link_hash != stated:
        yield ChainProblem(
            "link",
            link.number,
            f"link {link.number} ({link.kept.url or 'address erased'}) was changed:"
            f" its hash is recorded as {stated[:16]}…, its row gives {link.link_hash[:16]}…",
        )


def _check_content(check: ChainCheck, link: Capture, folder: Path, erasure: Erasure | None) -> None:
    kept = link.kept
    where = f"link {link.number}: {kept.warc_file}, byte {kept.warc_offset:,}"
    name = Path(kept.warc_file)
    if name.name != kept.warc_file:
        check.problems.append(ChainProblem("content", link.number, f"{where}: lies outside the folder of captures"))
        return
    if erasure is not None and not (folder / name).exists():
        check.erased.append(erasure)
        return
    try:
        record = read_record(folder / name, kept.warc_offset)
    except BadInputError as error:
        check.problems.append(ChainProblem("content", link.number, f"{where}: {error.message}"))
        return
    same = record.sha256 == kept.sha256 and record.record_sha256 == kept.record_sha256
    if erasure is not None:
        if record.kind != "metadata":
            words = f"{where}: is still there, though it was erased by {erasure.by} on {erasure.erased_at:%Y-%m-%d}"
            check.problems.append(ChainProblem("content", link.number, words))
        else:
            check.erased.append(erasure)
    elif same:
        check.n_contents += 1
    elif record.kind == "metadata":
        words = f"{where}: the content was erased, and nothing says by whom and why"
        check.problems.append(ChainProblem("content", link.number, words))
    else:
        part = "headers were" if record.sha256 == kept.sha256 else "content was"
        words = f"{where}: the {part} changed since it was fetched from {kept.url}"
        check.problems.append(ChainProblem("content", link.number, words))


def _check_file_head(folder: Path, name: str) -> Iterator[ChainProblem]:
    """Holds what a file says of itself at its beginning, which no link is over, against what is written there."""
    if Path(name).name != name or not (folder / name).exists():
        return
    try:
        record = read_record(folder / name, 0)
    except BadInputError as error:
        yield ChainProblem("content", None, f"{name}, its head: {error.message}")
        return
    version = re.match(rb"software: Vedette ([\w.+-]+)\r\n", record.body)
    whole = warcinfo_record(name, version[1].decode()) if version else b""
    if sha256_hex(whole.decode()) != record.record_sha256:
        yield ChainProblem("content", None, f"{name}, its head: is not the one that it was begun with")


def _check_stamp(check: ChainCheck, stamp: Stamp, hashes: Mapping[int, str], roots: Sequence[bytes]) -> None:
    about = f"the time stamp of {stamp.stamped_at:%Y-%m-%d %H:%M} UTC by {stamp.tsa} over link {stamp.number}"
    try:
        at = read_answer(stamp.answer, stamp.link_hash)
        if at != stamp.stamped_at:
            raise BadInputError(f"states {at:%Y-%m-%d %H:%M:%S}")
        if roots:
            check_authority(stamp, roots)
            check.n_vouched += 1
    except BadInputError as error:
        check.problems.append(ChainProblem("stamp", stamp.number, f"{about}: {error.message}"))
        return
    found = hashes.get(stamp.number)
    if found == stamp.link_hash:
        check.n_stamps += 1
        check.stamped_to = max(check.stamped_to, stamp.number)
        return
    last = max(hashes, default=0)
    if stamp.number > last:
        words = f"{about}: the chain ends at link {last}: what followed was cut off"
    else:
        words = f"{about}: the link has another hash now: the chain was rewritten since"
    check.problems.append(ChainProblem("stamp", stamp.number, words))


def _check_anchor(number: int, stated: str, hashes: Mapping[int, str]) -> Iterator[ChainProblem]:
    found = hashes.get(number)
    if found is None:
        last = max(hashes, default=0)
        yield ChainProblem(
            "anchor", number, f"anchor {number}: the chain ends at link {last}: what followed was cut off"
        )
    elif not found.startswith(stated):
        yield ChainProblem("anchor", number, f"anchor {number}: the link has another hash now: the chain was rewritten")
