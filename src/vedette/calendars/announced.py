"""Islamic months as countries announced them, apart from the calculated calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from vedette.errors import VocabularyError
from vedette.vocab.load import load_table

#: Days that a month has at least and at most.
_SHORT, _LONG = 29, 30


@dataclass(frozen=True, slots=True)
class Announcements:
    """What a country announced."""

    authority: str
    #: (year, month) of the Islamic calendar → first civil day.
    first_days: dict[tuple[int, int], date]
    #: Days by which the calculated calendar may be off where no announcement is known; None: as the rule has it.
    days_uncertain: int | None = None

    def day(self, year: int, month: int, day: int) -> date | None:
        """The civil day, None where the month's first day, or whether it had a thirtieth, is not known."""
        first = self.first_days.get((year, month))
        if first is None or not 1 <= day <= _LONG:
            return None
        if day > _SHORT:
            following = self.first_days.get((year + month // 12, month % 12 + 1))
            if following is None or (following - first).days < day:
                return None
        return first + timedelta(days=day - 1)


@cache
def load_announcements() -> dict[str, Announcements]:
    """The announcements of `vocab/data/announced_months.toml` by ISO code of the country.

    Raises:
        VocabularyError: An entry is malformed; names the country and the entry.
    """
    return {
        country: Announcements(
            authority=str(entry["authority"]),
            first_days={_month(country, key): _first(country, key, day) for key, day in entry["first_days"].items()},
            days_uncertain=entry.get("days_uncertain"),
        )
        for country, entry in load_table("announced_months").items()
    }


def _month(country: str, key: str) -> tuple[int, int]:
    year, _, month = key.partition("-")
    if not (year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12):
        raise VocabularyError(f'announced_months.toml, [{country}]: {key!r} is not "year-month"', country)
    return int(year), int(month)


def _first(country: str, key: str, day: object) -> date:
    if not isinstance(day, date):
        raise VocabularyError(f"announced_months.toml, [{country}]: {key} = {day!r} is not a day", country)
    return day
