"""Whether a chance of .7 holds seven times in ten: places known exactly, blurred, and held against border zones."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pyproj import Geod
from scipy.spatial import ConvexHull, QhullError

from benchmarks.job import Figures, Job
from benchmarks.plot import Axis, Line, line_plot
from vedette.errors import UsageError
from vedette.geo import fast
from vedette.geo.borders import neighbours_of
from vedette.geo.countries import find_country
from vedette.geo.zone_set import ZoneSet
from vedette.model.zone import Zone

Floats = NDArray[np.float64]

_GEOD = Geod(ellps="WGS84")
#: A district as a disc, km; the true place is anywhere in it, evenly.
DISTRICT_KM = 15.0
#: Zones: so far on both sides of every border of the countries in the data, km.
ZONES_KM = (10.0, 40.0, 100.0)
#: Share of a disc's radius within which an even spread has probability .95.
_EVEN_95 = np.sqrt(0.95)
#: Fewest distinct places from which a province's extent is taken.
_FEWEST = 5
#: Borders are those of countries with so many places.
_FEWEST_OF_COUNTRY = 30
#: Zones whose edge lies nearer to the blurred middle than so many radii are in doubt, and scored.
_IN_DOUBT = 1.5
#: Places blurred to a district: each has a middle of its own, and a fine grid of distances.
_N_DISTRICT = 1500
_BINS = np.linspace(0, 1, 11)


@dataclass(frozen=True)
class _Places:
    """Distinct places that are known exactly."""

    lat: Floats
    lon: Floats
    province: NDArray[np.str_]
    countries: frozenset[str]


@dataclass(frozen=True)
class _Blurred:
    """Where a report would have put the places, with what radius; `chosen` tells which places."""

    lat: Floats
    lon: Floats
    radius: Floats
    chosen: NDArray[np.int64]


def run(job: Job) -> Figures:
    """Brier scores and reliability of `p_inside` on blurred places of UCDP GED.

    Two blurs: the middle of a disc of a district's size that holds the place anywhere, evenly; and the middle of the
    place's province, with the radius of the disc of equal area. Provinces' extents are the convex hulls of their exact
    places. Nothing is fitted, so all rows are used. A place that many events share counts once.
    """
    places = _read(job.data)
    figures: Figures = {"n_places": len(places.lat)}
    drawn = [Line("as said", [(0, 0), (1, 1)], dashed=True)]
    for name, blurred in (("district", _by_district(places)), ("province", _by_province(places))):
        # Wide places ask for millions of distances.
        with fast.using("numba") as there, fast.using("numba" if there else "numpy"):
            p, middle_inside, truth = _held_against_zones(places, blurred)
        figures |= {f"{name}_{key}": value for key, value in _scores(p, middle_inside, truth).items()}
        table = _reliability(p, truth)
        print(f"{name}: radius {np.median(blurred.radius):.0f} km (median), {len(p)} pairs in doubt")
        print(f"{'said':>8}{'held':>8}{'pairs':>8}")
        for said, held, n in table:
            print(f"{said:8.3f}{held:8.3f}{n:8d}")
        drawn.append(Line(name, [(said, held) for said, held, _ in table]))
    marks = tuple((share / 5, f"{share / 5:.1f}") for share in range(6))
    picture = line_plot("Chance said and share that held", Axis("p_inside", marks), Axis("share inside", marks), drawn)
    out = job.out or Path("docs/zones-calibration.svg")
    out.write_text(picture, encoding="utf-8")
    return figures


def _read(data: Path) -> _Places:
    files = [data] if data.is_file() else sorted(data.rglob("ucdp_ged/*.parquet"))
    if not files:
        raise UsageError(f"no ucdp_ged/*.parquet below {data}: name the folder or file with --data")
    found = sorted({row for path in files for row in _exact_places(path)})
    lat, lon, province, country = zip(*found, strict=True)
    countries = frozenset(code for code, n in Counter(country).items() if n >= _FEWEST_OF_COUNTRY)
    return _Places(np.array(lat), np.array(lon), np.array(province), countries)


def _exact_places(path: Path) -> Iterator[tuple[float, float, str, str]]:
    columns = ["where_prec", "latitude", "longitude", "adm_1", "country"]
    for row in pq.read_table(path, columns=columns).to_pylist():
        country = find_country(str(row["country"]).split(" (")[0])
        if row["where_prec"] == 1 and row["adm_1"] and country:
            yield row["latitude"], row["longitude"], f"{country}: {row['adm_1']}", country


def _by_district(places: _Places) -> _Blurred:
    rng = np.random.default_rng(2024)
    chosen = rng.permutation(len(places.lat))[:_N_DISTRICT]
    n = len(chosen)
    metres = 1000 * DISTRICT_KM * np.sqrt(rng.uniform(0, 1, n))
    lon, lat, _ = _GEOD.fwd(places.lon[chosen], places.lat[chosen], rng.uniform(0, 360, n), metres)
    return _Blurred(np.asarray(lat), np.asarray(lon), np.full(n, DISTRICT_KM * _EVEN_95), chosen)


def _by_province(places: _Places) -> _Blurred:
    of: dict[str, list[int]] = defaultdict(list)
    for nth, province in enumerate(places.province.tolist()):
        of[province].append(nth)
    rows: list[tuple[float, float, float, int]] = []
    for members in of.values():
        extent = _extent(places.lat[members], places.lon[members]) if len(members) >= _FEWEST else None
        if extent is not None:
            rows.extend((*extent, nth) for nth in members)
    lat, lon, radius, chosen = (np.array(each) for each in zip(*rows, strict=True))
    return _Blurred(lat, lon, radius, chosen.astype(np.int64))


def _extent(lat: Floats, lon: Floats) -> tuple[float, float, float] | None:
    """Middle of the places' hull and the .95 radius of the disc of its area; None if they lie on a line."""
    scale = 111.2 * np.cos(np.radians(lat.mean()))
    flat = np.column_stack([lon * scale, lat * 111.2])
    try:
        hull = ConvexHull(flat)
    except QhullError:
        return None
    ring = flat[hull.vertices]
    x, y = ring.T
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    middle_x = ((x + np.roll(x, -1)) * cross).sum() / (3 * cross.sum())
    middle_y = ((y + np.roll(y, -1)) * cross).sum() / (3 * cross.sum())
    return float(middle_y / 111.2), float(middle_x / scale), float(np.sqrt(hull.volume / np.pi) * _EVEN_95)


