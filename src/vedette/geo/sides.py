"""On which side of a border a place lies.

Close to the line the line itself tells, by the direction of its nearest piece: it is drawn ten times finer than any
outline that could be shipped. Farther off, and beyond the line's ends, the country that the place lies in tells: a
place in a third country is on neither side, and the far part of a country that lies in two pieces is on its own side.
At sea, where no country is, the line tells again, going straight on beyond its ends.
"""

import numpy as np
from numpy.typing import NDArray

from vedette.geo.distance import Nearest
from vedette.geo.ellipsoid import to_lat_lon
from vedette.geo.outlines import OUTLINE_ERROR_KM, countries_at
from vedette.geo.wgs84 import Floats

#: Up to here the line tells, km: beyond, outline and line cannot contradict each other by their errors.
_BY_LINE_KM = 2 * OUTLINE_ERROR_KM


def across_border(
    nearest: Nearest, ecef: Floats, border: tuple[str, str], side: str, reach_km: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """Kilometres into the side (negative on the other one), and whether the place is on either side at all.

    Args:
        nearest: How the places stand to the line, the first country on its left.
        ecef: The places, `(3, n)` km.
        border: The two countries.
        side: One of them.
        reach_km: Places farther off than this are told by the line alone.
    """
    ours = 1.0 if side == border[0] else -1.0
    sign = np.where(nearest.side == 0, 1.0, nearest.side * ours)
    on_either = np.ones(sign.shape, bool)
    by_country = np.flatnonzero(
        (nearest.distance_km <= reach_km) & ((nearest.distance_km > _BY_LINE_KM) | nearest.beyond_end)
    )
    if by_country.size:
        countries = countries_at(*to_lat_lon(ecef[:, by_country]))
        other = border[1] if side == border[0] else border[0]
        sign[by_country[countries == side]] = 1.0
        sign[by_country[countries == other]] = -1.0
        on_either[by_country] = np.isin(countries, [*border, ""])
    return nearest.distance_km * sign, on_either
