"""Finds groups, forces and agencies of the vocabulary, under all their names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import ahocorasick_rs
from spacy.lang.en.stop_words import STOP_WORDS

from vedette.model.place import Place
from vedette.model.span import Part, Span
from vedette.reading.casing import is_all_caps
from vedette.reading.folding import Folded, fold
from vedette.reading.parse import ParsedReport
from vedette.reading.scene import GroupMention
from vedette.vocab.groups import Alias, Group, groups_by_id, load_groups
from vedette.vocab.groups_of_states import (
    State,
    bodies_by_words,
    id_of_body,
    load_states,
    pattern_after_state,
    pattern_before_state,
)
from vedette.vocab.load import load_table

#: Words before a state's name that make it another place (New Mexico, Latin American).
_PART_OF_PLACE = re.compile(r"(?<!\w)(?:central|east|inter|latin|native|new|north|pan|south|west) $")
#: Particles that Arabic writes onto the next word: and, by, for, so.
_ARABIC_PARTICLES = "وبلف"
#: Kinds of the bodies of a state.
_STATES_OWN = frozenset({"force", "agency", "government"})
#: Code points around a name in which words of fighting count.
_NEAR = 60
#: Code points looked back for "ministry of defence of" before a state's name.
_LOOK_BACK = 60


@dataclass(frozen=True, slots=True)
class _Text:
    """One part of a report, folded."""

    part: Part
    given: str
    folded: Folded
    capitals: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    """A stretch of folded text that is somebody's name, `[start, end)`."""

    text: _Text
    start: int
    end: int
    #: Whose name it is; several where groups share it.
    names: tuple[tuple[Group, Alias], ...] = ()
    #: The state that it names, or whose body it is.
    state: State | None = None
    #: Whether the state's name is as often something else's (Georgia).
    ambiguous: bool = False
    #: What it is by pattern ("Iraqi police").
    body: GroupMention | None = None

    @property
    def span(self) -> Span:
        start, end = self.text.folded.span(self.start, self.end)
        return Span(start, end, self.text.part)


@dataclass(frozen=True)
class _Names:
    """The automaton over all names, and what each pattern stands for."""

    automaton: ahocorasick_rs.AhoCorasick
    #: By position of the pattern.
    names: tuple[tuple[tuple[Group, Alias], ...], ...]
    states: tuple[State | None, ...]
    #: Folded adjectives of states.
    adjectives: frozenset[str]


def without_namesakes(groups: Sequence[GroupMention], places: Sequence[Place]) -> tuple[GroupMention, ...]:
    """The groups but for forces of a state whose name is that of a town elsewhere ("Lebanon Police" in Indiana)."""
    country_at = {(place.span.part, place.span.start): place.country for place in places if place.country}
    return tuple(
        group
        for group in groups
        if group.kind not in _STATES_OWN
        or not group.countries
        or country_at.get((group.span.part, group.span.start), group.countries[0]) in group.countries
    )


def find_groups(parsed: ParsedReport) -> tuple[GroupMention, ...]:
    """The groups that a report names, in order, longest names first where they overlap."""
    report = parsed.report
    parts: tuple[tuple[Part, str], ...] = (("title", report.title or ""), ("text", report.text))
    hits = [hit for part, given in parts if given for hit in _hits_of(part, given, capitals=parsed.all_caps)]
    certain = {sure for hit in hits if (sure := _certain(hit))}
    countries = {code for hit in hits for code in _countries_of(hit)} | _countries_of_groups(certain)
    mentions = (_mention(hit, certain, countries) for hit in hits)
    return tuple(mention for mention in mentions if mention)


def _countries_of(hit: _Hit) -> tuple[str, ...]:
    """The country that a hit is a sign of."""
    return (hit.state.code,) if hit.state and not hit.ambiguous else ()


