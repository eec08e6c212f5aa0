"""The members of one large JSON object, read piece by piece."""

import json
from collections.abc import Iterator
from typing import IO, Any

from vedette.errors import BadInputError

#: Characters read at once, and the most that one value may have: a feature larger than this is no event.
_AT_ONCE, _LARGEST = 1 << 20, 1 << 26

_SPACE = " \t\r\n"


class JsonStream:
    """Reads values off a text file; memory holds one of them at a time.

    A value that is cut off by the end of what was read is tried again with twice as much, so that time stays linear.
    """

    def __init__(self, file: IO[str], name: str) -> None:
        self._file, self._name = file, name
        self._text, self._at, self._ended = "", 0, False
        self._decoder = json.JSONDecoder()
        #: Line up to which was read, and line on which the last value began.
        self.line = self.began = 1

    def peek(self) -> str:
        """The next character that is no space, "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _SPACE:
                self.line += self._text[self._at] == "\n"
                self._at += 1
            if self._at < len(self._text) or not self._more(_AT_ONCE):
                return self._text[self._at : self._at + 1]

    def take(self, wanted: str) -> None:
        """Steps over one character.

        Raises:
            BadInputError: Another one stands there.
        """
        found = self.peek()
        if found != wanted:
            self._fail(f"{wanted!r} expected, {found or 'the end'!r} found")
        self._at += 1

    def value(self) -> Any:
        """The next value.

        Raises:
            BadInputError: There is none, or it is larger than 64 million characters.
        """
        self.peek()
        self.began = self.line
        size = _AT_ONCE
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                # What is cut off may yet become JSON.
                if isinstance(error, RecursionError) or not self._more(size):
                    self._fail_at(error)
            else:
                # A number at the very end may go on.
                if end < len(self._text) or not self._more(size):
                    self.line += self._text.count("\n", self._at, end)
                    self._at = end
                    return found
            size *= 2
            if len(self._text) - self._at > _LARGEST:
                self._fail(f"a value larger than {_LARGEST:,} characters, or no JSON")

    def members(self) -> Iterator[str]:
        """Keys of an object; after each the caller reads its value (or its items)."""
        self.take("{")
        if self.peek() == "}":
            self.take("}")
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                self._fail("a name in quotation marks expected")
            self.take(":")
            yield key
            if self.peek() != ",":
                self.take("}")
                return
            self.take(",")

    def items(self) -> Iterator[Any]:
        """Items of an array."""
        self.take("[")
        if self.peek() == "]":
            self.take("]")
            return
        while True:
            yield self.value()
            if self.peek() != ",":
                self.take("]")
                return
            self.take(",")

    def _more(self, size: int) -> bool:
        if self._ended:
            return False
        try:
            read = self._file.read(size)
        except UnicodeDecodeError as error:
            raise BadInputError(f"{self._name}: is not UTF-8 text ({error.reason})", self._name) from error
        self._ended = not read
        self._text, self._at = self._text[self._at :] + read, 0
        return bool(read)

    def _fail_at(self, error: Exception) -> None:
        if isinstance(error, json.JSONDecodeError):
            self.line += self._text.count("\n", self._at, error.pos)
            self._fail(error.msg)
        self._fail(str(error))

    def _fail(self, what: str) -> None:
        raise BadInputError(f"{self._name}, line {self.line}: is not GeoJSON: {what}", self._name)
