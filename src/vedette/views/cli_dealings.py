"""`vedette dealings`: who deals with whom, in all of PLOVER's kinds; one JSON object a report."""

import json
import sys
from typing import Annotated

import typer

from vedette.model.report import Unreadable
from vedette.model.wire import unreadable_to_json
from vedette.run.dealings import deal_all, dealt_to_json
from vedette.sources.paths import read_paths
from vedette.views.options import Encoding, Paths, PipelineName, Published, SourceName, make_defaults
from vedette.views.progress import show_progress
from vedette.views.small_pipeline import say_if_small

DEALINGS_HELP = """Print who does what to whom in each report, in PLOVER's sixteen kinds: talks, demands, aid, threats.

One dealing a sentence, with the codes of its parties; and who fights whom. Watches do not use them: see vedette read.

Example: vedette dealings reports/ > dealings.jsonl"""


def dealings(
    paths: Paths,
    published: Published = None,
    source: SourceName = None,
    encoding: Encoding = None,
    pipeline: PipelineName = None,
    json_: Annotated[bool, typer.Option("--json", help="JSON lines (always so; for symmetry).")] = True,
) -> None:
    """Prints a JSON object a report; exits 1 when one could not be read."""
    items = read_paths(paths, make_defaults(published, source, encoding), sys.stdin.buffer)
    say_if_small(pipeline)
    n_read = n_unreadable = 0
    for found in show_progress(deal_all(items, pipeline=pipeline), "reading"):
        n_read += 1
        n_unreadable += isinstance(found, Unreadable)
        row = unreadable_to_json(found) if isinstance(found, Unreadable) else dealt_to_json(found)
        print(json.dumps(row, ensure_ascii=False), flush=True)
    if n_read == 0:
        print("vedette: no reports were found there", file=sys.stderr)
    if n_read == 0 or n_unreadable:
        raise typer.Exit(1)