def _countries_of_groups(ids: set[str]) -> set[str]:
    """The countries of groups named, organisations left out (their seat says nothing)."""
    groups = (groups_by_id()[group_id] for group_id in ids)
    return {code for group in groups if group.kind != "organisation" for code in group.countries}


def _hits_of(part: Part, given: str, *, capitals: bool) -> Sequence[_Hit]:
    """Names in one part of a report, in order, without overlaps."""
    text = _Text(part, given, fold(given), capitals if part == "text" else is_all_caps(given))
    found = sorted(_raw_hits(text), key=lambda hit: (hit.start, -hit.end, not hit.names))
    kept: list[_Hit] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _raw_hits(text: _Text) -> Iterator[_Hit]:
    known = _load_names()
    for index, start, end in known.automaton.find_matches_as_indexes(text.folded.text, overlapping=True):
        start = _start_of_word(text.folded.text, start)
        if start < 0 or text.folded.text[end : end + 1].isalnum():
            continue
        names = tuple((g, a) for g, a in known.names[index] if _written_so(a, text, start, end))
        state = known.states[index] if _names_state(text, start, end) else None
        if names and not _is_somebody_else(text, start, end):
            yield _Hit(text, start, end, names)
        if state:
            yield from _hits_of_state(text, start, end, state)


@cache
def _before_somebody_else() -> re.Pattern[str]:
    """Matches what stands before a name that is not the group's: "anti-", and the "al-" of a person's name."""
    return re.compile(rf"(?<!\w)(?:(?P<against>{'|'.join(load_table('group_words')['others_prefixes'])})|[ae]l) $")


def _is_somebody_else(text: _Text, start: int, end: int) -> bool:
    """Whether the name is part of another one: "anti-Taliban forces", "Mr. al-Houthi"."""
    before = _before_somebody_else().search(text.folded.text, max(0, start - 6), start)
    return bool(before and (before["against"] or " " not in text.folded.text[start:end]))


def _start_of_word(text: str, start: int) -> int:
    """Where the name begins if a word begins there (an Arabic particle may stand before it), else -1."""
    before = text[start - 1 : start] if start else ""
    if not before.isalnum():
        return start
    particle = before in _ARABIC_PARTICLES and not text[max(0, start - 2) : start - 1].isalnum()
    return start if particle and "\u0600" <= text[start] <= "\u06ff" else -1


def _hits_of_state(text: _Text, start: int, end: int, state: State) -> Iterator[_Hit]:
    """The state itself, as a sign for other names, and its bodies by pattern."""
    whole = text.folded.text
    found = _Hit(
        text, start, end, state=state, ambiguous=whole[start:end] in load_table("group_words")["ambiguous_states"]
    )
    yield found
    if after := pattern_after_state().match(whole, end):
        yield _body_hit(found, start, after.end(), after[1])
    look_from = max(0, start - _LOOK_BACK)
    if whole[start:end] in _load_names().adjectives:
        return
    if before := pattern_before_state().search(whole[look_from:start]):
        yield _body_hit(found, look_from + before.start(), end, before[1])


def _body_hit(found: _Hit, start: int, end: int, words: str) -> _Hit:
    """The body of the state at `found`, from its own words to the state's name."""
    hit = replace(found, start=start, end=end)
    if hit.state is None:
        return hit
    body = bodies_by_words()[words]
    group_id = id_of_body(hit.state.code, body)
    listed = groups_by_id().get(group_id)
    name = listed.name if listed else f"{hit.state.adjective} {body.name}"
    return replace(hit, body=GroupMention(hit.span, group_id, name, body.kind, (hit.state.code,)))


def _written_so(alias: Alias, text: _Text, start: int, end: int) -> bool:
    """Whether the capitals are as the alias wants them; text in capitals cannot tell."""
    if text.capitals:
        return not (alias.match_case and alias.name.lower() in STOP_WORDS)
    if alias.match_case:
        return _words(text, start, end) == fold(alias.name, keep_case=True).text
    return _capital(text, start, end)


