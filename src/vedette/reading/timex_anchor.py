"""Where relative dates count from: the day of publication, or the story's own clock."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vedette.reading.timex_form import Calendar, Draft, Shift

#: Explicit dates that a text must bring to be a narrative of its own time; more where it is undated.
_MIN_DATES, _MIN_DATES_UNDATED = 3, 6
#: So many make a narrative even where no date has its day.
_MIN_DATES_WITHOUT_DAY = 8
#: Years by which a narrative's dates lie before its publication.
_YEARS_BEFORE = 2


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The date last told, as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month or 1, self.day or 1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """From where the dates of a text count."""

    #: Day of publication (or of the dateline), None when not known.
    published: date | None
    #: Whether dates without a year follow the date last told instead of the day of publication.
    narrative: bool


def is_narrative(drafts: Sequence[Draft], published: date | None) -> bool:
    """Whether a text tells of a time of its own (a history), as far as its dates show.

    It does where most of its explicit years lie years before its publication and hardly a word counts from
    that day ("yesterday", a bare "on Sunday"). An undated text must bring more of them, and no such word.
    """
    years = [d.form.year for d in drafts if isinstance(d.form, Calendar) and d.form.year]
    deictic = sum(1 for draft in drafts if _counts_from_now(draft))
    if published is None:
        return len(years) >= _MIN_DATES_UNDATED and deictic == 0
    past = sum(1 for year in years if year <= published.year - _YEARS_BEFORE)
    # Background in news comes as years and months; a history also tells days.
    if past < _MIN_DATES_WITHOUT_DAY and not any(_is_whole_day(d, published) for d in drafts):
        return False
    return past >= _MIN_DATES and past >= 0.7 * len(years) and past >= 3 * deictic


def _is_whole_day(draft: Draft, published: date) -> bool:
    form = draft.form
    whole = isinstance(form, Calendar) and form.day is not None and form.year is not None
    return whole and isinstance(form, Calendar) and (form.year or 0) <= published.year - _YEARS_BEFORE


def _counts_from_now(draft: Draft) -> bool:
    form = draft.form
    if isinstance(form, Shift):
        return form.origin == "published"
    return isinstance(form, Calendar) and form.weekday is not None and form.day is None and draft.rule == "weekday"


#: What stands around the date of a dateline: nothing or a place before it, an agency or a dash after it.
_AFTER_DATELINE = re.compile(r"\s{0,3}(?:\(|\[|\]|--|[-–—:](?:\s|$)|/)")
_ALONE = re.compile(r"\W{0,5}(?:(?:published|updated|posted|date|dated)\W{0,3}(?:on\s)?)?", re.IGNORECASE)


def is_dateline(draft: Draft, sentence_text: str, sentence_number: int) -> bool:
    """Whether a full date stands where a report's own date does: in the first lines, alone or after its place."""
    form = draft.form
    full = isinstance(form, Calendar) and form.year is not None and form.month is not None and form.day is not None
    if not full or sentence_number > 2 or draft.start > 60:
        return False
    before, after = sentence_text[: draft.start], sentence_text[draft.end :]
    if _ALONE.fullmatch(before) and not after.strip(" .])"):
        return True
    opening = not re.search(r"[a-z]{3,}\s{1,3}[a-z]{2,}\s{1,3}[a-z]{2,}", before)
    return opening and _AFTER_DATELINE.match(after) is not None
