"""`vedette forget`: the words of reports are deleted for good."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from vedette.errors import BadInputError, UsageError
from vedette.run.capturing import SETTING, captures_folder, erase_report_content
from vedette.run.read import now
from vedette.store.erasure import erase_reports, find_older
from vedette.store.store import Store
from vedette.views.open_store import open_there
from vedette.views.options import DEFAULT_STORE, StoreUrl
from vedette.views.progress import show_progress

FORGET_HELP = """Delete the words of reports for good: texts, titles, addresses, and all that was read in them.

What stays is who had it done, when and why, and the hashes; a report that was forgotten is not taken in again.
Backups, and what was sent out before, are out of reach.

Example: vedette forget 3f2a9c0d1e4b5a68 --by 'A. Example, data officer' --why 'asked for by the outlet'"""

#: Reports that are erased in one transaction; others wait to write for as long as it takes.
_AT_ONCE = 100


def forget(
    reports: Annotated[list[str] | None, typer.Argument(metavar="REPORT", help="Ids of reports.")] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who has it done; kept.")] = "",
    why: Annotated[str, typer.Option(metavar="WORDS", help="The reason; kept, so quote nothing in it.")] = "",
    older_than: Annotated[
        int | None, typer.Option(metavar="DAYS", min=1, help="Instead of ids: reports taken in before so many days.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many it would be, and delete nothing.")] = False,
    store: StoreUrl = DEFAULT_STORE,
    captures: Annotated[
        Path | None, typer.Option(metavar="FOLDER", envvar=SETTING, help="Folder of captured pages.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Deletes, and says how many; exits 1 when a report is not in the store or bytes are left in the files."""
    if bool(reports) == (older_than is not None):
        raise UsageError("name the reports, or give --older-than DAYS")
    if not dry_run and not (by.strip() and why.strip()):
        raise UsageError("say who has it done (--by) and for what reason (--why): both are kept")
    with open_there(store) as opened:
        asked = list(reports) if reports else _older(opened, older_than or 0)
        if dry_run:
            _tell(len(asked), [], is_clean=True, as_json=json_, verb="would be forgotten")
            return
        left: list[str] = []
        gone = _erase(opened, captures_folder(store, captures), asked, by, why, left)
        missing = [one for one in show_progress(gone, "forgetting", len(asked)) if one]
        is_clean = opened.compact()
    _tell(len(asked) - len(missing), missing, is_clean=is_clean, as_json=json_, verb="forgotten")
    for words in dict.fromkeys(left):
        print(f"vedette: {words}: captured words may be left there: delete that file", file=sys.stderr)
    if missing or left or not is_clean:
        raise typer.Exit(1)


def _older(store: Store, days: int) -> list[str]:
    with store.look() as connection:
        return find_older(connection, now() - timedelta(days=days))


def _erase(
    store: Store, folder: Path, asked: Sequence[str], by: str, why: str, left: list[str]
) -> Iterator[str | None]:
    """None for each report that was erased, its id for each that was not there; damaged captures are added to `left`,
    and keep no words in the store."""
    for start in range(0, len(asked), _AT_ONCE):
        chunk = asked[start : start + _AT_ONCE]
        for one in chunk:
            try:
                erase_report_content(store, folder, one, by, why, now())
            except BadInputError as error:
                left.append(error.message)
        with store.begin() as connection:
            erased = erase_reports(connection, chunk, by, why, now())
        yield from (None if one in erased else one for one in chunk)


def _tell(n: int, missing: Sequence[str], *, is_clean: bool, as_json: bool, verb: str) -> None:
    if as_json:
        print(json.dumps({verb.replace(" ", "_"): n, "not_found": list(missing), "files_clean": is_clean}))
    else:
        print(f"{n:,} report{'' if n == 1 else 's'} {verb}")
    if n and verb == "forgotten":
        print("vedette: backups that were made before hold their words: make new ones, delete those", file=sys.stderr)
    for one in missing:
        print(f"vedette: {one}: no such report, or forgotten before", file=sys.stderr)
    if not is_clean:
        print(
            "vedette: another program still reads an older state of the store, so that deleted bytes are left in its "
            "files: stop it and run the same again",
            file=sys.stderr,
        )
