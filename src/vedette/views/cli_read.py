"""`vedette read`: reports in, one JSON object a report out."""

import json
import re
import sys
from typing import Annotated

import typer

from vedette.errors import UsageError
from vedette.model.report import Unreadable
from vedette.model.wire import reading_to_json, unreadable_to_json
from vedette.run.read import read_all
from vedette.sources.paths import read_paths
from vedette.views.brief.explain import why_to_json
from vedette.views.cli_gazetteer import GazetteerFile, use_gazetteer
from vedette.views.options import Encoding, Paths, PipelineName, Published, SourceName, make_defaults
from vedette.views.progress import show_progress
from vedette.views.reader_choice import ReaderKind, ReaderName, open_reader
from vedette.views.small_pipeline import say_if_small

_SURROGATE = re.compile("[\ud800-\udfff]")

READ_HELP = """Read reports and print what each says: one JSON object a report, in the order read.

Example: vedette read reports/ --published 2021-05-14 --processes 2 > readings.jsonl"""


def read(
    paths: Paths,
    published: Published = None,
    source: SourceName = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="Print each report's text too.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Print the words and rules behind each value.")] = False,
    gate: Annotated[
        bool, typer.Option("--gate", help="Pass over reports, and passages, in which nothing can matter.")
    ] = False,
    processes: Annotated[int, typer.Option("--processes", min=1, max=64, help="Read with so many processes.")] = 1,
    reader: ReaderName = ReaderKind.RULES,
    encoding: Encoding = None,
    pipeline: PipelineName = None,
    gazetteer: GazetteerFile = None,
    json_: Annotated[bool, typer.Option("--json", help="JSON lines (always so; for symmetry).")] = True,
) -> None:
    """Prints a JSON object a report; exits 1 when one could not be read."""
    use_gazetteer(gazetteer)
    items = read_paths(paths, make_defaults(published, source, encoding), sys.stdin.buffer)
    say_if_small(pipeline)
    if reader is ReaderKind.LLM and processes > 1:
        raise UsageError("--processes is for the rules: VEDETTE_LLM_AT_ONCE says how many requests are sent at a time")
    n_read = n_unreadable = 0
    with open_reader(reader, pipeline) as model:
        readings = read_all(items, pipeline=pipeline, gate=gate, n_processes=processes, model=model)
        for found in show_progress(readings, "reading"):
            if isinstance(found, Unreadable):
                n_unreadable += 1
                row = unreadable_to_json(found)
            else:
                row = reading_to_json(found, with_text=with_text, explain=explain)
                if explain:
                    for told, event in zip(row["events"], found.events, strict=True):
                        told["why"] = why_to_json(found, event)
            n_read += 1
            line = json.dumps(row, ensure_ascii=False)
            print(json.dumps(row) if _SURROGATE.search(line) else line, flush=True)  # UTF-8 has no lone surrogate
    if n_read == 0:
        print("vedette: no reports were found there", file=sys.stderr)
    if n_read == 0 or n_unreadable:
        raise typer.Exit(1)
