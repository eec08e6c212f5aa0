"""Reads the occasions of the vocabulary."""

import re
from functools import cache
from typing import Any, get_args

from vedette.errors import VocabularyError
from vedette.model.occasion import Calendar, OccasionRule
from vedette.vocab.load import load_table

_KNOWN = frozenset(OccasionRule.__dataclass_fields__) - {"id"}
_CALENDARS: tuple[str, ...] = get_args(Calendar)
_MOVEABLE = ("western_easter", "orthodox_easter")
#: Days of the longest month (weekday) of each calendar.
_LONGEST = {"hijri": 30, "solar_hijri": 31, "gregorian": 31, "weekly": 7}


@cache
def load_occasion_rules() -> dict[str, OccasionRule]:
    """The occasions of `vocab/data/occasions.toml` by id.

    Raises:
        VocabularyError: An entry is malformed; names the entry and the field.
    """
    table = load_table("occasions")
    return read_rules(table.get("rules", {}), table.get("authorities", {}))


def read_rules(entries: dict[str, dict[str, Any]], authorities: dict[str, str]) -> dict[str, OccasionRule]:
    """The rules of a table of entries by id.

    Args:
        entries: Id → fields, as the data file has them.
        authorities: Short names of authorities that entries use, and their words. Those of the Islamic calendar
            carry ±1 day.

    Raises:
        VocabularyError: An entry is malformed.
    """
    return {rule_id: _rule(rule_id, entry, authorities) for rule_id, entry in entries.items()}


def _rule(rule_id: str, entry: dict[str, Any], authorities: dict[str, str]) -> OccasionRule:
    if unknown := sorted(set(entry) - _KNOWN):
        raise _bad(rule_id, f"there is no field {unknown[0]!r}")
    for needed in ("name", "calendar", "authority", "source"):
        if not isinstance(entry.get(needed), str) or not entry[needed]:
            raise _bad(rule_id, f"{needed!r} is missing")
    if entry["calendar"] not in _CALENDARS:
        raise _bad(rule_id, f"calendar {entry['calendar']!r} is none of {', '.join(_CALENDARS)}")
    rule = OccasionRule(
        id=rule_id,
        name=entry["name"],
        calendar=entry["calendar"],
        month=entry.get("month"),
        days=_days(rule_id, entry.get("days", [])),
        authority=authorities.get(entry["authority"], entry["authority"]),
        days_uncertain=entry.get("days_uncertain", 1 if entry["calendar"] == "hijri" else 0),
        countries=tuple(entry.get("countries", ())),
        lead_days=entry.get("lead_days", 0),
        lag_days=entry.get("lag_days", 0),
        source=entry["source"],
        nth_weekday=_nth(rule_id, entry.get("nth_weekday")),
        counted_from=entry.get("counted_from"),
        note=entry.get("note", ""),
    )
    _check(rule)
    return rule


def _check(rule: OccasionRule) -> None:
    if rule.counted_from is not None and rule.counted_from not in _MOVEABLE:
        raise _bad(rule.id, f"counted_from {rule.counted_from!r} is none of {', '.join(_MOVEABLE)}")
    monthless = rule.calendar == "weekly" or rule.counted_from is not None
    if monthless == (rule.month is not None):
        raise _bad(rule.id, "'month' does not go with it" if monthless else "'month' is missing")
    if rule.month is not None and not (isinstance(rule.month, int) and 1 <= rule.month <= 12):
        raise _bad(rule.id, f"month {rule.month!r} is not 1 to 12")
    if bool(rule.days) == (rule.nth_weekday is not None):
        raise _bad(rule.id, "give either 'days' or 'nth_weekday'")
    if rule.counted_from is None and not all(1 <= day <= _LONGEST[rule.calendar] for day in rule.days):
        raise _bad(rule.id, f"days {rule.days} are not 1 to {_LONGEST[rule.calendar]}")
    for name in ("days_uncertain", "lead_days", "lag_days"):
        if not isinstance(value := getattr(rule, name), int) or value < 0:
            raise _bad(rule.id, f"{name} {value!r} is not a number of days from 0 up")
    for country in rule.countries:
        if not re.fullmatch(r"[A-Z]{2}", str(country)):
            raise _bad(rule.id, f"country {country!r} is not an ISO code of two capitals")


def _days(rule_id: str, given: Any) -> tuple[int, ...]:
    """The days listed, runs ("1-13") written out."""
    if not isinstance(given, list):
        raise _bad(rule_id, "'days' is not a list")
    days: list[int] = []
    for item in given:
        run = re.fullmatch(r"(-?\d+)-(-?\d+)", item) if isinstance(item, str) else None
        if run and int(run[1]) <= int(run[2]):
            days.extend(range(int(run[1]), int(run[2]) + 1))
        elif isinstance(item, int) and not isinstance(item, bool):
            days.append(item)
        else:
            raise _bad(rule_id, f'day {item!r} is neither a number nor a run such as "1-13"')
    return tuple(sorted(set(days)))


def _nth(rule_id: str, given: Any) -> tuple[int, int] | None:
    if given is None:
        return None
    right = isinstance(given, list) and len(given) == 2 and all(isinstance(part, int) for part in given)
    if not right or given[0] not in (-1, 1, 2, 3, 4, 5) or given[1] not in range(1, 8):
        raise _bad(rule_id, f"nth_weekday {given!r} is not [1 to 5 or -1, ISO weekday 1 to 7]")
    return given[0], given[1]


def _bad(rule_id: str, what: str) -> VocabularyError:
    return VocabularyError(f"occasions.toml, [rules.{rule_id}]: {what}", rule_id)
