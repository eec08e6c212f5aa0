"""Reads the values of a dataset's columns; what cannot be is refused by name, never guessed."""

import math
from datetime import date

from vedette.sources.datasets.row import Row


class ValueRefusedError(ValueError):
    """A value that makes its row unusable: the message says which and why."""


def read_degrees(row: Row, lat: str, lon: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees; None where the row has none.

    Raises:
        ValueRefusedError: One is missing, not a number or out of its range (swapped ones are said to be).
    """
    if row[lat] is None and row[lon] is None:
        return None
    y, x = read_number(row, lat), read_number(row, lon)
    if y is None or x is None:
        raise ValueRefusedError(f"{lat if y is None else lon} is empty and the other is not")
    if abs(y) > 90:
        swapped = "; latitude and longitude look swapped" if abs(x) <= 90 else ""
        raise ValueRefusedError(f"{lat} {y:g} is over 90 degrees{swapped}")
    if abs(x) > 180:
        raise ValueRefusedError(f"{lon} {x:g} is over 180 degrees")
    return y, x


def read_number(row: Row, column: str) -> float | None:
    """The column as a number; None where it is empty.

    Raises:
        ValueRefusedError: It is no finite number.
    """
    value = row[column]
    if value is None:
        return None
    try:
        number = float(value)
    except ValueError:
        raise ValueRefusedError(f"{column} {value[:40]!r} is not a number") from None
    if not math.isfinite(number):
        raise ValueRefusedError(f"{column} {value[:40]!r} is not a finite number")
    return number


def read_count(row: Row, column: str) -> int | None:
    """The column as a whole number; None where it is empty or negative (datasets' word for unknown).

    Raises:
        ValueRefusedError: It is no number.
    """
    number = read_number(row, column)
    return int(number) if number is not None and number >= 0 else None


def read_date(row: Row, column: str) -> date | None:
    """The day of a column (`2017-06-07`, `20170607`, `2017-06-07 00:00:00.000`, `07 June 2017`); None where empty.

    Raises:
        ValueRefusedError: It is no day.
    """
    value = row[column]
    if value is None:
        return None
    try:
        head = value.split("T")[0].split()[0]
        if len(head) == 8 and head.isdigit():
            return date(int(head[:4]), int(head[4:6]), int(head[6:]))
        if "-" in head:
            return date.fromisoformat(head)
        day, month, year = value.split()
        return date(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day))
    except (ValueError, IndexError):
        raise ValueRefusedError(f"{column} {value[:40]!r} is not a day") from None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
