"""Border lines out of other people's GeoJSON: OpenStreetMap, geoBoundaries, a surveyor's own."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from vedette.errors import BadInputError, UsageError
from vedette.geo.border_file import UNDISPUTED, BorderLine, write_borders
from vedette.geo.countries import find_country
from vedette.geo.shared_edges import Points, SharedLine, km_of, near_lines, shared_lines

#: Properties that hold an area's country; the first that is there: tags of OpenStreetMap, geoBoundaries, Natural Earth.
CODES = (
    "ISO3166-1:alpha2", "ISO3166-1", "ISO3166-1:alpha3", "country_code", "iso_a2", "ISO_A2_EH", "ISO_A2", "iso_a3",
    "ISO_A3", "A3", "shapeISO", "shapeGroup", "ADM0_A3", "country", "name:en", "shapeName", "name",
)  # fmt: skip
#: Properties that hold the countries on a line's left and right.
SIDES = (
    ("left", "right"),
    ("left:country", "right:country"),
    ("country_left", "country_right"),
    ("ADM0_A3_L", "ADM0_A3_R"),
)
#: The largest file that is read, bytes: its objects take some ten times as much memory.
LARGEST_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Imported:
    """What an import made."""

    #: Pair of countries (`IQ:IR`) → kilometres of line.
    km: dict[str, float]
    #: 95 % half-width written into the file, km.
    accuracy_km: float
    #: What could not be used, in words.
    problems: tuple[str, ...]


def import_borders(
    files: Sequence[Path],
    out: Path,
    accuracy_km: float,
    source: str,
    licence: str = "",
    code: str | None = None,
    gap_km: float = 0.0,
) -> Imported:
    """Makes a file of border lines of GeoJSON: areas of countries, or lines that say which two they part.

    Args:
        files: GeoJSON; all areas are held against one another, whichever file they come from.
        out: The file that `--borders` takes.
        accuracy_km: 95 % half-width of the lines; raised to the gap between outlines where that is wider.
        source: Data set and date, for the provenance.
        licence: Of the data, for the provenance: ODbL for OpenStreetMap.
        code: Property that holds an area's country; None: those in `CODES`.
        gap_km: Outlines that share no vertices are a border where they run this close; 0: never.

    Raises:
        UsageError: A file cannot be opened.
        BadInputError: It is no GeoJSON, or no line between two countries comes out.
        OutputError: The file could not be written.
    """
    read = _Reading(code)
    for path in files:
        read.take(path)
    shared, n_claimed = shared_lines(read.areas) if len(read.areas) > 1 else ([], 0)
    shared += _near(read.areas, shared, gap_km)
    if n_claimed:
        read.problems.append(f"{n_claimed:,} edges are claimed by two countries, whose areas overlap there: left out")
    lines = read.lines + [BorderLine(line.left, line.right, UNDISPUTED, line.points) for line in shared]
    if not lines:
        raise BadInputError(
            f"{files[0]}: no line between two countries: {'; '.join(read.problems) or 'no two areas share an edge'}",
            str(files[0]),
        )
    accuracy = max([accuracy_km, *(line.gap_km for line in shared)])
    write_borders(out, lines, _provenance(files, accuracy, source, licence))
    km: dict[str, float] = defaultdict(float)
    for line in lines:
        km[":".join(sorted((line.left, line.right)))] += km_of(line.points)
    return Imported(dict(sorted(km.items())), accuracy, tuple(read.problems))


def _near(areas: dict[str, list[list[Points]]], shared: list[SharedLine], gap_km: float) -> list[SharedLine]:
    done = {(line.left, line.right) for line in shared}
    pairs = combinations(sorted(areas), 2) if gap_km > 0 else ()
    return [line for a, b in pairs if (a, b) not in done for line in near_lines((a, areas[a]), (b, areas[b]), gap_km)]


def _provenance(files: Sequence[Path], accuracy_km: float, source: str, licence: str) -> dict[str, Any]:
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return {"data": source, "licence": licence, "sha256": digests, "accuracy_km": accuracy_km}


class _Reading:
    """Areas by country and lines with their sides, out of any number of files."""

    def __init__(self, code: str | None) -> None:
        self._codes = (code,) if code else CODES
        self.areas: dict[str, list[list[Points]]] = defaultdict(list)
        self.lines: list[BorderLine] = []
        self.problems: list[str] = []

    def take(self, path: Path) -> None:
        """Takes the features of a file; what cannot be used is a problem in words."""
        n_bare: dict[str, int] = defaultdict(int)
        for nth, (properties, kind, coordinates) in enumerate(_features(path), start=1):
            parts = coordinates if kind.startswith("Multi") else [coordinates]
            try:
                if kind.endswith("Polygon"):
                    country = self._country(properties)
                    if country is None:
                        n_bare["areas without a country"] += 1
                        continue
                    polygons = [[_ring(ring) for ring in part] for part in parts if part]
                    if polygons:
                        self.areas[country] += polygons
                elif kind.endswith("LineString"):
                    n_bare["lines without the countries on their sides"] += not self._line(properties, parts)
            except (TypeError, ValueError, IndexError) as error:
                self.problems.append(f"{path}, feature {nth}: {error}")
        self.problems += [f"{path}: {n:,} {what}: left out" for what, n in n_bare.items() if n]

    def _country(self, properties: dict[str, Any]) -> str | None:
        told = (properties.get(name) for name in self._codes)
        return next((found for value in told if isinstance(value, str) and (found := find_country(value))), None)

    def _line(self, properties: dict[str, Any], parts: list[Any]) -> bool:
        for names in SIDES:
            left, right = (find_country(str(properties.get(name) or "")) for name in names)
            if left and right and left != right:
                status = "Disputed" if properties.get("disputed") in ("yes", True) else UNDISPUTED
                self.lines += [BorderLine(left, right, status, _points(part, 2)) for part in parts]
                return True
        return False


def _ring(coordinates: Any) -> Points:
    ring = _points(coordinates, 4)
    if not np.array_equal(ring[0], ring[-1]):
        raise ValueError("a ring of an area does not end where it begins")
    return ring


def _points(coordinates: Any, least: int) -> Points:
    points = np.array([(lat, lon) for lon, lat, *_ in coordinates], float)
    if len(points) < least:
        raise ValueError(f"{len(points)} points, at least {least} are needed")
    wrong = ~((np.abs(points[:, 0]) <= 90) & (np.abs(points[:, 1]) <= 180))
    if wrong.any():
        lat, lon = points[wrong][0].tolist()
        raise ValueError(f"latitude {lat}, longitude {lon} is no place on earth: GeoJSON has the longitude first")
    return points


def _features(path: Path) -> Iterator[tuple[dict[str, Any], str, Any]]:
    """Properties, kind of geometry and coordinates of each feature."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise BadInputError(f"{path}: is larger than {LARGEST_BYTES:,} bytes: cut it to the countries", str(path))
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}", str(path)) from error
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"{path}: is not GeoJSON ({error})", str(path)) from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list):
        raise BadInputError(f"{path}: is no FeatureCollection: borders need the properties of features", str(path))
    for feature in features:
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if isinstance(geometry, dict) and isinstance(geometry.get("coordinates"), list):
            yield feature.get("properties") or {}, str(geometry.get("type")), geometry["coordinates"]
