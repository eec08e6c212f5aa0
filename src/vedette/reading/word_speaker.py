"""How a speaker stands to an event: its author, an adversary or authority, or a third party."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from vedette.geo.countries import find_country, is_initials
from vedette.model.span import Part, Span
from vedette.model.statement import Manner, Statement
from vedette.reading.owners import countries, states
from vedette.reading.scene import EventDraft, GroupMention, Scene
from vedette.reading.speech_words import speaker_nouns, words_of
from vedette.reading.word_hedges import rule_of
from vedette.vocab.load import load_table

_SELF = {"it", "they", "we", "its", "their", "our", "i", "he", "she"}
#: Of these "we" tells of oneself whoever speaks, "they" only where the speaker is no teller of others' deeds.
_WE, _THEY = {"we", "our", "i"}, {"they", "it", "its", "their"}
#: Of one's own people: "two of its members".
_OWN = {"its", "their", "our"}
#: Of the body that has just been told of.
_ITS_OWN = {"movement's", "group's", "organisation's", "organization's", "faction's", "militia's", "rebels'"}
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LITTLE = {"the", "of", "a", "an", "and", "in", "for", "'s", "’s", "its", "their"}


@dataclass(frozen=True)
class SpeakersIndex:
    """Who claims, denies or is accused in a report, by the words of their names."""

    claims: dict[str, tuple[Statement, ...]]
    denials: dict[str, tuple[Statement, ...]]
    accusations: dict[str, tuple[Statement, ...]]
    group_at: dict[tuple[Part, int], GroupMention]
    #: Where places are named.
    place_at: frozenset[tuple[Part, int]]

    def names_at(self, span: Span, scene: Scene) -> tuple[str, ...]:
        """The names under which the words at a span may stand in the index."""
        names = [_key(scene.parsed.words(span))]
        names.extend(_key(g.name) for g in self.groups_in(span))
        return tuple(name for name in dict.fromkeys(names) if name)

    def groups_in(self, span: Span) -> tuple[GroupMention, ...]:
        """The groups that begin within a span (of at most 200 characters)."""
        width = min(span.end - span.start, 200)
        found = (self.group_at.get((span.part, span.start + n)) for n in range(width))
        return tuple(group for group in found if group is not None)


def speakers_index(scene: Scene) -> SpeakersIndex:
    """The index of a scene, made once."""
    known: SpeakersIndex | None = scene.__dict__.get("_speakers_index")
    if known is None:
        known = _index(scene)
        scene.__dict__["_speakers_index"] = known
    return known


def _index(scene: Scene) -> SpeakersIndex:
    claims: dict[str, list[Statement]] = {}
    denials: dict[str, list[Statement]] = {}
    accusations: dict[str, list[Statement]] = {}
    groups = {(g.span.part, g.span.start): g for g in scene.groups}
    places = frozenset((p.span.part, p.span.start) for p in scene.places)
    bare = SpeakersIndex({}, {}, {}, groups, places)
    for statement in scene.statements:
        keys = _speaker_keys(statement, scene)
        content = scene.parsed.words(statement.content)[:300].lower()
        if statement.manner is Manner.CLAIMED and ("responsib" in content or "attack" in content or "blast" in content):
            _add(claims, keys, statement)
        elif statement.manner is Manner.DENIED:
            _add(denials, keys, statement)
        elif statement.manner is Manner.ACCUSED:
            window = Span(
                statement.content.start,
                min(statement.content.end, statement.content.start + 200),
                statement.content.part,
            )
            _add(accusations, tuple(_key(g.name) for g in bare.groups_in(window)), statement)
    freeze = {k: tuple(v) for k, v in claims.items()}, {k: tuple(v) for k, v in denials.items()}
    return SpeakersIndex(*freeze, {k: tuple(v) for k, v in accusations.items()}, groups, places)


def _add(table: dict[str, list[Statement]], keys: tuple[str, ...], statement: Statement) -> None:
    for key in keys:
        table.setdefault(key, []).append(statement)


def _speaker_keys(statement: Statement, scene: Scene) -> tuple[str, ...]:
    speaker = statement.speaker
    words = scene.parsed.words(speaker.span) if speaker.span else ""
    return tuple(k for k in dict.fromkeys(_key(w) for w in (words, speaker.name, speaker.organisation) if w) if k)


@cache
def _key(words: str) -> str:
    return " ".join(w for w in words.lower().replace("’s", "").replace("'s", "").split() if w not in _LITTLE)


def is_same(statement: Statement, actor: Span, scene: Scene) -> bool:
    """Whether the actor is the speaker: the same words or the same group."""
    speaker = statement.speaker.span
    if speaker is not None and (speaker.overlaps(actor) or _stands_beside(speaker, actor, scene)):
        return True
    names = speakers_index(scene).names_at(actor, scene)
    return any(_agree(key, name) for key in _speaker_keys(statement, scene) for name in names)


def _stands_beside(speaker: Span, actor: Span, scene: Scene) -> bool:
    """Whether the actor is the speaker's other name, set off by a comma ("a new band, Guardians of the Hills, …")."""
    gap = actor.start - speaker.end
    return (
        actor.part == speaker.part
        and 0 < gap <= 3
        and "," in scene.parsed.words(Span(speaker.end, actor.start, actor.part))
    )