def _capital(text: _Text, start: int, end: int) -> bool:
    """Whether the words hold a capital, or their script has none."""
    if text.capitals:
        return True
    first, last = text.folded.span(start, end)
    words = text.given[first:last]
    return any(char.isupper() for char in words) or words == words.upper()


def _names_state(text: _Text, start: int, end: int) -> bool:
    """Whether the words can be a state's name: `US` is one, `us` and New Mexico are not, and capitals cannot tell."""
    if _PART_OF_PLACE.search(text.folded.text, max(0, start - 10), start):
        return False
    if text.folded.text[start:end] in STOP_WORDS:
        return not text.capitals and _words(text, start, end).isupper()
    return _capital(text, start, end)


def _words(text: _Text, start: int, end: int) -> str:
    first, last = text.folded.span(start, end)
    return fold(text.given[first:last], keep_case=True).text


def _certain(hit: _Hit) -> str | None:
    """Id of the group that the name stands for wherever it stands."""
    if len({group.id for group, _ in hit.names}) != 1 or _is_word(hit):
        return None
    return next((group.id for group, alias in hit.names if not alias.needs_context), None)


def _is_word(hit: _Hit) -> bool:
    """Whether the name is also a word, and capitals do not tell them apart."""
    return hit.text.capitals and _folded(hit) in load_table("group_words")["also_words"]


def _folded(hit: _Hit) -> str:
    return hit.text.folded.text[hit.start : hit.end]


def _mention(hit: _Hit, certain: set[str], countries: set[str]) -> GroupMention | None:
    """The mention at a hit; None where it is only a state, or nothing tells whose name it is."""
    if hit.body and hit.ambiguous and not countries.issuperset(hit.body.countries):
        return None
    if not hit.names:
        return hit.body
    bearers = {group.id: group for group, _ in hit.names}
    signs = [
        {i for i in bearers if i in certain},
        {i for i, group in bearers.items() if not _is_word(hit) and not countries.isdisjoint(group.countries)},
        {group.id for group, alias in hit.names if not _is_word(hit) and not alias.needs_context},
        set(bearers) if _among_fighting(hit) else set(),
    ]
    for found in signs:
        if len(found) == 1:
            (group,) = (bearers[i] for i in found)
            return GroupMention(hit.span, group.id, group.name, group.kind, group.countries)
    return None


def _among_fighting(hit: _Hit) -> bool:
    """Whether people under arms follow ("ISI fighters"), or fighting is near a word whose capitals make it a name."""
    text = hit.text.folded.text
    if _any_of("armed_people").match(text, hit.end):
        return True
    if hit.text.capitals or _folded(hit) not in load_table("group_words")["also_words"]:
        return False
    near = text[max(0, hit.start - _NEAR) : hit.end + _NEAR]
    return bool(_any_of("armed_people").search(near) or _any_of("fighting").search(near))


@cache
def _any_of(words: str) -> re.Pattern[str]:
    """Matches a blank and one of the words of a list."""
    return re.compile(rf"(?:^| )(?:{'|'.join(load_table('group_words')[words])})(?!\w)")


@cache
def _load_names() -> _Names:
    """The automaton over the names of all groups and states; built once (about a tenth of a second)."""
    names: dict[str, list[tuple[Group, Alias]]] = {}
    for group in load_groups():
        for alias in group.names:
            names.setdefault(fold(alias.name).text.strip(), []).append((group, alias))
    states: dict[str, State] = {}
    for state in load_states():
        for name in state.names:
            states.setdefault(fold(name).text, state)
    patterns = tuple(dict.fromkeys((*names, *states)))
    return _Names(
        automaton=ahocorasick_rs.AhoCorasick(patterns),
        names=tuple(tuple(names.get(pattern, ())) for pattern in patterns),
        states=tuple(states.get(pattern) for pattern in patterns),
        adjectives=frozenset(fold(name).text for state in load_states() for name in state.adjectives),
    )
