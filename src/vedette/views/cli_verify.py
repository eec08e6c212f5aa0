"""`vedette verify`: what does not hold in a brief or in a store."""

import json
from pathlib import Path
from typing import Annotated

import typer

from vedette.errors import BadInputError, UsageError
from vedette.evidence.chain_check import read_anchor
from vedette.evidence.stamps import holds_certificate
from vedette.model.capture import Erasure
from vedette.model.counted import counted
from vedette.run.capturing import SETTING, captures_folder
from vedette.run.verifying import StoreCheck, verify_store
from vedette.store.erasure import Erasure as ReportErasure
from vedette.views.open_store import open_there

VERIFY_HELP = """Recompute what a brief or a store says of itself, and say what does not hold. It asks nobody.

A brief: its seal, its counts, distances and alerts. A store: the chain of captures, what was captured, the time stamps
over it, and the reports' texts; what was erased is said, with who, when and why.

Example: vedette verify brief.html

Example: vedette verify vedette.db --ca authority.pem"""

#: How an SQLite file begins.
_SQLITE = b"SQLite format 3\x00"


def verify(
    target: Annotated[str, typer.Argument(metavar="BRIEF|STORE", help="A brief, or a store as a file or URL.")],
    ca: Annotated[
        list[Path] | None, typer.Option("--ca", metavar="FILE", help="Certificate (PEM) of a stamping authority.")
    ] = None,
    anchor: Annotated[
        list[str] | None,
        typer.Option("--anchor", metavar="N:HASH", help="A link as an earlier verify printed it: must still be there."),
    ] = None,
    captures: Annotated[
        Path | None, typer.Option(metavar="FOLDER", envvar=SETTING, help="Folder of a store's captured pages.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")] = False,
) -> None:
    """Prints what does not hold; exits 1 when anything does not."""
    store = _store_url(target)
    if store is None:
        if ca or anchor:
            raise UsageError("--ca and --anchor are for stores: a brief has no chain")
        _verify_brief(target, as_json=json_)
        return
    roots = [_read(path) for path in ca or ()]
    anchors = dict(read_anchor(text) for text in anchor or ())
    with open_there(store) as opened:
        check = verify_store(opened, captures_folder(store, captures), roots, anchors)
    _tell_store(target, check, as_json=json_, are_vouched=bool(roots))
    if check.problems:
        raise typer.Exit(1)


def _store_url(target: str) -> str | None:
    """The URL of the store that is meant, None where it is no store."""
    if "://" in target:
        return target
    path = Path(target)
    try:
        with path.open("rb") as file:
            return f"sqlite:///{path}" if file.read(len(_SQLITE)) == _SQLITE else None
    except OSError as error:
        raise UsageError(f"{target}: cannot be opened: {error.strerror}", target) from error


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"--ca {path}: cannot be opened: {error.strerror}", str(path)) from error
    if not holds_certificate(data):
        message = f"--ca {path}: holds no whole certificate in PEM (-----BEGIN CERTIFICATE-----)"
        raise BadInputError(f"{message}: ask the authority for its certificate", str(path))
    return data


def _verify_brief(target: str, *, as_json: bool) -> None:
    from vedette.views.brief import verify_brief

    content = Path(target).read_bytes()
    if not content.strip():
        raise BadInputError(f"{target}: is empty, not a brief", target)
    try:
        problems = list(verify_brief(content))
    except BadInputError as error:
        raise BadInputError(f"{target}: {error.message}", target) from error
    if as_json:
        print(json.dumps({"brief": target, "holds": not problems, "problems": [p.words for p in problems]}))
    elif problems:
        for problem in problems:
            print(f"does not hold: {problem.words}")
    else:
        print(f"{target}: every number and hash holds")
    if problems:
        raise typer.Exit(1)


def _tell_store(target: str, check: StoreCheck, *, as_json: bool, are_vouched: bool) -> None:
    found = check.chain
    if as_json:
        print(json.dumps(_as_json(target, check), ensure_ascii=False))
        return
    for problem in check.problems:
        print(f"does not hold: {problem.words}")
    for one in found.erased:
        print(_erased(f"the content of link {one.number}", one))
    for report in check.erased:
        print(_erased(f"the words of report {report.report_id}", report))
    print(
        f"{counted(found.n_links, 'link', 'links')}, {counted(found.n_contents, 'content', 'contents')} as fetched,"
        f" {len(found.erased):,} erased, {counted(check.n_reports, 'text of a report', 'texts of reports')} as read"
    )
    if check.n_changed or check.n_gone:
        changed = counted(check.n_changed, "page has", "pages have")
        print(f"since they were captured {changed} changed and {check.n_gone:,} gone")
    vouched = f", {found.n_vouched:,} by an authority that you trust" if are_vouched else ""
    hint = "" if are_vouched or not found.n_stamps else " (their authority was not checked: give --ca)"
    print(f"{counted(found.n_stamps, 'time stamp', 'time stamps')}{vouched}{hint}")
    if found.head:
        number, digest = found.head
        print(f"anchor {number}:{digest}")
        if found.stamped_to < number:
            print(
                f"links after {found.stamped_to:,} are under no stamp: note the anchor, or they can be cut off unseen"
            )
    if not check.problems:
        print(f"{target}: every hash holds")


def _erased(what: str, one: Erasure | ReportErasure) -> str:
    return f"erased: {what}, by {one.by} on {one.erased_at:%Y-%m-%d}: {one.why}"


def _as_json(target: str, check: StoreCheck) -> dict[str, object]:
    found = check.chain
    return {
        "store": target,
        "holds": not check.problems,
        "problems": [{"code": one.code, "link": one.number, "words": one.words} for one in check.problems],
        "links": found.n_links,
        "contents": found.n_contents,
        "reports": check.n_reports,
        "erased_contents": [
            {"link": one.number, "by": one.by, "why": one.why, "at": f"{one.erased_at.isoformat()}Z"}
            for one in found.erased
        ],
        "erased_reports": [
            {"report": one.report_id, "by": one.by, "why": one.why, "at": f"{one.erased_at.isoformat()}Z"}
            for one in check.erased
        ],
        "stamps": found.n_stamps,
        "stamps_vouched": found.n_vouched,
        "stamped_to": found.stamped_to,
        "pages_changed": check.n_changed,
        "pages_gone": check.n_gone,
        "anchor": f"{found.head[0]}:{found.head[1]}" if found.head else None,
    }
