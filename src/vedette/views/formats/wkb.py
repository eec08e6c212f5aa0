"""Points in well-known binary (OGC 06-103r4), one by one and as arrays; the GeoPackage's header around them."""

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: What other geometries are called, by their code.
_NAMES = {2: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon", 7: "collection"}
#: A little-endian point: order, type, longitude, latitude.
_POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("lon", "<f8"), ("lat", "<f8")])
POINT_BYTES = _POINT.itemsize
#: Bytes of the envelope by its code in the GeoPackage header.
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}

#: Latitude, longitude; or what is wrong with the geometry.
PointOrWhy = tuple[float, float] | str


def read_point(data: bytes | None) -> PointOrWhy:
    """Latitude and longitude of a WKB point (ISO or EWKB, any dimension), or what it is instead."""
    if not data:
        return "geometry is empty"
    try:
        return _point_at(data, 0)
    except struct.error:
        return "geometry is cut off"


def _point_at(data: bytes, at: int) -> PointOrWhy:
    order = {0: ">", 1: "<"}.get(data[at]) if at < len(data) else None
    if order is None:
        return "geometry is no well-known binary"
    (code,) = struct.unpack_from(order + "I", data, at + 1)
    start = at + 5 + (4 if code & 0x20000000 else 0)
    kind = (code & 0x0FFFFFFF) % 1000
    if kind == 4 and struct.unpack_from(order + "I", data, start) == (1,):
        return _point_at(data, start + 4) if at == 0 else "geometry is nested"
    if kind != 1:
        return f"geometry is a {_NAMES.get(kind, f'type {kind}')}: only points can be held against a zone"
    lon, lat = struct.unpack_from(order + "dd", data, start)
    return "geometry is empty" if lon != lon or lat != lat else (lat, lon)


def points_as_bytes(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[Any]:
    """WKB of points, one structured row of 21 bytes each."""
    rows = np.zeros(lat.shape, _POINT)
    rows["order"], rows["type"], rows["lon"], rows["lat"] = 1, 1, lon, lat
    return rows


def points_from_bytes(data: Any, n: int, offset: int) -> NDArray[np.float64] | None:
    """Latitudes and longitudes `(2, n)` of 21-byte rows in a buffer, None if one of them is not a plain point."""
    rows = np.frombuffer(data, _POINT, count=n, offset=offset * POINT_BYTES)
    if not ((rows["order"] == 1) & (rows["type"] == 1)).all():
        return None
    return np.stack([rows["lat"], rows["lon"]])


def geopackage_point(lat: float, lon: float) -> bytes:
    """A point with the GeoPackage header: little-endian, no envelope, EPSG:4326."""
    return b"GP\x00\x01" + struct.pack("<i", 4326) + struct.pack("<BIdd", 1, 1, lon, lat)


def read_geopackage_point(data: Any) -> PointOrWhy:
    """Latitude and longitude from a GeoPackage's blob, or what it is instead."""
    if data is None:
        return "geometry is empty"
    if not isinstance(data, bytes) or len(data) < 8 or data[:2] != b"GP":
        return "geometry is no GeoPackage binary"
    flags = data[3]
    envelope = _ENVELOPES.get(flags >> 1 & 7)
    if envelope is None or flags & 0x20:
        return "geometry is of an extended kind"
    return "geometry is empty" if flags & 0x10 else read_point(data[8 + envelope :])
