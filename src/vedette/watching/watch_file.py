"""Reads a watch from TOML; what is wrong is said with its line."""

import json
import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from vedette.calendars.rules import read_rules
from vedette.errors import BadInputError, GeometryError, UsageError, VocabularyError
from vedette.model.event import Stage
from vedette.model.ids import content_id
from vedette.model.occasion import OccasionRule
from vedette.model.watch import Thresholds, Watch, ZoneDistance
from vedette.model.zone import Zone
from vedette.vocab.groups import groups_by_id
from vedette.vocab.occasion_entries import load_occasion_entries
from vedette.watching.toml_lines import line_of
from vedette.watching.zone_files import FILE_KEYS, digest, read_zone_file

#: Authority and source of an occasion that a watch defines.
_ITSELF = "the watch itself"
#: Key of a zone's geometry → its kind.
_KINDS: dict[str, Literal["border", "point", "line", "area"]] = {
    "border": "border",
    "around": "point",
    "line": "line",
    "area": "area",
}


def load_watch(path: Path) -> Watch:
    """The watch in a TOML file.

    Raises:
        UsageError: The file cannot be opened.
        BadInputError: It is not a watch; the message names file, line and what to do.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}", str(path)) from error
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path}: not valid UTF-8", str(path)) from error
    return parse_watch(text, str(path), path.parent)


def parse_watch(text: str, about: str, folder: Path | None = None) -> Watch:
    """The watch in a TOML text.

    Args:
        text: The TOML.
        about: Its path, for messages.
        folder: Where the files that it names are looked for; None: it may name none.

    Raises:
        BadInputError: It is not a watch; the message names file, line and what to do.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(f"{about}: not valid TOML: {error}", about) from error
    worst = best_match(_validator().iter_errors(found))
    if worst is not None:
        raise _bad(text, about, list(worst.absolute_path), _words(worst))
    occasions = tuple(_occasion(row, text, about, number) for number, row in enumerate(found.get("occasions", [])))
    head = found["watch"]
    for group in head.get("groups", ()):
        if group not in groups_by_id():
            raise _bad(text, about, ["watch", "groups"], f"there is no group {group!r} in the vocabulary")
    zones, distances = _zones(found.get("zones", []), text, about, folder)
    # What a watch is depends on the files that it names.
    named = [row[key] for row in found.get("zones", []) for key in FILE_KEYS if key in row]
    return Watch(
        id=content_id("watch", text, *(digest((folder or Path()) / name) for name in named)),
        name=head["name"],
        description=head.get("description", ""),
        zones=zones,
        occasions=occasions,
        kinds=tuple(head.get("kinds", ())),
        stages=tuple(Stage(stage) for stage in head.get("stages", ())),
        groups=tuple(head.get("groups", ())),
        thresholds=Thresholds(**found.get("thresholds", {})),
        distances=distances,
    )


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(watch_schema())


def watch_schema() -> dict[str, Any]:
    """The JSON Schema of a watch, as it ships."""
    text = (files("vedette.watching") / "watch.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _zones(
    rows: list[dict[str, Any]], text: str, about: str, folder: Path | None
) -> tuple[tuple[Zone, ...], tuple[ZoneDistance, ...]]:
    zones: dict[str, Zone] = {}
    distances: list[ZoneDistance] = []
    for number, row in enumerate(rows):
        for zone in _zones_of(row, text, about, number, folder):
            if zone.id in zones:
                message = f"there is another zone with the id {zone.id!r} (made from its name, if none is given)"
                raise _bad(text, about, ["zones", number, "id" if "id" in row else "name"], message)
            zones[zone.id] = zone
            distances += (
                _distance(entry, zone, text, about, [number, n]) for n, entry in enumerate(row.get("distances", []))
            )
    return tuple(zones.values()), tuple(distances)


