"""Whether a chance of .7 holds seven times in ten: places known exactly, blurred, and held against border zones."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pyproj import Geod

from benchmarks.job import Figures, Job
from benchmarks.plot import Axis, Line, line_plot
from benchmarks.zones_calibration_told import print_told, told_by_others
from benchmarks.zones_calibration_units import Pairs, density_gains, hold_against, read_unit_places, share_within
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
#: Borders are those of countries with so many places.
_FEWEST_OF_COUNTRY = 30
#: A country counts by itself from so many pairs called outside.
_FEWEST_SAID = 50
#: Zones whose edge lies nearer to the blurred middle than so many radii are in doubt, and scored.
_IN_DOUBT = 1.5
#: Places blurred to a district: each has a middle of its own, and a fine grid of distances.
_N_DISTRICT = 1500
_BINS = np.linspace(0, 1, 11)
#: Scores that are also told by event and for the countries held out.
_MAIN = ("n_pairs", "brier", "false_inside", "false_outside")


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

    Two blurs: the middle of a disc of a district's size that holds the place anywhere, evenly; and the first-level unit
    that the place is said to lie in, told by its shape and by its disc. The share of towns in a shape was fitted on
    the first, third, … of the larger countries by code; figures `held_out` are of the others. A place that many events
    share counts once, in `by_event` as often as it has events.
    """
    files = [job.data] if job.data.is_file() else sorted(job.data.rglob("ucdp_ged/*.parquet"))
    if not files:
        raise UsageError(f"no ucdp_ged/*.parquet below {job.data}: name the folder or file with --data")
    places = _read(files)
    figures: Figures = {"n_places": len(places.lat)}
    # Wide places ask for millions of distances.
    with fast.using("numba") as there, fast.using("numba" if there else "numpy"):
        blurred = _by_district(places)
        p, middle_inside, truth = _held_against_zones(places, blurred)
        shapes = _shapes_against_zones(files, places.countries, figures)
    figures |= {f"district_{key}": value for key, value in _scores(p, truth, middle_inside).items()}
    drawn = [Line("as said", [(0, 0), (1, 1)], dashed=True), _line("district", p, truth)]
    held_out = ~np.isin(shapes.country, sorted(_fitted_on(places.countries)))
    for name, said in (("disc", shapes.disc), ("shape", shapes.shape)):
        figures |= {
            f"province_{name}_{key}": value for key, value in _scores(said, shapes.truth, shapes.middle).items()
        }
        for part, scores in (
            ("by_event", _scores(said, shapes.truth, shapes.middle, shapes.n_events)),
            ("held_out", _scores(said[held_out], shapes.truth[held_out], shapes.middle[held_out])),
        ):
            figures |= {f"province_{name}_{part}_{key}": scores[key] for key in _MAIN}
        figures[f"province_{name}_false_outside_in_the_worst_country"] = _worst(said, shapes)
        drawn.append(_line(f"province by {name}", said, shapes.truth))
    print_told(told_by_others(files), figures)
    marks = tuple((share / 5, f"{share / 5:.1f}") for share in range(6))
    picture = line_plot("Chance said and share that held", Axis("p_inside", marks), Axis("share inside", marks), drawn)
    out = job.out or Path("docs/zones-calibration.svg")
    out.write_text(picture, encoding="utf-8")
    return figures


def _worst(said: Floats, shapes: Pairs) -> float:
    """The largest share inside of what was called outside, of the countries where that was said often enough."""
    found = []
    for country in sorted(set(shapes.country.tolist())):
        outside = (shapes.country == country) & (said <= 0.05)
        if outside.sum() >= _FEWEST_SAID:
            found.append((float(shapes.truth[outside].mean()), country))
            print(f"{country}: {found[-1][0]:.3f} of {outside.sum()} called outside were inside")
    return round(max(found)[0], 4) if found else 0.0


def _line(name: str, p: Floats, truth: Floats) -> Line:
    """The reliability table, printed and as a line."""
    table = _reliability(p, truth)
    print(f"{name}: {len(p)} pairs in doubt")
    print(f"{'said':>8}{'held':>8}{'pairs':>8}")
    for said, held, n in table:
        print(f"{said:8.3f}{held:8.3f}{n:8d}")
    return Line(name, [(said, held) for said, held, _ in table])


def _fitted_on(countries: frozenset[str]) -> frozenset[str]:
    """The countries on which the share of towns was fitted: every other one by code."""
    return frozenset(sorted(countries)[::2])


def _shapes_against_zones(files: list[Path], countries: frozenset[str], figures: Figures) -> Pairs:
    units, n_unknown = read_unit_places(files)
    figures |= {"n_units": len(units), "n_places_in_no_known_unit": n_unknown}
    figures["places_within_the_shape_of_their_unit"] = round(share_within(units), 4)
    gains = density_gains([one for one in units if one.entry.country in countries], _fitted_on(countries))
    print(f"share of towns, power of people: log density over even land, fitted on {sorted(_fitted_on(countries))}")
    for (share, power), (fitted, held_out) in gains.items():
        print(f"{share:8.2f}{power:8.2f}{fitted:8.3f}{held_out:8.3f}")
    best = max(gains, key=lambda key: gains[key][0])
    figures |= {"best_share_of_towns": best[0], "best_power_of_people": best[1]}
    figures["log_density_gain_held_out"] = round(gains[best][1], 3)
    pairs = sorted({tuple(sorted((one, other))) for one in countries for other in neighbours_of(one)})
    parts = [
        hold_against(
            units,
            [Zone(f"{a}-{b}", f"{a}-{b}", "border", 0, km, line_accuracy_km=0.0, border=(a, b)) for a, b in pairs],
            _IN_DOUBT,
        )
        for km in ZONES_KM
    ]
    return Pairs(**{key: np.concatenate([getattr(part, key) for part in parts]) for key in Pairs.__annotations__})


def _read(files: list[Path]) -> _Places:
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


def _scores(p: Floats, truth: Floats, middle_inside: Floats, weight: Floats | None = None) -> Figures:
    weight = np.ones(len(p)) if weight is None else weight
    base = float(np.average((np.average(truth, weights=weight) - truth) ** 2, weights=weight))
    off = [(said - held, n) for said, held, n in _reliability(p, truth)]
    sure_in, sure_out = p >= 0.95, p <= 0.05
    found: Figures = {
        "n_pairs": len(p),
        "brier": round(float(np.average((p - truth) ** 2, weights=weight)), 4),
        "brier_of_the_middle_as_a_point": round(float(np.average((middle_inside - truth) ** 2, weights=weight)), 4),
        "brier_of_the_base_rate": round(base, 4),
        "calibration_error": round(sum(abs(gap) * n for gap, n in off) / len(p), 4),
    }
    for name, sure, wrong in (("inside", sure_in, 1 - truth), ("outside", sure_out, truth)):
        share = round(float(np.average(wrong[sure], weights=weight[sure])), 4) if sure.any() else None
        found |= {f"n_said_{name}": int(sure.sum()), f"false_{name}": share}
    return found


def _reliability(p: Floats, truth: Floats) -> list[tuple[float, float, int]]:
    """Mean chance said, share that held, and how many, for each tenth that has any."""
    tenth = np.minimum(np.digitize(p, _BINS) - 1, 9)
    return [
        (float(p[tenth == nth].mean()), float(truth[tenth == nth].mean()), int((tenth == nth).sum()))
        for nth in range(10)
        if (tenth == nth).any()
    ]
