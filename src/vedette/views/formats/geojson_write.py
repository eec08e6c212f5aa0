"""GeoJSON (RFC 7946): a FeatureCollection, or one feature a line."""

import json
import math
from typing import IO, Any

from vedette.views.formats.batch import EventBatch, Found, with_found

#: Digits of the fields that are added: a millimetre.
_DIGITS = 6


class GeoJsonWriter:
    """Writes features as they come."""

    def __init__(self, file: IO[str], *, sequence: bool = False) -> None:
        self._file, self._sequence, self._begun = file, sequence, False
        if not sequence:
            file.write('{"type": "FeatureCollection", "features": [')

    def write(self, batch: EventBatch, found: Found) -> None:
        names, rows = with_found(batch, found)
        kept = batch.geometry[1] if batch.geometry and batch.geometry[0] == "geojson" else None
        rounded = [nth for nth, name in enumerate(names) if name in ("distance_km", "p_inside")]
        points = zip(found.lat.tolist(), found.lon.tolist(), found.usable.tolist(), strict=True)
        for nth, (row, (lat, lon, usable)) in enumerate(zip(rows, points, strict=True)):
            for at in rounded:
                row[at] = None if row[at] is None else round(row[at], _DIGITS)
            geometry = {"type": "Point", "coordinates": [lon, lat]} if usable else None
            if kept is not None:
                geometry = kept[nth]
            self._feature(dict(zip(names, row, strict=True)), geometry)

    def _feature(self, properties: dict[str, Any], geometry: Any) -> None:
        feature = {"type": "Feature", "geometry": geometry, "properties": properties}
        try:
            text = json.dumps(feature, ensure_ascii=False, default=str, allow_nan=False)
        except ValueError:
            text = json.dumps(_finite(feature), ensure_ascii=False, default=str)
        if self._sequence:
            self._file.write(text + "\n")
        else:
            self._file.write((",\n" if self._begun else "\n") + text)
        self._begun = True

    def finish(self) -> None:
        if not self._sequence:
            self._file.write("\n]}\n")


def _finite(value: Any) -> Any:
    """The same with null for NaN and infinities, which JSON does not have."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    return [_finite(part) for part in value] if isinstance(value, list) else value
