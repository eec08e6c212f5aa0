import numpy as np

from vedette.geo.sites import SiteChecker
from vedette.geo.zones import STATES, ZoneChecker
from vedette.model.zone import Zone


def test_the_site_told_is_the_likeliest_then_the_nearest_of_all() -> None:
    rng = np.random.default_rng(12)
    sites = [
        Zone(f"s{nth}", f"Site {nth}", "point", 0.0, km, points=((lat, lon),))
        for nth, (lat, lon, km) in enumerate(
            zip(rng.uniform(30, 36, 40), rng.uniform(42, 50, 40), rng.choice([5.0, 40.0, 300.0], 40), strict=True)
        )
    ]
    lat, lon = rng.uniform(28, 38, 800), rng.uniform(40, 52, 800)
    radius = rng.choice([0.0, 5.0, 60.0, 700.0], 800)
    lat[3], lon[7] = np.nan, lon[7] + 4
    distance, p, state, names = SiteChecker(sites).measure(lat, lon, radius)
    each = [ZoneChecker(site).check(lat, lon, radius) for site in sites]
    km, chance = (np.stack([stood[nth] for stood in each]) for nth in (0, 1))
    # Where no site can hold it, the nearest is told.
    best = np.lexsort((km, -chance), axis=0)[0]
    known = np.flatnonzero(np.isfinite(lat))
    told = np.array([name or "" for name in names])
    assert (told[known] == np.array([f"Site {nth}" for nth in best])[known]).all()
    assert np.abs(distance - km[best, np.arange(800)])[known].max() < 0.05
    assert np.array_equal(p[known], chance[best, np.arange(800)][known])
    assert STATES[state[3]] == "unknown" and names[3] is None and np.isnan(distance[3])
