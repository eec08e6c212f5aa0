"""`vedette brief`: reports, held against a watch, as one file."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from vedette.errors import UsageError
from vedette.model.findings import Findings
from vedette.run.alert_desk import find_standings, leave_out_retracted
from vedette.run.pipeline import find
from vedette.run.read import now, read_all
from vedette.sources.paths import read_paths
from vedette.store.store import Store
from vedette.views.brief import render_brief
from vedette.views.options import (
    DEFAULT_STORE,
    Encoding,
    Paths,
    PipelineName,
    Published,
    SourceName,
    StoreUrl,
    make_defaults,
)
from vedette.views.output import write_whole
from vedette.views.progress import show_progress
from vedette.views.reader_choice import ReaderKind, ReaderName, open_reader
from vedette.views.small_pipeline import say_if_small
from vedette.watching.watch_file import load_watch

BRIEF_HELP = """Read reports, hold them against a watch, and write one HTML file that opens offline.

Readings are kept in the store, so that a report is read once.

Example: vedette brief reports/ --watch WATCH.toml -o brief.html"""


def brief(
    paths: Paths,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where the brief goes.")] = Path(
        "brief.html"
    ),
    watch: Annotated[Path | None, typer.Option(metavar="WATCH.toml", help="What to hold the reports against.")] = None,
    full_text: Annotated[
        bool, typer.Option("--full-text", help="Put whole texts in, not cited sentences only.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Put the rules behind each event's values in.")] = False,
    store: StoreUrl = DEFAULT_STORE,
    published: Published = None,
    source: SourceName = None,
    reader: ReaderName = ReaderKind.RULES,
    encoding: Encoding = None,
    pipeline: PipelineName = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Writes the brief whole or not at all; exits 1 when a report could not be read."""
    watched = load_watch(watch) if watch else None
    items = read_paths(paths, make_defaults(published, source, encoding), sys.stdin.buffer)
    say_if_small(pipeline)
    with Store(store) as opened, open_reader(reader, pipeline) as model:
        found = list(show_progress(read_all(items, pipeline=pipeline, store=opened, model=model), "reading"))
        if not found:
            raise UsageError("no reports were found there: name files or folders that hold some")
        kept, corrections = leave_out_retracted(opened, found)
        findings = replace(find(kept, watched), corrections=corrections)
        findings = replace(findings, standings=find_standings(opened, findings))
    write_whole(output, render_brief(findings, made_at=now(), full_text=full_text, explain=explain))
    _tell(findings, output, as_json=json_)
    if findings.unreadable:
        raise typer.Exit(1)


def count(findings: Findings) -> dict[str, int]:
    """The counts that a brief begins with."""
    events = [event for reading in findings.readings for event in reading.events]
    return {
        "reports": len(findings.readings),
        "copies": len(findings.copies),
        "unreadable": len(findings.unreadable),
        "events": len(events),
        "cases": len(findings.cases),
        "statements": sum(len(reading.statements) for reading in findings.readings),
        "alerts": len(findings.alerts),
    }


def _tell(findings: Findings, output: Path, *, as_json: bool) -> None:
    counts = count(findings)
    if as_json:
        print(json.dumps({**counts, "brief": str(output)}))
        return
    print(", ".join(f"{number} {name}" for name, number in counts.items()))
    for item in findings.unreadable:
        print(f"could not be read: {item.message}", file=sys.stderr)
    print(f"the brief: {output}")
