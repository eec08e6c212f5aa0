"""The words that tell of an actor: its phrase in the report, its description, the name of an organisation."""

from functools import cache

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.reading.group_at import group_at
from vedette.reading.noun_phrases import noun_phrase
from vedette.reading.parse import entities_in, span_of
from vedette.reading.persons import PEOPLE, Sort, sort_of
from vedette.reading.scene import GroupMention, Scene
from vedette.vocab.load import load_table

#: Heads whose "of" phrase names what they belong to.
_OF = frozenset(
    {"member", "leader", "element", "headquarters", "office", "residence", "home", "house", "ministry", "fighter"}
)
_AT_EDGE = frozenset({"ADP", "DET", "PUNCT", "SPACE", "CCONJ"})


@cache
def _tails() -> frozenset[str]:
    table = load_table("persons")
    return frozenset({*table["bodies"], *table["partitives"], *_OF})


def phrase_of(noun: Token, group: GroupMention | None, scene: Scene) -> TokenSpan:
    """The noun's phrase: the whole name of the group it stands in, with "of" and the name of the body it belongs to."""
    words = noun_phrase(noun, tails=_tails() | ({noun.lemma_.lower()} if _is_name_with_of(noun) else set()))
    words = _with_allegiance(words, noun)
    if group is not None:
        return _with_group(words, group)
    entity = next((e for e in entities_in(noun.sent) if e.label_ == "ORG" and e.start <= noun.i < e.end), None)
    if entity is not None and entity.end > words.end:
        return noun.doc[words.start : entity.end]
    longer = noun_phrase(noun, tails=frozenset({noun.lemma_.lower()}))
    beyond = longer.doc[words.end : longer.end] if len(longer) > len(words) else longer[:0]
    wider = longer if len(beyond) and group_at(beyond, scene) and sort_of(noun) in PEOPLE else words
    held = group_at(wider, scene) if len(wider) else None
    return _with_group(wider, held) if held is not None else wider


def _with_allegiance(words: TokenSpan, noun: Token) -> TokenSpan:
    """The phrase with whom it is loyal to: "forces loyal to the ousted president"."""
    tie = next((c for c in noun.rights if c.lower_ in _ties()), None)
    led = (c for c in tie.rights if c.dep_ == "prep" and c.lower_ in {"to", "with"}) if tie is not None else ()
    inner = next((c for preposition in led for c in preposition.rights if c.dep_ == "pobj"), None)
    return words if inner is None else noun.doc[words.start : max(words.end, inner.i + 1)]


@cache
def _ties() -> frozenset[str]:
    return frozenset(load_table("persons")["allegiance"])


def _is_name_with_of(noun: Token) -> bool:
    """Whether "of" belongs to a name ("Sons of the Delta"): both its sides are written as names."""
    if noun.pos_ != "PROPN" or not noun.is_title or sort_of(noun) in {Sort.OFFICIAL, Sort.NAMED, Sort.PLACE}:
        return False
    of = next((c for c in noun.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
    inner = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    return inner is not None and inner.pos_ == "PROPN" and inner.is_title and inner.ent_type_ != "PERSON"


def _with_group(words: TokenSpan, group: GroupMention) -> TokenSpan:
    """The phrase, widened to the whole of the group's name."""
    doc, start, end = words.doc, words.start, words.end
    while start and span_of(doc[start - 1]).overlaps(group.span):
        start -= 1
    while end < len(doc) and span_of(doc[end]).overlaps(group.span):
        end += 1
    return doc[start:end]


def behind(trigger: TokenSpan, words: TokenSpan, noun: Token) -> TokenSpan:
    """The phrase without a headline's verb and what stands before it, where the parser took them for parts of it."""
    runs_over = words.doc is trigger.doc and words.start < trigger.end <= noun.i
    return words.doc[trigger.end : words.end] if runs_over else words


def organisation_of(noun: Token, words: TokenSpan, sort: Sort, scene: Scene) -> str | None:
    """The name of a clear organisation that no vocabulary knows: by the recogniser, or a body written as a name."""
    if any(t.ent_type_ == "PERSON" or t.lower_ in person_names(scene) for t in words):
        return None
    if len(words) == 1 and not noun.is_upper:
        return None  # The recogniser takes surnames for organisations.
    if sort is Sort.ORGANISATION and noun.ent_type_ == "ORG":
        return words.text
    if sort is Sort.BODY and len(words) > 1 and noun.is_title and words[0].is_title and noun.pos_ == "PROPN":
        return words.text
    return None


def person_names(scene: Scene) -> frozenset[str]:
    """The words, in small letters, that stand in names of persons anywhere in the report."""
    sentences = scene.parsed.sentences
    known = sentences[0].tokens.doc.user_data if sentences else {}
    if "person_names" not in known:
        entities = (e for sentence in sentences for e in entities_in(sentence.tokens) if e.label_ == "PERSON")
        known["person_names"] = frozenset(t.lower_ for e in entities for t in e if t.pos_ == "PROPN" and len(t) > 2)
    names: frozenset[str] = known["person_names"]
    return names


def _is_persons(token: Token, scene: Scene) -> bool:
    return token.pos_ == "PROPN" and token.lower_ in person_names(scene) and sort_of(token) not in PEOPLE - {Sort.NAMED}


def description_of(words: TokenSpan, noun: Token, group: GroupMention | None, scene: Scene) -> str | None:
    """The report's own words for what the actor is, without a private name and without the group's name."""
    runs: list[list[Token]] = [[]]
    for token in words:
        if (
            token.ent_type_ == "PERSON"
            or _is_persons(token, scene)
            or (group is not None and group.span.overlaps(span_of(token)))
        ):
            runs.append([])
        else:
            runs[-1].append(token)
    run = next((run for run in runs if noun in run), None)
    if run is None:
        return None
    while run and (run[-1].is_punct or run[-1].pos_ in _AT_EDGE or run[-1].tag_ == "POS"):
        run.pop()
    while run and (run[0].is_punct or run[0].pos_ in _AT_EDGE or run[0].tag_ == "POS"):
        run.pop(0)
    if not run or (len(run) == 1 and noun.pos_ == "PROPN" and sort_of(noun) in {Sort.OTHER, Sort.ORGANISATION}):
        return None
    text = " ".join(scene.parsed.words(span_of(noun.doc[run[0].i : run[-1].i + 1])).split())
    return text.lower() if text.isupper() and (scene.parsed.all_caps or len(text) > 5) else text
