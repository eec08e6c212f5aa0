"""Invented news for the stream: ordinary news, conflict elsewhere, attacks inside the watch's zone, no two alike."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Sort = Literal["ordinary", "elsewhere", "matters"]
#: Of a hundred reports, how many are of which sort.
SHARES: tuple[tuple[Sort, int], ...] = (("matters", 2), ("elsewhere", 8), ("ordinary", 90))
#: Share of ordinary reports that use words of violence.
LOUD = 0.1
#: Days between two attacks in one town, so that they are not one case, and how many days back they go.
DAYS_APART, DAYS_BACK = 3, 180


def _words(words: str) -> tuple[str, ...]:
    return tuple(words.split())


#: Towns inside the zone, over 30 km from one another.
TOWNS = _words(
    "Baghdad Basra Mosul Kirkuk Najaf Samarra Tikrit Ramadi Baqubah Erbil Sulaymaniyah Duhok Amarah Nasiriyah "
    "Diwaniyah Halabja Karbala Samawah Sinjar Khanaqin Zakho Haditha Rutba Baiji"
)
_FAR = (
    *(f"{town}, Colombia" for town in _words("Bogotá Medellín Cali")),
    *(f"{town}, Nigeria" for town in _words("Kano Maiduguri Lagos")),
    *(f"{town}, the Philippines" for town in _words("Manila Davao Cotabato")),
    *(f"{town}, Mali" for town in _words("Bamako Gao Mopti")),
)
_PLACES = _words("Halden Norrvik Castlemere Port Ainsley Quarry Hill Eastbrook Lindow Marsh Oakham Vale Tirgate")
_FIRST = _words("Northern Riverside Lakeland Harbour Meadow Granite Silver Linden Falcon Juniper Copper Amber Cedar")
_LAST = _words("Orchestra Bakery Rovers Institute Ferries Museum Library Dairy Academy Railways Gardens Theatre")
_WHO = _words("residents students farmers visitors engineers teachers shopkeepers musicians pensioners commuters")
_DID = _words("welcomed questioned praised studied postponed reviewed celebrated measured explained delayed")
_WHAT = _words("budget timetable harvest exhibition bridge festival curriculum forecast menu catalogue footpath tariff")
_HOW = _words("quietly warmly again at length in part with care in public for now as planned by letter")
_LEADS = (
    "{first} {last} opened a new {what} in {place} with {n} {who} in the audience.",
    "{place} beat {first} {last} by {m} points to {k} after a slow first half.",
    "The price of bread in {place} rose by {k} per cent last month, the statistics office said.",
    "Heavy rain is expected around {place}, with {n} millimetres before the weekend.",
    "A {what} from {n} years ago was found in the attic of the {first} {last}.",
    "The council of {place} voted {m} to {k} for a new {what} beside the station.",
    "{first} {last} will hire {n} {who} for its branch in {place}, its director said.",
    "Researchers of the {first} {last} counted {n} kinds of moss near {place}.",
)
_FILLERS = (
    "Some {n} {who} {did} the {what} {how}.",
    "The {first} {last} {did} its {what} {how}, and {k} {who} wrote to say so.",
    "A spokeswoman for the {first} {last} said that the {what} would cost {n} thousand crowns.",
    "In {place} the {what} has been {did} {m} times since the spring.",
    "Of {n} {who} asked, {m} {did} the {what} and {k} had never heard of it.",
    "Tickets for the {what} at the {first} {last} are sold from {k} in the morning.",
    "The road between {place} and {place2} stays open while the {what} is {did}.",
    "It is the {m}th {what} of its kind, after those of {place} and {place2}.",
)
#: What one ordinary report in ten says besides: words of violence that mean nothing to a watch.
_LOUD = (
    "A film about the bombing of {place} in 1943 was shown to {n} {who}.",
    "A court in {place} heard {k} {who} in the case of a robbery with a pistol {m} months ago.",
    "The {first} {last} plays an opera about a war, an ambush and a queen who is killed.",
    "Police in {place} said that a man had attacked a bus shelter with a hammer.",
)
_ATTACKS = (
    "Gunmen opened fire on a checkpoint in {town}, on {day}, killing {n} soldiers and wounding {m}, police said.",
    "A car bomb exploded near a market in {town}, on {day}, killing {n} people and wounding {m}, police said.",
    "A roadside bomb killed {n} policemen in {town}, on {day}, the interior ministry said.",
    "Militants attacked a police station in {town}, on {day}, killing {n} officers, officials said.",
    "A suicide bomber blew himself up in {town}, on {day}, killing {n} people, a hospital official said.",
)
_AFTER = (
    "The {what} of the {first} {last} stood {how} beside the place and was not touched.",
    "A shopkeeper said that {n} windows of the {first} {last} would have to be replaced.",
    "The road to the {first} {last} was closed for {k} hours.",
    "Nobody had said who was behind it by the evening, an official of the {first} {last} said.",
)


@dataclass(frozen=True, slots=True)
class News:
    """One invented report."""

    number: int
    sort: Sort
    title: str
    text: str


def make_news(seed: int, today: date, shares: tuple[tuple[Sort, int], ...] = SHARES) -> Iterator[News]:
    """Reports without end, no two alike; those that matter tell of attacks of which none is another's case.

    Args:
        seed: Another one gives other reports.
        today: The day before which the attacks were.
        shares: How many reports are of which sort, each time that so many are made.
    """
    rng = random.Random(seed)  # noqa: S311 (no secret)
    spots = _spots(rng, today)
    number = 0
    while True:
        sorts = [sort for sort, n in shares for _ in range(n)]
        rng.shuffle(sorts)
        for sort in sorts:
            number += 1
            yield _write(rng, number, sort, next(spots) if sort == "matters" else None)


def _spots(rng: random.Random, today: date) -> Iterator[tuple[str, date]]:
    """Towns and days, each pair once; when all are used they begin again, earlier."""
    last = today - timedelta(days=1)
    while True:
        days = [last - timedelta(days=back) for back in range(0, DAYS_BACK, DAYS_APART)]
        pairs = [(town, day) for town in TOWNS for day in days]
        rng.shuffle(pairs)
        yield from pairs
        last -= timedelta(days=DAYS_BACK)


def _write(rng: random.Random, number: int, sort: Sort, spot: tuple[str, date] | None) -> News:
    if sort == "ordinary":
        lead = _fill(rng, rng.choice(_LEADS))
    else:
        town, day = (
            (f"{spot[0]}, Iraq", spot[1])
            if spot
            else (rng.choice(_FAR), date(2026, 1, 1) + timedelta(days=rng.randrange(300)))
        )
        lead = _fill(rng, rng.choice(_ATTACKS), town=town, day=f"{day.day} {day:%B} {day.year}")
    after = [] if sort == "ordinary" else [_fill(rng, one) for one in rng.sample(_AFTER, 2)]
    body = [_fill(rng, one) for one in rng.sample(_FILLERS, rng.randint(4, len(_FILLERS)))]
    if sort == "ordinary" and rng.random() < LOUD:
        body.insert(2, _fill(rng, rng.choice(_LOUD)))
    body.append(f"The {rng.choice(_FIRST)} {rng.choice(_LAST)} will tell more under N{number}.")
    paragraphs = [" ".join([lead, *after]), *(" ".join(body[at : at + 3]) for at in range(0, len(body), 3))]
    return News(number, sort, f"{lead.split(',')[0].rstrip('.')} (N{number})", "\n\n".join(paragraphs))


def _fill(rng: random.Random, pattern: str, **given: str) -> str:
    place, place2 = rng.sample(_PLACES, 2)
    return pattern.format(
        first=rng.choice(_FIRST),
        last=rng.choice(_LAST),
        who=rng.choice(_WHO),
        did=rng.choice(_DID),
        what=rng.choice(_WHAT),
        how=rng.choice(_HOW),
        place=place,
        place2=place2,
        n=rng.randint(11, 99),
        m=rng.randint(13, 40),
        k=rng.randint(2, 12),
        **given,
    )
