"""Geodesy, borders, gazetteer and zones; `from vedette.geo import Zone` is the way in for programs."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vedette.geo.zone_api import Zone

__all__ = ["Zone"]


def __getattr__(name: str) -> Any:
    # Late, for the sake of whoever needs the gazetteer alone: scipy and pyproj take a third of a second.
    if name == "Zone":
        from vedette.geo.zone_api import Zone

        return Zone
    raise AttributeError(name)
