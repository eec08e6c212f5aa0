"""The reference pages say what the data says."""

from pathlib import Path

from vedette.vocab.groups import load_groups
from vedette.vocab.reference import main, reference_pages, stale_pages, write_pages

DOCS = Path(__file__).parent.parent.parent / "docs" / "reference"


def test_the_pages_in_the_documents_are_up_to_date() -> None:
    assert stale_pages(DOCS) == (), "run `make docs`"


def test_every_group_stands_on_a_page() -> None:
    pages = "\n".join(page for name, page in reference_pages().items() if name.startswith("vocabulary-groups-"))
    assert [group.id for group in load_groups() if f"| `{group.id}` |" not in pages] == []


def test_check_notices_a_page_that_is_out_of_date(tmp_path: Path) -> None:
    assert write_pages(tmp_path) == tuple(reference_pages())
    assert main([str(tmp_path), "--check"]) == 0
    (tmp_path / "vocabulary.md").write_text("changed by hand", encoding="utf-8")
    assert main([str(tmp_path), "--check"]) == 1
    assert write_pages(tmp_path) == ("vocabulary.md",)


def test_wrong_use_is_refused(tmp_path: Path) -> None:
    assert main(["--chekc", str(tmp_path)]) == 2
