"""Places told by others ("15 km north of C", "near the border with D") whose true place is known exactly."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from pyproj import Geod

from benchmarks.job import Figures
from vedette.geo.borders import find_border, neighbours_of
from vedette.geo.countries import find_country, find_demonym
from vedette.geo.distance import DistanceToLine
from vedette.geo.ellipsoid import to_ecef
from vedette.geo.gazetteer import Gazetteer
from vedette.geo.pieces import cut
from vedette.reading.places_relative import distance_pattern, kilometres
from vedette.vocab.load import load_table

_GEOD = Geod(ellps="WGS84")
_NAME = re.compile(r"(?:the )?([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})")
_BORDER = re.compile(r"border(?: (?:area|region|town|crossing|village))? (?:with|of|to) (?:the )?([A-Z]\w+)")
_OF_BORDER = re.compile(r"([A-Z]\w+)[ -]border")
#: A town that lies farther off than so many times what is told is another one of the name.
_ANOTHER = 4.0


@dataclass(frozen=True)
class Told:
    """One such place."""

    country: str
    #: What is told over what is true, for a distance; degrees off, for a direction; km from the line, for a border.
    ratio: float | None = None
    degrees: float | None = None
    km: float | None = None


def told_by_others(files: list[Path]) -> list[Told]:
    """What descriptions of exact places tell of them by others, once a place."""
    found: dict[tuple[float, float, str], Told] = {}
    columns = ["where_prec", "where_description", "latitude", "longitude", "country"]
    for path in files:
        for row in pq.read_table(path, columns=columns).to_pylist():
            country = find_country(str(row["country"]).split(" (")[0])
            if row["where_prec"] == 1 and row["where_description"] and country:
                for key, told in (*_by_distance(row, country), *_by_border(row, country)):
                    found.setdefault((round(row["latitude"], 2), round(row["longitude"], 2), key), told)
    return list(found.values())


def print_told(told: list[Told], figures: Figures) -> None:
    """Prints how often each band of the vocabulary held, in either half of the countries, and adds the figures."""
    table = load_table("relative_places")["uncertainty"]
    bands: dict[str, tuple[str, Callable[[float], bool]]] = {
        "sector_distance": ("ratio", lambda one: table["share_low"] <= one <= table["share_high"]),
        "sector_direction": ("degrees", lambda one: one <= table["bearing_deg"]),
        "border_depth": ("km", lambda one: one <= table["border_km"]),
    }
    codes = sorted({one.country for one in told})
    for name, (key, holds) in bands.items():
        parts: dict[bool, list[bool]] = defaultdict(list)
        for one in told:
            value = getattr(one, key)
            if value is not None:
                parts[codes.index(one.country) % 2 == 0].append(holds(value))
        for fitted, held in sorted(parts.items()):
            part = "fitted" if fitted else "held_out"
            print(f"{name} ({part}): the band of .95 held {np.mean(held):.3f} of {len(held)}")
            figures[f"{name}_held_{part}"] = round(float(np.mean(held)), 3)


def _by_distance(row: dict[str, Any], country: str) -> Iterator[tuple[str, Told]]:
    text, directions = row["where_description"], load_table("relative_places")["directions"]
    for match in distance_pattern().finditer(text):
        rest, told_km = _NAME.match(text, match.end()), kilometres(match["number"], match["unit"])
        name = rest[1] if rest else ""
        towns = [entry for entry in Gazetteer.open_shipped().find(name) if name and entry.country == country]
        towns = [entry for entry in towns if entry.kind == "town"]
        if not towns or not told_km:
            continue
        azimuth, _, metres = _GEOD.inv(towns[0].lon, towns[0].lat, row["longitude"], row["latitude"])
        ratio = metres / 1000 / told_km
        if not 1 / _ANOTHER < ratio < _ANOTHER:
            continue
        bearing = directions.get((match["direction"] or "").lower())
        off = None if bearing is None else abs((azimuth - bearing + 180) % 360 - 180)
        yield towns[0].name, Told(country, ratio, off)


def _by_border(row: dict[str, Any], country: str) -> Iterator[tuple[str, Told]]:
    text = row["where_description"]
    match = _BORDER.search(text) or _OF_BORDER.search(text)
    other = (find_country(match[1]) or find_demonym(match[1])) if match else None
    # "40 km north of the border" tells the distance itself.
    if not other or other not in neighbours_of(country) or re.search(r"\d (?:km|kilomet|mile)", text):
        return
    line = DistanceToLine(cut([stretch.points for stretch in find_border(country, other)]))
    at = to_ecef(np.array([row["latitude"]]), np.array([row["longitude"]]))
    yield f"border {other}", Told(country, km=float(line.measure(at).distance_km[0]))
