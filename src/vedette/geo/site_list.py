"""Sites from a CSV file: a zone each."""

import csv
import math
import re
from pathlib import Path

from vedette.errors import BadInputError, UsageError
from vedette.model.zone import Zone

#: The most that a file may have: bytes, and rows.
LARGEST_BYTES, MOST_SITES = 20_000_000, 20_000
#: Kilometres: no zone reaches farther.
_FARTHEST_KM = 2000.0


def read_sites(path: Path, default_km: float | None = None, prefix: str = "") -> tuple[Zone, ...]:
    """A zone around each site of a CSV file with columns `name`, `lat`, `lon`, `km`.

    One bad row refuses the file: a site that is silently not watched is worse than a message.

    Args:
        path: The file.
        default_km: How far out where `km` is empty or missing; None: every row must tell.
        prefix: Put before the ids of the zones.

    Raises:
        UsageError: There is no such file.
        BadInputError: A row is no site, a name stands twice, or the file is too large; names file and line.
    """
    rows, columns = _rows(path)
    for name in ("name", "lat", "lon", *(() if default_km is not None else ("km",))):
        if name not in columns:
            raise BadInputError(
                f"{path}: column {name} missing: name, lat, lon and km are needed, there are {', '.join(columns)}",
                str(path),
            )
    sites: dict[str, Zone] = {}
    for line, row in rows:
        site = _site(path, line, row, default_km, prefix)
        if site.id in sites:
            raise BadInputError(f"{path}, line {line}: a site {site.name!r} stands there already", str(path))
        sites[site.id] = site
    if not sites:
        raise BadInputError(f"{path}: there is no site in it", str(path))
    return tuple(sites.values())


def _rows(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise BadInputError(f"{path}: is larger than {LARGEST_BYTES:,} bytes", str(path))
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            mark = max(",;\t", key=head.count)
            columns = [name.strip().lower() for name in next(csv.reader([head], delimiter=mark), [])]
            reader = csv.reader(file, delimiter=mark)
            rows = []
            for cells in reader:
                line = reader.line_num + 1
                if any(cell.strip() for cell in cells):
                    if len(cells) != len(columns):
                        raise BadInputError(
                            f"{path}, line {line}: {len(cells)} cells under {len(columns)} columns", str(path)
                        )
                    rows.append((line, dict(zip(columns, cells, strict=True))))
                if len(rows) > MOST_SITES:
                    raise BadInputError(f"{path}: more than {MOST_SITES:,} sites", str(path))
            return rows, columns
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}", str(path)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInputError(f"{path}: cannot be read as CSV in UTF-8: {error}", str(path)) from error


def _site(path: Path, line: int, row: dict[str, str], default_km: float | None, prefix: str) -> Zone:
    def refuse(what: str) -> BadInputError:
        return BadInputError(f"{path}, line {line}: {what}", str(path))

    name = row["name"].strip()
    if not name:
        raise refuse("name is empty")
    numbers = []
    for key, default in (("lat", None), ("lon", None), ("km", default_km)):
        cell = row.get(key, "").strip()
        if not cell and default is None:
            raise refuse("km is empty, and no out_to_km is given" if key == "km" else f"{key} is empty")
        try:
            numbers.append(float(cell) if cell else float(default or 0))
        except ValueError as error:
            raise refuse(f"{key} {cell[:40]!r} is no number") from error
    lat, lon, km = numbers
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        swapped = ": probably latitude and longitude are swapped" if abs(lon) <= 90 < abs(lat) <= 180 else ""
        raise refuse(f"latitude {lat}, longitude {lon} is no place on earth{swapped}")
    if not (math.isfinite(km) and 0 < km <= _FARTHEST_KM):
        raise refuse(f"km {km} is no distance from above 0 to {_FARTHEST_KM:.0f}")
    return Zone(prefix + re.sub(r"\W+", "-", name.lower()).strip("-"), name, "point", 0.0, km, points=((lat, lon),))
