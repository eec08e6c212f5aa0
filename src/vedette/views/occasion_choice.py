"""Which occasions and days the commands of `vedette occasion` are asked for."""

from datetime import date, datetime, timedelta
from typing import Annotated

import typer

from vedette.calendars.rules import load_occasion_rules
from vedette.errors import UsageError
from vedette.model.occasion import OccasionRule

#: Days that are listed when no end is given.
DAYS_AHEAD = 366

IdOption = Annotated[list[str] | None, typer.Option("--id", metavar="ID", help="Only this one; may be repeated.")]


def chosen_rules(ids: list[str] | None) -> list[OccasionRule]:
    """The rules of those ids, all where none is given.

    Raises:
        UsageError: There is no rule of an id.
    """
    known = load_occasion_rules()
    for wanted in ids or ():
        if wanted not in known:
            raise UsageError(f"--id {wanted}: there is no such occasion; see vedette occasion rules", wanted)
    return [known[wanted] for wanted in ids] if ids else list(known.values())


def stretch_given(from_: str | None, to: str | None) -> tuple[date, date]:
    """First and last day: from today, for a year, unless told.

    Raises:
        UsageError: One is no day, or they stand the wrong way round.
    """
    start = day_given(from_, "--from") if from_ else datetime.now().astimezone().date()
    end = day_given(to, "--to") if to else min(start, date.max - timedelta(DAYS_AHEAD)) + timedelta(DAYS_AHEAD)
    if end < start:
        raise UsageError(f"--to {end} lies before --from {start}")
    return start, end


def day_given(given: str, option: str) -> date:
    """The day of an option.

    Raises:
        UsageError: It is none.
    """
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(f"{option} {given}: give a day as YYYY-MM-DD") from error
