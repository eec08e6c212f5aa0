"""PostGIS for the zones benchmark: a server of its own on loopback, in a temporary folder, stopped at the end."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Debian's user for the server, which refuses to run as root.
_USER = "postgres"
_TAKEN = re.compile(r"!\s+([\d.]+) s user, ([\d.]+) s system, ([\d.]+) s elapsed")
_PATIENCE_S = 900
_LOADING = """
CREATE EXTENSION postgis;
CREATE TABLE raw (lon float8, lat float8);
CREATE TABLE raw_some (n serial, lon float8, lat float8);
\\copy raw FROM '{folder}/points.csv' CSV
\\copy raw_some (lon, lat) FROM '{folder}/some.csv' CSV
CREATE TABLE border AS SELECT ST_GeogFromText('MULTILINESTRING({wkt})') AS g;
CREATE TABLE points AS SELECT ST_MakePoint(lon, lat)::geography AS g FROM raw;
CREATE INDEX points_g ON points USING gist (g);
ANALYZE points;
"""
_LOADING_SETS = """
CREATE TABLE raw_set (n serial, lon float8, lat float8);
CREATE TABLE raw_places (n serial, lon float8, lat float8);
CREATE TABLE raw_borders (wkt text, n int);
\\copy raw_set (lon, lat) FROM '{folder}/set.csv' CSV
\\copy raw_places (lon, lat) FROM '{folder}/places.csv' CSV
\\copy raw_borders FROM '{folder}/borders.csv' CSV DELIMITER ';'
CREATE TABLE set_points AS SELECT n - 1 AS n, ST_MakePoint(lon, lat)::geography AS g FROM raw_set;
CREATE TABLE few_points AS SELECT * FROM set_points WHERE n < {n_few};
CREATE TABLE places AS SELECT n - 1 AS n, ST_MakePoint(lon, lat)::geography AS g FROM raw_places;
CREATE TABLE borders AS SELECT n, ST_GeogFromText('MULTILINESTRING(' || wkt || ')') AS g FROM raw_borders;
CREATE INDEX set_points_g ON set_points USING gist (g);
CREATE INDEX few_points_g ON few_points USING gist (g);
ANALYZE set_points; ANALYZE few_points; ANALYZE places; ANALYZE borders;
"""
_PAIRS = "SELECT p.n, z.n FROM {points} p, {zones} z WHERE ST_DWithin(p.g, z.g, 40000);"

Sets = dict[str, tuple[float, NDArray[np.int64]]]
#: Seconds of statements, and the rows they give.
Timed = tuple[float, list[str]]


def run_postgis(
    folder: Path, points: Floats, some: Floats, edges: Floats, sets: Any, n_threads: int = 1
) -> tuple[float, float, int, Floats, Sets]:
    """Seconds of loading and of the question, how many points are within 40 km, distances of some, pairs of sets.

    Args:
        folder: For the server's files; made here.
        points: Longitude and latitude.
        some: Those whose distances are wanted.
        edges: `(n, 2, 2)`, longitude and latitude of start and end.
        sets: Many zones (`zone_peers_sets.Sets`).
        n_threads: Processes that may work on a question. One: CPU seconds count; more: the clock.

    Raises:
        OSError: PostGIS is not installed.
    """
    binaries = _binaries()
    folder.mkdir()
    folder.parent.chmod(0o755)
    np.savetxt(folder / "points.csv", points, fmt="%.12f", delimiter=",")
    np.savetxt(folder / "some.csv", some, fmt="%.12f", delimiter=",")
    load = _LOADING.format(folder=folder, wkt=_wkt(edges))
    question = "SELECT count(*) FROM points, border WHERE ST_DWithin(points.g, border.g, 40000);"
    distances = """SELECT ST_Distance(ST_MakePoint(lon, lat)::geography, border.g) / 1000
        FROM raw_some, border ORDER BY n;"""
    with _server(binaries, folder, n_threads) as psql:
        timed = partial(_timed, psql, by_clock=n_threads > 1)
        loading, _ = timed(load)
        # The second run counts: the first one fills the caches.
        timed(question)
        seconds, rows = timed(question)
        _, found = timed(distances)
        pairs = _pairs_of_sets(timed, folder, sets)
    return loading, seconds, int(rows[-1]), np.array(found, float), pairs


def _pairs_of_sets(timed: Callable[[str], Timed], folder: Path, sets: Any) -> Sets:
    """Seconds a million points and pairs of point and zone, for places and for all land borders."""
    np.savetxt(folder / "set.csv", np.column_stack([sets.set_lon, sets.set_lat]), fmt="%.12f", delimiter=",")
    np.savetxt(folder / "places.csv", sets.places[:, ::-1], fmt="%.12f", delimiter=",")
    with (folder / "borders.csv").open("w") as file:
        for border in np.unique(sets.edge_border).tolist():
            file.write(f"{_wkt(sets.border_edges[sets.edge_border == border][..., ::-1])};{border}\n")
    timed(_LOADING_SETS.format(folder=folder, n_few=sets.n_for_borders))
    found: Sets = {}
    for job, names in (("500_places", ("set_points", "places")), ("all_land_borders", ("few_points", "borders"))):
        seconds, rows = timed(_PAIRS.format(points=names[0], zones=names[1]))
        n = sets.n_for_borders if names[0] == "few_points" else len(sets.set_lat)
        pairs = np.array([row.split("|") for row in rows], np.int64).reshape(-1, 2)
        found[job] = seconds * len(sets.set_lat) / n, pairs
    return found


def _wkt(edges: Floats) -> str:
    return ",".join(f"({a[0]:.12f} {a[1]:.12f},{b[0]:.12f} {b[1]:.12f})" for a, b in edges.tolist())


def _binaries() -> Path:
    if not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        raise FileNotFoundError("PostGIS is not installed: Debian's package is postgresql-15-postgis-3")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise FileNotFoundError("no PostgreSQL server is installed")
    return found[-1].parent


def _timed(psql: list[str], script: str, *, by_clock: bool) -> Timed:
    told = "SET log_statement_stats = on; SET client_min_messages = log;\n" + script
    done = subprocess.run(psql, input=told, capture_output=True, text=True, check=True, timeout=_PATIENCE_S)
    taken = [[float(each) for each in row] for row in _TAKEN.findall(done.stderr)]
    seconds = sum(elapsed if by_clock else user + system for user, system, elapsed in taken)
    return seconds, [line for line in done.stdout.split("\n") if line]


@contextmanager
def _server(binaries: Path, folder: Path, n_threads: int) -> Iterator[list[str]]:
    """A server that runs; yields the command that asks it."""
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, _USER, _USER)
        as_user = ["runuser", "-u", _USER, "--"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    options = (
        f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c shared_buffers=512MB -c work_mem=256MB "
        f"-c max_parallel_workers_per_gather={n_threads - 1} -c max_parallel_maintenance_workers=0 -c jit=off"
    )
    control = [*as_user, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    make = [*as_user, str(binaries / "initdb"), "-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "-N"]
    subprocess.run(make, check=True, capture_output=True, cwd="/")
    start = [*control, "-l", str(folder / "log"), "-o", options, "start"]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    try:
        where = ["-h", "127.0.0.1", "-p", str(port), "-U", _USER, "-d", "postgres"]
        yield ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *where]
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd="/")
