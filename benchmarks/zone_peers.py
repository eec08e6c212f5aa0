"""The peers of the zones benchmark: GeoPandas and DuckDB in an environment of their own, PostGIS on loopback."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.zone_peers_postgis import run_postgis

Floats = NDArray[np.float64]

_PACKAGES = ("geopandas", "duckdb<1.5.6", "duckdb-extension-spatial", "shapely", "pyproj")
#: The longest that one peer may take, s.
_PATIENCE_S = 900


@dataclass(frozen=True)
class Question:
    """What every peer is asked: which points lie within 40 km of a line, and how far some are from it."""

    lat: Floats
    lon: Floats
    #: Edges of the line, `(n, 2, 2)`: start and end, latitude and longitude.
    edges: Floats
    #: The points whose distances are checked.
    some_lat: Floats
    some_lon: Floats
    #: With how many threads they may work. One: CPU seconds count; more: the clock.
    n_threads: int = 1


@dataclass(frozen=True)
class Answer:
    """What a peer found; `missing` says why there is nothing."""

    name: str
    missing: str = ""
    #: Seconds before the question, and for it.
    loading: float = np.nan
    seconds: float = np.nan
    n_inside: int = 0
    #: km of the checked points.
    distance: Floats | None = None
    #: Of many zones: job → seconds a million points, and the pairs of point and zone.
    sets: dict[str, tuple[float, NDArray[np.int64]]] = field(default_factory=dict)


def ask_peers(question: Question, sets: Any) -> list[Answer]:
    """The answers of PostGIS, GeoPandas and DuckDB, one after the other.

    Args:
        question: Of one border.
        sets: Of many zones (`zone_peers_sets.Sets`).
    """
    with tempfile.TemporaryDirectory(prefix="zone-peers-") as name:
        folder = Path(name)
        np.savez(folder / "job.npz", **vars(question), **vars(sets))
        try:
            python, missing = _environment(), ""
        except (OSError, subprocess.SubprocessError) as error:
            python, missing = None, f"no environment for peers: {_said(error)}"
        answers = [_postgis(question, sets, folder)]
        for peer in ("geopandas", "duckdb"):
            answers.append(
                Answer(peer, missing) if python is None else _in_environment(peer, python, folder, question.n_threads)
            )
    return answers


def _environment() -> Path:
    """The Python of the peers' environment, made where it is not there yet."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "vedette" / "zone-peers"
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *_PACKAGES]
        subprocess.run(install, check=True, capture_output=True, timeout=_PATIENCE_S)
        ready.touch()
    return python


def _in_environment(name: str, python: Path, folder: Path, n_threads: int) -> Answer:
    script = Path(__file__).with_name("zone_peers_run.py")
    bounded = {**os.environ, "OMP_NUM_THREADS": str(n_threads), "OPENBLAS_NUM_THREADS": str(n_threads)}
    try:
        command = [str(python), str(script), name, str(folder)]
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE_S, env=bounded)
    except (OSError, subprocess.SubprocessError) as error:
        return Answer(name, _said(error))
    found = json.loads((folder / f"{name}.json").read_text())
    with np.load(folder / f"{name}.npz") as arrays:
        pairs = {job: (seconds, arrays[job]) for job, seconds in found["sets"].items()}
        return Answer(name, "", found["loading"], found["seconds"], found["n_inside"], arrays["distance"], pairs)


def _postgis(question: Question, sets: Any, folder: Path) -> Answer:
    try:
        points = np.column_stack([question.lon, question.lat])
        some = np.column_stack([question.some_lon, question.some_lat])
        told = run_postgis(folder / "postgis", points, some, question.edges[..., ::-1], sets, question.n_threads)
    except (OSError, subprocess.SubprocessError) as error:
        return Answer("postgis", _said(error))
    return Answer("postgis", "", *told)


def _said(error: BaseException) -> str:
    words = getattr(error, "stderr", None) or str(error)
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    lines = [line for line in text.strip().split("\n") if "rror" in line] or text.strip().split("\n")
    return lines[-1][:200]
