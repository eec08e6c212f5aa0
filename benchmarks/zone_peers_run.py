"""One peer's side of the zones benchmark, run by the peers' own Python: `zone_peers_run.py NAME FOLDER`.

The folder holds `job.npz` (lat, lon, edges, checked points) and gets `NAME.npz` and `NAME.json`.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

_PROJECTION = "+proj=aeqd +lat_0=33.5 +lon_0=46 +ellps=WGS84"


def run_geopandas(job: Any) -> tuple[Any, float, float, int]:
    """Distances of the checked points, seconds of loading and of the question, and how many points are within."""
    import geopandas as gpd  # type: ignore[import-untyped,import-not-found,unused-ignore]
    import shapely  # type: ignore[import-untyped,import-not-found,unused-ignore]

    start = time.process_time()
    line = gpd.GeoSeries([shapely.multilinestrings(_edges(job, shapely))], crs="EPSG:4326").to_crs(_PROJECTION).iloc[0]
    zone = gpd.GeoDataFrame(geometry=[line.buffer(40_000, quad_segs=32)], crs=_PROJECTION)
    loaded = time.process_time() - start
    start = time.process_time()
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(job["lon"], job["lat"]), crs="EPSG:4326").to_crs(_PROJECTION)
    n = len(gpd.sjoin(points, zone, predicate="within"))
    taken = time.process_time() - start
    checked = gpd.GeoSeries(gpd.points_from_xy(job["some_lon"], job["some_lat"]), crs="EPSG:4326").to_crs(_PROJECTION)
    return checked.distance(line).to_numpy() / 1000, loaded, taken, n


def run_duckdb(job: Any) -> tuple[Any, float, float, int]:
    """As `run_geopandas`, by DuckDB's spatial extension on one thread."""
    import duckdb  # type: ignore[import-untyped,import-not-found,unused-ignore]
    import duckdb_extension_spatial  # type: ignore[import-untyped,import-not-found,unused-ignore]
    import pandas  # type: ignore[import-untyped,import-not-found,unused-ignore]
    import shapely  # type: ignore[import-untyped,import-not-found,unused-ignore]

    extension = next(Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension"))
    start = time.process_time()
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(f"LOAD '{extension}'")
    wkt = shapely.to_wkt(shapely.multilinestrings(_edges(job, shapely)), rounding_precision=12)
    project = f"ST_Transform({{}}, 'EPSG:4326', '{_PROJECTION}', always_xy := true)"
    connection.execute(f"CREATE TABLE line AS SELECT {project.format('ST_GeomFromText(?)')} AS g", [wkt])
    connection.execute("CREATE TABLE zone AS SELECT ST_Buffer(g, 40000, 32) AS g FROM line")
    lat, lon = job["lat"], job["lon"]
    connection.register("given", pandas.DataFrame({"lat": lat, "lon": lon}))
    connection.execute("CREATE TABLE points AS SELECT * FROM given")
    loaded = time.process_time() - start
    here = project.format("ST_Point(lon, lat)")
    start = time.process_time()
    inside = f"SELECT count(*) FROM points, zone WHERE ST_Within({here}, zone.g)"  # noqa: S608 (nothing from outside)
    n = connection.execute(inside).fetchone()[0]
    taken = time.process_time() - start
    connection.register("checked", pandas.DataFrame({"lat": job["some_lat"], "lon": job["some_lon"]}))
    distances = f"SELECT ST_Distance({here}, line.g) / 1000 FROM checked, line"  # noqa: S608
    rows = connection.execute(distances).fetchall()
    return np.array(rows)[:, 0], loaded, taken, int(n)


def _edges(job: Any, shapely: Any) -> Any:
    edges = job["edges"]
    return shapely.linestrings(edges[..., ::-1])


def main() -> None:
    """Runs the peer that is named and writes what it found."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    job = np.load(folder / "job.npz")
    distance, loaded, taken, n = {"geopandas": run_geopandas, "duckdb": run_duckdb}[name](job)
    np.savez(folder / f"{name}.npz", distance=distance)
    (folder / f"{name}.json").write_text(json.dumps({"loading": loaded, "seconds": taken, "n_inside": n}))


if __name__ == "__main__":
    main()
