"""Bytes → text, or a clear reason why not."""

import codecs

from vedette.errors import UnreadableReportError
from vedette.sources.limits import MAX_TEXT_CHARS

#: Byte order marks and the encodings that they tell.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_text(content: bytes, about: str, encoding: str | None = None) -> str:
    """The text of a file: by its byte order mark, else the encoding named, else UTF-8.

    Raises:
        UnreadableReportError: `empty`, `not_text` (binary) or `wrong_encoding`.
    """
    if not content.strip():
        raise UnreadableReportError("empty", f"{about}: there is nothing in it", about)
    named = next((name for mark, name in _MARKS if content.startswith(mark)), encoding or "utf-8")
    if named in ("utf-8", "utf-8-sig") and b"\x00" in content[:65_536]:
        raise UnreadableReportError("not_text", f"{about}: this is a binary file, not text", about)
    try:
        text = content.decode(named)
    except (UnicodeDecodeError, LookupError) as error:
        where = f"byte {error.start}" if isinstance(error, UnicodeDecodeError) else "no such encoding"
        raise UnreadableReportError(
            "wrong_encoding",
            f"{about}: not valid {named} ({where}): convert it to UTF-8, or name its encoding with --encoding",
            about,
        ) from error
    check_text(text, about)
    return text


def check_text(text: str, about: str) -> None:
    """Passes when the text can be read as one.

    Raises:
        UnreadableReportError: `empty`, `not_text` (mostly control characters) or `too_large`.
    """
    if not text.strip():
        raise UnreadableReportError("empty", f"{about}: there is no text in it", about)
    if len(text) > MAX_TEXT_CHARS:
        raise UnreadableReportError(
            "too_large", f"{about}: {len(text):,} characters; at most {MAX_TEXT_CHARS:,} are read: split it", about
        )
    head = text[:4096]
    odd = sum(1 for char in head if (ord(char) < 32 and char not in "\t\n\r\f\v\x1b") or char == "\ufffd")
    if odd > 0.1 * len(head):
        raise UnreadableReportError("not_text", f"{about}: mostly control characters: this is no text", about)