def _agree(one: str, other: str) -> bool:
    return one == other or f" {one} " in f" {other} " or f" {other} " in f" {one} "


def speaks_of_itself(statement: Statement, mention: EventDraft, scene: Scene) -> bool:
    """Whether a speaker tells of its own deed: "it had struck", "our fighters", "the army said its jets"."""
    if statement.speaker.span is None:
        return False
    subject = _subject_words(mention)
    if not subject:
        return False
    owned = _OWN & set(subject[:4])
    if not is_belligerent(statement, scene) and not is_armed_force(statement, scene):
        return subject[0] in _WE or (bool(subject[0] in _THEY or owned) and not _tells_of_others(statement, scene))
    if subject[0] in _SELF or owned:
        return True
    return any(_agree(key, " ".join(subject)) for key in _speaker_keys(statement, scene))


def _tells_of_others(statement: Statement, scene: Scene) -> bool:
    """Whether it is in the nature of the speaker to tell of others' deeds: authorities, witnesses, media."""
    if is_authority(statement, scene) or is_medium(statement, scene) or statement.speaker.span is None:
        return True
    words = set(scene.parsed.words(statement.speaker.span).lower().split())
    return bool(words & (speaker_nouns("third_party") | speaker_nouns("authority")))


def _subject_words(mention: EventDraft) -> list[str]:
    """The words of who does the deed: subject of its verb, or owner of its noun ("its strike")."""
    token = mention.trigger
    for _ in range(4):
        for child in token.children:
            if child.dep_ == "poss" or (child.dep_ == "nsubj" and token.pos_ in {"VERB", "AUX"}):
                child = _owner(child)
                edge = child.left_edge
                end = max(child.i + 1, min(child.right_edge.i + 1, child.i + 4))
                return [t.lower_ for t in child.doc[edge.i : end] if t.lower_ not in {"the", "a", "an"}][:8]
            if child.dep_ in {"nsubjpass", "agent"}:
                return []
        if not _shares_subject(token):
            return []
        token = token.head
    return []


def _owner(owner: Token) -> Token:
    """The noun that "its" before an act stands for, where the verb that has the act for its object tells it."""
    verb = owner.head.head
    if owner.lower_ not in {"its", "their"} or owner.head.dep_ != "dobj" or verb.pos_ != "VERB":
        return owner
    return next((c for c in verb.lefts if c.dep_ == "nsubj" and c.pos_ in {"NOUN", "PROPN"}), owner)


def _shares_subject(token: Token) -> bool:
    """Whether who does the verb above does this too: "launched an attack", "managed to strike"."""
    if token.head.i == token.i:
        return False
    if token.dep_ == "dobj":
        return token.head.lemma_ in words_of("cues", "deeds", "verbs")
    return token.dep_ in {"xcomp", "aux"} or (token.dep_ == "conj" and token.head.pos_ == "VERB")


def is_belligerent(statement: Statement, scene: Scene) -> bool:
    """Whether an armed group speaks, or somebody for fighters."""
    span = statement.speaker.span
    if span is None:
        return False
    if any(g.kind == "armed_group" for g in speakers_index(scene).groups_in(span)):
        return True
    words = set(_WORD.findall(scene.parsed.words(span).lower()))
    name = (statement.speaker.name or statement.speaker.organisation or "").lower().split()
    return bool((words | set(name)) & speaker_nouns("fighter"))


def is_armed_force(statement: Statement, scene: Scene) -> bool:
    """Whether an army speaks, or a ministry for it: a side in the fighting, which police are not."""
    span = statement.speaker.span
    if span is None:
        return False
    words = f"{scene.parsed.words(span)} {statement.speaker.organisation or ''} {statement.speaker.role or ''}".lower()
    return bool(set(words.replace("’s", "").replace("'s", "").split()) & speaker_nouns("armed_force"))


