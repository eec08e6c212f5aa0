"""Chooses the place that each mention means: prior, exactness, containers, and what else the report names.

A linear score with weights set by hand. Three rounds: the first without the report's other places, the next two with
the countries, units and points that the round before chose.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from vedette.geo.gazetteer import Gazetteer
from vedette.geo.gazetteer_entry import Entry
from vedette.geo.gazetteer_names import fold
from vedette.reading.places_mention import Mention
from vedette.reading.places_words import kind_words, never_alone, part_words, street_words
from vedette.reading.resolve_context import Context, Hints, NameChances, chances_of
from vedette.reading.resolve_score import is_far_fetched, rivalry, rivals_of, score_of
from vedette.reading.resolve_sites import place_sites

#: Rounds of choosing; more change nothing on news of ordinary length.
_ROUNDS = 3
#: Kinds of place that short forms stand for.
_STOOD_FOR = frozenset({"province", "town", "region", "country"})


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
    scores = [_scores(mention, found, None, {}) for mention, found in zip(mentions, candidates, strict=True)]
    context = Context((), hints)
    for _ in range(_ROUNDS - 1):
        context = Context(_chances(mentions, candidates, scores), hints)
        chosen = {
            id(mention): _top(found, scored)
            for mention, found, scored in zip(mentions, candidates, scores, strict=True)
        }
        scores = [_scores(mention, found, context, chosen) for mention, found in zip(mentions, candidates, strict=True)]
    picked = [
        _best(found, scored, mention, context)
        for mention, found, scored in zip(mentions, candidates, scores, strict=True)
    ]
    best = _one_sense(mentions, picked)
    return [
        Choice(mention, entry, f"{mention.found_by}; {because}")
        for mention, (entry, because) in zip(mentions, place_sites(mentions, best), strict=True)
    ]


def _scores(
    mention: Mention, candidates: tuple[Entry, ...], context: Context | None, chosen: dict[int, Entry | None]
) -> list[float]:
    outer = chosen.get(id(mention.within)) if mention.within else None
    rivals = rivals_of(candidates)
    return [score_of(entry, mention, outer, context) + rivalry(entry, mention.wanted, rivals) for entry in candidates]


def _chances(
    mentions: list[Mention], candidates: list[tuple[Entry, ...]], scores: list[list[float]]
) -> list[NameChances]:
    """By name: the chances as its most telling mention has them (one with a container, else the first)."""
    counts = Counter(fold(mention.name) for mention in mentions)
    telling: dict[str, tuple[bool, int]] = {}
    for number, mention in enumerate(mentions):
        name, told = fold(mention.name), mention.within is not None
        if candidates[number] and (name not in telling or told > telling[name][0]):
            telling[name] = (told, number)
    return [chances_of(name, candidates[number], scores[number], counts[name]) for name, (_, number) in telling.items()]


def _top(candidates: tuple[Entry, ...], scores: list[float]) -> Entry | None:
    return max(zip(scores, candidates, strict=True), key=lambda item: item[0])[1] if candidates else None


def _candidates(mention: Mention, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    if mention.stands_for:
        full, country = mention.stands_for
        return tuple(e for e in gazetteer.find(full) if e.country == country and e.kind in _STOOD_FOR)
    whole = mention.words.text.removeprefix("the ").removeprefix("The ")
    found = gazetteer.find(whole)
    if len(mention.words) > 1 and mention.words[-1].lower_ in street_words():
        return found
    if fold(mention.name) != fold(whole):
        seen = {(entry.name, entry.kind, entry.lat) for entry in found}
        bare = [e for e in gazetteer.find(mention.name) if (e.name, e.kind, e.lat) not in seen]
        found = (*found, *(e._replace(rank=max(e.rank, 1)) if found else e for e in bare))
    if mention.wanted == "province" and not any(entry.kind == "province" for entry in found):
        found = (*found, *_namesakes(found, gazetteer))
    return found or _by_part(mention, gazetteer)


def _namesakes(towns: tuple[Entry, ...], gazetteer: Gazetteer) -> list[Entry]:
    """The provinces that bear the name of one of the towns in another spelling."""
    return [
        entry
        for town in towns
        if town.admin1 and ratio(fold(town.name), fold(town.admin1)) > 75
        for entry in gazetteer.find(town.admin1)
        if entry.kind == "province" and entry.country == town.country
    ]


def _by_part(mention: Mention, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The places of a part of the words that is a name ("South-East England", "Northport Fire Station")."""
    words = [token for token in mention.words if not token.is_space]
    if any(token.lower_ in street_words() for token in words):
        return ()
    first = 0
    while first < len(words) - 1 and words[first].lower_ in part_words():
        first += 1
    for length in range(min(len(words) - first, 5), 0, -1):
        name = mention.words.doc[words[first].i : words[first + length - 1].i + 1].text
        if len(name) < 4 or not name[0].isupper() or name.lower() in never_alone() or name.lower() in kind_words():
            continue
        found = tuple(entry for entry in gazetteer.find(name) if entry.kind != "airport")
        if found:
            mention.part = name
            return found
    return ()


def _best(
    candidates: tuple[Entry, ...], scores: list[float], mention: Mention, context: Context
) -> tuple[Entry | None, str]:
    if not candidates:
        return None, "no such name in the gazetteer"
    scored = sorted(
        zip(scores, candidates, strict=True),
        key=lambda item: (-item[0], -item[1].population, item[1].name, item[1].admin1 or ""),
    )
    score, best = scored[0]
    if mention.within is None and is_far_fetched(best, mention, context):
        return None, f"only {_told(best)} has the name, far from all else that the report names"
    because = f"{_told(best)} at {score:.1f}"
    if len(scored) > 1:
        second, other = scored[1]
        because += f", before {_told(other)} at {second:.1f}"
    return best, because


def _told(entry: Entry) -> str:
    return " ".join(word for word in (entry.kind, entry.name, entry.admin1, entry.country) if word)


def _one_sense(mentions: list[Mention], chosen: list[tuple[Entry | None, str]]) -> list[tuple[Entry | None, str]]:
    """One name means one place in a report, unless a word beside it asks for another kind."""
    told: dict[tuple[str, str | None], dict[Entry, float]] = defaultdict(lambda: defaultdict(float))
    for mention, (entry, _) in zip(mentions, chosen, strict=True):
        if entry:
            told[fold(mention.name), mention.wanted][entry] += 3.0 if mention.within else 1.0
    settled = []
    for mention, (entry, because) in zip(mentions, chosen, strict=True):
        senses = told.get((fold(mention.name), mention.wanted))
        if entry and senses and not mention.within and entry.kind != "country":
            best = max(senses, key=lambda sense: (senses[sense], sense == entry))
            if best != entry:
                entry, because = best, f"{because}; told as {best.name} {best.admin1 or ''} elsewhere in the report"
        settled.append((entry, because))
    return settled
