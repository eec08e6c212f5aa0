"""How long it takes to rehearse a watch over a year of a large store: a million events in 200,000 reports.

The store is made here from generated readings, in a temporary folder, or in `--out` (a folder), where it is kept for
the next run; a word after the options is the number of reports.
"""

import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from benchmarks.job import Figures, Job
from vedette.model.event import Event, OnWhoseWord, Reality, Stage, Toll
from vedette.model.ids import content_id, sha256_hex
from vedette.model.place import Place
from vedette.model.reading import Reader, Reading
from vedette.model.report import Report
from vedette.model.span import Span
from vedette.model.time import When
from vedette.run.rehearsal import rehearse
from vedette.store.readings import add_readings
from vedette.store.store import Store
from vedette.watching.outcome import measure
from vedette.watching.watch_file import parse_watch

#: Reports in the store, events in each, and the days over which they arrive.
N_REPORTS, EVENTS_A_REPORT, DAYS = 200_000, 5, 365
#: Share of the reports that are about the watched region; a stream of world news holds about so much of one border.
REGIONAL = 0.03
#: Share of the regional reports that repeat an earlier one word for word.
COPIED = 0.2
#: Minutes between two arrivals.
EVERY_MINUTES = 20
START = datetime(2024, 1, 1)
#: The watch of the benchmark.
WATCH = """[watch]
name = "Border and two towns"
[[zones]]
name = "40 km out from the border"
border = ["IR", "IQ"]
out_to_km = 40
[[zones]]
name = "Northern town"
around = [36.19, 44.01]
out_to_km = 30
[[zones]]
name = "Eastern town"
around = [34.31, 47.07]
out_to_km = 30
[alerts]
cool_down = "1h"
escalate_after = "2h"
"""
_KINDS = ("ASSAULT", "ASSAULT", "ASSAULT", "COERCE", "PROTEST", "THREATEN", "MOBILIZE", "AID")
_STAGES = (Stage.CARRIED_OUT, Stage.CARRIED_OUT, Stage.FOILED, Stage.PLANNED, None)
_WORDS = ("town", "guard", "road", "market", "report", "office", "night", "convoy", "border", "police", "early")


def run(job: Job) -> Figures:
    """Makes the store where it is not there, and rehearses the year."""
    n_reports = int(job.extra[0]) if job.extra else N_REPORTS
    with tempfile.TemporaryDirectory() as made:
        path = (job.out or Path(made)) / f"rehearse-{n_reports}.db"
        made_in = None if path.exists() else _make(path, n_reports)
        figures = {**_rehearse(path, n_reports), "made_in_seconds": made_in}
    for name, value in figures.items():
        print(f"{name:24} {value}")
    return figures


def _rehearse(path: Path, n_reports: int) -> Figures:
    watch = parse_watch(WATCH, "the benchmark's watch")
    with Store(f"sqlite:///{path}") as store:
        wall, cpu = time.perf_counter(), time.process_time()
        done = rehearse(store, watch, START, START + timedelta(days=DAYS))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    outcome = measure(watch, done.messages, done.begin, done.end)
    return {
        "n_reports": n_reports,
        "n_events": n_reports * EVENTS_A_REPORT,
        "n_readings_looked_at": done.n_readings,
        "n_alerts": outcome.n_alerts,
        "n_messages": outcome.n_messages,
        "seconds": round(wall, 1),
        "cpu_seconds": round(cpu, 1),
        "max_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _make(path: Path, n_reports: int) -> float:
    begun = time.perf_counter()
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with Store(f"sqlite:///{draft}") as store:
        for batches in _in_days(_batches(n_reports)):
            with store.begin() as connection:
                for at, readings in batches:
                    add_readings(connection, [(one, "benchmark") for one in readings], at)
    draft.rename(path)
    return round(time.perf_counter() - begun, 1)


def _in_days(
    batches: Iterator[tuple[datetime, list[Reading]]],
) -> Iterator[list[tuple[datetime, list[Reading]]]]:
    """One transaction a day."""
    held: list[tuple[datetime, list[Reading]]] = []
    for batch in batches:
        if held and batch[0].date() != held[0][0].date():
            yield held
            held = []
        held.append(batch)
    yield held


def _batches(n_reports: int) -> Iterator[tuple[datetime, list[Reading]]]:
    drawn = random.Random(1)  # noqa: S311
    n_batches = DAYS * 24 * 60 // EVERY_MINUTES
    scenes = [(36.0 + drawn.gauss(0, 1.5), 45.0 + drawn.gauss(0, 1.5)) for _ in range(400)]
    elsewhere = [(drawn.uniform(-50, 60), drawn.uniform(-170, 170)) for _ in range(5000)]
    texts: list[str] = []
    number = 0
    for batch in range(n_batches):
        at = START + timedelta(minutes=EVERY_MINUTES * batch)
        made = []
        while number * n_batches < n_reports * (batch + 1):
            number += 1
            regional = drawn.random() < REGIONAL
            where = scenes if regional else elsewhere
            text = drawn.choice(texts[-20:]) if regional and texts and drawn.random() < COPIED else _text(drawn)
            if regional:
                texts.append(text)
            made.append(_reading(drawn, number, at.date(), drawn.choice(where), text))
        if made:
            yield at, made


def _text(drawn: random.Random) -> str:
    return " ".join(drawn.choice(_WORDS) + str(drawn.randrange(30)) for _ in range(80))


def _reading(drawn: random.Random, number: int, day: date, scene: tuple[float, float], text: str) -> Reading:
    report_id = content_id("benchmark", number)
    report = Report(
        report_id, text, f"Report {number}", day, f"Outlet {number % 300}", language="en", text_sha256=sha256_hex(text)
    )
    events = tuple(_event(drawn, report_id, n, day, scene) for n in range(EVENTS_A_REPORT))
    return Reading(report, Reader("0", "benchmark"), events)


def _event(drawn: random.Random, report_id: str, number: int, day: date, scene: tuple[float, float]) -> Event:
    lat, lon = scene[0] + drawn.gauss(0, 0.05), scene[1] + drawn.gauss(0, 0.05)
    on = day - timedelta(days=drawn.randrange(3))
    killed = drawn.randrange(15) if drawn.random() < 0.2 else None
    place = Place(Span(0, 3), f"Town {scene[0]:.2f} {scene[1]:.2f}", "XX", None, lat, lon, 5.0, kind="town")
    return Event(
        id=content_id("event", report_id, number),
        kind=drawn.choice(_KINDS),
        mode=None,
        context=(),
        stage=drawn.choice(_STAGES),
        reality=Reality.ACTUAL,
        background=drawn.random() < 0.1,
        on_whose_word=OnWhoseWord.FACT,
        evidence=(Span(0, 20),),
        trigger=Span(0, 3),
        when=When(on, on, Span(4, 6)),
        where=place,
        killed=Toll(killed, killed, Span(7, 9)) if killed is not None else None,
    )
