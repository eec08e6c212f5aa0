"""What is read of a report in another language than English: places and dates, where they are the same in any.

No rule for English is run on it: a wrong event is worse than none. A name counts only where hardly anything else can
be meant: a country, or a large town that no place of the same name comes near in size, written as a name is. Dates are
those in numerals that can be read in one way only. What is inflected or spelled out is missed.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from vedette import __version__
from vedette.geo.gazetteer import Gazetteer
from vedette.geo.gazetteer_entry import Entry
from vedette.model.place import Place
from vedette.model.reading import Reader, Reading
from vedette.model.report import Report
from vedette.model.span import Part, Span
from vedette.model.time import DateMention

#: People that a town must have, and how many times those of the next one of its name in another country.
LARGE, TIMES = 100_000, 20
#: Letters that a name must have: shorter ones are words of some language.
MIN_LETTERS = 4
#: Words of the longest name looked up.
LONGEST = 3
#: Letters that Arabic writes together with the name that follows: in, and, to, so, like.
_JOINED = "بولفك"
_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f\u064b-\u065f\u200c'’-]*")
#: Year, month, day from the largest, or the day first with full stops; any decimal digits.
_ISO = re.compile(r"(?<![\d/.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-])")
_DAY_FIRST = re.compile(r"(?<![\d/.-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?![\d/-])")
#: Years that are meant as such: others may be of another calendar.
_YEARS = range(1900, 2100)


def is_other_language(report: Report) -> bool:
    """Whether a report is known not to be in English: by its language, or by letters that English does not have."""
    if report.language is not None:
        return report.language != "en"
    letters = [char for char in report.text[:3000] if char.isalpha()]
    return bool(letters) and sum(char < "\u0250" for char in letters) < 0.5 * len(letters)


def read_other_language(report: Report) -> Reading:
    """The places and dates of a report that is not in English, and a note that says that no more was looked for."""
    told = f"written in {report.language!r}" if report.language else "not written in Latin letters"
    note = f"{told}: only English is read so far, so only places and dates in numerals were looked for in it"
    gazetteer = Gazetteer.open()
    parts: tuple[tuple[Part, str], ...] = (("title", report.title or ""), ("text", report.text))
    places = tuple(place for part, text in parts for place in _places(text, part, gazetteer))
    dates = tuple(found for part, text in parts for found in _dates(text, part))
    return Reading(report, Reader(__version__, None), places=places, dates=dates, notes=(*report.notes, note))


def _places(text: str, part: Part, gazetteer: Gazetteer) -> Iterator[Place]:
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        found = _name_at(words, at, text, gazetteer)
        if found is None:
            at += 1
            continue
        start, size, entry = found
        end = words[at + size - 1].end()
        because = "other language: a name that means one place only"
        yield Place(
            Span(start, end, part), entry.name, entry.country, None if entry.kind == "country" else entry.admin1,
            entry.lat, entry.lon, entry.radius_km, entry.geonameid, entry.kind, because=because,
        )  # fmt: skip
        at += size


def _name_at(words: list[re.Match[str]], at: int, text: str, gazetteer: Gazetteer) -> tuple[int, int, Entry] | None:
    """Where a name begins, its words and its place, the longest first; None where no sure one stands there."""
    if not _may_begin(words[at], text):
        return None
    for size in range(min(LONGEST, len(words) - at), 0, -1):
        start, end = words[at].start(), words[at + size - 1].end()
        if size > 1 and not _are_neighbours(words[at : at + size], text):
            continue
        entry = _sure(text[start:end], gazetteer)
        if entry is None and text[start] in _JOINED:
            start, entry = start + 1, _sure(text[start + 1 : end], gazetteer)
        if entry:
            return start, size, entry
    return None


def _may_begin(word: re.Match[str], text: str) -> bool:
    """Whether it is written as a name: with a capital of its own in scripts that have capitals."""
    first = word[0][0]
    if first.lower() == first.upper():
        return True
    before = text[max(0, word.start() - 3) : word.start()].rstrip(" \"'«“(")
    return first.isupper() and not word[0].isupper() and bool(before) and before[-1] not in ".!?:\n"


def _are_neighbours(words: list[re.Match[str]], text: str) -> bool:
    return all(text[one.end() : other.start()] == " " for one, other in pairwise(words))


def _sure(name: str, gazetteer: Gazetteer) -> Entry | None:
    """The one place that a name can mean; None where it may mean others, or something else."""
    if sum(char.isalpha() for char in name) < (MIN_LETTERS if name[:1].lower() != name[:1].upper() else 3):
        return None
    found = gazetteer.find(name)
    if not found:
        return None
    first = found[0]
    if first.kind == "country":
        return first
    rivals = [entry.population for entry in found if entry.country != first.country or entry.kind == "country"]
    large = first.kind == "town" and first.population >= LARGE
    return first if large and first.population >= TIMES * max(rivals, default=0) else None


def _dates(text: str, part: Part) -> Iterator[DateMention]:
    found = [(m, m[1], m[3], m[4]) for m in _ISO.finditer(text)]
    found += [(m, m[4], m[3], m[1]) for m in _DAY_FIRST.finditer(text) if m[2] == "." or int(m[1]) > 12]
    for match, year, month, day in sorted(found, key=lambda item: item[0].start()):
        known = _day(int(year), int(month), int(day))
        if known:
            span = Span(match.start(), match.end(), part)
            yield DateMention(span, known.isoformat(), known, known, because="other language: a date in numerals")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
