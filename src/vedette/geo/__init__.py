"""Geodesy, borders, gazetteer and zones; `from vedette.geo import Zone, ZoneSet` is the way in for programs."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vedette.geo.zone_api import Zone
    from vedette.geo.zone_set import ZoneSet

__all__ = ["Zone", "ZoneSet"]


def __getattr__(name: str) -> Any:
    # Late, for the sake of whoever needs the gazetteer alone: scipy and pyproj take a third of a second.
    if name == "Zone":
        from vedette.geo.zone_api import Zone

        return Zone
    if name == "ZoneSet":
        from vedette.geo.zone_set import ZoneSet

        return ZoneSet
    raise AttributeError(name)
