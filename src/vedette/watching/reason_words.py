"""Why an alert is one, in words."""

from collections.abc import Iterable, Sequence

from vedette.model.alert import Level, OccasionMatch, Reason
from vedette.model.event import Event, OnWhoseWord
from vedette.model.watch import Watch
from vedette.model.zone import Zone
from vedette.watching.distances import Standing, distance_words
from vedette.watching.place_shapes import away_words, known_words


def tell_reasons(
    watch: Watch,
    told: tuple[Event, str],
    zones: Sequence[Standing],
    occasions: Sequence[OccasionMatch],
    level: Level,
    n_sources: int,
    rights: str | None = None,
) -> Iterable[Reason]:
    """The reasons of an alert, each with the words that it rests on.

    Args:
        watch: The watch.
        told: The event that speaks for the alert, and the id of its report.
        zones: How it stands to the zones that it may lie in.
        occasions: The occasions in whose window it lies.
        level: How high the alert is.
        n_sources: How many independent sources tell of it.
        rights: What the licence of the report forbids, in words; None: nothing.
    """
    event, report_id = told
    yield Reason(
        f"the report tells of it: {event.kind.lower()}, {_WORDS[event.on_whose_word]}",
        report_id,
        event.trigger,
    )
    if rights is not None:
        yield Reason(rights, report_id)
    names: dict[str, Zone] = {zone.id: zone for zone in watch.zones}
    where = event.where.span if event.where else None
    for one in zones:
        yield Reason(_zone_words(one, names[one.check.zone_id], event), report_id if where else None, where)
    for match in occasions:
        when = event.when.span if event.when else None
        yield Reason(_occasion_words(match), report_id if when else None, when)
    if event.killed and event.killed.low >= watch.thresholds.killed_high:
        words = f"at least {event.killed.low} killed, from {watch.thresholds.killed_high} on counted as grave"
        yield Reason(words, report_id, event.killed.span)
    if n_sources >= watch.thresholds.n_sources:
        yield Reason(f"{n_sources} independent sources tell of it (copies counted once)")
    elif level == "high":
        yield Reason("no independent corroboration so far: one source tells of it")


#: On whose word an event stands, in words.
_WORDS = {
    OnWhoseWord.FACT: "told by the report itself",
    OnWhoseWord.CLAIMED: "claimed by those who did it",
    OnWhoseWord.ACCUSED: "an accusation",
    OnWhoseWord.SUSPECTED: "a suspicion",
    OnWhoseWord.DENIED: "denied",
    OnWhoseWord.POSSIBLE: "only possible",
}


def _zone_words(standing: Standing, zone: Zone, event: Event) -> str:
    check, entry = standing.check, standing.distance
    known = f"; {told}" if (told := known_words(event.where)) else ""
    chance = f"chance of lying inside {_percent(check.p_inside)}" if check.p_inside is not None else "chance not known"
    held = f"; held against {distance_words(entry)}, not the zone's own {zone.outer_km:g} km" if entry else ""
    disputed = f"; the border is disputed there ({check.line_status.lower()})" if check.line_status else ""
    middle = away_words(event.where, check.distance_km or 0.0, _MIDDLE[zone.kind])
    return f"{check.state} {zone.name}: {middle}, {chance}{known}{held}{disputed}"


def _percent(p: float) -> str:
    """A chance in words; never a certainty, since the model behind it is none."""
    return "over 99 %" if p > 0.99 else "under 1 %" if p < 0.01 else f"{p * 100:.0f} %"


#: What a zone's distance is measured to.
_MIDDLE = {"border": "line", "line": "line", "point": "middle", "area": "edge"}


def _occasion_words(match: OccasionMatch) -> str:
    days = abs(match.days)
    when = "during" if days == 0 else f"{days} day{'s' * (days != 1)} {'before' if match.days < 0 else 'after'}"
    unsure = " (only if its date moved within its uncertainty)" if match.only_if_moved else ""
    return f"{when} {match.name}{unsure}"
