"""The frame of the map: what is in view, and how degrees become kilometres on it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vedette.model.zone import Point

#: Kilometres of a degree of latitude on the mean sphere (radius 6371.0088 km): good to 0.6 %, less than a stroke.
KM_A_DEGREE = 111.195
#: Corners of a circle on the map.
_CORNERS = 40
#: Kilometres: the smallest width and height of a map.
_LEAST_KM = 60.0
#: Degrees of longitude that no single side of a ring is long: a longer one crosses the far side of the globe.
_SEAM_DEGREES = 150.0


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map in its own kilometres; x grows eastwards, y southwards."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Frame:
    """An equirectangular map, true to scale along its middle latitude."""

    lat: float
    lon: float

    def xy(self, point: Point) -> tuple[float, float]:
        """Kilometres east and south of the middle."""
        east = (point[1] - self.lon + 180) % 360 - 180
        return east * KM_A_DEGREE * self.squeeze, (self.lat - point[0]) * KM_A_DEGREE

    def degrees(self, box: Box) -> tuple[float, float, float, float]:
        """Least and greatest latitude, west and east longitude (east may pass 180) of a box."""
        lat_max = min(90.0, self.lat - box.y / KM_A_DEGREE)
        lat_min = max(-90.0, self.lat - (box.y + box.height) / KM_A_DEGREE)
        west = self.lon + max(-180.0, box.x / KM_A_DEGREE / self.squeeze)
        east = self.lon + min(180.0, (box.x + box.width) / KM_A_DEGREE / self.squeeze)
        return lat_min, lat_max, west, east

    @property
    def squeeze(self) -> float:
        """How much shorter a degree of longitude is than one of latitude."""
        return max(0.1, math.cos(math.radians(self.lat)))


def frame_around(points: Sequence[Point]) -> Frame:
    """The frame whose middle is that of the points, the shorter way around the globe."""
    if not points:
        return Frame(0.0, 0.0)
    lats = [lat for lat, _ in points]
    west, width = _arc([lon for _, lon in points])
    return Frame((min(lats) + max(lats)) / 2, (west + width / 2 + 180) % 360 - 180)


def _arc(lons: Sequence[float]) -> tuple[float, float]:
    """West end and width of the shortest arc that holds all longitudes."""
    around = sorted(set(lons))
    gaps = [(after - before, after) for before, after in zip(around, [*around[1:], around[0] + 360], strict=True)]
    gap, east_of_gap = max(gaps)
    return east_of_gap, 360 - gap


def box_around(xys: Iterable[tuple[float, float]], pad: float = 0.08) -> Box:
    """The box that holds all points, with a margin of `pad` of its size, and no smaller than a map can be."""
    held = list(xys) or [(0.0, 0.0)]
    left, right = min(x for x, _ in held), max(x for x, _ in held)
    top, bottom = min(y for _, y in held), max(y for _, y in held)
    width, height = max(_LEAST_KM, (right - left) * (1 + 2 * pad)), max(_LEAST_KM, (bottom - top) * (1 + 2 * pad))
    return Box((left + right - width) / 2, (top + bottom - height) / 2, width, height)


def shaped(box: Box, ratio: float) -> Box:
    """The box grown about its middle until width : height is `ratio`."""
    width, height = max(box.width, box.height * ratio), max(box.height, box.width / ratio)
    return Box(box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height)


def grown(box: Box, share: float) -> Box:
    """The box with a share of its size more on each side."""
    x, y = box.width * share, box.height * share
    return Box(box.x - x, box.y - y, box.width + 2 * x, box.height + 2 * y)


def circle(middle: Point, radius_km: float) -> list[Point]:
    """The corners of a circle on the sphere, as it truly lies."""
    lat, lon = map(math.radians, middle)
    far = min(radius_km / KM_A_DEGREE * math.pi / 180, math.pi / 2)
    found = []
    for n in range(_CORNERS):
        bearing = 2 * math.pi * n / _CORNERS
        lat2 = math.asin(math.sin(lat) * math.cos(far) + math.cos(lat) * math.sin(far) * math.cos(bearing))
        east = math.sin(bearing) * math.sin(far) * math.cos(lat)
        lon2 = lon + math.atan2(east, math.cos(far) - math.sin(lat) * math.sin(lat2))
        found.append((math.degrees(lat2), math.degrees(lon2)))
    return found


def path(frame: Frame, points: Iterable[Point], step: float) -> str:
    """The `d` of a closed SVG path, in relative steps; points nearer than `step` km to the last are left out.

    A ring smaller than two steps draws nothing. Where a ring crosses the far side of the globe, it is cut there.
    """
    unit = 0.1 if step >= 0.1 else 0.001
    kept: list[tuple[int, int]] = []
    least = step / unit
    for point in points:
        x, y = (round(km / unit) for km in frame.xy(point))
        if not kept or abs(x - kept[-1][0]) >= least or abs(y - kept[-1][1]) >= least:
            kept.append((x, y))
    if len(kept) < 3:
        return ""
    seam = _SEAM_DEGREES * KM_A_DEGREE * frame.squeeze / unit
    digits = 1 if unit == 0.1 else 3
    parts = [f"M{_number(kept[0][0] * unit, digits)} {_number(kept[0][1] * unit, digits)}"]
    cut = False
    for before, after in pairwise(kept):
        dx, dy = (after[n] - before[n] for n in (0, 1))
        cut = cut or abs(dx) > seam
        gap = "" if dy < 0 else " "
        parts.append(f"{'m' if abs(dx) > seam else 'l'}{_number(dx * unit, digits)}{gap}{_number(dy * unit, digits)}")
    return "".join(parts) + ("" if cut else "z")


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")
