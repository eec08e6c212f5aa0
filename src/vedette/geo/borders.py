"""Borders between countries: Natural Earth's boundary lines, or those of a file that the user imported."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from vedette.errors import GeometryError
from vedette.geo.border_file import CLAIMED_ONLY, BorderFile, BorderLine, read_borders

#: 95 % half-width of the lines, km: on Iran–Iraq they lie 1.6–2.0 km off OpenStreetMap.
BORDER_ACCURACY_KM = 2.0
#: The view that holds where none is said: who holds the ground.
DE_FACTO = "de_facto"
#: How a view begins that is a state's own: `claimed:IN`.
CLAIMED = "claimed:"
#: Classes that say "no border of states here".
_NO_BORDER = {"Unrecognized", "Admin-1 boundary", "Map unit boundary"}


def find_border(
    one: str, other: str, view: str | None = None, borders: BorderFile | None = None
) -> tuple[BorderLine, ...]:
    """The stretches of the land border between two countries, each with `one` on its left.

    Disputed stretches and lines of control are among them: `status` tells. In a state's own view the status is the one
    that it gives a stretch, and what it takes for no border is left out; see `left_out`.

    Args:
        one: ISO 3166-1 alpha-2 code (XK for Kosovo).
        other: The other country's.
        view: `de_facto` (None means the same): who holds the ground; `claimed:IN`: as that state draws its maps.
        borders: Lines of the user's own instead of Natural Earth's.

    Raises:
        GeometryError: An unknown country or view, or two countries without a common land border; says which.
    """
    one, other = one.strip().upper(), other.strip().upper()
    held = borders or shipped_borders()
    stretches = _between(one, other, held)
    if not stretches:
        raise _no_border(one, other, held)
    kept = [seen for line in stretches if (seen := _seen_by(line, check_view(view, held))) is not None]
    if not kept:
        message = f"in the view {view or DE_FACTO} {one} and {other} have no common land border"
        raise GeometryError(message, f"{one}:{other}")
    return tuple(kept)


def left_out(one: str, other: str, view: str | None) -> tuple[BorderLine, ...]:
    """The stretches of the de facto border that a view takes for none.

    Where it sees the border instead is not known: the lines have no claims that nobody holds.
    """
    state = check_view(view, shipped_borders())
    lines = [line for line in _between(one.upper(), other.upper(), shipped_borders()) if line.status != CLAIMED_ONLY]
    return tuple(line for line in lines if _seen_by(line, state) is None)


def check_view(view: str | None, borders: BorderFile) -> str | None:
    """ISO code of the state whose view it is, None for the de facto one.

    Raises:
        GeometryError: It is no view that the lines have.
    """
    if view in (None, DE_FACTO):
        return None
    assert view is not None
    state = view.removeprefix(CLAIMED).upper()
    if not view.startswith(CLAIMED) or state not in borders.views:
        known = ", ".join(borders.views)
        told = f"{DE_FACTO}, or {CLAIMED} and one of {known}" if known else f"these lines know {DE_FACTO} alone"
        raise GeometryError(f"view {view!r}: {told}", view)
    return state


def neighbours_of(country: str, borders: BorderFile | None = None) -> frozenset[str]:
    """ISO codes of the countries that have a land border with this one."""
    lines = (borders or shipped_borders()).lines
    pairs = [
        {line.left, line.right} for line in lines if country in (line.left, line.right) and line.status != CLAIMED_ONLY
    ]
    return frozenset(set().union(*pairs) - {country, ""})


def provenance() -> dict[str, Any]:
    """Where the lines come from: data set, file, its SHA-256."""
    return shipped_borders().provenance


@cache
def shipped_borders() -> BorderFile:
    """Natural Earth's lines, as they ship."""
    # An installed package is a folder: its data can be opened as files.
    return read_borders(Path(str(files("vedette.geo") / "data" / "borders.npz")))


def _between(one: str, other: str, borders: BorderFile) -> list[BorderLine]:
    pair = {one, other}
    return [
        line if line.left == one else line.turned()
        for line in borders.lines
        if {line.left, line.right} == pair and len(pair) > 1
    ]


def _seen_by(line: BorderLine, state: str | None) -> BorderLine | None:
    """The stretch with the class that a state (None: nobody in particular) gives it; None where it is no border."""
    class_ = dict(line.claims).get(state or "", line.status)
    base = class_.split(",")[0]
    if base == CLAIMED_ONLY or (state is not None and base in _NO_BORDER):
        return None
    return BorderLine(line.left, line.right, class_, line.points, line.claims)


def _no_border(one: str, other: str, borders: BorderFile) -> GeometryError:
    known = {code for line in borders.lines for code in (line.left, line.right)} - {""}
    for code in (one, other):
        if code not in known:
            return GeometryError(
                f"no land border of a country {code!r} is known: give ISO 3166-1 alpha-2 codes, such as IR:IQ", code
            )
    if one == other:
        return GeometryError(f"a border needs two countries, not {one} twice", one)
    neighbours = ", ".join(sorted(neighbours_of(one, borders))) or "no country"
    return GeometryError(
        f"{one} and {other} have no common land border; {one} borders on {neighbours}", f"{one}:{other}"
    )
