"""Column types for words of any kind: PostgreSQL holds no NUL, and no database holds half a surrogate pair."""

import re
from typing import Any

from sqlalchemy import Dialect, String, Text
from sqlalchemy.types import TypeDecorator

#: A code point that is set aside for no character and that both databases hold.
_MARK = "\U0010ffff"
_CANNOT_BE_HELD = re.compile(f"[\\x00\\ud800-\\udfff{_MARK}]")
_HELD = re.compile(f"{_MARK}([0-9a-f]{{1,6}});")


def hold(words: str) -> str:
    """The words as both databases can hold them; nearly always the same."""
    return _CANNOT_BE_HELD.sub(lambda found: f"{_MARK}{ord(found[0]):x};", words)


def give_back(words: str) -> str:
    r"""The words that were held.

    >>> give_back(hold("a\x00b")) == "a\x00b"
    True
    """
    return _HELD.sub(lambda found: chr(int(found[1], 16)), words) if _MARK in words else words


class _Held(TypeDecorator[str]):
    impl: Any = Text

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else hold(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else give_back(value)


class Words(_Held):
    """A text of any length."""

    cache_ok = True


class Name(_Held):
    """An id or a name."""

    impl = String
    cache_ok = True
