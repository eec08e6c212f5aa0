"""`vedette zone check` from Parquet to Parquet, end to end: seconds, rows a second, peak memory."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.job import Figures, Job
from vedette.views.formats.batch import ARROW_ROWS

#: Rows of the file that is made, unless the first word after the options is another number.
N_ROWS = 10_000_000
#: Rows made at once.
_PORTION = 1_000_000
#: Share of the events with a radius, and the radii that they have, km: a town, a district.
_SHARE_WITH_RADIUS, _RADII_KM = 0.1, (2.0, 6.0, 12.0)


def run(job: Job) -> Figures:
    """Figures of a border zone of 40 km; the events are drawn at random.

    Half lie within some 300 km of Iran and Iraq, half anywhere; once all places are exact, once a tenth has a radius
    (the word `exact` leaves that out). The yardstick is pyarrow reading and writing the same file, in the same run.
    """
    n = int(job.extra[0]) if job.extra else N_ROWS
    figures: Figures = {"n_rows": n, "n_cores": len(os.sched_getaffinity(0))}
    shares = {"exact": 0.0, "radius": _SHARE_WITH_RADIUS}
    with tempfile.TemporaryDirectory() as folder:
        for name in job.extra[1:] or shares:
            source, out = Path(folder) / "events.parquet", Path(folder) / "checked.parquet"
            _make(source, n, shares[name])
            yardstick, yardstick_cpu = _copy(source, out)
            print(f"{'pyarrow':8} {yardstick:6.2f} s   {yardstick_cpu:6.2f} s of CPU, reads and writes the file")
            seconds, cpu_seconds, memory_mb, counts = _check(source, out)
            print(f"{name:8} {seconds:6.2f} s   {cpu_seconds:6.2f} s of CPU   {n / seconds:12,.0f} rows/s", end="")
            print(f"   {memory_mb:6.0f} MB   {counts}")
            figures |= {
                f"seconds_{name}": round(seconds, 2),
                f"cpu_seconds_{name}": round(cpu_seconds, 2),
                f"rows_per_second_{name}": round(n / seconds),
                f"peak_memory_mb_{name}": round(memory_mb),
                f"cpu_seconds_pyarrow_copy_{name}": round(yardstick_cpu, 2),
                f"ratio_to_pyarrow_copy_{name}": round(cpu_seconds / yardstick_cpu, 1),
                f"load_{name}": round(os.getloadavg()[0], 1),
            }
    return figures


def _make(path: Path, n: int, share: float) -> None:
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    random = np.random.default_rng(20_260_101)
    writer: Any = None
    for start in range(0, n, _PORTION):
        size = min(_PORTION, n - start)
        near = random.random(size) < 0.5
        lat = np.where(near, random.uniform(28, 39, size), np.degrees(np.arcsin(random.uniform(-1, 1, size))))
        lon = np.where(near, random.uniform(42, 52, size), random.uniform(-180, 180, size))
        radius = np.where(random.random(size) < share, random.choice(_RADII_KM, size), 0.0)
        columns = {"id": np.arange(start, start + size), "lat": lat, "lon": lon, "radius_km": radius}
        table = arrow.table(columns)
        writer = writer or parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
    writer.close()


def _copy(source: Path, out: Path) -> tuple[float, float]:
    """Seconds and seconds of CPU of reading the file and writing it again, batch by batch."""
    import pyarrow.parquet as parquet

    begun, cpu = time.perf_counter(), time.process_time()
    with (
        parquet.ParquetFile(source, pre_buffer=False, buffer_size=1 << 20) as file,
        parquet.ParquetWriter(out, file.schema_arrow, use_dictionary=False) as writer,
    ):
        for batch in file.iter_batches(batch_size=ARROW_ROWS):
            writer.write_batch(batch)
    return time.perf_counter() - begun, time.process_time() - cpu


def _check(source: Path, out: Path) -> tuple[float, float, float, dict[str, Any]]:
    """Seconds, seconds of CPU and peak memory of the command as a process of its own, and its counts."""
    command = [sys.executable, "-m", "vedette.views.cli", "zone", "check", str(source), "--border", "IR:IQ"]
    begun = time.perf_counter()
    done = subprocess.Popen([*command, "--out-to-km", "40", "-o", str(out), "--json"], stdout=subprocess.PIPE)
    assert done.stdout is not None
    said = done.stdout.read()
    _, status, used = os.wait4(done.pid, 0)
    seconds = time.perf_counter() - begun
    if status:
        raise RuntimeError(f"zone check ended with {status}")
    counts = {name: number for name, number in json.loads(said).items() if name.startswith("n_")}
    return seconds, used.ru_utime + used.ru_stime, _megabytes(used), counts


def _megabytes(used: resource.struct_rusage) -> float:
    # Linux tells kilobytes.
    return used.ru_maxrss / 1024
