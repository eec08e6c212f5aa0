"""A preview of a watch as tables or JSON."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from vedette.errors import UsageError
from vedette.model.reading import Reading
from vedette.model.watch import Watch
from vedette.run.preview import Period, PreviewRow
from vedette.store.store import Store


def read_store(url: str) -> list[Reading]:
    """The readings in a store that is there already.

    Raises:
        UsageError: It is not there, or empty.
    """
    path = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:///") and not path.exists():
        raise UsageError(f"--store {url}: there is no such store; vedette brief makes one")
    with Store(url) as store:
        readings = list(store.readings())
    if not readings:
        raise UsageError(f"--store {url}: holds no readings; vedette brief puts some there")
    return readings


def preview_json(
    watch: Watch, readings: Sequence[Reading], period: Period, rows: Sequence[PreviewRow]
) -> dict[str, Any]:
    """The preview as one object; numbers a week are None where the period is shorter than one."""
    names = {zone.id: zone.name for zone in watch.zones}
    return {
        "watch": watch.name,
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "n_weeks": round(period.n_weeks, 2),
        "n_reports": len(readings),
        "n_events": sum(len(one.events) for one in readings),
        "rows": [
            {
                "zone": row.zone_id,
                "name": names.get(row.zone_id or ""),
                "out_to_km": row.out_to_km,
                "as_set": row.out_to_km is None,
                "kind": row.kind,
                "n_alerts": row.n_alerts,
                "n_high": row.n_high,
                "n_medium": row.n_medium,
                "n_low": row.n_low,
                "a_week": _a_week(row.n_alerts, period),
                "high_a_week": _a_week(row.n_high, period),
                "medium_a_week": _a_week(row.n_medium, period),
                "low_a_week": _a_week(row.n_low, period),
                "n_most_in_a_week": row.n_most_in_a_week,
                "n_outside": row.n_outside,
                "n_undated": row.n_undated,
            }
            for row in rows
        ],
    }


def _a_week(n: int, period: Period) -> float | None:
    """Alerts a week, None where the period is shorter than one."""
    return round(n / period.n_weeks, 3) if period.n_weeks >= 1 else None


def print_tables(watch: Watch, readings: Sequence[Reading], period: Period, rows: Sequence[PreviewRow]) -> None:
    """Prints a table for the whole watch and one for each zone; what is not counted is said on standard error."""
    console = Console(file=sys.stdout, highlight=False)
    days = f"{period.start.isoformat()} to {period.end.isoformat()}, {period.n_weeks:.1f} weeks"
    console.print(f"{len(readings)} reports, {days}; alerts a week", markup=False)
    for zone_id in (None, *(zone.id for zone in watch.zones)):
        mine = [row for row in rows if row.zone_id == zone_id]
        name = next((zone.name for zone in watch.zones if zone.id == zone_id), "The whole watch, occasions too")
        console.print()
        console.print(name, markup=False, style="bold")
        console.print(_table(watch, period, mine))
    whole = rows[0]
    for n, words in ((whole.n_outside, "on days outside these"), (whole.n_undated, "without a day")):
        if n:
            print(f"not counted: {n} alert{'s' * (n != 1)} of the whole watch {words}", file=sys.stderr)
    if period.n_weeks < 1:
        print("less than a week: the numbers are alerts in all, not a week", file=sys.stderr)


def _table(watch: Watch, period: Period, rows: Sequence[PreviewRow]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("out to", "kind", "high", "medium", "low", "all", "alerts", "peak week"):
        table.add_column(heading, justify="left" if heading in ("out to", "kind") else "right")
    for row in rows:
        set_km = next((zone.outer_km for zone in watch.zones if zone.id == row.zone_id), None)
        other = any(one.zone_id == row.zone_id for one in watch.distances)
        words = "as set" if set_km is None else f"as set ({set_km:g} km{' and others' if other else ''})"
        out_to = words if row.out_to_km is None else f"{row.out_to_km:g} km"
        counts = (row.n_high, row.n_medium, row.n_low, row.n_alerts)
        shown = [f"{n / period.n_weeks:.2g}" if period.n_weeks >= 1 else str(n) for n in counts]
        shown += [str(row.n_alerts), str(row.n_most_in_a_week)]
        table.add_row(out_to if row.kind is None else "", row.kind or "all", *shown)
    return table
