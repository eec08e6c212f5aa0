"""Rules for years, runs of years, decades and centuries."""

import re
from collections.abc import Iterable

from vedette.reading.timex_form import Calendar, Draft, Fixed
from vedette.reading.timex_rule import Rule, SentenceText, rule
from vedette.reading.timex_words import GAP, ORDINAL, YEAR, W, one_of, ordinal_of

#: Years that are read without a word that announces them.
_MODERN = range(1900, 2040)
_CUE = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|from|to|during|year|before|after|and|circa|c\.|between|early|late|mid"
    r"|through|around|about|for|or|the)"
    r"|mid-|[(/-])\s{0,3}$"
)
_STRONG_CUE = re.compile(r"\b(?:in|since|until|during|year|before|after|circa|early|late|mid|between|of)\s{0,3}$")
_NEXT_WORD = re.compile(r"\s{1,4}(?:[a-z]{2,15}[\s-]{1,3})?([a-z]{1,15})")
_NUMBER_BEFORE = re.compile(
    r"(?:[$€£#]|\bno\.?|\bflight|\b(?:some|about|over|nearly|than|article|section|page|room|channel|resolution)"
    r"|[a-z]-)\s{0,2}$"
)


def _year(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    if is_year(text.low, match.start("year"), match.end("year"), announced=match["lead"] is not None):
        yield Draft(match.start(), match.end(), Calendar(int(match["year"])), "DATE", "year")


def is_year(low: str, start: int, end: int, *, announced: bool = False) -> bool:
    """Whether four digits are a year and no count, price or number of a thing."""
    if announced:
        return True
    before, after = low[max(0, start - 14) : start], low[end : end + 40]
    following = _NEXT_WORD.match(after)
    plain = re.match(r"\s{1,4}([a-z]{1,15})", after)
    nouns = {found[1] for found in (following, plain) if found}
    if nouns & W.counted and not re.search(r"\b(?:in|since|until|during|the)\s{0,3}$", before):
        return False
    if plain and plain[1] in W.counted and not re.search(r"\b(?:since|until|during)\s{0,3}$", before):
        return False
    if re.match(r"[.,]\d|\s?%|[-/]\d{3}|\s?[x×]\d", after) or (_NUMBER_BEFORE.search(before)):
        return False
    return int(low[start:end]) in _MODERN or _STRONG_CUE.search(before) is not None or before.endswith("(")


def _years(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    """ "1939-1945", "1939-45", "from 1939 to 1945": two years, each an end of the range."""
    name = "last" if match["last"] else "last2"
    first, last = match["first"], match[name]
    year, end = int(first), int(first[: 4 - len(last)] + last)
    if not year < end <= year + 150:
        return
    number = match.start()
    yield Draft(match.start("first"), match.end("first"), Calendar(year), "DATE", "years", in_range=number, rank=9)
    yield Draft(match.start(name), match.end(name), Calendar(end), "DATE", "years", in_range=number, rank=9)


def _decade(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    found = match.groupdict()
    if found["digits"]:
        digits = found["digits"]
        value = f"{digits[:3]}X" if len(digits) == 4 else f"19{digits[0]}X"
        if len(digits) == 4 and digits.endswith("00"):
            value = f"{digits[:2]}XX"
    else:
        value = f"19{W.decades[found['name']]}X"
    yield Draft(match.start(), match.end(), Fixed(value), "DATE", "decade", rank=2)


def _century(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    number = ordinal_of(match["ordinal"])
    if not number or number > 21:
        return
    value = f"BC{number - 1:02d}" if match["bc"] else f"{number - 1:02d}XX"
    yield Draft(match.start(), match.end(), Fixed(value), "DATE", "century", rank=2)


def _before_christ(match: re.Match[str], text: SentenceText) -> Iterable[Draft]:
    yield Draft(match.start(), match.end(), Fixed(f"BC{int(match['year']):04d}"), "DATE", "year before Christ", rank=2)


_BC = r"b\.?c\.?(?:e\.?)?"

RULES: tuple[Rule, ...] = (
    rule(
        "year",
        rf"(?P<lead>(?:the{GAP})?(?:fiscal{GAP}year|calendar{GAP}year|fiscal|year){GAP})?(?P<year>{YEAR})(?!-\d|'s|s)",
        _year,
    ),
    rule(
        "years",
        rf"(?P<first>{YEAR})(?:\s?[-/]\s?(?P<last>{YEAR}|\d\d)|{GAP}(?:to|until|till|through){GAP}(?P<last2>{YEAR}))",
        _years,
    ),
    rule("years between", rf"between{GAP}(?P<first>{YEAR}){GAP}and{GAP}(?P<last>{YEAR})(?P<last2>)", _years),
    rule(
        "decade",
        rf"(?:the{GAP})?(?:early|mid|late)?[\s-]{{0,2}}(?:'?(?P<digits>(?:1\d|20)?\d0)\s?'?s|(?:the|early|mid|late"
        rf"|nineteen)[\s-]{{1,3}}(?P<name>{one_of(W.decades)}))",
        _decade,
    ),
    rule(
        "century",
        rf"(?:the{GAP})?(?P<ordinal>(?:twenty[\s-])?(?:{ORDINAL}))[\s-]{{1,3}}century(?:{GAP}(?P<bc>{_BC}))?",
        _century,
    ),
    rule("before Christ", rf"(?P<year>\d{{1,4}})\s{{0,3}}{_BC}", _before_christ),
)
