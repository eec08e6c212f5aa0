"""Plain words for coded values: stages, words given, days, tolls, likelihood."""

from datetime import date, timedelta

from vedette.model.alert import OccasionMatch
from vedette.model.event import Event, OnWhoseWord, Reality, Role, Stage, Toll
from vedette.model.occasion import Occasion
from vedette.model.statement import Speaker
from vedette.model.time import When

#: The ladder from the gravest rung down, as lists and marks are ordered.
STAGES: tuple[Stage | None, ...] = (
    Stage.CARRIED_OUT,
    Stage.ATTEMPTED,
    Stage.FAILED,
    Stage.FOILED,
    Stage.PLANNED,
    Stage.THREATENED,
    Stage.HOAX,
    None,
)
STAGE_WORDS: dict[Stage | None, str] = {
    stage: stage.value.replace("_", " ") if stage else "not told" for stage in STAGES
}
REALITY_WORDS = {
    Reality.ACTUAL: "told as real",
    Reality.POSSIBLE: "possible only",
    Reality.NEGATED: "denied to have happened",
    Reality.GENERIC: "in general, no one event",
}
WORD_WORDS = {
    # Never "a fact": somebody tells it, the report itself or a speaker, and the brief says who.
    OnWhoseWord.FACT: "told",
    OnWhoseWord.CLAIMED: "claimed",
    OnWhoseWord.ACCUSED: "accused",
    OnWhoseWord.SUSPECTED: "suspected",
    OnWhoseWord.DENIED: "denied",
    OnWhoseWord.POSSIBLE: "called possible",
}
ROLE_WORDS = {
    Role.PERPETRATOR: "by",
    Role.TARGET: "against",
    Role.VICTIM: "victim",
    Role.SECURITY_FORCE: "force",
    Role.INSTIGATOR: "instigated by",
    Role.SUPPORTER: "supported by",
}
#: Terms for a probability, each with its least value. Source: ICD 203, Analytic Standards (2015), with "almost
#: certain(ly)" and "almost no chance" at .95 and .05.
_LIKELIHOOD = (
    (0.95, "almost certain"),
    (0.80, "very likely"),
    (0.55, "likely"),
    (0.45, "roughly even chance"),
    (0.20, "unlikely"),
    (0.05, "very unlikely"),
    (0.0, "almost no chance"),
)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def likelihood_words(p: float) -> str:
    """The term for a probability; never shown without the number."""
    return next(words for least, words in _LIKELIHOOD if p >= least)


def p_words(p: float) -> str:
    """A probability as it is shown, never as a certainty.

    >>> p_words(0.4567), p_words(0.9999), p_words(0.0)
    ('p 0.46', 'p > 0.99', 'p < 0.01')
    """
    return "p > 0.99" if p > 0.995 else "p < 0.01" if p < 0.005 else f"p {p:.2f}"


def day_words(day: date) -> str:
    """A day in full.

    >>> day_words(date(2017, 6, 7))
    '7 June 2017'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def days_words(start: date | None, end: date | None) -> str:
    """A day or a stretch of days; empty where neither end is known.

    >>> days_words(date(2016, 7, 1), date(2016, 7, 31))
    'July 2016'
    """
    if start is None or end is None:
        if start is None and end is None:
            return ""
        return f"from {day_words(start)} on" if start else f"up to {day_words(end)}" if end else ""
    if start == end:
        return day_words(start)
    if start.day == 1 and end < date.max and (end + timedelta(days=1)).day == 1:
        if (start.month, end.month) == (1, 12) and start.year == end.year:
            return str(start.year)
        if (start.year, start.month) == (end.year, end.month):
            return f"{_MONTHS[start.month - 1]} {start.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day_words(end)}"
    first = day_words(start).removesuffix(f" {end.year}") if start.year == end.year else day_words(start)
    return f"{first} – {day_words(end)}"


def when_words(when: When | None) -> str:
    """The days of an event or a statement; empty where they are not known."""
    return days_words(when.start, when.end) if when else ""


def kind_words(event: Event) -> str:
    """Kind and mode of an event.

    >>> from vedette.model.span import Span
    >>> at = Span(0, 1)
    >>> kind_words(Event("e", "ASSAULT", "explosives", (), None, Reality.ACTUAL, False, OnWhoseWord.FACT, (at,), at))
    'assault: explosives'
    """
    kind = event.kind.lower().replace("_", " ")
    return f"{kind}: {event.mode.lower().replace('_', ' ')}" if event.mode else kind


def number_words(low: int, high: int | None) -> str:
    """A number that may be open or a stretch.

    >>> number_words(30, None), number_words(2, 3), number_words(0, 5)
    ('at least 30', '2–3', 'up to 5')
    """
    if high is None:
        return f"at least {low:,}"
    if low == high:
        return f"{low:,}"
    return f"{low:,}–{high:,}" if low else f"up to {high:,}"


def toll_low(toll: Toll | None) -> int:
    """The number that is certain of a toll, 0 where none is told."""
    return toll.low if toll else 0


def speaker_words(speaker: Speaker | None) -> str:
    """Who speaks, in one line; an unnamed speaker's own words stay in quotation marks."""
    if speaker is None:
        return "the report itself"
    named = speaker.name or speaker.organisation
    if named:
        extra = [one for one in (speaker.role, speaker.organisation) if one and one != named]
        return f"{named} ({', '.join(extra)})" if extra else named
    if speaker.role or speaker.description:
        return speaker.role or f"“{speaker.description}”"
    return "speaker left out by the report" if speaker.span is None else "speaker not named"


def match_words(match: OccasionMatch, event: Event, occasion: Occasion | None) -> str:
    """How an event's days stand to an occasion; of a stretch of days, no more than it tells."""
    only = " (only if its date moved)" if match.only_if_moved else ""
    start, end = (event.when.start, event.when.end or event.when.start) if event.when else (None, None)
    stretch = start != end
    if match.days:
        days = f"{count_words(abs(match.days), 'day')}{' or more' if stretch else ''}"
        return f"{days} {'before' if match.days < 0 else 'after'} {match.name}{only}"
    if occasion and start and end and occasion.start_on <= start and end <= occasion.end_on:
        return f"{'on' if occasion.start_on == occasion.end_on else 'during'} {match.name}{only}"
    return f"{'may fall on' if stretch else 'on'} {match.name}{only}"


def count_words(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> count_words(1, "report"), count_words(2, "country", "countries")
    ('1 report', '2 countries')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"
