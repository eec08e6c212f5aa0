"""Writes the reference pages of the vocabulary: `python -m vedette.vocab.reference FOLDER [--check]`.

With `--check` nothing is written, and the exit status is 1 when a page is out of date.
"""

import sys
from pathlib import Path

from vedette.vocab.reference_groups import group_pages
from vedette.vocab.reference_tables import table_page

#: Where the pages go when no folder is named.
FOLDER = Path("docs/reference")


def reference_pages() -> dict[str, str]:
    """Every page by file name; the same data gives the same pages."""
    return {"vocabulary.md": table_page(), **group_pages()}


def write_pages(folder: Path) -> tuple[str, ...]:
    """Writes the pages that are out of date into a folder; their names."""
    changed = stale_pages(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in changed:
        (folder / name).write_text(reference_pages()[name], encoding="utf-8")
    return changed


def stale_pages(folder: Path) -> tuple[str, ...]:
    """Names of the pages that are missing in a folder or say something else than the data."""
    return tuple(
        name
        for name, page in reference_pages().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != page
    )


def main(arguments: list[str]) -> int:
    """Exit status: 0 done or up to date, 1 out of date, 2 used wrongly."""
    options = {word for word in arguments if word.startswith("-")}
    folders = [Path(word) for word in arguments if not word.startswith("-")]
    if options - {"--check"} or len(folders) > 1:
        print("usage: python -m vedette.vocab.reference [FOLDER] [--check]", file=sys.stderr)
        return 2
    folder = folders[0] if folders else FOLDER
    if "--check" not in options:
        print(f"{len(write_pages(folder))} pages written to {folder}")
        return 0
    stale = stale_pages(folder)
    for name in stale:
        print(f"{folder / name} is out of date: run python -m vedette.vocab.reference {folder}", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
