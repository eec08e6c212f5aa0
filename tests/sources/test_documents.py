"""PDF and DOCX files, good, encrypted, damaged and hostile."""

import io
import zipfile
from pathlib import Path

import pytest

from vedette.errors import UnreadableReportError
from vedette.model.report import Report
from vedette.sources.documents import read_document_file
from vedette.sources.made import Defaults
from vedette.sources.paths import read_file

docx = pytest.importorskip("docx")
pypdf = pytest.importorskip("pypdf")


def pdf(*lines: str) -> bytes:
    """A PDF of one page."""
    words = " T* ".join(f"({line}) Tj" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td {words} ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def encrypted(content: bytes) -> bytes:
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(content)), io.BytesIO()
    writer.encrypt("hidden", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def document(path: Path) -> Path:
    made = docx.Document()
    made.add_paragraph("Blast in Northport", style="Title")
    made.core_properties.author = "A Private Person"
    made.add_paragraph("Police held two men.")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "killed", "four"
    made.add_paragraph("More followed.")
    made.save(str(path))
    return path


def refused(path: Path, kind: str) -> UnreadableReportError:
    with pytest.raises(UnreadableReportError) as caught:
        read_document_file(path, kind, Defaults())
    return caught.value


def test_a_pdf_gives_its_words_without_the_line_breaks_of_the_page(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("Police held two", "men in North-", "port."))
    (report,) = read_file(path, Defaults(source="Example Gazette"))
    assert isinstance(report, Report)
    assert (report.text.strip(), report.title, report.published) == ("Police held two men in Northport.", None, None)


def test_a_docx_gives_its_title_and_its_words_in_order(tmp_path: Path) -> None:
    (report,) = read_file(document(tmp_path / "a.docx"), Defaults())
    assert isinstance(report, Report)
    assert report.title == "Blast in Northport"
    assert report.text == "Police held two men.\nkilled\tfour\nMore followed."
    assert "Private Person" not in repr(report)


def test_documents_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for content, kind, code, words in (
        (encrypted(pdf("x")), "pdf", "unsupported", "encrypted"),
        (pdf("x")[:200], "pdf", "unsupported", "damaged"),
        (pdf(), "pdf", "empty", "no text"),
        (b"", "pdf", "empty", "nothing"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "docx", "unsupported", "encrypted"),
        (b"PK\x03\x04 no zip", "docx", "unsupported", "damaged"),
    ):
        path.write_bytes(content)
        error = refused(path, kind)
        assert (error.code, words in error.message) == (code, True), error.message


def test_a_docx_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = document(tmp_path / "a.docx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/media/bomb", bytes(201_000_000))
    assert refused(path, "docx").code == "too_large"


def test_a_document_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("x"))
    with pytest.raises(UnreadableReportError, match="given up") as caught:
        read_document_file(path, "pdf", Defaults(), seconds=0.001)
    assert caught.value.code == "timed_out"
