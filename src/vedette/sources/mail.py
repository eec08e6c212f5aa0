"""Newsletters: mails of senders that are allowed. Of any other mail nothing is read but its From line."""

import email
import email.policy
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import IO

import trafilatura

from vedette.errors import UnreadableReportError
from vedette.model.ids import content_id
from vedette.model.report import Report, Unreadable
from vedette.sources.limits import MAX_MAIL_BYTES
from vedette.sources.made import Defaults, Parts, make_report

#: Bytes of a line and of the headers up to From that are looked at.
_MAX_LINE, _MAX_HEADERS = 100_000, 500_000


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file of mail, unopened."""

    path: Path
    #: Name that stays the same when a mail program marks the mail as read.
    name: str
    #: Whether it holds many mails (mbox).
    many: bool


def find_mail(folder: Path) -> list[MailFile]:
    """The files of mail at a path: a Maildir's, `.eml` files, or one or several mbox files, sorted by name."""
    if folder.is_file():
        return [MailFile(folder, folder.name, many=folder.suffix.lower() != ".eml")]
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink() or path.parent.name == "tmp" or path.name.startswith("."):
            continue
        if path.parent.name in ("new", "cur"):
            found.append(MailFile(path, path.name.split(":2,")[0], many=False))
        elif path.suffix.lower() in (".eml", ".mbox", ".mbx"):
            found.append(MailFile(path, path.name, many=path.suffix.lower() != ".eml"))
        elif path.suffix == "" and _starts(path, b"From "):
            found.append(MailFile(path, path.name, many=True))
    return found


def read_mail(file: MailFile, defaults: Defaults, senders: Collection[str] | None) -> Iterator[Report | Unreadable]:
    """The reports in a file of mail.

    Args:
        file: The file.
        defaults: What holds where a mail does not say it; its outlet comes from here, else it is the sender's domain.
        senders: Addresses, or domains as `@gazette.example`, whose mail is read; None: all (a mail that the user
            named himself).
    """
    with file.path.open("rb") as opened:
        for number, content in enumerate(_split(opened, senders) if file.many else _single(opened, senders), 1):
            about = f"{file.path} mail {number}" if file.many else str(file.path)
            try:
                yield _read_one(content, about, defaults)
            except UnreadableReportError as error:
                yield Unreadable(content_id(about), error.code, error.message, defaults.source, about)


#: A From line with one address: in angle brackets behind a name, or alone with a comment at most.
_FROM = re.compile(r"[^<>]*<\s*([^<>\s,;@]+@[^<>\s,;@]+)\s*>|([^<>()\s,;@]+@[^<>()\s,;@]+)(?:\s*\([^()<>]*\))?")


def is_allowed(sender: str, senders: Collection[str] | None) -> bool:
    """Whether a From line names an allowed sender.

    >>> is_allowed("The Gazette <news@gazette.example>", ["@gazette.example"])
    True
    >>> is_allowed("news@gazette.example <me@other.example>", ["news@gazette.example"])
    False
    """
    if senders is None:
        return True
    # Not `parseaddr`: older Pythons take an address in the name for the sender's.
    found = _FROM.fullmatch(sender.strip())
    address = (found[1] or found[2]).lower() if found else ""
    domain = "@" + address.rpartition("@")[2]
    return bool(address) and any(one.lower() in (address, domain) for one in senders)


def _single(opened: IO[bytes], senders: Collection[str] | None) -> Iterator[bytes]:
    """The mail, if its sender is allowed; of another one no line after From is read."""
    head = []
    if senders is not None:
        head = _until_from(opened)
        if not is_allowed(_from_line(head), senders):
            return
    content = b"".join(head) + opened.read(MAX_MAIL_BYTES + 1)
    yield content


def _until_from(opened: IO[bytes]) -> list[bytes]:
    """The lines up to the From header and the line that follows it."""
    lines: list[bytes] = []
    while (line := opened.readline(_MAX_LINE)) and sum(map(len, lines)) < _MAX_HEADERS:
        lines.append(line)
        if not line.strip() or (len(lines) > 1 and _from_line(lines[:-1]) and line[:1] not in b" \t"):
            break
    return lines


def _from_line(lines: list[bytes]) -> str:
    """What the From header says, empty where there is none yet."""
    found: list[bytes] = []
    for line in lines:
        if found and line[:1] in (b" ", b"\t"):
            found.append(line)
        elif found:
            break
        elif line[:5].lower() == b"from:":
            found.append(line[5:])
    return b"".join(found).decode("utf-8", "replace").replace("\r", "").replace("\n", " ").strip()


def _split(opened: IO[bytes], senders: Collection[str] | None) -> Iterator[bytes]:
    """The allowed mails of an mbox file. Lines of others are passed over without being kept."""
    line = opened.readline(_MAX_LINE)
    while line:
        if not line.startswith(b"From "):
            line = opened.readline(_MAX_LINE)
            continue
        lines: list[bytes] = []
        # Unknown until the From header is over: then other mail is passed over without being kept.
        kept = True if senders is None else None
        n_bytes = 0
        while (line := opened.readline(_MAX_LINE)) and not line.startswith(b"From "):
            if kept is None and (not line.strip() or (line[:1] not in b" \t" and _from_line(lines[-20:]))):
                kept = is_allowed(_from_line(lines), senders)
            if kept is not False and n_bytes <= MAX_MAIL_BYTES:
                lines.append(line[1:] if re.match(rb">+From ", line) else line)
                n_bytes += len(line)
        if kept:
            yield b"".join(lines)


def _read_one(content: bytes, about: str, defaults: Defaults) -> Report:
    if len(content) > MAX_MAIL_BYTES:
        raise UnreadableReportError("too_large", f"{about}: over {MAX_MAIL_BYTES // 1_000_000} MB", about)
    if not content.strip():
        raise UnreadableReportError("empty", f"{about}: there is nothing in it", about)
    try:
        mail = email.message_from_bytes(content, policy=email.policy.default)
        if mail.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
            raise UnreadableReportError("unsupported", f"{about}: it is encrypted", about)
        text = _body(mail)
        sender = parseaddr(str(mail["From"] or ""))[1]
        name = str(mail["Message-ID"] or "").strip()
        subject, sent = str(mail["Subject"] or ""), str(mail["Date"] or "") or None
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        message = f"{about}: the mail is damaged ({type(error).__name__})"
        raise UnreadableReportError("unsupported", message, about) from error
    # The sender's name may be a person's: the outlet is named by who watches, else by the domain.
    outlet = defaults.source or sender.rpartition("@")[2] or None
    brought = content_id("mail", name) if name else None
    return make_report(Parts(text, about, brought, " ".join(subject.split()), sent, outlet), defaults)


def _body(mail: EmailMessage) -> str:
    """The words of a mail: of its plain and its HTML part the one that says more. Attachments are not read."""
    found = []
    for kind in ("html", "plain"):
        part = mail.get_body(preferencelist=(kind,))
        if part is None:
            continue
        content = part.get_content()
        found.append(_words(content) if kind == "html" else content.replace("\r\n", "\n").strip())
    return max(found, key=len, default="")


def _words(markup: str) -> str:
    """The words of a mail's HTML. A newsletter is seldom one article: then all its text is taken."""
    article = trafilatura.extract(markup, favor_recall=True, include_comments=False) or ""
    whole: str = trafilatura.html2txt(markup)
    return (article if len(article) > 0.6 * len(whole) else whole).strip()


def _starts(path: Path, with_: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(with_)) == with_
    except OSError:
        return False
