"""`vedette search`: reports by their words."""

import json
import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from vedette.errors import UsageError
from vedette.model.wire import day_to_json, span_to_json
from vedette.store.readings import newest_of_reports
from vedette.store.search import Hit, parse_query
from vedette.views.open_store import open_there, parse_instant
from vedette.views.options import DEFAULT_STORE, StoreUrl
from vedette.views.search_names import is_private_name

SEARCH_HELP = """Search the reports in the store by their words, best first.

All words must be there; capitals and marks over letters do not count. "two words" follow one another, bomb* begins a
word, and reports with -football are left out (write -- before it).

A search for nothing but the name of somebody who holds no public office is declined, as far as the reports found tell.

Example: vedette search 'bomb* "northport market"' --limit 5"""


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="What is searched for.")],
    store: StoreUrl = DEFAULT_STORE,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="Reports at most.")] = 20,
    as_of: Annotated[
        str | None, typer.Option(metavar="INSTANT", help="What was known then (UTC; a day: at its end).")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="JSON lines, one a report.")] = False,
) -> None:
    """Prints the reports found; exits 1 when there is none."""
    query, until = " ".join(words), parse_instant(as_of, "--as-of")
    terms = parse_query(query)
    with open_there(store) as opened:
        hits = opened.search(query, limit, until)
        with opened.look() as connection:
            read = newest_of_reports(connection, [hit.report_id for hit in hits], until)
    if is_private_name(terms, read):
        raise UsageError("Vedette does not search for private persons: add what happened, where, or who did it")
    for hit in hits:
        print(json.dumps(_row(hit), ensure_ascii=False) if json_ else _lines(hit))
    if not hits:
        print("vedette: no report holds these words", file=sys.stderr)
        raise typer.Exit(1)


def _row(hit: Hit) -> dict[str, Any]:
    spans = [{"text": span_to_json(s), **({"in": "title"} if s.part == "title" else {})} for s in hit.found]
    return asdict(hit) | {"published": day_to_json(hit.published), "found": spans}


def _lines(hit: Hit) -> str:
    told = [hit.source or "outlet not known", day_to_json(hit.published) or "no date", hit.report_id]
    mark = "  RETRACTED" if hit.retracted else ""
    return f"{hit.title or '(no title)'}{mark}\n  {'  '.join(told)}\n  {hit.snippet}\n"
