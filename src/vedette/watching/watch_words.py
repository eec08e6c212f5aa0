"""What is wrong in a watch, in words for somebody who writes one."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from jsonschema.exceptions import ValidationError

#: Patterns of the schema, by what a value must be.
_SHAPES = {
    r"^([01]\d|2[0-3]):[0-5]\d$": 'a time of day, such as "22:00"',
    r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$": "one line of text",
    r"^[0-2]\d:[0-5]\d$": 'a time of day, such as "22:00"',
    r"^\d+ ?[smhd]$": 'a duration: a number and s, m, h or d, such as "15m"',
    r"^[A-Z]{2}$": 'a country\'s code of two capital letters, such as "IQ"',
    r"^([A-Za-z_][A-Za-z0-9_]*|file:.+)$": "the name of an environment variable, or file: and a path; no secret itself",
    r"^(de_facto|claimed:[A-Z]{2})$": 'a view: "de_facto", or claimed: and a country, such as "claimed:IN"',
    r"^\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?$": 'a day, such as "2026-09-04", or two with a stroke between them',
}
_TYPES = {
    "string": "text in quotation marks",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list in square brackets",
    "object": "a table",
}
_BOUNDS = {"minimum": "at least", "maximum": "at most", "exclusiveMinimum": "more than"}


def unknown_key(name: str, known: Iterable[str]) -> str:
    """That a key is none of those that are known, with the likeliest.

    >>> unknown_key("evry", ["every", "name"])
    "there is no setting 'evry' here: did you mean 'every'? Known are every, name"
    """
    known = sorted(known)
    near = get_close_matches(name, known, 1)
    guess = f"did you mean {near[0]!r}? Known are" if near else "known are"
    return f"there is no setting {name!r} here: {guess} {', '.join(known)}"


def explain(error: ValidationError) -> tuple[list[str | int], str]:
    """Where in the watch an error of its schema lies, and what it means."""
    path = list(error.absolute_path)
    # Typed as what may be unset, or no mapping: an error that a schema gave has both.
    schema: Any = error.schema
    if error.validator == "additionalProperties" and schema["additionalProperties"] is False:
        known = schema["properties"]
        given: Any = error.instance
        name = next(key for key in given if key not in known)
        return [*path, name], unknown_key(name, known)
    return path, _words(error)


def _words(error: ValidationError) -> str:
    path = error.absolute_path
    keys = [str(step) for step in path if isinstance(step, str)]
    name = keys[-1] if keys else "the file"
    if error.validator == "oneOf" and "feeds" in path:
        return "a feed needs exactly one of url and path"
    if error.validator == "oneOf":
        return "a zone needs exactly one of border, around, line, area, sites, file and border_file"
    if error.validator == "anyOf":
        return "a distance needs at least one of kinds, killed and names; for all other events the zone's own holds"
    if error.validator == "required":
        return f"{error.message.replace(' is a required property', ' is missing')}"
    if error.validator == "not" and "channels" in path:
        return "a channel's secret never stands in the watch: name a variable or file that holds it with secret_from"
    return f"{name}: {_misfit(error)}"


def _misfit(error: ValidationError) -> str:
    """Why a value does not fit."""
    kind: Any = error.validator
    wanted: Any = error.validator_value
    if kind == "pattern" and wanted in _SHAPES:
        return f"{error.instance!r} is not {_SHAPES[wanted]}"
    if kind == "type" and wanted in _TYPES:
        return f"{error.instance!r} is not {_TYPES[wanted]}"
    if kind == "enum":
        return f"{error.instance!r} is none of {', '.join(map(str, wanted))}"
    if kind in _BOUNDS:
        return f"{error.instance!r} is out of bounds: give {_BOUNDS[kind]} {wanted}"
    if kind == "minLength":
        return "is empty"
    if kind in ("minItems", "maxItems"):
        bound = "at least" if kind == "minItems" else "at most"
        return f"{error.instance!r} is not a list of {bound} {wanted}"
    return str(error.message)
