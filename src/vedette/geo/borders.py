"""Borders between countries: Natural Earth's boundary lines."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.errors import GeometryError

#: 95 % half-width of the lines, km: on Iran–Iraq they lie 1.6–2.0 km off OpenStreetMap.
BORDER_ACCURACY_KM = 2.0


@dataclass(frozen=True)
class BorderLine:
    """One stretch of a border."""

    #: ISO codes of the country on each side, "" where ISO has none.
    left: str
    right: str
    #: Natural Earth's class: "International boundary", "Disputed", "Line of control", "Indefinite", …; "…, in water".
    status: str
    #: Rows of latitude and longitude, degrees.
    points: NDArray[np.float64]

    def turned(self) -> "BorderLine":
        """The same stretch the other way round."""
        return BorderLine(self.right, self.left, self.status, self.points[::-1])


def find_border(one: str, other: str) -> tuple[BorderLine, ...]:
    """The stretches of the land border between two countries, each with `one` on its left.

    Disputed stretches and lines of control are among them: `status` tells.

    Args:
        one: ISO 3166-1 alpha-2 code (XK for Kosovo).
        other: The other country's.

    Raises:
        GeometryError: An unknown country, or two without a common land border; says which.
    """
    one, other = one.strip().upper(), other.strip().upper()
    lines = _lines()
    known = {code for line in lines for code in (line.left, line.right)} - {""}
    for code in (one, other):
        if code not in known:
            raise GeometryError(
                f"no land border of a country {code!r} is known: give ISO 3166-1 alpha-2 codes, such as IR:IQ", code
            )
    if one == other:
        raise GeometryError(f"a border needs two countries, not {one} twice", one)
    stretches = [
        line if line.left == one else line.turned() for line in lines if {line.left, line.right} == {one, other}
    ]
    if not stretches:
        neighbours = ", ".join(sorted(neighbours_of(one))) or "no country"
        raise GeometryError(
            f"{one} and {other} have no common land border; {one} borders on {neighbours}", f"{one}:{other}"
        )
    return tuple(stretches)


def neighbours_of(country: str) -> frozenset[str]:
    """ISO codes of the countries that have a land border with this one."""
    pairs = [{line.left, line.right} for line in _lines() if country in (line.left, line.right)]
    return frozenset(set().union(*pairs) - {country, ""})


def provenance() -> dict[str, Any]:
    """Where the lines come from: data set, file, its SHA-256."""
    with _packed() as packed:
        found: dict[str, Any] = json.loads(str(packed["provenance"]))
    return found


@cache
def _lines() -> tuple[BorderLine, ...]:
    with _packed() as packed:
        steps, n_points = packed["steps"], packed["n_points"]
        left, right, status = packed["left"].tolist(), packed["right"].tolist(), packed["status"].tolist()
    lon_lat = np.cumsum(steps, axis=1) * 1e-9
    points = np.split(lon_lat[::-1].T, np.cumsum(n_points)[:-1])
    return tuple(BorderLine(*line) for line in zip(left, right, status, points, strict=True))


def _packed() -> Any:
    # An installed package is a folder: its data can be opened as files.
    path = files("vedette.geo") / "data" / "borders.npz"
    return np.load(str(path), allow_pickle=False)
