"""Events that mattered to a user, from a CSV file: what a rehearsal is held against."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from vedette.errors import BadInputError
from vedette.model.zone import Zone

#: Kilometres around the place of an event within which an alert is about it, where the file does not say.
RADIUS_KM = 25.0
_COLUMNS = {"date", "lat", "lon", "radius_km", "zone", "name"}


@dataclass(frozen=True, slots=True)
class Mattered:
    """Something that the watch should have told of."""

    name: str
    on: date
    #: Degrees; None where a zone is named instead.
    lat: float | None = None
    lon: float | None = None
    radius_km: float = RADIUS_KM
    #: Id of the watch's zone it was in, None where a place is given.
    zone_id: str | None = None


def read_mattered(text: str, zones: Iterable[Zone], about: str) -> tuple[Mattered, ...]:
    """The events of a CSV text with the columns date, name, and lat and lon (radius_km) or zone.

    Args:
        text: The CSV.
        zones: Of the watch; the file names them by id or name.
        about: Its path, for messages.

    Raises:
        BadInputError: A row cannot be understood; the message names its line.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    named = set(rows.fieldnames or ())
    if "date" not in named or not ({"lat", "lon"} <= named or "zone" in named):
        raise BadInputError(f"{about}: needs the columns date, name, and lat and lon (radius_km), or zone", about)
    if named - _COLUMNS:
        raise BadInputError(f"{about}: columns that are not known: {', '.join(sorted(named - _COLUMNS))}", about)
    ids = {name.casefold(): zone.id for zone in zones for name in (zone.name, zone.id)}
    return tuple(_mattered(row, ids, f"{about}: line {rows.line_num}") for row in rows)


def _mattered(row: Mapping[str, str | None], ids: Mapping[str, str], about: str) -> Mattered:
    given = {key: (value or "").strip() for key, value in row.items() if key is not None}
    try:
        on = date.fromisoformat(given["date"])
        lat, lon, radius = (float(given[key]) if given.get(key) else None for key in ("lat", "lon", "radius_km"))
    except ValueError as error:
        raise BadInputError(f"{about}: {error}", about) from error
    zone = given.get("zone") or None
    if zone is not None and zone.casefold() not in ids:
        raise BadInputError(f"{about}: the watch has no zone {zone!r}", about)
    if (lat is None) != (lon is None) or (lat is None and zone is None):
        raise BadInputError(f"{about}: give lat and lon, or a zone", about)
    if lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadInputError(f"{about}: {lat}, {lon} is no place on earth", about)
    zone_id = ids[zone.casefold()] if zone is not None and lat is None else None
    return Mattered(given.get("name") or given["date"], on, lat, lon, radius or RADIUS_KM, zone_id)
