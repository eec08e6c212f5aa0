import numpy as np

from vedette.geo.zones import ZoneChecker
from vedette.model.watch import Watch
from vedette.model.zone import Zone
from vedette.run.preselect import may_matter
from vedette.store.event_columns import EventColumns


def _events(lat: np.ndarray, lon: np.ndarray, radius_km: np.ndarray) -> EventColumns:
    n = len(lat)
    day = np.full(n, np.datetime64("2025-03-01"))
    words = [np.full(n, word) for word in ("ASSAULT", "carried_out", "asserted")]
    return EventColumns(
        np.arange(n), np.arange(n), *words, np.zeros(n, bool), day, day, np.full(n, "IQ"), lat, lon, radius_km
    )


def test_every_event_near_a_zone_is_told_however_often_its_place_is_named() -> None:
    rng = np.random.default_rng(8)
    named = rng.integers(0, 60, 500)
    lat, lon = rng.uniform(30, 37, 60)[named], rng.uniform(42, 49, 60)[named]
    radius = rng.choice([0.0, 5.0, 80.0, np.nan], 60)[named]
    lat[:3] = np.nan
    zones = (
        Zone("site", "Site", "point", 0, 20, points=((33.3, 44.4),)),
        Zone("border", "Border", "border", 0, 40, border=("IR", "IQ"), side="IQ"),
    )
    told = may_matter(_events(lat, lon, radius), Watch("w", "w", "", zones, ()))
    inside = [ZoneChecker(zone).check(lat, lon, radius)[1] > 0.2 for zone in zones]
    assert told[inside[0] | inside[1]].all() and not told[:3].any() and 0 < told.sum() < 497
    for place in range(60):
        assert len(set(told[3:][named[3:] == place].tolist())) <= 1
