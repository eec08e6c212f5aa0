"""`vedette zone import-borders`: border lines of the user's own."""

import json
import math
import sys
from pathlib import Path
from typing import Annotated

import typer

from vedette.errors import UsageError
from vedette.geo.border_import import import_borders

#: Problems named one by one; the rest are counted.
_NAMED = 20


def import_borders_command(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE.geojson...",
            help="Areas of countries (geoBoundaries ADM0, OpenStreetMap admin_level=2), or lines with left and right.",
        ),
    ],
    out: Annotated[Path, typer.Option("-o", metavar="FILE", help="The border lines, whole or not at all.")],
    accuracy_km: Annotated[float, typer.Option(metavar="KM", help="95 % half-width of the lines; 0: exact.")],
    source: Annotated[str, typer.Option(metavar="WORDS", help="The data set and its date, kept in the file.")],
    licence: Annotated[
        str, typer.Option(metavar="WORDS", help="Of the data, kept in the file: ODbL 1.0 for OpenStreetMap.")
    ] = "",
    code_property: Annotated[
        str | None, typer.Option(metavar="NAME", help="Property with an area's country; by default the usual ones.")
    ] = None,
    gap_km: Annotated[
        float,
        typer.Option(metavar="KM", help="Take outlines that run this close for one border; 0: only shared edges."),
    ] = 0.0,
    json_: Annotated[bool, typer.Option("--json", help="Print what was made as one JSON object.")] = False,
) -> None:
    """Make border lines of your own from GeoJSON, to be used with --borders or VEDETTE_BORDERS.

    Areas give the edges that two countries share. What cannot be used is named on stderr, and the exit status is 1.

    Example: [bold]vedette zone import-borders osm.geojson -o osm.borders --accuracy-km 0.1 --source OSM[/bold]
    """
    for option, value in (("--accuracy-km", accuracy_km), ("--gap-km", gap_km)):
        if not (math.isfinite(value) and 0 <= value <= 100):
            raise UsageError(f"{option} {value}: give kilometres from 0 to 100")
    if not source.strip():
        raise UsageError("--source is empty: say the data set and its date, such as 'geoBoundaries CGAZ 2025-01'")
    made = import_borders(files, out, accuracy_km, source, licence, code_property, gap_km)
    if json_:
        km = {pair: round(value, 1) for pair, value in made.km.items()}
        print(
            json.dumps({"file": str(out), "accuracy_km": made.accuracy_km, "km": km, "problems": list(made.problems)})
        )
    else:
        for pair, value in made.km.items():
            print(f"{pair}  {value:,.1f} km")
        print(f"{out}: {len(made.km)} borders, accurate to {made.accuracy_km:.3g} km")
    for problem in made.problems[:_NAMED]:
        print(f"vedette: {problem}", file=sys.stderr)
    if len(made.problems) > _NAMED:
        print(f"vedette: and {len(made.problems) - _NAMED} more", file=sys.stderr)
    if made.problems:
        raise typer.Exit(1)
