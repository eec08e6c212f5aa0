"""Rules of a watch: what is done with alerts of some kind."""

from collections.abc import Collection
from dataclasses import dataclass

from vedette.model.alert import Level, Reason
from vedette.model.event import OnWhoseWord, Stage
from vedette.model.watch import Rule, Watch

#: Lowest first.
STEPS: tuple[Level, ...] = ("low", "medium", "high")


#: How far an act got, the furthest last; a hoax went nowhere.
LADDER = (
    Stage.HOAX,
    Stage.THREATENED,
    Stage.PLANNED,
    Stage.ATTEMPTED,
    Stage.FAILED,
    Stage.FOILED,
    Stage.CARRIED_OUT,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules ask of an alert."""

    zone_ids: Collection[str]
    #: Ids of the rules of the occasions in whose window the event lies.
    occasion_ids: Collection[str]
    kind: str
    stage: Stage | None
    group_ids: Collection[str]
    killed: int | None
    on_whose_word: OnWhoseWord
    n_sources: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules made of an alert."""

    #: None: it is not told.
    level: Level | None
    #: Names of the rules that held.
    rules: tuple[str, ...]
    reasons: tuple[Reason, ...]


def apply_rules(watch: Watch, facts: Facts, level: Level) -> Ruled:
    """The level after the watch's rules, each held against it in the order written, with what they did in words."""
    names: list[str] = []
    reasons: list[Reason] = []
    for rule in watch.rules:
        if not holds(rule, facts):
            continue
        names.append(rule.name)
        if rule.silence:
            return Ruled(None, tuple(names), (Reason(f"rule “{rule.name}”: not told"),))
        other = _moved(rule, level)
        if other != level:
            reasons.append(Reason(f"rule “{rule.name}”: {other}, not {level}"))
        level = other
    if level == "high" and watch.alerts.uncorroborated == "lower" and facts.n_sources < watch.thresholds.n_sources:
        level = "medium"
        reasons.append(
            Reason("medium, not high: the watch asks for independent corroboration, and there is none so far")
        )
    return Ruled(level, tuple(names), tuple(reasons))


def holds(rule: Rule, facts: Facts) -> bool:
    """Whether all conditions of a rule hold."""
    asked = (
        (rule.zones, facts.zone_ids),
        (rule.occasions, facts.occasion_ids),
        (rule.kinds, (facts.kind,)),
        (rule.stages, (facts.stage,)),
        (rule.groups, facts.group_ids),
        (rule.on_whose_word, (facts.on_whose_word,)),
    )
    if any(wanted and not any(one in wanted for one in there) for wanted, there in asked):
        return False
    if rule.killed is not None and (facts.killed is None or facts.killed < rule.killed):
        return False
    if rule.least_sources is not None and facts.n_sources < rule.least_sources:
        return False
    return rule.most_sources is None or facts.n_sources <= rule.most_sources


def channels_of(watch: Watch, rules: Collection[str]) -> tuple[str, ...]:
    """Ids of the channels that the rules named send alerts to, in the watch's order; empty: all."""
    named = {channel for rule in watch.rules if rule.name in rules for channel in rule.channels}
    return tuple(channel.id for channel in watch.channels if channel.id in named)


def _moved(rule: Rule, level: Level) -> Level:
    at = min(max(STEPS.index(level) + rule.raised_by, 0), len(STEPS) - 1)
    return STEPS[max(at, STEPS.index(rule.least_level)) if rule.least_level else at]
