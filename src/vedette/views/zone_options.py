"""The options that say what a zone is, and the zone that they make."""

import math
from pathlib import Path
from typing import Annotated, Any

import typer

from vedette.errors import UsageError
from vedette.geo.borders import find_border, left_out
from vedette.geo.geojson import read_area, read_lines
from vedette.geo.own_borders import SETTING, with_borders
from vedette.geo.shared_edges import km_of
from vedette.model.zone import Zone

Border = Annotated[str | None, typer.Option(metavar="IR:IQ", help="A border between two countries (ISO).")]
Around = Annotated[str | None, typer.Option(metavar="LAT,LON", help="A place.")]
Line = Annotated[Path | None, typer.Option(metavar="FILE.geojson", help="A line, such as a route.")]
AreaFile = Annotated[Path | None, typer.Option(metavar="FILE.geojson", help="An area; out to 0 km by default.")]
OutToKm = Annotated[float | None, typer.Option(metavar="KM", help="Where the zone ends.")]
FromKm = Annotated[float, typer.Option(metavar="KM", help="Where the zone begins.")]
Side = Annotated[str | None, typer.Option(metavar="IQ", help="Only this country's side of the border.")]
Accuracy = Annotated[
    float | None, typer.Option(metavar="KM", help="95 % half-width of the line; 0: exact; default: the data's own.")
]
View = Annotated[
    str | None,
    typer.Option(metavar="VIEW", help="Of the border: de_facto (by default), or claimed:IN for that state's own maps."),
]
BordersFile = Annotated[
    Path | None,
    typer.Option(
        "--borders", metavar="FILE", help=f"Lines made by zone import-borders; else {SETTING}, else those that ship."
    ),
]


def make_zone(
    border: str | None,
    around: str | None,
    line: Path | None,
    area: Path | None,
    out_to_km: float | None,
    from_km: float,
    side: str | None,
    accuracy_km: float | None,
    view: str | None = None,
    borders: Path | None = None,
) -> Zone:
    """The zone that the options tell.

    Raises:
        UsageError: They contradict one another, or leave something open.
        GeometryError: The file of a line or an area is none; the lines have no such border or view.
    """
    n_given = sum(given is not None for given in (border, around, line, area))
    if n_given != 1:
        raise UsageError(
            f"give exactly one of --border, --around, --line and --area (or, to check, --sites), not {n_given}"
        )
    if side is not None and border is None:
        raise UsageError("--side belongs to --border: the other zones have no sides")
    for option, given in (("--view", view), ("--borders", borders)):
        if given is not None and border is None:
            raise UsageError(f"{option} belongs to --border: the other zones lie along no border")
    if out_to_km is None:
        if area is None or from_km > 0:
            raise UsageError("--out-to-km is missing: say how far out the zone goes, such as --out-to-km 40")
        out_to_km = 0.0
    check_distances(out_to_km, from_km, accuracy_km)
    limits: Any = {"inner_km": from_km, "outer_km": out_to_km, "line_accuracy_km": accuracy_km}
    if border is not None:
        one, other = _two_countries(border)
        ours = side.strip().upper() if side else None
        if ours not in (None, one, other):
            raise UsageError(f"--side {side}: must be {one} or {other}")
        zone = Zone("zone", border, "border", border=(one, other), side=ours, view=view, **limits)
        return with_borders(zone, borders)
    if around is not None:
        return Zone("zone", around, "point", points=(_place(around),), **limits)
    if line is not None:
        return Zone("zone", line.stem, "line", rings=(read_lines(line),), **limits)
    assert area is not None
    return Zone("zone", area.stem, "area", rings=read_area(area), **limits)


def check_distances(out_to_km: float | None, from_km: float, accuracy_km: float | None) -> None:
    """Nothing where the distances of a zone are distances.

    Raises:
        UsageError: One is negative or no number, or the zone would end before it begins.
    """
    for option, value in (("--out-to-km", out_to_km), ("--from-km", from_km), ("--line-accuracy-km", accuracy_km)):
        if value is not None and not (math.isfinite(value) and value >= 0):
            raise UsageError(f"{option} {value}: give kilometres from 0 up")
    if out_to_km is not None and from_km > out_to_km:
        raise UsageError(f"--from-km {from_km} lies beyond --out-to-km {out_to_km}")


def _two_countries(border: str) -> tuple[str, str]:
    codes = tuple(code.strip().upper() for code in border.split(":"))
    if len(codes) != 2 or not all(codes):
        raise UsageError(f"--border {border}: give two ISO 3166-1 alpha-2 codes with a colon, such as IR:IQ")
    return codes[0], codes[1]


def _place(around: str) -> tuple[float, float]:
    try:
        lat, lon = (float(part) for part in around.split(","))
    except ValueError as error:
        raise UsageError(f"--around {around}: give latitude and longitude in degrees, such as 33.31,44.37") from error
    if problem := place_problem(lat, lon):
        raise UsageError(f"--around {around}: {problem}")
    return lat, lon


def place_problem(lat: float, lon: float) -> str | None:
    """What is wrong with a place, None if nothing is."""
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return f"lat {lat}, lon {lon} is no place"
    if abs(lat) > 90:
        swapped = ": probably latitude and longitude are swapped" if abs(lon) <= 90 and abs(lat) <= 180 else ""
        return f"latitude {lat} is outside -90 to 90{swapped}"
    if abs(lon) > 180:
        return f"longitude {lon} is outside -180 to 180"
    return None


def border_notes(zone: Zone) -> list[str]:
    """What there is to say of a zone's border: stretches that are disputed, and those that its view leaves out."""
    if zone.border is None or zone.rings:
        return []
    notes, name = [], ":".join(zone.border)
    km: dict[str, float] = {}
    for line in find_border(*zone.border, zone.view):
        if line.is_disputed:
            km[line.status] = km.get(line.status, 0.0) + km_of(line.points)
    if km:
        told = ", ".join(f"{value:,.0f} km {class_}" for class_, value in sorted(km.items()))
        notes.append(f"the border {name} is disputed in parts: {told}; line_status tells where events are near those")
    without = sum(km_of(line.points) for line in left_out(*zone.border, zone.view))
    if without:
        notes.append(
            f"the view {zone.view} leaves out {without:,.0f} km of the line between those who hold the ground; where "
            "it sees a border instead is not in the data, so that places there are not held against it"
        )
    return notes
