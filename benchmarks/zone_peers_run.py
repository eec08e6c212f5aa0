"""One peer's side of the zones benchmark, run by the peers' own Python: `zone_peers_run.py NAME FOLDER`.

The folder holds `job.npz` (lat, lon, edges, checked points) and gets `NAME.npz` and `NAME.json`.
"""

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

_PROJECTION = "+proj=aeqd +lat_0=33.5 +lon_0=46 +ellps=WGS84"


def _now(job: Any) -> float:
    """CPU seconds where one thread works, else the clock."""
    return time.process_time() if int(job["n_threads"]) == 1 else time.perf_counter()


def _by_threads(job: Any, n: int, work: Callable[[slice], Any]) -> list[Any]:
    """What `work` gives for as many parts of `n` points as there are threads; shapely and PROJ let go of the lock."""
    n_threads = int(job["n_threads"])
    bounds = np.linspace(0, n, n_threads + 1).astype(int)
    with ThreadPoolExecutor(n_threads) as pool:
        return list(pool.map(lambda nth: work(slice(bounds[nth], bounds[nth + 1])), range(n_threads)))


def run_geopandas(job: Any) -> tuple[Any, float, float, int]:
    """Distances of the checked points, seconds of loading and of the question, and how many points are within."""
    import geopandas as gpd  # type: ignore[import-untyped,import-not-found,unused-ignore]
    import shapely  # type: ignore[import-untyped,import-not-found,unused-ignore]

    start = _now(job)
    line = gpd.GeoSeries([shapely.multilinestrings(_edges(job, shapely))], crs="EPSG:4326").to_crs(_PROJECTION).iloc[0]
    zone = gpd.GeoDataFrame(geometry=[line.buffer(40_000, quad_segs=32)], crs=_PROJECTION)
    loaded = _now(job) - start
    lat, lon = job["lat"], job["lon"]

    def within(part: slice) -> int:
        at = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon[part], lat[part]), crs="EPSG:4326").to_crs(_PROJECTION)
        return len(gpd.sjoin(at, zone, predicate="within"))

    start = _now(job)
    n = sum(_by_threads(job, len(lat), within))
    taken = _now(job) - start
    checked = gpd.GeoSeries(gpd.points_from_xy(job["some_lon"], job["some_lat"]), crs="EPSG:4326").to_crs(_PROJECTION)
    return checked.distance(line).to_numpy() / 1000, loaded, taken, n


def run_duckdb(job: Any) -> tuple[Any, float, float, int]:
    """As `run_geopandas`, by DuckDB's spatial extension."""
    import duckdb  # type: ignore[import-untyped,import-not-found,unused-ignore]
    import duckdb_extension_spatial  # type: ignore[import-untyped,import-not-found,unused-ignore]
    import pandas  # type: ignore[import-untyped,import-not-found,unused-ignore]
    import shapely  # type: ignore[import-untyped,import-not-found,unused-ignore]

    extension = next(Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension"))
    start = _now(job)
    connection = duckdb.connect(config={"threads": int(job["n_threads"])})
    connection.execute(f"LOAD '{extension}'")
    wkt = shapely.to_wkt(shapely.multilinestrings(_edges(job, shapely)), rounding_precision=12)
    project = f"ST_Transform({{}}, 'EPSG:4326', '{_PROJECTION}', always_xy := true)"
    connection.execute(f"CREATE TABLE line AS SELECT {project.format('ST_GeomFromText(?)')} AS g", [wkt])
    connection.execute("CREATE TABLE zone AS SELECT ST_Buffer(g, 40000, 32) AS g FROM line")
    lat, lon = job["lat"], job["lon"]
    connection.register("given", pandas.DataFrame({"lat": lat, "lon": lon}))
    connection.execute("CREATE TABLE points AS SELECT * FROM given")
    loaded = _now(job) - start
    here = project.format("ST_Point(lon, lat)")
    start = _now(job)
    inside = f"SELECT count(*) FROM points, zone WHERE ST_Within({here}, zone.g)"  # noqa: S608 (nothing from outside)
    n = connection.execute(inside).fetchone()[0]
    taken = _now(job) - start
    connection.register("checked", pandas.DataFrame({"lat": job["some_lat"], "lon": job["some_lon"]}))
    distances = f"SELECT ST_Distance({here}, line.g) / 1000 FROM checked, line"  # noqa: S608
    rows = connection.execute(distances).fetchall()
    return np.array(rows)[:, 0], loaded, taken, int(n)


def polygons_of_sets(job: Any, folder: Path) -> dict[str, Any]:
    """The zones of many, as polygons of degrees: each buffered in a projection of its own, as users of both do.

    They take a minute, and are kept in the folder for the second peer.
    """
    import geopandas as gpd  # type: ignore[import-untyped,import-not-found,unused-ignore]
    import shapely  # type: ignore[import-untyped,import-not-found,unused-ignore]

    kept = folder / "polygons.json"
    if kept.exists():
        read = json.loads(kept.read_text())
        return {name: shapely.from_wkb([bytes.fromhex(wkb) for wkb in wkbs]).tolist() for name, wkbs in read.items()}

    def buffered(shape: Any) -> Any:
        middle = shape.envelope.centroid
        own = f"+proj=aeqd +lat_0={middle.y} +lon_0={middle.x} +ellps=WGS84"
        projected = gpd.GeoSeries([shape], crs="EPSG:4326").to_crs(own).buffer(40_000, quad_segs=16)
        return projected.to_crs("EPSG:4326").iloc[0]

    places = [buffered(shapely.Point(lon, lat)) for lat, lon in job["places"]]
    edges, border = job["border_edges"][..., ::-1], job["edge_border"]
    lines = [
        shapely.line_merge(shapely.multilinestrings(shapely.linestrings(edges[border == n]))) for n in np.unique(border)
    ]
    made = {"500_places": places, "all_land_borders": [buffered(line) for line in lines]}
    kept.write_text(
        json.dumps({name: [shapely.to_wkb(each, hex=True) for each in some] for name, some in made.items()})
    )
    return made


def _joined(lat: Any, lon: Any, zones: Any, part: slice) -> Any:
    import geopandas as gpd

    at = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon[part], lat[part]), crs="EPSG:4326")
    pairs = gpd.sjoin(at, zones, predicate="within")
    return np.column_stack([pairs.index.to_numpy() + part.start, pairs["index_right"].to_numpy()])


