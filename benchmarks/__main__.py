"""`python -m benchmarks NAME [--data DIR_OR_FILE] [--split NAME] [--out PREDICTIONS] [--errors]`.

Benchmarks that make what they need themselves (zones, streams, faults, …) ask for no data.
"""

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

from benchmarks.job import Job
from vedette.errors import VedetteError

#: Every benchmark, in the order that `all` runs them.
NAMES = (
    "zones",
    "zones_calibration",
    "zone_check",
    "gazetteer",
    "muc4",
    "stage",
    "coded_articles",
    "headlines",
    "geoparsing",
    "geo_resolution",
    "timex",
    "attribution",
    "event_coding",
    "factuality",
    "re3d",
    "reader_speed",
    "rehearse",
    "store",
    "fuzz_reader",
)
#: Those that take long and want the machine for themselves: `all` leaves them out.
LONG = ("stream", "faults")


def main() -> int:
    """Runs one benchmark (or all): its table, and as the last line one JSON object of figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=(*NAMES, *LONG, "all"))
    parser.add_argument(
        "--data", type=Path, default=os.environ.get("VEDETTE_DATA"), help="folder or gold file, where data are read"
    )
    parser.add_argument("--split", help="which part: dev, train, test")
    parser.add_argument("--out", type=Path, help="where the predictions go")
    parser.add_argument("--errors", action="store_true", help="print misses, grouped by cause")
    parser.add_argument("--minutes", type=float, help="how long a fuzzer or a stream runs")
    parser.add_argument("--rate", type=float, help="reports a second of a stream")
    parser.add_argument("--kills", type=int, help="how often a watch is killed")
    parser.add_argument("extra", nargs="*", help="words for the benchmark")
    options = parser.parse_args()
    job = Job(
        options.data,
        options.split,
        options.out,
        options.errors,
        options.minutes,
        options.rate,
        options.kills,
        tuple(options.extra),
    )
    names = NAMES if options.name == "all" else (options.name,)
    try:
        if options.name == "all":
            _ = job.data  # said at once, not after an hour
        figures = {name: _run(name, job) for name in names}
    except VedetteError as error:
        print(f"benchmarks: {error.message}", file=sys.stderr)
        return error.exit_status
    print(json.dumps(figures if options.name == "all" else figures[options.name]))
    return 0


def _run(name: str, job: Job) -> dict[str, object]:
    print(f"== {name}")
    figures: dict[str, object] = importlib.import_module(f"benchmarks.{name}").run(job)
    return figures


if __name__ == "__main__":
    sys.exit(main())