def _zones_of(row: dict[str, Any], text: str, about: str, number: int, folder: Path | None) -> tuple[Zone, ...]:
    """The zone that a row tells, or those in the file that it names."""
    key = next((key for key in FILE_KEYS if key in row), None)
    if key is None:
        return (_zone(row, text, about, number),)
    if folder is None:
        raise _bad(text, about, ["zones", number, key], f"{key}: this watch may name no files")
    if "side" in row:
        raise _bad(text, about, ["zones", number, "side"], f"side belongs to border: {key} has no countries")
    if "from_km" in row and row["from_km"] >= row.get("out_to_km", 0):
        raise _bad(text, about, ["zones", number, "from_km"], "out_to_km must be greater than from_km")
    try:
        zones = read_zone_file(key, folder / row[key], _frame(row, "line"))
    except (UsageError, BadInputError, GeometryError) as error:
        raise _bad(text, about, ["zones", number, key], error.message) from error
    if any(zone.kind != "area" and zone.outer_km <= zone.inner_km for zone in zones):
        raise _bad(text, about, ["zones", number, "out_to_km"], "out_to_km must be greater than from_km")
    return zones


def _frame(row: dict[str, Any], kind: Literal["border", "point", "line", "area"]) -> Zone:
    """What a row says of a zone apart from its shape."""
    return Zone(
        id=row.get("id") or re.sub(r"\W+", "-", row["name"].lower()).strip("-"),
        name=row["name"],
        kind=kind,
        inner_km=float(row.get("from_km", 0)),
        outer_km=float(row.get("out_to_km", 0)),
        side=row.get("side"),
        line_accuracy_km=row.get("line_accuracy_km"),
    )


def _distance(row: dict[str, Any], zone: Zone, text: str, about: str, at: list[int]) -> ZoneDistance:
    out_to_km = float(row["out_to_km"])
    if out_to_km <= zone.inner_km and (zone.kind != "area" or out_to_km < zone.inner_km):
        message = f"out_to_km must be greater than the zone's from_km ({zone.inner_km:g})"
        raise _bad(text, about, ["zones", at[0], "distances", at[1], "out_to_km"], message)
    return ZoneDistance(zone.id, out_to_km, tuple(row.get("kinds", ())), row.get("killed"), tuple(row.get("names", ())))


def _zone(row: dict[str, Any], text: str, about: str, number: int) -> Zone:
    from_km, out_to_km = float(row.get("from_km", 0)), float(row.get("out_to_km", 0))
    where: list[str | int] = ["zones", number]
    if "area" not in row and out_to_km <= from_km:
        raise _bad(text, about, [*where, "out_to_km"], "out_to_km must be greater than from_km")
    if "side" in row and row["side"] not in row.get("border", ()):
        raise _bad(text, about, [*where, "side"], f"side {row['side']} is not one of the border's two countries")
    kind = next(key for key in _KINDS if key in row)
    zone = _frame(row, _KINDS[kind])
    if kind == "border":
        return replace(zone, border=tuple(row["border"]))
    points = tuple((float(lat), float(lon)) for lat, lon in ([row["around"]] if kind == "around" else row[kind]))
    return replace(zone, rings=((points,),)) if kind == "area" else replace(zone, points=points)


def _occasion(row: dict[str, Any], text: str, about: str, number: int) -> OccasionRule:
    entries, authorities = load_occasion_entries()
    known = entries.get(row["id"])
    own = {key: value for key, value in row.items() if key != "id"}
    try:
        base = known if known and "calendar" not in own else {"authority": _ITSELF, "source": _ITSELF}
        entry = {**base, **own}
        return read_rules({row["id"]: entry}, authorities)[row["id"]]
    except VocabularyError as error:
        message = error.message.split(": ", 1)[-1]
        message += "" if known else f"; the vocabulary (vedette occasion rules) has no {row['id']!r}"
        raise _bad(text, about, ["occasions", number, "id"], message) from error


def _words(error: ValidationError) -> str:
    """What a schema error means to somebody who writes a watch."""
    name = str(error.absolute_path[-1]) if error.absolute_path else "the file"
    if error.validator == "oneOf":
        return "a zone needs exactly one of border, around, line, area, sites, file and border_file"
    if error.validator == "anyOf":
        return "a distance needs at least one of kinds, killed and names; for all other events the zone's own holds"
    if error.validator == "required":
        return f"{error.message.replace(' is a required property', ' is missing')}"
    return f"{name}: {error.message}"


def _bad(text: str, about: str, path: list[str | int], words: str) -> BadInputError:
    return BadInputError(f"{about}: line {line_of(text, path)}: {words}", about)
