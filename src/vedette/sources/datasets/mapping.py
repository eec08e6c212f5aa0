"""A mapping file: which column of a table is what, for datasets that Vedette does not know."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vedette.errors import BadInputError, UsageError
from vedette.model.event import Stage
from vedette.vocab.load import load_table

#: What a column may be.
COLUMNS = (
    *("id", "date", "date_end", "lat", "lon", "radius_km", "place", "admin1", "country", "kind", "killed", "injured"),
    *("perpetrator", "target", "published", "title", "url", "source"),
)


@dataclass(frozen=True, slots=True)
class RowMapping:
    """What the columns of a table are."""

    #: Name that its reports bear as their source.
    dataset: str
    #: What → column; `COLUMNS` are the names of what.
    columns: Mapping[str, str]
    #: Value of the kind column → kind, mode and stage; `*` stands for every other value.
    kinds: Mapping[str, Mapping[str, str]]
    #: Further columns whose words are kept.
    shown: tuple[str, ...] = ()
    #: Columns about persons: dropped and counted.
    persons: tuple[str, ...] = ()
    #: What the licence forbids, in words; None: nothing.
    rights: str | None = None


def load_mapping(path: Path) -> RowMapping:
    """The mapping in a TOML file.

    Raises:
        UsageError: It cannot be opened.
        BadInputError: It is no mapping; says which entry.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}", str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(f"{path}: not valid TOML: {error}", str(path)) from error
    unknown = set(found) - {"dataset", "rights", "columns", "kinds", "shown", "persons"}
    if unknown:
        raise BadInputError(f"{path}: there is no {min(unknown)!r} in a mapping", str(path))
    if not isinstance(found.get("dataset"), str):
        raise BadInputError(f'{path}: dataset = "NAME" is missing', str(path))
    if not isinstance(found.get("rights", ""), str):
        raise BadInputError(f"{path}: rights = {found['rights']!r}: say in words what is forbidden", str(path))
    return RowMapping(
        dataset=found["dataset"],
        columns=_columns(found.get("columns", {}), path),
        kinds=read_kinds(found.get("kinds", {}), path),
        shown=tuple(found.get("shown", ())),
        persons=tuple(found.get("persons", ())),
        rights=found.get("rights"),
    )


def _columns(table: Mapping[str, Any], path: Path) -> dict[str, str]:
    for what, column in table.items():
        if what not in COLUMNS or not isinstance(column, str):
            message = f"{path}: columns: {what} = {column!r}: it is one of {', '.join(COLUMNS)}, each a column's name"
            raise BadInputError(message, str(path))
    if "date" not in table:
        raise BadInputError(f"{path}: columns: date is missing", str(path))
    return dict(table)


def read_kinds(table: Mapping[str, Any], path: Path) -> dict[str, dict[str, str]]:
    """The kinds of a mapping, held against the codebook.

    Raises:
        BadInputError: A kind, mode or stage that there is not.
    """
    codebook = load_table("codebook")["kinds"]
    for value, meant in table.items():
        kind = codebook.get(meant.get("kind")) if isinstance(meant, Mapping) else None
        if kind is None:
            raise BadInputError(f"{path}: kinds: {value!r}: kind must be one of {', '.join(codebook)}", str(path))
        modes = {**kind.get("modes", {}), **kind.get("own_modes", {})}
        if "mode" in meant and meant["mode"] not in modes:
            raise BadInputError(f"{path}: kinds: {value!r}: {meant['kind']} has no mode {meant['mode']!r}", str(path))
        if "stage" in meant and meant["stage"] not in set(Stage):
            raise BadInputError(f"{path}: kinds: {value!r}: there is no stage {meant['stage']!r}", str(path))
    return {value: dict(meant) for value, meant in table.items()}
