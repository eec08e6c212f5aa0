"""Many places at once: which site an event most likely is near."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from vedette.errors import GeometryError
from vedette.geo.cores import over_parts
from vedette.geo.ellipsoid import to_ecef
from vedette.geo.imprecision import CIRCLE_95, P_INSIDE, P_OUTSIDE
from vedette.geo.shape_chance import chance_of_shape
from vedette.geo.wgs84 import Floats
from vedette.geo.zones import ZoneChecker
from vedette.model.place_shape import PlaceShape
from vedette.model.zone import Zone

#: Sigmas beyond which a place is taken not to be, as in `geo/imprecision.py`, and km that an arc is longer than its
#: chord at most where sites are still told apart.
_REACH, _SLACK_KM = 4.5, 1.0
#: Events that may lie farther off than this from where they are told, km, are looked for apart: those few would widen
#: the search for all others.
_WIDE_KM = 50.0

_GEOD = Geod(ellps="WGS84")


class SiteChecker:
    """Holds events against zones around places, and tells the one with the highest chance.

    A tree of the events gives those that a site can reach; each site is held against its own alone, so that memory
    stays that of the events however many sites overlap. Where no site is near, the nearest one is told.
    """

    def __init__(self, sites: Sequence[Zone]) -> None:
        if not sites or any(site.kind != "point" for site in sites):
            raise GeometryError("sites are zones around places, at least one")
        self.sites = sites
        self._checkers = [ZoneChecker(site) for site in sites]
        self._lat, self._lon = np.array([site.points[0] for site in sites]).T
        self._ecef = to_ecef(self._lat, self._lon)
        self._tree = _tree(self._ecef)
        self._names = [site.name for site in sites]

    def measure(
        self, lat: Floats, lon: Floats, radius_km: Floats
    ) -> tuple[Floats, Floats, NDArray[np.int8], list[str | None]]:
        """Distance to that site, chance of being in its zone, number of the state, and the site's name.

        Args:
            lat: Degrees; NaN where the place is not known.
            lon: Degrees.
            radius_km: Of the circle that holds the true place with probability .95.
        """
        known = np.flatnonzero(np.isfinite(lat))
        distance, p = np.full(lat.shape, np.nan), np.full(lat.shape, np.nan)
        site = np.full(lat.shape, -1)
        if known.size:
            distance[known], p[known], site[known] = self._measure_known(lat[known], lon[known], radius_km[known])
        state = np.where(site >= 0, 1 + (p > P_OUTSIDE) + (p >= P_INSIDE), 0).astype(np.int8)
        return distance, p, state, [None if nth < 0 else self._names[nth] for nth in site.tolist()]

    def measure_shape(self, shape: PlaceShape) -> tuple[float, float, str]:
        """Distance and chance of a place with a shape at the site where it has the highest chance, and the site's name.

        Raises:
            GeometryError: The shape cannot be resolved.
        """
        stood = [chance_of_shape(checker, shape) for checker in self._checkers]
        best = min(range(len(stood)), key=lambda nth: (-stood[nth][1], stood[nth][0]))
        return (*stood[best], self._names[best])

    def _measure_known(self, lat: Floats, lon: Floats, radius: Floats) -> tuple[Floats, Floats, NDArray[np.int64]]:
        ecef = to_ecef(lat, lon)
        distance, p, site = np.full(lat.shape, np.inf), np.zeros(lat.shape), np.full(lat.shape, -1)
        spread = radius / CIRCLE_95 * _REACH
        for group in (np.flatnonzero(spread <= _WIDE_KM), np.flatnonzero(spread > _WIDE_KM)):
            if not group.size:
                continue
            tree, widest = _tree(ecef[:, group]), float(spread[group].max())
            for nth, checker in enumerate(self._checkers):
                accuracy = self.sites[nth].line_accuracy_km or 0.0
                far = self.sites[nth].outer_km + accuracy / CIRCLE_95 * _REACH + _SLACK_KM
                some = group[tree.query_ball_point(self._ecef[:, nth], far + widest)]
                if not some.size:
                    continue
                km, chance, _ = checker.measure(lat[some], lon[some], radius[some])
                better = (chance > p[some]) | ((chance == p[some]) & (chance > 0) & (km < distance[some]))
                chosen = some[better]
                distance[chosen], p[chosen], site[chosen] = km[better], chance[better], nth
        alone = np.flatnonzero(site < 0)

        def find_nearest(part: slice) -> None:
            some = alone[part]
            site[some] = nearest = self._tree.query(ecef[:, some].T)[1]
            metres = _GEOD.inv(lon[some], lat[some], self._lon[nearest], self._lat[nearest])[2]
            distance[some] = np.asarray(metres) / 1000

        over_parts(alone.size, find_nearest)
        return distance, p, site


def _tree(ecef: Floats) -> Any:
    # Here, since scipy.spatial takes a third of a second to import, and few runs have sites.
    from scipy.spatial import cKDTree

    # Neither balanced nor compact: built twice as fast.
    return cKDTree(ecef.T, balanced_tree=False, compact_nodes=False)
