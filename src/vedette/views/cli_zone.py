"""`vedette zone …`: events held against a zone."""

import json
import math
import sys
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from vedette.errors import BadInputError, UsageError
from vedette.geo.geojson import read_area, read_lines
from vedette.geo.zones import ZoneChecker, zone_checker
from vedette.model.zone import Zone
from vedette.views.event_table import EventBatch, find_column, read_events
from vedette.views.event_table_out import Checked, event_writer
from vedette.views.progress import show_progress

app = typer.Typer(
    help="Hold events against a zone: a border, a place, a line or an area.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

#: Problems printed one by one; the rest is counted, so that a wrong file does not bury its own message.
_MOST_PROBLEMS = 1000
#: Rows of a batch that are tried with latitude and longitude swapped.
_N_TRIED_SWAPPED = 1000
#: Kilometres beyond the zone within which swapped coordinates would make more sense.
_SWAP_KM = 500.0


@app.callback()
def _zone() -> None:
    """Hold events against a zone: a border, a place, a line or an area."""


@app.command("check")
def check(
    events: Annotated[Path, typer.Argument(metavar="EVENTS.csv", help="CSV or Parquet: lat, lon, optional radius_km.")],
    border: Annotated[str | None, typer.Option(metavar="IR:IQ", help="A border between two countries (ISO).")] = None,
    around: Annotated[str | None, typer.Option(metavar="LAT,LON", help="A place.")] = None,
    line: Annotated[Path | None, typer.Option(metavar="FILE.geojson", help="A line, such as a route.")] = None,
    area: Annotated[Path | None, typer.Option(metavar="FILE.geojson", help="An area; out to 0 km by default.")] = None,
    out_to_km: Annotated[float | None, typer.Option(metavar="KM", help="Where the zone ends.")] = None,
    from_km: Annotated[float, typer.Option(metavar="KM", help="Where the zone begins.")] = 0.0,
    side: Annotated[str | None, typer.Option(metavar="IQ", help="Only this country's side of the border.")] = None,
    line_accuracy_km: Annotated[
        float | None, typer.Option(metavar="KM", help="95 % half-width of the line; 0: exact; default: the data's own.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", metavar="FILE", help="Write here (.csv, .parquet, .jsonl), whole or not at all."),
    ] = None,
    json_: Annotated[
        bool, typer.Option("--json", help="JSON lines instead of CSV; with -o a summary of counts as one object.")
    ] = False,
) -> None:
    """Add distance_km, state (inside, possibly, outside, unknown) and p_inside to a table of events.

    Rows without a usable place come out as unknown, are named on stderr, and make the exit status 1.

    Example: [bold]vedette zone check EVENTS.csv --border IR:IQ --out-to-km 40 --side IQ -o CHECKED.csv[/bold]
    """
    zone = _zone_from(border, around, line, area, out_to_km, from_km, side, line_accuracy_km)
    checker = zone_checker(zone)
    problems, counts = _Problems(str(events)), Counter[str]()
    batches = read_events(events)
    first = next(batches)
    _check_columns(first.names, str(events))
    with event_writer(out, as_json=json_) as writer:
        for nth, batch in enumerate(show_progress(chain([first], batches), "checking")):
            found = _check_batch(checker, batch, problems, look_for_swap=nth == 0)
            counts.update(state for _, state, _ in found)
            writer.write(batch, found)
    problems.finish()
    if out is not None:
        _say_counts(counts, out, as_json=json_)
    if problems.n:
        raise typer.Exit(1)


def _zone_from(
    border: str | None,
    around: str | None,
    line: Path | None,
    area: Path | None,
    out_to_km: float | None,
    from_km: float,
    side: str | None,
    accuracy_km: float | None,
) -> Zone:
    n_given = sum(given is not None for given in (border, around, line, area))
    if n_given != 1:
        raise UsageError(f"give exactly one of --border, --around, --line and --area, not {n_given}")
    if side is not None and border is None:
        raise UsageError("--side belongs to --border: the other zones have no sides")
    if out_to_km is None:
        if area is None or from_km > 0:
            raise UsageError("--out-to-km is missing: say how far out the zone goes, such as --out-to-km 40")
        out_to_km = 0.0
    for option, value in (("--out-to-km", out_to_km), ("--from-km", from_km), ("--line-accuracy-km", accuracy_km)):
        if value is not None and not (math.isfinite(value) and value >= 0):
            raise UsageError(f"{option} {value}: give kilometres from 0 up")
    if from_km > out_to_km:
        raise UsageError(f"--from-km {from_km} lies beyond --out-to-km {out_to_km}")
    limits: Any = {"inner_km": from_km, "outer_km": out_to_km, "line_accuracy_km": accuracy_km}
    if border is not None:
        one, other = _two_countries(border)
        ours = side.strip().upper() if side else None
        if ours not in (None, one, other):
            raise UsageError(f"--side {side}: must be {one} or {other}")
        return Zone("zone", border, "border", border=(one, other), side=ours, **limits)
    if around is not None:
        return Zone("zone", around, "point", points=(_place(around),), **limits)
    if line is not None:
        return Zone("zone", line.stem, "line", rings=(read_lines(line),), **limits)
    assert area is not None
    return Zone("zone", area.stem, "area", rings=read_area(area), **limits)


def _two_countries(border: str) -> tuple[str, str]:
    codes = tuple(code.strip().upper() for code in border.split(":"))
    if len(codes) != 2 or not all(codes):
        raise UsageError(f"--border {border}: give two ISO 3166-1 alpha-2 codes with a colon, such as IR:IQ")
    return codes[0], codes[1]


def _place(around: str) -> tuple[float, float]:
    try:
        lat, lon = (float(part) for part in around.split(","))
    except ValueError as error:
        raise UsageError(f"--around {around}: give latitude and longitude in degrees, such as 33.31,44.37") from error
    if problem := _place_problem(lat, lon):
        raise UsageError(f"--around {around}: {problem}")
    return lat, lon


def _check_columns(names: list[str], events: str) -> None:
    missing = [name for name in ("lat", "lon") if find_column(names, name) is None]
    if missing:
        raise BadInputError(
            f"{events}: column {' and '.join(missing)} missing: lat and lon are needed, there are {', '.join(names)}",
            events,
        )


class _Problems:
    """Says on stderr what is wrong with which row."""

    def __init__(self, events: str) -> None:
        self._events, self.n = events, 0

    def add(self, line: int, what: str) -> None:
        self.n += 1
        if self.n <= _MOST_PROBLEMS:
            print(f"{self._events}, line {line}: {what}", file=sys.stderr)

    def note(self, what: str) -> None:
        print(f"{self._events}: {what}", file=sys.stderr)

    def finish(self) -> None:
        if self.n > _MOST_PROBLEMS:
            print(f"{self._events}: {self.n - _MOST_PROBLEMS} more rows like these", file=sys.stderr)


def _check_batch(checker: ZoneChecker, batch: EventBatch, problems: _Problems, *, look_for_swap: bool) -> list[Checked]:
    columns = [batch.column(name) or [None] * len(batch.rows) for name in ("lat", "lon", "radius_km")]
    places = np.full((3, len(batch.rows)), np.nan)
    for nth, cells in enumerate(zip(*columns, strict=True)):
        place, what = _read_place(*cells)
        what = batch.misfits.get(nth) or what
        if what is None:
            places[:, nth] = place
        else:
            problems.add(batch.lines[nth], what)
    distance, p, state = checker.check(*places)
    if look_for_swap:
        _look_for_swap(checker, places, distance, problems)
    return [
        (None, "unknown", None) if word == "unknown" else (km, word, chance)
        for km, word, chance in zip(distance.tolist(), state.tolist(), p.tolist(), strict=True)
    ]


def _read_place(lat: Any, lon: Any, radius_km: Any) -> tuple[tuple[float, float, float], str | None]:
    """The three numbers, or what is wrong with them."""
    nothing = (math.nan,) * 3
    numbers = []
    for name, cell in (("lat", lat), ("lon", lon), ("radius_km", radius_km)):
        empty = cell is None or (isinstance(cell, str) and not cell.strip())
        if empty and name == "radius_km":
            numbers.append(0.0)
            continue
        if empty:
            return nothing, f"{name} is empty"
        try:
            numbers.append(float(cell))
        except (TypeError, ValueError):
            return nothing, f"{name} {str(cell)[:40]!r} is no number"
    if problem := _place_problem(numbers[0], numbers[1]):
        return nothing, problem
    if not (math.isfinite(numbers[2]) and numbers[2] >= 0):
        return nothing, f"radius_km {numbers[2]} is no distance"
    return (numbers[0], numbers[1], numbers[2]), None


def _place_problem(lat: float, lon: float) -> str | None:
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return f"lat {lat}, lon {lon} is no place"
    if abs(lat) > 90:
        swapped = ": probably latitude and longitude are swapped" if abs(lon) <= 90 and abs(lat) <= 180 else ""
        return f"latitude {lat} is outside -90 to 90{swapped}"
    if abs(lon) > 180:
        return f"longitude {lon} is outside -180 to 180"
    return None


def _look_for_swap(
    checker: ZoneChecker, places: np.ndarray[Any, np.dtype[np.float64]], distance: Any, problems: _Problems
) -> None:
    """Says so when most rows are far from the zone, and near it with latitude and longitude swapped."""
    lat, lon, _ = places[:, :_N_TRIED_SWAPPED]
    could = np.isfinite(lat) & (np.abs(lon) <= 90)
    if not could.any():
        return
    limit = checker.zone.outer_km + _SWAP_KM
    far = distance[: len(lat)][could] > limit
    near_swapped = checker.distance(lon[could], lat[could]) <= limit
    if (far & near_swapped).mean() > 0.5:
        problems.note(
            "latitude and longitude are probably swapped: most rows would be near the zone the other way round"
        )


def _say_counts(counts: Counter[str], out: Path, *, as_json: bool) -> None:
    states = {state: counts[state] for state in ("inside", "possibly", "outside", "unknown")}
    if as_json:
        print(
            json.dumps({"n_events": sum(states.values()), **{f"n_{k}": v for k, v in states.items()}, "file": str(out)})
        )
    else:
        print(
            f"{sum(states.values())} events: " + ", ".join(f"{n} {state}" for state, n in states.items()) + f"; {out}"
        )


if __name__ == "__main__":
    app()