def _held_against_zones(places: _Places, blurred: _Blurred) -> tuple[Floats, Floats, Floats]:
    """Of all places and zones in doubt: the chance said, whether the middle lies inside, whether the place does."""
    pairs = sorted({tuple(sorted((one, other))) for one in places.countries for other in neighbours_of(one)})
    # Many places of one province have the same middle.
    distinct, which = np.unique(np.stack([blurred.lat, blurred.lon, blurred.radius]), axis=1, return_inverse=True)
    lat, lon, radius = distinct
    collected = []
    for km in ZONES_KM:
        zones = [Zone(f"{a}-{b}", f"{a}-{b}", "border", 0, km, line_accuracy_km=0.0, border=(a, b)) for a, b in pairs]
        zone_set = ZoneSet(zones)
        truth = np.zeros((len(blurred.chosen), len(zones)))
        found = zone_set.check(lat, lon, radius)
        p_at, middle_at, doubt_at = np.zeros((3, len(lat), len(zones)))
        p_at[found.point, found.zone] = found.p_inside
        middle_at[found.point, found.zone] = found.distance_km <= km
        doubt_at[found.point, found.zone] = np.abs(found.distance_km - km) < _IN_DOUBT * radius[found.point]
        exact = zone_set.check(places.lat[blurred.chosen], places.lon[blurred.chosen])
        truth[exact.point, exact.zone] = exact.p_inside
        in_doubt = doubt_at[which] > 0
        collected.append((p_at[which][in_doubt], middle_at[which][in_doubt], truth[in_doubt]))
    said, middle, truth = (np.concatenate(each) for each in zip(*collected, strict=True))
    return said, middle, truth


def _scores(p: Floats, middle_inside: Floats, truth: Floats) -> Figures:
    base = float(((truth.mean() - truth) ** 2).mean())
    brier = float(((p - truth) ** 2).mean())
    off = [(said - held, n) for said, held, n in _reliability(p, truth)]
    sure_in, sure_out = p >= 0.95, p <= 0.05
    return {
        "n_pairs": len(p),
        "brier": round(brier, 4),
        "brier_of_the_middle_as_a_point": round(float(((middle_inside - truth) ** 2).mean()), 4),
        "brier_of_the_base_rate": round(base, 4),
        "calibration_error": round(sum(abs(gap) * n for gap, n in off) / len(p), 4),
        "said_inside_and_were": round(float(truth[sure_in].mean()), 4) if sure_in.any() else None,
        "said_outside_and_were": round(float(1 - truth[sure_out].mean()), 4) if sure_out.any() else None,
    }


def _reliability(p: Floats, truth: Floats) -> list[tuple[float, float, int]]:
    """Mean chance said, share that held, and how many, for each tenth that has any."""
    tenth = np.minimum(np.digitize(p, _BINS) - 1, 9)
    return [
        (float(p[tenth == nth].mean()), float(truth[tenth == nth].mean()), int((tenth == nth).sum()))
        for nth in range(10)
        if (tenth == nth).any()
    ]
