"""Names in a report that may be those of places, whether or not the reader knows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.model.span import Span
from vedette.reading.parse import ParsedReport, span_of
from vedette.reading.scene import GroupMention

#: Words that say what sort of place a name is of; the key leaves them out.
SORTS = frozenset(
    {"DEPARTMENT", "DEPARTMENTS", "MUNICIPALITY", "NEIGHBORHOOD", "TOWN", "VILLAGE", "CANTON", "DISTRICT", "PROVINCE"}
    | {"REGION", "COLONY", "HAMLET", "SUBURB", "AREA", "JURISDICTION", "ZONE", "STATE", "SECTOR"}
)
#: Words within Spanish names.
_WITHIN = frozenset({"de", "la", "del", "las", "los", "el", "y"})
#: Words and signs that a place's name stands behind.
_BEFORE = frozenset(
    {"in", "at", "near", "from", "of", "to", "around", "outside", "into", "on", "between", "through", "within"}
    | {"throughout", "toward", ",", "and", "[", "("}
)


@dataclass(frozen=True)
class Name:
    """A name, where it stands, with what it shows."""

    #: In capitals, without the word for its sort.
    words: str
    span: Span
    features: frozenset[str]


def bare(words: str) -> tuple[str, str]:
    """(name without the word for its sort, that word or "")."""
    tokens, sort = words.split(), ""
    while len(tokens) > 1 and tokens[-1] in SORTS:
        sort = tokens.pop()
    if len(tokens) > 2 and tokens[0] in SORTS and tokens[1] == "OF":
        return " ".join(tokens[2:]), tokens[0]
    return " ".join(tokens), sort


def names(parsed: ParsedReport, groups: Sequence[GroupMention]) -> list[Name]:
    """The names behind a preposition or in a row of names, without those of groups."""
    found = []
    for sentence in parsed.sentences:
        for run in _runs(sentence.tokens) if sentence.span.part == "text" else ():
            span = span_of(run)
            if not any(group.span.holds(Span(span.start, span.start + 1, "text")) for group in groups):
                words, sort = bare(" ".join(parsed.words(span).upper().split()))
                found.append(Name(words, span, frozenset(_shown(run, words, sort, sentence.tokens))))
    return found


def _runs(tokens: TokenSpan) -> Iterator[TokenSpan]:
    """Runs of names, with the small words of Spanish within, that stand where a place's name may."""
    i = 0
    while i < len(tokens):
        end = i
        while end < len(tokens) and (_is_name(tokens[end]) or (end > i and tokens[end].lower_ in _WITHIN)):
            end += 1
        while end > i and not _is_name(tokens[end - 1]):
            end -= 1
        if end > i and _before(tokens, i) in _BEFORE:
            yield tokens[i:end]
        i = max(end, i + 1)


def _is_name(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.is_alpha


def _before(tokens: TokenSpan, i: int) -> str:
    at = i - 2 if i and tokens[i - 1].lower_ == "the" else i - 1
    return str(tokens[at].lower_) if at >= 0 else ""


def _shown(run: TokenSpan, words: str, sort: str, tokens: TokenSpan) -> Iterator[str]:
    at = run.start - tokens.start
    before, kind = _before(tokens, at), run[-1].ent_type_
    after = tokens[at + len(run)].lower_ if at + len(run) < len(tokens) else ""
    yield f"prep:{before}"
    yield f"prep:{before}:{kind}"
    yield f"then:{after}"
    yield f"the:{at > 0 and tokens[at - 1].lower_ == 'the'}"
    yield f"entity:{kind}"
    if sort:
        yield f"named as:{sort}"
    yield from (f"token:{token}" for token in words.split())
