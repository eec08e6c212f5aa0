"""Whether what is told as one attack may be several: reports of one case that contradict each other in what they state.

Linking puts reports together by kind, day and place, and two attacks in one town on one day look alike to it. Two
reports of one attack differ as well, so they stay one alert; but it says that it may be another attack, and why: one
that goes untold is worse than a word too many.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from pyproj import Geod

from vedette.model.alert import Reason
from vedette.model.event import Event
from vedette.model.place import Place
from vedette.model.reading import Reading
from vedette.vocab.load import load_table
from vedette.watching.traits import Traits, find_traits

T = TypeVar("T", date, float)

#: Of a toll that was told before, the part under which a smaller one of a later day is no revision of it.
_REVISED_TO = 0.5
#: Killed by which the two must differ besides.
_REVISED_BY = 3

_GEOD = Geod(ellps="WGS84")


def find_second_attacks(events: Iterable[tuple[Event, Reading]]) -> tuple[Reason, ...]:
    """A reason for each further attack that events of one case may be, with the words that it rests on.

    Each event goes to the first attack that it does not contradict. Attacks grow by what is stated of them: a report
    that tells of a bomb and of shots holds those together that tell of one of the two.
    """
    ordered = sorted(events, key=lambda one: (one[1].report.published or date.max, one[0].id))
    acts: list[list[Traits]] = []
    found: list[Reason] = []
    for traits in (find_traits(event, reading) for event, reading in ordered):
        differing = [[words for tell in _DIFFERENCES if (words := tell(act, traits))] for act in acts]
        same = next((act for act, words in zip(acts, differing, strict=True) if not words), None)
        if same is not None:
            same.append(traits)
            continue
        acts.append([traits])
        if differing:
            words = f"may be more than one attack: {'; '.join(differing[0])}"
            found.append(Reason(words, traits.reading.report.id, traits.event.trigger))
    return tuple(found)


def _place(act: Sequence[Traits], new: Traits) -> str | None:
    known = [one.place for one in act if one.place]
    if new.place is None or not known or not all(_is_elsewhere(one, new.place) for one in known):
        return None
    return f"reports tell of {_both(known[0].name, new.place.name)}"


def _is_elsewhere(one: Place, other: Place) -> bool:
    """Whether two scenes have other names, and neither lies within what is known of the other."""
    if one.name == other.name or one.lat is None or other.lat is None:
        return False
    metres = _GEOD.inv(one.lon, one.lat, other.lon, other.lat)[2]
    return bool(metres > 1000 * max(one.radius_km or 0.0, other.radius_km or 0.0))


def _days(act: Sequence[Traits], new: Traits) -> str | None:
    known = [one.days for one in act if one.days]
    if new.days is None or not known or any(_meet(one, new.days) for one in known):
        return None
    return f"reports tell of {_both(known[0][0].isoformat(), new.days[0].isoformat())}"


def _hours(act: Sequence[Traits], new: Traits) -> str | None:
    known = [one for one in act if one.hours and one.days and new.days and _meet(one.days, new.days)]
    if new.hours is None or not known or any(one.hours and _meet(one.hours, new.hours) for one in known):
        return None
    return f"reports tell of {_both(known[0].words(known[0].when), new.words(new.when))}"


def _meet(one: tuple[T, T], other: tuple[T, T]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _targets(act: Sequence[Traits], new: Traits) -> str | None:
    known = [one for one in act if one.targets]
    if not new.targets or not known or any(one.targets & new.targets for one in known):
        return None
    return f"reports tell of {_both(known[0].words(known[0].target), new.words(new.target))}"


def _means(act: Sequence[Traits], new: Traits) -> str | None:
    known = [one for one in act if one.means]
    if not new.means or not known or any(one.means & new.means for one in known):
        return None
    return f"reports tell of {_both(_listed(known[0].means), _listed(new.means))}"


def _listed(means: frozenset[str]) -> str:
    return " and ".join(load_table("second_attack")["means"][one]["name"] for one in sorted(means))


def _toll(act: Sequence[Traits], new: Traits) -> str | None:
    """Fewer killed by far, told on a later day: tolls are revised downwards by a few."""
    told = [one for one in act if one.killed and _is_published_before(one, new)]
    if new.killed is None or new.killed.high is None or not told:
        return None
    most = max(one.killed.low for one in told if one.killed)
    if new.killed.high > most * _REVISED_TO or most - new.killed.high < _REVISED_BY:
        return None
    return f"{new.killed.high} killed, in a later report, and {most}"


def _is_published_before(one: Traits, other: Traits) -> bool:
    first, second = one.reading.report.published, other.reading.report.published
    return first is not None and second is not None and first < second


def _said_apart(act: Sequence[Traits], new: Traits) -> str | None:
    """A report that calls it another one, where none of the act's did."""
    if new.apart is None or any(one.apart for one in act):
        return None
    return f"a report tells of {new.words(new.apart)}"


def _both(one: str, other: str) -> str:
    """Both in words, the same whichever came first."""
    return " and of ".join(sorted((one, other)))


_DIFFERENCES = (_place, _days, _hours, _targets, _means, _toll, _said_apart)
