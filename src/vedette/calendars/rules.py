"""Reads the occasions of the vocabulary."""

import re
from datetime import date, timedelta
from functools import cache
from typing import Any

from vedette.calendars.rule_checks import bad_rule, check_rule
from vedette.model.occasion import OccasionRule
from vedette.vocab.occasion_entries import load_occasion_entries

_KNOWN = frozenset(OccasionRule.__dataclass_fields__) - {"id"}
#: Days that one entry of `dates` may last.
_LONGEST_DATE = 366


@cache
def load_occasion_rules() -> dict[str, OccasionRule]:
    """The occasions of `vocab/data/occasions*.toml` by id.

    Raises:
        VocabularyError: An entry is malformed; names the entry and the field.
    """
    entries, authorities = load_occasion_entries()
    return read_rules(entries, authorities)


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
        raise bad_rule(rule_id, f"there is no field {unknown[0]!r}")
    for needed in ("name", "calendar", "authority", "source"):
        if not isinstance(entry.get(needed), str) or not entry[needed]:
            raise bad_rule(rule_id, f"{needed!r} is missing")
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
        dates=_dates(rule_id, entry.get("dates", [])),
        moved=_moved(rule_id, entry.get("moved", [])),
        **{key: entry.get(key) for key in ("since", "place", "lat", "lon", "radius_km", "timezone")},
        hours=_hours(rule_id, entry.get("hours")),
    )
    check_rule(rule)
    return rule


def _days(rule_id: str, given: Any) -> tuple[int, ...]:
    """The days listed, runs ("1-13") written out."""
    if not isinstance(given, list):
        raise bad_rule(rule_id, "'days' is not a list")
    days: list[int] = []
    for item in given:
        run = re.fullmatch(r"(-?\d{1,3})-(-?\d{1,3})", item) if isinstance(item, str) else None
        if run and int(run[1]) <= int(run[2]):
            days.extend(range(int(run[1]), int(run[2]) + 1))
        elif isinstance(item, int) and not isinstance(item, bool):
            days.append(item)
        else:
            raise bad_rule(rule_id, f'day {item!r} is neither a number nor a run such as "1-13"')
    return tuple(sorted(set(days)))


def _dates(rule_id: str, given: Any) -> tuple[date, ...]:
    """The days listed ("2019-10-27"), runs ("2019-10-27/2019-10-31") written out."""
    if not isinstance(given, list):
        raise bad_rule(rule_id, "'dates' is not a list")
    days: set[date] = set()
    for item in given:
        try:
            run = str(item) if "/" in str(item) else f"{item}/{item}"
            first, last = (date.fromisoformat(end) for end in run.split("/"))
        except ValueError as error:
            words = f'date {item!r} is neither a day such as "2019-10-27" nor a run "2019-10-27/2019-10-31"'
            raise bad_rule(rule_id, words) from error
        if not 0 <= (last - first).days < _LONGEST_DATE:
            raise bad_rule(rule_id, f"date {item!r} ends before it begins, or more than a year after")
        days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(sorted(days))


def _moved(rule_id: str, given: Any) -> tuple[tuple[int, int, int], ...]:
    """`{ weekday = 5, days = -1, since = 2004 }`, each as a triple; without `since` it holds for all years."""
    found: list[tuple[int, int, int]] = []
    for one in given if isinstance(given, list) else [given]:
        numbers = [one.get("weekday"), one.get("days"), one.get("since", 1)] if isinstance(one, dict) else []
        if not numbers or not all(type(n) is int for n in numbers) or numbers[0] not in range(1, 8):
            raise bad_rule(rule_id, f"moved {one!r} is not a list of {{ weekday = 1 to 7, days = … }}")
        found.append((numbers[0], numbers[1], numbers[2]))
    return tuple(found)


def _hours(rule_id: str, given: Any) -> tuple[str, str] | None:
    if given is None:
        return None
    clock = r"([01]\d|2[0-3]):[0-5]\d"
    if not isinstance(given, list) or len(given) != 2 or not all(re.fullmatch(clock, str(one)) for one in given):
        raise bad_rule(rule_id, f'hours {given!r} is not ["HH:MM", "HH:MM"]')
    return given[0], given[1]


def _nth(rule_id: str, given: Any) -> tuple[int, int] | None:
    if given is None:
        return None
    right = isinstance(given, list) and len(given) == 2 and all(isinstance(part, int) for part in given)
    if not right or given[0] not in (-1, 1, 2, 3, 4, 5) or given[1] not in range(1, 8):
        raise bad_rule(rule_id, f"nth_weekday {given!r} is not [1 to 5 or -1, ISO weekday 1 to 7]")
    return given[0], given[1]
