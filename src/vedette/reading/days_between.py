"""Counts the day of an act from that of the news: "freed on Thursday, 12 days after kidnapping him"."""

import re
from dataclasses import dataclass
from datetime import timedelta

from spacy.tokens import Token

from vedette.model.time import DateMention
from vedette.reading.attach import time_link
from vedette.reading.parse import span_of
from vedette.reading.scene import EventDraft, Scene

_LINKS = {"after": -1, "before": 1}
#: TIMEX3 durations that a day can be counted by; months and years are told too roughly for one.
_COUNTED = re.compile(r"P(\d+)([DW])")
_DAYS = {"D": 1, "W": 7}


@dataclass(frozen=True)
class Between:
    """The word that links an act to another, and the time told before it ("12 days after")."""

    link: Token
    #: The words for the time, which its date rests on.
    told: DateMention

    def holds(self, token: Token) -> bool:
        """Whether a word stands on the act's side of the link."""
        act = self.link.head if self.link.dep_ == "mark" else self.link
        return act.i == token.i or act.is_ancestor(token)

    def counted(self, other: DateMention) -> DateMention | None:
        """The act's date by that of the other, to the day; None where the time is told in months or years."""
        amount = _COUNTED.fullmatch(self.told.value or "")
        if amount is None or other.start is None or other.start != other.end:
            return None
        days = timedelta(days=int(amount[1]) * _DAYS[amount[2]] * _LINKS[self.link.lower_])
        day = other.start + days
        return DateMention(self.told.span, day.isoformat(), day, day, because="counted from another day")


def between(draft: EventDraft, scene: Scene) -> Between | None:
    """What is told of the time between an act and another that its sentence tells of, None where nothing is."""
    found = time_link(draft.trigger)
    if found is None or found[1].lower_ not in _LINKS:
        return None
    unit, link = found
    for date in scene.dates_by_sentence.get(draft.sentence.index, ()):
        if date.kind == "DURATION" and date.span.overlaps(span_of(unit)):
            return Between(link, date)
    return None
