"""The reader under atheris, guided by coverage: `python -m benchmarks.fuzz_reader_guided CORPUS [OPTIONS]`."""

import sys
from datetime import date

import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

with atheris.instrument_imports(include=["vedette.reading"]):
    import vedette.reading.assemble  # noqa: F401 (its rules are what is covered)

from benchmarks.fuzz_reader import check
from vedette.model.ids import sha256_hex
from vedette.model.report import Report


def read_bytes(data: bytes) -> None:
    """Reads the bytes as a report; whatever goes wrong ends the run with the bytes kept."""
    text = data.decode("utf-8", errors="surrogateescape")
    if text.strip():
        check(Report("f", text, None, date(2021, 5, 14), text_sha256=sha256_hex(text)), gate=False)


if __name__ == "__main__":
    atheris.Setup(sys.argv, read_bytes)
    atheris.Fuzz()
