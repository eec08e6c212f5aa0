"""What changed in an alert since it was last told, if it matters to who must act on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from vedette.model.alert import Alert
from vedette.model.event import Stage
from vedette.model.watch import Watch
from vedette.watching.rules import LADDER, STEPS

#: A toll is told anew when it grows by half and by two at least: reporters' figures creep up for hours.
TOLL_FACTOR, TOLL_STEP = 1.5, 2
#: Stages with that which is not told before all.
_STAGES = (None, *LADDER)
_STATES = {"unknown": 0, "outside": 0, "possibly": 1, "inside": 2}


@dataclass(frozen=True, slots=True)
class _Pair:
    watch: Watch
    old: Alert
    new: Alert
    corrected: bool


def find_changes(watch: Watch, old: Alert, new: Alert, *, corrected: bool) -> tuple[str, ...]:
    """What matters and is other than it was told, in words; empty: nothing.

    Args:
        watch: The watch.
        old: The alert as it was last told.
        new: As it stands now.
        corrected: Whether reports of it were retracted, corrected or judged false since. Only then does what was told
            before count as taken back; else less is only less reported, since old reports leave the window.
    """
    pair = _Pair(watch, old, new, corrected)
    return tuple(
        words
        for found in (_others, _level, _stage, _toll, _sources, _zones, _occasions, _place)
        for words in found(pair)
    )


def is_another(old: Alert, new: Alert) -> bool:
    """Whether more attacks may be behind it than was told."""
    return len(new.may_be_others) > len(old.may_be_others)


def _others(pair: _Pair) -> Iterator[str]:
    if is_another(pair.old, pair.new):
        told = set(pair.old.may_be_others)
        yield from (words for words in pair.new.may_be_others if words not in told)


def _level(pair: _Pair) -> Iterator[str]:
    was, now = STEPS.index(pair.old.level), STEPS.index(pair.new.level)
    if now > was or (now < was and pair.corrected):
        yield f"it is now {pair.new.level} (was {pair.old.level})"


def _stage(pair: _Pair) -> Iterator[str]:
    was, now = _STAGES.index(pair.old.stage), _STAGES.index(pair.new.stage)
    if now > was or (now != was and pair.corrected):
        yield f"how far it got: {_stage_words(pair.new.stage)} (was {_stage_words(pair.old.stage)})"


def _toll(pair: _Pair) -> Iterator[str]:
    was, now, grave = pair.old.killed, pair.new.killed, pair.watch.thresholds.killed_high
    if was == now:
        return
    grew = (now or 0) >= max((was or 0) * TOLL_FACTOR, (was or 0) + TOLL_STEP)
    first = not was and bool(now)
    crossed = (was or 0) < grave <= (now or 0)
    if pair.corrected or grew or first or crossed:
        yield f"killed: {_toll_words(now)} (was {_toll_words(was)})"


def _sources(pair: _Pair) -> Iterator[str]:
    needed = pair.watch.thresholds.n_sources
    if pair.old.n_sources < needed <= pair.new.n_sources:
        yield f"{pair.new.n_sources} independent sources tell of it now (copies counted once)"
    elif pair.new.n_sources < needed <= pair.old.n_sources and pair.corrected:
        yield f"it has no independent corroboration any more: {pair.new.n_sources} source tells of it"


def _zones(pair: _Pair) -> Iterator[str]:
    names = {zone.id: zone.name for zone in pair.watch.zones}
    was = {check.zone_id: check.state for check in pair.old.zones}
    now = {check.zone_id: check.state for check in pair.new.zones}
    for zone_id in dict.fromkeys((*now, *was)):
        rank, before = _STATES[now.get(zone_id, "outside")], _STATES[was.get(zone_id, "outside")]
        if rank > before or (rank < before and pair.corrected):
            name, state = names.get(zone_id, zone_id), now.get(zone_id, "outside")
            yield f"it is {state} {name} (was {was.get(zone_id, 'not')})"


def _occasions(pair: _Pair) -> Iterator[str]:
    known = {match.occasion_id for match in pair.old.occasions}
    for match in pair.new.occasions:
        if match.occasion_id not in known:
            yield (
                f"its day lies {abs(match.days)} days from {match.name}" if match.days else f"it falls on {match.name}"
            )


def _place(pair: _Pair) -> Iterator[str]:
    """Only a correction moves an event; else another report speaks for the alert, of another district of the town."""
    if not pair.corrected:
        return
    was, now = pair.old.where, pair.new.where
    if was and now and was.name != now.name:
        yield f"its place is now {now.name} (was {was.name})"
    if pair.old.happened_from != pair.new.happened_from:
        yield f"its day is now {pair.new.happened_from or 'not told'} (was {pair.old.happened_from or 'not told'})"


def _stage_words(stage: Stage | None) -> str:
    return stage.value.replace("_", " ") if stage else "not told"


def _toll_words(killed: int | None) -> str:
    return "not told" if killed is None else f"at least {killed}" if killed else "none"