def speaks_for(statement: Statement, actor: Span, scene: Scene) -> bool:
    """Whether the speaker is the actor's own: "The regiment is pulling out, its commander said"."""
    span = statement.speaker.span
    if span is None or span.part != actor.part:
        return False
    own = scene.parsed.words(span).lower().split()
    beside = Span(min(actor.start, span.start), max(actor.end, span.end), span.part)
    return len(own) > 1 and own[0] in {"its", "their"} and ". " not in scene.parsed.words(beside)


def is_side_by_name(actor: Span, scene: Scene) -> bool:
    """Whether the words at a span name fighters, an armed group or an armed force."""
    if any(g.kind in {"armed_group", "force"} for g in speakers_index(scene).groups_in(actor)):
        return True
    words = set(_WORD.findall(scene.parsed.words(actor).lower()))
    return bool(words & (speaker_nouns("fighter") | speaker_nouns("armed_force")))


def tells_of_own_side(statement: Statement, actor: Span, scene: Scene) -> bool:
    """Whether an authority tells what forces of its own state did: "Soldiers killed ten, defence headquarters said"."""
    span = statement.speaker.span
    if span is None or not (is_authority(statement, scene) or is_armed_force(statement, scene)):
        return False
    words = scene.parsed.words(actor).lower().split()
    if not set(words) & speaker_nouns("own_force"):
        return False
    if any(g.kind not in {"force", "agency"} for g in speakers_index(scene).groups_in(actor)):
        return False
    theirs, mine = _nations(actor, scene), _nations(span, scene)
    return not theirs or (not _is_state(span, scene) and (not mine or bool(theirs & mine)))


def is_their_fighters(statement: Statement, actor: Span, scene: Scene) -> bool:
    """Whether fighters without a name of their own tell of an armed group's deed: "18 killed by the Front: rebels"."""
    index, span = speakers_index(scene), statement.speaker.span
    if span is None or not is_belligerent(statement, scene):
        return False
    if any(word in _ITS_OWN for word in scene.parsed.words(actor).lower().replace("’", "'").split()):
        return True
    if index.groups_in(span):
        return False
    return any(g.kind == "armed_group" for g in index.groups_in(actor))


def _nations(span: Span, scene: Scene) -> set[str]:
    """The states that words name or whose adjectives they hold, by their names."""
    written = scene.parsed.words(span).replace("’s", "").replace("'s", "").split()
    words = [word.lower() for word in written]
    pairs = [f"{one} {other}" for one, other in pairwise(words)]
    named = {name for word in (*words, *pairs) if (name := states().get(word) or countries().get(word))}
    initials = [find_country(word) or "" for word in written if is_initials(word)]
    codes = (*initials, *(code for g in speakers_index(scene).groups_in(span) for code in g.countries))
    return named | {str(load_table("countries")[code]["name"]) for code in codes if code in load_table("countries")}


def is_medium(statement: Statement, scene: Scene) -> bool:
    """Whether a newspaper, a station or a news agency speaks, which passes on what it has heard."""
    span = statement.speaker.span
    words = set(scene.parsed.words(span).lower().split()) if span else set()
    rule, _ = rule_of(statement)
    if statement.speaker.name in load_table("places_sources")["sources"]:
        return True
    signs = rule.startswith("speaker") and bool(words & {"agency", "media", "reports", "report"})
    return signs or bool(words & (speaker_nouns("medium") - {"agency", "wire", "press"}))


def is_named_body(statement: Statement, scene: Scene) -> bool:
    """Whether an organisation that is no medium speaks under its name: a party, a monitor, a mission."""
    speaker = statement.speaker
    return bool(speaker.name and speaker.name == speaker.organisation) and not is_medium(statement, scene)


def _is_state(span: Span, scene: Scene) -> bool:
    """Whether a country or its capital speaks: "says Ardavia"."""
    return span.end - span.start <= 40 and (span.part, span.start) in speakers_index(scene).place_at


def is_authority(statement: Statement, scene: Scene) -> bool:
    """Whether a state's authority speaks: police, army, ministry, office-holder, prosecutor."""
    speaker = statement.speaker
    if speaker.span is None:
        return False
    if speaker.role and speaker.role.lower() not in speaker_nouns("spokesperson"):
        return True
    if is_medium(statement, scene):
        return False
    if speaker.name and _is_state(speaker.span, scene):
        return True
    if any(g.kind in {"force", "agency", "government"} for g in speakers_index(scene).groups_in(speaker.span)):
        return True
    words = f"{scene.parsed.words(speaker.span)} {speaker.organisation or ''} {speaker.description or ''}".lower()
    found = set(words.replace("’s", "").replace("'s", "").split())
    return bool(found & speaker_nouns("authority")) and not found & speaker_nouns("third_party")
