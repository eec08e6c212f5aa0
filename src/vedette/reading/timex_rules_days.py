"""Rules for days, nights and parts of the day that count from the day of publication, and for "now" and the like."""

import re
from collections.abc import Iterable

from vedette.reading.timex_form import Calendar, DayTime, Draft, Fixed, Origin, Shift
from vedette.reading.timex_rule import Rule, SentenceText, rule
from vedette.reading.timex_words import DAY_PART, GAP, WEEKDAY, W, one_of, weekday_of

_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1}


def _named_day(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    shift = Shift(_DAYS[match["day"]], "D")
    clock = "TNI" if match["day"] == "tonight" else None
    yield Draft(match.start(), match.end(), shift, "TIME" if clock else "DATE", match["day"], clock=clock)


def _beyond_day(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    shift = Shift(-2 if match["day"] == "yesterday" else 2, "D")
    yield Draft(match.start(), match.end(), shift, "DATE", "day before or after", rank=2)


def _part_of_day(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    which, clock = match["which"], f"T{W.day_parts[match['part']]}"
    day = -1 if which in ("last", "yesterday") else 0
    origin: Origin = "mention" if which in ("that", "the same", "that same") else "published"
    if which in ("the next", "the following"):
        day, origin = 1, "mention"
    if which in ("the previous", "the preceding"):
        day, origin = -1, "mention"
    yield Draft(match.start(), match.end(), Shift(day, "D", origin), "TIME", "part of a day", clock=clock, rank=2)


def _overnight(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """The night before the day of publication, by whose morning news speaks of it so."""
    yield Draft(match.start(), match.end(), Shift(-1, "D"), "TIME", "overnight", clock="TNI")


def _the_day(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    yield Draft(match.start("the"), match.end(), Shift(0, "D"), "DATE", "the day")


def _night_to(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """ "in the night to Friday": the night that ends on that day's morning."""
    form = Calendar(weekday=weekday_of(match["weekday"]))
    yield Draft(match.start("the"), match.end(), form, "TIME", "night to a day", clock="TNI", rank=4)


def _the_weekend(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    yield Draft(match.start("the"), match.end(), Calendar(section="WE"), "DATE", "weekend")


def _reference(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    word = " ".join(match["word"].split())
    yield Draft(match.start(), match.end(), Fixed(W.references[word]), "DATE", "reference")


def _part_alone(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    form = DayTime(f"T{W.day_parts[match['part']]}")
    yield Draft(match.start("part"), match.end(), form, "TIME", "part of a day alone")


RULES: tuple[Rule, ...] = (
    rule("named day", rf"(?:earlier{GAP}|later{GAP})?(?P<day>{one_of(_DAYS)})", _named_day),
    rule("beyond day", rf"(?:the{GAP})?day{GAP}(?:before|after){GAP}(?P<day>yesterday|tomorrow)", _beyond_day),
    rule(
        "part of a day",
        rf"(?P<which>last|yesterday|this|that{GAP}same|that|the{GAP}same|the{GAP}next|the{GAP}following"
        rf"|the{GAP}previous|the{GAP}preceding)(?:{GAP}(?:early|late))?{GAP}(?P<part>{DAY_PART})",
        _part_of_day,
    ),
    rule(
        "the day",
        rf"(?:in|during|of|end|ended|ends|ending|finish|finished|closed?){GAP}(?P<the>the{GAP}day)(?!{GAP}(?:of"
        rf"|when|that|after|before|he|she|they|it|to|on)\b|-)",
        _the_day,
    ),
    rule(
        "night to a day", rf"(?:in|during|on){GAP}(?P<the>the{GAP}night{GAP}to{GAP}(?P<weekday>{WEEKDAY}))", _night_to
    ),
    rule("overnight", r"overnight(?!\s{1,3}(?:stay|bag|flight|train|bus|guest|camp|success))", _overnight),
    rule(
        "the weekend", rf"(?:over|at|during|on|of|by|before|after|through){GAP}(?P<the>the{GAP}weekend)", _the_weekend
    ),
    rule("reference", rf"(?P<word>{one_of(W.references)})", _reference),
    rule(
        "part of a day alone",
        rf"(?:in|during|by|since){GAP}(?:the{GAP})?(?:early{GAP}|late{GAP})?(?P<part>{DAY_PART})(?:{GAP}hours)?",
        _part_alone,
    ),
)
