"""Where a value stands in a TOML text, for messages."""

import re
from collections.abc import Sequence

from vedette.errors import BadInputError

_HEADING = re.compile(r"\s*\[{1,2}\s*([\w.-]+)\s*\]{1,2}")


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line where the value at `path` stands, else the line of its table, counted from 1.

    >>> line_of("[[zones]]\\na = 1\\n[[zones]]\\na = 2", ["zones", 1, "a"])
    4
    """
    lines = text.splitlines()
    headings = [found[1] if (found := _HEADING.match(line)) else None for line in lines]
    tables, wanted, key = _steps(path, set(headings))
    seen, best, inside = [-1] * len(tables), 1, not tables
    for number, (line, heading) in enumerate(zip(lines, headings, strict=True), 1):
        if heading is not None:
            inside = False
            if heading in tables:
                at = tables.index(heading)
                seen[at:] = [seen[at] + 1] + [-1] * (len(tables) - at - 1)
                if seen[: at + 1] == wanted[: at + 1]:
                    best, inside = number, at == len(tables) - 1
        elif inside and key and re.match(rf"\s*{re.escape(key)}\s*=", line):
            return number
    return best


def bad_line(text: str, about: str, path: Sequence[str | int], words: str) -> BadInputError:
    """The error that names the file, the line of the value at `path`, and what is wrong."""
    return BadInputError(f"{about}: line {line_of(text, path)}: {words}", about)


def _steps(path: Sequence[str | int], headings: set[str | None]) -> tuple[list[str], list[int], str | None]:
    """Names of the nested tables with a heading of their own, which of each is meant, and the key in the innermost."""
    tables: list[str] = []
    wanted: list[int] = []
    rest = list(path)
    while rest:
        name = f"{tables[-1]}.{rest[0]}" if tables else str(rest[0])
        if tables and name not in headings:
            break
        tables.append(name)
        wanted.append(int(rest[1]) if len(rest) > 1 and isinstance(rest[1], int) else 0)
        del rest[: 2 if len(rest) > 1 and isinstance(rest[1], int) else 1]
    return tables, wanted, next((step for step in rest if isinstance(step, str)), None)
