"""Rules for days that go by a name: feasts ("on Ashura", "Christmas Day 2014") and days that an attack is named by."""

import re
from collections.abc import Iterable

from vedette.reading.timex_form import Calendar, Draft, Feast, Turn
from vedette.reading.timex_rule import Rule, SentenceText, rule
from vedette.reading.timex_words import GAP, YEAR, W, one_of

#: Names that are a day by themselves; the others ("Christmas") need a year or a word that announces a time.
_DAY_BY_NAME = re.compile(r"(?:day|eve)$")
#: What follows where the name only says of what kind a thing is ("Christmas market", "Ashura mourners").
_THING = rf"(?!{GAP}(?:{one_of(W.feast_things)})s?\b)"
_TURNS: dict[str, Turn] = {"last": "last", "next": "next", "this": "this"}


def _feast(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    name = " ".join(match["name"].split())
    year = int(match["year"] or match["ahead"]) if match["year"] or match["ahead"] else None
    announced = match["lead"] or year or _DAY_BY_NAME.search(name)
    if not text.capital(match.start("name")) or not announced:
        return
    turn = _TURNS.get(match["lead"] or "")
    start = match.start() if turn else match.start("ahead") if match["ahead"] else match.start("name")
    if name in W.feasts:
        yield Draft(start, match.end(), Feast(W.feasts[name], year, turn), "DATE", "feast", rank=2)
        return
    month, day = map(int, W.fixed_days[name].split("-"))
    yield Draft(start, match.end(), Calendar(year, month, day, turn=turn), "DATE", "feast", rank=2)


def _named_day(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    year, month, day = map(int, W.named_days[" ".join(match["name"].split())].split("-"))
    yield Draft(match.start("name"), match.end("name"), Calendar(year, month, day), "DATE", "day of a name", rank=8)


_LEAD = "on|at|since|by|before|after|until|during|over|around|last|this|next|of|from|to"

RULES: tuple[Rule, ...] = (
    rule(
        "feast",
        rf"(?:(?P<lead>{_LEAD}){GAP}(?:the{GAP})?)?(?:(?P<ahead>{YEAR}){GAP})?"
        rf"(?P<name>{one_of([*W.fixed_days, *W.feasts])})"
        rf"(?:\s{{0,3}}(?:,\s{{0,3}}|of{GAP}|in{GAP})?(?P<year>{YEAR}))?{_THING}",
        _feast,
    ),
    rule(
        "day of a name",
        rf"(?P<name>{one_of(W.named_days)})(?={GAP}(?:terror\w*{GAP})?(?:attack|hijack|plot)|(?<=/11))",
        _named_day,
    ),
)
