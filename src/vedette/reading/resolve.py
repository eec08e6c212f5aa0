"""Chooses the place that each mention means: prior, exactness, containers, and what else the report names.

A linear score with weights set by hand. Three rounds: the first without the report's other places, the next two with
the countries, units and points that the round before chose.
"""

from collections import defaultdict
from dataclasses import dataclass

from vedette.geo.countries import find_country
from vedette.geo.gazetteer import Gazetteer
from vedette.geo.gazetteer_entry import Entry
from vedette.geo.gazetteer_names import fold
from vedette.reading.places_mention import Mention
from vedette.reading.resolve_context import Context, Hints, context_of
from vedette.reading.resolve_score import contains, prior_of, score_of

#: Rounds of choosing; more change nothing on news of ordinary length.
_ROUNDS = 3


@dataclass(frozen=True)
class Choice:
    """What was chosen for a mention."""

    mention: Mention
    #: None where the gazetteer has no such name.
    entry: Entry | None
    #: Why, with the runner-up.
    because: str


def resolve(mentions: list[Mention], gazetteer: Gazetteer, hints: Hints) -> list[Choice]:
    """The choice for each mention, in their order."""
    candidates = [_candidates(mention, gazetteer) for mention in mentions]
    chosen = [_best(mention, found, None, {}) for mention, found in zip(mentions, candidates, strict=True)]
    for _ in range(_ROUNDS - 1):
        context = context_of(mentions, candidates, [choice for choice, _ in chosen], hints)
        by_mention = {id(mention): choice for mention, (choice, _) in zip(mentions, chosen, strict=True)}
        chosen = [
            _best(mention, found, context, by_mention) for mention, found in zip(mentions, candidates, strict=True)
        ]
    chosen = _one_sense(mentions, chosen)
    return [
        Choice(mention, entry, f"{mention.found_by}; {because}")
        for mention, (entry, because) in zip(mentions, chosen, strict=True)
    ]


def _candidates(mention: Mention, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    if mention.stands_for:
        full, country = mention.stands_for
        return tuple(e for e in gazetteer.find(full) if e.country == country and e.kind in ("province", "town"))
    whole = mention.words.text.removeprefix("the ").removeprefix("The ")
    found = gazetteer.find(whole)
    if fold(mention.name) != fold(whole):
        seen = set(found)
        found = (*found, *(entry for entry in gazetteer.find(mention.name) if entry not in seen))
    country = find_country(whole) if len(whole) > 2 or whole == "UK" else None
    if not found and country:
        found = tuple(e for e in gazetteer.find(country) if e.kind == "country")
    return found


def _best(
    mention: Mention, candidates: tuple[Entry, ...], context: Context | None, chosen: dict[int, Entry | None]
) -> tuple[Entry | None, str]:
    if not candidates:
        return None, "no such name in the gazetteer"
    outer = chosen.get(id(mention.within)) if mention.within else None
    scored = sorted(
        ((score_of(entry, mention, outer, context), entry) for entry in candidates),
        key=lambda item: (-item[0], -item[1].population, item[1].name, item[1].admin1 or ""),
    )
    score, best = scored[0]
    because = f"{best.kind} {best.name} {best.admin1 or ''} {best.country or ''} at {score:.1f}"
    if len(scored) > 1:
        second, other = scored[1]
        because += f", before {other.kind} {other.name} {other.admin1 or ''} {other.country or ''} at {second:.1f}"
    return best, " ".join(because.split())


def _one_sense(mentions: list[Mention], chosen: list[tuple[Entry | None, str]]) -> list[tuple[Entry | None, str]]:
    """One name means one place in a report, unless a word beside it asks for another kind."""
    told: dict[tuple[str, str | None], dict[Entry, float]] = defaultdict(lambda: defaultdict(float))
    for mention, (entry, _) in zip(mentions, chosen, strict=True):
        if entry:
            told[fold(mention.name), mention.wanted][entry] += 3.0 if mention.within else 1.0
    settled = []
    for mention, (entry, because) in zip(mentions, chosen, strict=True):
        senses = told.get((fold(mention.name), mention.wanted))
        if entry and senses and not mention.within:
            best = max(senses, key=lambda sense: (senses[sense], sense == entry))
            if best != entry:
                entry, because = best, f"{because}; told as {best.name} {best.admin1 or ''} elsewhere in the report"
        settled.append((entry, because))
    return settled


__all__ = ["Choice", "contains", "prior_of", "resolve"]
