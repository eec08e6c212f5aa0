"""How fast a gazetteer is built from a generated dump of GeoNames' shape, and how fast names are found in it."""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.job import Figures, Job
from vedette.geo.gazetteer import Gazetteer

#: Rows generated, unless a number is given: as many as GeoNames' allCountries has. They need 6 GB of temporary disk.
WHOLE = 13_000_000
#: Share of features in allCountries, about.
_FEATURES = (
    ("P", "PPL", 42), ("H", "STM", 16), ("T", "HLL", 12), ("S", "HTL", 9), ("S", "SCH", 8), ("A", "ADM4", 4),
    ("L", "LCTY", 4), ("S", "FRM", 3), ("V", "FRST", 1), ("A", "ADM2", 1),
)  # fmt: skip
#: Names are made of these: of four or more, so that most names are nearly their place's own, as in GeoNames.
_SYLLABLES = [
    head + vowel for head in ["b", "d", "g", "k", "l", "m", "n", "r", "s", "t", "sh", "z"] for vowel in "aiou"
]
#: One place in five has a name of many ("San Antonio", "Aleksandrovka"); the n-th of these is had 1/√n as often as the
#: first, which 13 million rows make 4,000. An assumption: GeoNames' own counts are of that order.
_SHARED, _N_SHARED = 0.2, 100_000
#: Look-ups timed.
_LOOKED_UP = 2_000
#: A name of so many places at the most is told apart: every place that a name has is returned, and costs.
_FEW = 5
#: Memory from the process's own peak: ru_maxrss would hold that of the process that started it.
_BUILD = """import json, re, sys, time
from pathlib import Path
from vedette.geo.gazetteer_build import build_gazetteer
start = time.perf_counter()
built = build_gazetteer([Path(sys.argv[1])], Path(sys.argv[2]))
print(json.dumps({"s": time.perf_counter() - start, "entries": built.entries, "names": built.names,
  "mb": int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024}))"""


def run(job: Job) -> Figures:
    """Builds from a dump of `extra[0]` rows in a process of its own; times look-ups there and in the one that ships."""
    rows = int(job.extra[0]) if job.extra else WHOLE
    with tempfile.TemporaryDirectory() as folder:
        dump, out = Path(folder) / "allCountries.txt", Path(folder) / "gazetteer.sqlite"
        with dump.open("w", encoding="utf-8") as file:
            file.writelines(generate(rows))
        size = dump.stat().st_size
        done = subprocess.run([sys.executable, "-c", _BUILD, dump, out], check=True, capture_output=True, text=True)
        built = json.loads(done.stdout)
        figures: Figures = {
            "rows": rows,
            "dump_mb": round(size / 1e6),
            "build_s": round(built["s"], 1),
            "rows_per_s": round(rows / built["s"]),
            "build_peak_mb": round(built["mb"]),
            "file_mb": round(out.stat().st_size / 1e6),
            "whole_minutes_extrapolated": round(built["s"] * WHOLE / rows / 60, 1),
        }
        figures |= _look_ups(Gazetteer.open(out), "built")
    figures |= _look_ups(Gazetteer.open_shipped(), "shipped")
    for name, value in figures.items():
        print(f"{name:30} {value}")
    return figures


def generate(rows: int, seed: int = 1) -> Iterator[str]:
    """Lines of a dump: made-up names with three to four other names each, in several scripts."""
    chance = random.Random(seed)  # noqa: S311
    features = chance.choices(_FEATURES, weights=[share for *_, share in _FEATURES], k=rows)
    common = _common_names(chance)
    for number, (class_, code, _) in enumerate(features, start=20_000_000):
        if chance.random() < _SHARED:
            name = common[int(_N_SHARED * chance.random() ** 2)]
        else:
            name = " ".join(_word(chance) for _ in range(chance.choice((1, 1, 2, 2, 3))))
        others = ",".join((_word(chance), _word(chance), "قر" + "ابتدنم"[number % 6] * 3, "Сел" + "абвг"[number % 4]))
        lat, lon = chance.uniform(-60, 75), chance.uniform(-180, 180)
        people = int(chance.paretovariate(0.8) * 100) if class_ == "P" and number % 4 == 0 else 0
        unit = f"{chance.randrange(1, 30):02d}"
        where = f"{lat:.5f}\t{lon:.5f}\t{class_}\t{code}\tIQ\t\t{unit}\t\t\t\t{people}\t\t100\tAsia/Baghdad\t2024-01-01"
        yield f"{number}\t{name}\t{name}\t{others}\t{where}\n"


def _common_names(chance: random.Random) -> list[str]:
    return [f"{_word(chance)} {_word(chance)}" for _ in range(_N_SHARED)]


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.choice((4, 4, 5, 6)))).capitalize()


def _look_ups(gazetteer: Gazetteer, which: str) -> Figures:
    (last,) = gazetteer.rows("SELECT MAX(id) FROM entry")[0]
    (first,) = gazetteer.rows("SELECT MIN(id) FROM entry WHERE id >= ?", (min(last, 20_000_000),))[0]
    chance = random.Random(2)  # noqa: S311
    sql = "SELECT name FROM entry WHERE id >= ? ORDER BY id LIMIT 1"
    low = first if first < last else 1
    names = [gazetteer.rows(sql, (chance.randint(low, last),))[0][0] for _ in range(_LOOKED_UP)]
    wrong = [name[:2] + name[3:] for name in names if len(name) > 5][:500]
    exact, like = _seconds(gazetteer.find, names), _seconds(gazetteer.find_like, wrong)
    # Found again: all is remembered, so that counting costs nothing.
    n_places = [len(gazetteer.find(name)) for name in names]
    few = [seconds for seconds, n in zip(exact, n_places, strict=True) if n <= _FEW]
    return {
        f"{which}_exact_us_median": round(median(exact) * 1e6, 1),
        f"{which}_exact_us_p95": round(sorted(exact)[int(len(exact) * 0.95)] * 1e6, 1),
        f"{which}_exact_us_p95_up_to_{_FEW}_places": round(sorted(few)[int(len(few) * 0.95)] * 1e6, 1),
        f"{which}_exact_us_a_place": round(sum(exact) / sum(n_places) * 1e6, 1),
        f"{which}_places_a_name_p95": sorted(n_places)[int(len(n_places) * 0.95)],
        f"{which}_like_ms_median": round(median(like) * 1e3, 2),
        f"{which}_like_ms_p95": round(sorted(like)[int(len(like) * 0.95)] * 1e3, 2),
    }


def _seconds(find: Callable[[str], object], names: list[str]) -> list[float]:
    """CPU seconds of each, so that others may share the machine."""
    taken = []
    for name in names:
        start = time.thread_time()
        find(name)
        taken.append(time.thread_time() - start)
    return taken
