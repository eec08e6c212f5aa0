"""Frozen dataclasses as plain JSON and back, by their type hints."""

import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_plain(value: object) -> Any:
    """What `json` can write of a frozen dataclass: objects, lists, ISO days, the values of enumerations."""
    if is_dataclass(value):
        return {one.name: to_plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | time):
        return value.isoformat()
    return value


def from_plain(kind: type[T], found: Any) -> T:
    """The dataclass that `to_plain` wrote.

    Raises:
        KeyError, TypeError, ValueError: `found` is not what `to_plain` writes of `kind`.
    """
    made = _read(kind, found)
    assert isinstance(made, kind)
    return made


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, found: Any) -> Any:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return None if found is None else _read(next(one for one in inner if one is not type(None)), found)
    if origin is typing.Literal:
        return _checked(found, found in inner, kind)
    if origin is tuple:
        _checked(found, isinstance(found, list), kind)
        kinds = [inner[0]] * len(found) if inner[-1] is Ellipsis else list(inner)
        return tuple(_read(one, item) for one, item in zip(kinds, found, strict=True))
    if is_dataclass(kind):
        assert isinstance(kind, type)
        hints = _hints(kind)
        named = [
            one for one in fields(kind) if one.name in found or one.default is MISSING
        ]  # older data lack newer fields
        return kind(**{one.name: _read(hints[one.name], found[one.name]) for one in named})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(found)
    if kind in (date, datetime, time):
        return kind.fromisoformat(found)
    if kind is float:
        return _checked(found, isinstance(found, int | float), kind)
    return _checked(found, isinstance(found, kind), kind)


def _checked(found: Any, fits: bool, kind: Any) -> Any:
    if not fits:
        raise TypeError(f"{found!r:.80} is no {kind}")
    return found
