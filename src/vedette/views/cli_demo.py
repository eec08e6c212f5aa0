"""`vedette demo`: the main job on the samples."""

import json
import sys
from collections import Counter
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from vedette.model.event import Event
from vedette.model.findings import Findings
from vedette.run.pipeline import find
from vedette.run.read import now, read_all
from vedette.sources.paths import read_paths
from vedette.store.store import Store
from vedette.views.brief import render_brief
from vedette.views.cli_brief import count
from vedette.views.options import PipelineName, make_defaults
from vedette.views.output import write_whole
from vedette.views.progress import show_progress
from vedette.views.small_pipeline import say_if_small
from vedette.watching.watch_file import parse_watch

_SAMPLES = files("vedette") / "samples"

DEMO_HELP = """Read the sample reports that come with Vedette, hold them against the sample watch, and write a brief.

Example: vedette demo --out out"""


def demo(
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where brief.html and the store go.")] = Path("out"),
    pipeline: PipelineName = None,
    json_: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Runs the main job on the samples and prints what was found in ten lines."""
    watch = parse_watch((_SAMPLES / "WATCH.toml").read_text(encoding="utf-8"), "sample WATCH.toml")
    say_if_small(pipeline)
    out.mkdir(parents=True, exist_ok=True)
    with as_file(_SAMPLES / "reports.jsonl") as samples, Store(f"sqlite:///{out / 'vedette.db'}") as store:
        items = list(read_paths([str(samples)], make_defaults(None, None, None), sys.stdin.buffer))
        readings = list(show_progress(read_all(items, pipeline=pipeline, store=store), "reading", len(items)))
    findings = find(readings, watch)
    path = out / "brief.html"
    write_whole(path, render_brief(findings, made_at=now()))
    if json_:
        print(json.dumps({**count(findings), "brief": str(path)}))
    else:
        print("\n".join(_ten_lines(findings, path)))


def _ten_lines(findings: Findings, path: Path) -> list[str]:
    """What was found, in ten lines."""
    counts = count(findings)
    events = [event for reading in findings.readings for event in reading.events if not event.background]
    stages = Counter(event.stage.value.replace("_", " ") if event.stage else "stage not told" for event in events)
    words = Counter(event.on_whose_word.value for event in events)
    levels = Counter[str](alert.level for alert in findings.alerts)
    red = _states(findings, 0)
    return [
        f"{counts['reports']} sample reports read (invented outlets), {counts['copies']} of them copies, counted once",
        f"{len(events)} events in the news: {_list(stages)}",
        f"on whose word: {_list(words)}",
        f"{counts['statements']} statements, each with its speaker's words",
        f"{counts['cases']} cases told by more than one report",
        f"red zone, 40 km out from the border: {_list(red)}",
        f"alerts of the sample watch: {_list(levels)}",
        f"first: {findings.alerts[0].title}" if findings.alerts else "nothing met the watch",
        f"not located, so neither inside nor outside: {sum(1 for event in events if not _located(event))} events",
        f"the brief: {path} (open it in a browser; check it with: vedette verify {path})",
    ]


def _states(findings: Findings, zone: int) -> Counter[str]:
    return Counter(checks[zone].state for _, checks in findings.zone_checks if checks)


def _located(event: Event) -> bool:
    return event.where is not None and event.where.lat is not None


def _list(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.most_common()) or "none"
