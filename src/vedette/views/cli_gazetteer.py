"""`vedette gazetteer …`: a gazetteer of one's own, and what a name may be."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from vedette.geo.gazetteer import SETTING, Gazetteer
from vedette.geo.gazetteer_build import build_gazetteer
from vedette.geo.gazetteer_entry import Entry
from vedette.geo.gazetteer_pcodes import import_pcodes
from vedette.views.progress import show_progress

app = typer.Typer(
    help="Build a gazetteer of your own, add P-codes, look up what a name may be.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
GazetteerFile = Annotated[
    Path | None,
    typer.Option("--gazetteer", metavar="FILE", envvar=SETTING, help="A gazetteer; the one that ships by default."),
]
#: Problems named one by one; the rest are counted.
_NAMED = 20


@app.callback()
def _gazetteer() -> None:
    """Build a gazetteer of your own, add P-codes, look up what a name may be."""


def use_gazetteer(path: Path | None) -> None:
    """Makes that gazetteer the one that all look-ups of this run, and of its worker processes, go to."""
    if path is not None:
        os.environ[SETTING] = str(path)
        Gazetteer.open()


@app.command("build")
def build(
    dumps: Annotated[
        list[Path],
        typer.Argument(
            metavar="DUMP...",
            help="allCountries, cities500 or IQ (.txt, .zip, .gz); also alternateNamesV2, admin1CodesASCII.",
        ),
    ],
    out: Annotated[Path, typer.Option("-o", metavar="FILE", help="The gazetteer, whole or not at all.")],
    json_: Annotated[bool, typer.Option("--json", help="Print the counts as one JSON object.")] = False,
) -> None:
    """Build a gazetteer from GeoNames' dump.

    A build that was stopped goes on where it was when run again. Lines that cannot be read are counted, the first is
    named, and the exit status is 1.

    Example: [bold]vedette gazetteer build allCountries.zip admin1CodesASCII.txt -o gazetteer.sqlite[/bold]
    """
    built = build_gazetteer(dumps, out, show_progress)
    if json_:
        print(json.dumps(asdict(built), ensure_ascii=False))
    else:
        again = ", went on from a build that was stopped" if built.resumed else ""
        print(f"{out}: {built.entries:,} places, {built.names:,} names{again}")
    if built.n_bad:
        print(f"vedette: {built.n_bad:,} lines could not be read; the first: {built.first_bad}", file=sys.stderr)
        raise typer.Exit(1)


@app.command("import-pcodes")
def add_pcodes(
    table: Annotated[
        Path,
        typer.Argument(metavar="TABLE.csv", help="Columns ADM1_EN, ADM1_PCODE, ADM2_EN, … and optional center_lat."),
    ],
    out: Annotated[Path, typer.Option("-o", metavar="FILE", help="The gazetteer to add to; made when not there.")],
) -> None:
    """Add the P-codes of a table of administrative units (COD-AB) to a gazetteer.

    Units that the gazetteer knows get their code; others are added where the table gives their middle. Lines that
    cannot be used are named, and the exit status is 1.

    Example: [bold]vedette gazetteer import-pcodes adm2.csv -o gazetteer.sqlite[/bold]
    """
    done = import_pcodes(table, out)
    print(f"{out}: {done.n_matched:,} units known, {done.n_added:,} added")
    for problem in done.problems[:_NAMED]:
        print(f"vedette: {problem}", file=sys.stderr)
    if len(done.problems) > _NAMED:
        print(f"vedette: and {len(done.problems) - _NAMED:,} more", file=sys.stderr)
    if done.problems:
        raise typer.Exit(1)


@app.command("find")
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As written, in any spelling.")],
    gazetteer: GazetteerFile = None,
    json_: Annotated[bool, typer.Option("--json", help="JSON lines, one a place.")] = False,
) -> None:
    """Show what places a name may be; where none has it, those whose name is nearly that.

    Example: [bold]vedette gazetteer find Mosul[/bold]
    """
    held = Gazetteer.open(gazetteer)
    found, exact = held.find(name), True
    if not found:
        found, exact = held.find_like(name), False
    if not exact and found and not json_:
        print(f"vedette: no place is called {name}; nearly so:", file=sys.stderr)
    for entry in found:
        print(json.dumps(_row(entry, held, exact), ensure_ascii=False) if json_ else _line(entry, held))
    if not found:
        print(f"vedette: no place is called {name}, or nearly so", file=sys.stderr)
        raise typer.Exit(1)


def _row(entry: Entry, held: Gazetteer, exact: bool) -> dict[str, object]:
    return entry._asdict() | {"pcodes": held.pcodes(entry), "exact": exact}


def _line(entry: Entry, held: Gazetteer) -> str:
    where = ", ".join(part for part in (entry.admin1, entry.country) if part and part != entry.name)
    told = [f"{entry.name} ({entry.kind}{', ' + where if where else ''})"]
    told.append(f"{entry.lat:.4f}, {entry.lon:.4f} ± {entry.radius_km:g} km")
    if entry.population:
        told.append(f"{entry.population:,} people")
    if entry.geonameid:
        told.append(f"GeoNames {entry.geonameid}")
    told.extend(held.pcodes(entry))
    return "  ".join(told)
