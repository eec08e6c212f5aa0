"""Reads a watch from TOML; what is wrong is said with its line."""

import json
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from vedette.calendars.rules import read_rules
from vedette.errors import BadInputError, UsageError, VocabularyError
from vedette.model.event import Stage
from vedette.model.ids import content_id
from vedette.model.occasion import OccasionRule
from vedette.model.watch import Thresholds, Watch
from vedette.vocab.groups import groups_by_id
from vedette.vocab.occasion_entries import load_occasion_entries
from vedette.watching.toml_lines import bad_line
from vedette.watching.watch_contacts import MisfitError, read_alert_rules, read_channels, read_feeds, read_settings
from vedette.watching.watch_words import explain
from vedette.watching.watch_zones import read_zones
from vedette.watching.zone_files import FILE_KEYS, digest

#: Authority and source of an occasion that a watch defines.
_ITSELF = "the watch itself"


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
        raise bad_line(text, about, *explain(worst))
    occasions = tuple(_occasion(row, text, about, number) for number, row in enumerate(found.get("occasions", [])))
    head = found["watch"]
    for group in head.get("groups", ()):
        if group not in groups_by_id():
            raise bad_line(text, about, ["watch", "groups"], f"there is no group {group!r} in the vocabulary")
    zones, distances = read_zones(found.get("zones", []), text, about, folder)
    # What a watch is depends on the files that it names.
    named = [row[key] for row in found.get("zones", []) for key in (*FILE_KEYS, "borders") if key in row]
    watch = Watch(
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
    try:
        return _with_alerting(watch, found, folder)
    except MisfitError as error:
        raise bad_line(text, about, error.path, error.words) from error


def _with_alerting(watch: Watch, found: dict[str, Any], folder: Path | None) -> Watch:
    """The watch with its feeds, its channels and how its alerts are told."""
    channels = read_channels(found.get("channels", ()), folder)
    settings = read_settings(found.get("alerts", {}))
    for number, one in enumerate(channels):
        if one.escalation_only and settings.escalate_after_seconds is None:
            words = "nothing is escalated, so that nothing would ever go there: set escalate_after in [alerts]"
            raise MisfitError(["channels", number, "escalation_only"], words)
    occasions, ids = {one.id for one in watch.occasions}, {one.id for one in channels}
    return replace(
        watch,
        feeds=read_feeds(found.get("feeds", ()), folder),
        channels=channels,
        alerts=settings,
        rules=read_alert_rules(found.get("rules", ()), watch.zones, occasions, ids),
    )


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(watch_schema())


def watch_schema() -> dict[str, Any]:
    """The JSON Schema of a watch, as it ships."""
    text = (files("vedette.watching") / "watch.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


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
        raise bad_line(text, about, ["occasions", number, "id"], message) from error
