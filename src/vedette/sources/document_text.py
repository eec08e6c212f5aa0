"""The text of one PDF or DOCX file, as a program of its own: `python -m vedette.sources.document_text KIND PATH`.

What such files hold can make a library run for ever or take all memory. In a process of its own, with limits, it costs
itself alone. It prints one JSON object: `{"title", "text"}` or `{"code", "message"}`.
"""

import json
import logging
import re
import resource
import sys
import zipfile
from pathlib import Path

from vedette.sources.limits import MAX_TEXT_CHARS

#: Bytes of memory and seconds of computing that a document may take.
MAX_MEMORY_BYTES, MAX_CPU_SECONDS = 2_000_000_000, 60
#: Bytes that a DOCX file may unpack to.
MAX_UNPACKED_BYTES = 200_000_000


class _UnreadError(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def read_pdf(path: Path) -> tuple[str | None, str]:
    """No title, and the text. What the file's properties say of title, author and date is often of another file."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _UnreadError("unsupported", "it is encrypted: save it without a password")
        parts, length = [], 0
        for page in reader.pages:
            parts.append(page.extract_text())
            length += len(parts[-1])
            if length > MAX_TEXT_CHARS:
                raise _UnreadError("too_large", f"over {MAX_TEXT_CHARS:,} characters: split it")
    except DependencyError as error:
        raise _UnreadError("unsupported", "it is encrypted: save it without a password") from error
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError) as error:
        raise _UnreadError("unsupported", f"the PDF is damaged ({type(error).__name__})") from error
    text = unwrap("\n\n".join(parts))
    if not text.strip():
        raise _UnreadError("empty", "there is no text in it: if it is a scan, have its text recognised first")
    return None, text


def read_docx(path: Path) -> tuple[str | None, str]:
    """The paragraph set as the title, None where there is none, and the text of paragraphs and tables, in order."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    if path.read_bytes()[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise _UnreadError("unsupported", "it is encrypted, or an old .doc file: save it as DOCX without a password")
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(one.file_size for one in packed.infolist()) > MAX_UNPACKED_BYTES:
                raise _UnreadError("too_large", f"it unpacks to over {MAX_UNPACKED_BYTES // 1_000_000} MB")
        document = docx.Document(str(path))
        title, parts = None, []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                parts += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
            elif title is None and block.style is not None and block.style.name == "Title":
                title = block.text
            else:
                parts.append(block.text)
    except (zipfile.BadZipFile, PackageNotFoundError, LxmlError, KeyError, ValueError, OSError) as error:
        raise _UnreadError("unsupported", f"the DOCX is damaged ({type(error).__name__})") from error
    return title, "\n".join(parts)


def unwrap(text: str) -> str:
    r"""The text without the line breaks that a page's width made.

    >>> unwrap("Police held two\nmen near North-\nport.\n\nMore followed.")
    'Police held two men near Northport.\n\nMore followed.'
    """
    joined = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text.replace("\r\n", "\n"))
    return re.sub(r"(?<![.!?:\n])[ \t]*\n(?!\n|[ \t]*[•*–-] )", " ", joined)


def main() -> int:
    """Exit status 0; what went wrong is printed as the contract says."""
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    kind, path = sys.argv[1], Path(sys.argv[2])
    found: dict[str, str | None]
    try:
        title, text = read_pdf(path) if kind == "pdf" else read_docx(path)
        found = {"title": title, "text": text}
    except _UnreadError as error:
        found = {"code": error.code, "message": error.message}
    except ImportError:
        found = {"code": "unsupported", "message": "PDF and DOCX need an extra: pip install 'vedette[documents]'"}
    except (MemoryError, RecursionError):
        found = {"code": "too_large", "message": "it takes too much memory: split it"}
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
