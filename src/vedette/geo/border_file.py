"""Files of border lines: what ships, and what `vedette zone import-borders` makes."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.errors import BadInputError, OutputError, UsageError

#: Vertices are stored as whole numbers of this many degrees (0.06 mm).
GRID_DEGREES = 1e-9
#: Class of a stretch that nobody disputes; with ", in water" where it runs there.
UNDISPUTED = "International boundary"
#: Class of a line that is a border in the eyes of some state alone, and is drawn by no one else.
CLAIMED_ONLY = "Claimed only"


@dataclass(frozen=True)
class BorderLine:
    """One stretch of a border."""

    #: ISO codes of the country on each side, "" where ISO has none.
    left: str
    right: str
    #: Natural Earth's class: "International boundary", "Disputed", "Line of control", "Indefinite", …; "…, in water".
    status: str
    #: Rows of latitude and longitude, degrees.
    points: NDArray[np.float64]
    #: ISO code of a state → the class that it gives the stretch, where that is another.
    claims: tuple[tuple[str, str], ...] = ()

    def turned(self) -> "BorderLine":
        """The same stretch the other way round."""
        return BorderLine(self.right, self.left, self.status, self.points[::-1], self.claims)

    @property
    def is_disputed(self) -> bool:
        """Whether its class is another than that of an agreed border."""
        return not self.status.startswith(UNDISPUTED)


@dataclass(frozen=True)
class BorderFile:
    """The lines of a file, and where they come from."""

    lines: tuple[BorderLine, ...]
    #: Data set, licence, source files with their SHA-256, `accuracy_km` of an imported one.
    provenance: dict[str, Any]

    @property
    def views(self) -> tuple[str, ...]:
        """The states whose view of the lines is known, by ISO code."""
        return tuple(sorted({country for line in self.lines for country, _ in line.claims}))


def write_borders(path: Path, lines: Sequence[BorderLine], provenance: dict[str, Any]) -> None:
    """Writes a file of border lines, whole or not at all.

    Raises:
        OutputError: It could not be written.
    """
    grid = np.round(np.concatenate([line.points[:, ::-1] for line in lines]) / GRID_DEGREES).astype(np.int64)
    states = sorted({state for line in lines for state, _ in line.claims})
    classes = sorted({class_ for line in lines for _, class_ in line.claims})
    claims = np.full((len(lines), len(states)), -1, np.int8)
    for row, line in enumerate(lines):
        for state, class_ in line.claims:
            claims[row, states.index(state)] = classes.index(class_)
    arrays = {
        # Differences from vertex to vertex compress to half of the vertices themselves.
        "steps": np.diff(grid, axis=0, prepend=np.zeros((1, 2), np.int64)).T.copy(),
        "n_points": np.array([len(line.points) for line in lines], np.int32),
        "left": np.array([line.left for line in lines], "U2"),
        "right": np.array([line.right for line in lines], "U2"),
        "status": np.array([line.status for line in lines]),
        "states": np.array(states, "U2"),
        "classes": np.array(classes, "U40"),
        "claims": claims,
        "provenance": np.array(json.dumps(provenance)),
    }
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputError(f"{path}: could not be written: {error}", str(path)) from error


def read_borders(path: Path) -> BorderFile:
    """The lines of a file; read once as long as it does not change.

    Raises:
        UsageError: There is no such file.
        BadInputError: It is no file of border lines.
    """
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}", str(path)) from error
    return _read(path, changed)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> BorderFile:
    try:
        with np.load(path, allow_pickle=False) as packed:
            if isinstance(packed, np.ndarray):
                raise ValueError("an array of numbers")
            arrays = {name: packed[name] for name in packed.files}
        provenance: dict[str, Any] = json.loads(str(arrays["provenance"]))
        return BorderFile(_lines(arrays), provenance)
    except (OSError, ValueError, KeyError, AttributeError, IndexError, TypeError, zipfile.BadZipFile) as error:
        message = f"{path}: not a file of border lines that `vedette zone import-borders` made ({error})"
        raise BadInputError(message, str(path)) from error


def _lines(arrays: dict[str, Any]) -> tuple[BorderLine, ...]:
    states, classes = arrays["states"].tolist(), arrays["classes"].tolist()
    claims = [
        tuple((states[at], classes[row[at]]) for at in np.flatnonzero(row >= 0).tolist()) for row in arrays["claims"]
    ]
    lon_lat = np.cumsum(arrays["steps"], axis=1) * GRID_DEGREES
    points = np.split(lon_lat[::-1].T, np.cumsum(arrays["n_points"])[:-1])
    left, right, status = (arrays[name].tolist() for name in ("left", "right", "status"))
    return tuple(BorderLine(*line) for line in zip(left, right, status, points, claims, strict=True))