def sets_by_geopandas(job: Any, folder: Path) -> dict[str, tuple[float, Any]]:
    """Job → seconds a million points, and pairs of point and zone."""
    import geopandas as gpd

    found = {}
    for name, polygons in polygons_of_sets(job, folder).items():
        n = int(job["n_for_borders"]) if name == "all_land_borders" else len(job["set_lat"])
        zones = gpd.GeoDataFrame(geometry=polygons, crs="EPSG:4326")
        lat, lon = job["set_lat"][:n], job["set_lon"][:n]
        start = _now(job)
        joined = _by_threads(job, n, partial(_joined, lat, lon, zones))
        taken = _now(job) - start
        found[name] = (taken * len(job["set_lat"]) / n, np.concatenate(joined))
    return found


def sets_by_duckdb(job: Any, folder: Path) -> dict[str, tuple[float, Any]]:
    """As `sets_by_geopandas`, with its polygons, by a spatial join."""
    import duckdb
    import duckdb_extension_spatial
    import pandas
    import shapely

    extension = next(Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension"))
    connection = duckdb.connect(config={"threads": int(job["n_threads"])})
    connection.execute(f"LOAD '{extension}'")
    found = {}
    for name, polygons in polygons_of_sets(job, folder).items():
        n = int(job["n_for_borders"]) if name == "all_land_borders" else len(job["set_lat"])
        given = {"n": range(len(polygons)), "wkb": [shapely.to_wkb(polygon) for polygon in polygons]}
        connection.register("zones_given", pandas.DataFrame(given))
        connection.execute("CREATE OR REPLACE TABLE zones AS SELECT n, ST_GeomFromWKB(wkb) AS g FROM zones_given")
        at = {"n": range(n), "lat": job["set_lat"][:n], "lon": job["set_lon"][:n]}
        connection.register("points_given", pandas.DataFrame(at))
        connection.execute("CREATE OR REPLACE TABLE points AS SELECT n, ST_Point(lon, lat) AS g FROM points_given")
        start = _now(job)
        joined = "SELECT p.n, z.n AS zone FROM points p JOIN zones z ON ST_Within(p.g, z.g)"
        pairs = connection.execute(joined).fetchnumpy()
        taken = _now(job) - start
        found[name] = (taken * len(job["set_lat"]) / n, np.column_stack([pairs["n"], pairs["zone"]]))
    return found


def _edges(job: Any, shapely: Any) -> Any:
    edges = job["edges"]
    return shapely.linestrings(edges[..., ::-1])


def main() -> None:
    """Runs the peer that is named and writes what it found."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    job = np.load(folder / "job.npz")
    distance, loaded, taken, n = {"geopandas": run_geopandas, "duckdb": run_duckdb}[name](job)
    sets = {"geopandas": sets_by_geopandas, "duckdb": sets_by_duckdb}[name](job, folder)
    np.savez(folder / f"{name}.npz", distance=distance, **{key: pairs for key, (_, pairs) in sets.items()})
    seconds = {key: each for key, (each, _) in sets.items()}
    told = {"loading": loaded, "seconds": taken, "n_inside": n, "sets": seconds}
    (folder / f"{name}.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main()
