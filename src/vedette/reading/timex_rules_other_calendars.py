"""Rules for dates of the Islamic and the Solar Hijri calendar ("10 Muharram 1438", "22 Bahman 1395")."""

import re
from collections.abc import Iterable

from vedette.calendars.conversion import OtherCalendarName
from vedette.reading.timex_form import Draft, OtherCalendar
from vedette.reading.timex_rule import Rule, SentenceText, rule
from vedette.reading.timex_words import COMMA, DAY, GAP, W, one_of

#: Months that a text of any calendar names alone; the others are also people's names and need a day or a year.
_KNOWN_ALONE = ("ramadan", "ramadhan", "ramazan", "ramzan", "muharram", "moharram")


#: From here on a year told with such a month is one of the Gregorian calendar ("Ramadan 2014").
_FIRST_CIVIL_YEAR = 1900


def _date(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    if not text.capital(match.start("month")):
        return
    name = " ".join(match["month"].split())
    found = match.groupdict()
    day = int(re.sub(r"\D", "", found["day"])) if found.get("day") else None
    year = int(found["year"]) if found.get("year") else None
    civil = year if year is not None and year >= _FIRST_CIVIL_YEAR else None
    if (day is not None and day > 31) or (day is None and year is None and name not in _KNOWN_ALONE):
        return
    calendar: OtherCalendarName = "hijri" if name in W.hijri else "solar_hijri"
    month = W.hijri[name] if name in W.hijri else W.solar[name]
    form = OtherCalendar(calendar, month, day, year if civil is None else None, civil)
    start = match.start("month") if "lead" in found else match.start()
    yield Draft(start, match.end(), form, "DATE", f"{form.calendar} date", rank=5)


_MONTH = rf"(?P<month>{one_of([*W.hijri, *W.solar])})"
#: Years of either calendar that news can mean.
_YEAR = r"(?P<year>1[234]\d\d|19\d\d|20\d\d)(?:\s{0,2}a\.?h\.?)?"

RULES: tuple[Rule, ...] = (
    rule(
        "other day month year", rf"(?P<day>{DAY})[\s-]{{1,3}}(?:of{GAP})?{_MONTH}(?:{COMMA}(?:of{GAP})?{_YEAR})?", _date
    ),
    rule("other month day year", rf"{_MONTH}{GAP}(?P<day>{DAY})(?!\d)(?:{COMMA}{_YEAR})?", _date),
    rule("other month year", rf"{_MONTH}{COMMA}(?:of{GAP})?{_YEAR}", _date),
    rule("other month", rf"(?:(?:the{GAP})?(?:holy{GAP}|fasting{GAP}|islamic{GAP})?month{GAP}of{GAP}){_MONTH}", _date),
    rule("other month alone", rf"(?:during|since|before|after|of){GAP}(?P<lead>){_MONTH}", _date),
)
