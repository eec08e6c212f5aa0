"""How many people a noun phrase speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.reading.numbers import Quantity, find_quantities
from vedette.reading.persons import PEOPLE, sort_of
from vedette.vocab.load import load_table

#: Words that end a phrase about the dead: what follows counts some of them again.
_AGAIN = frozenset(("including", "among", "mostly", "both", "all"))
#: A run of words.
Tokens: TypeAlias = TokenSpan | Sequence[Token]

_DETERMINERS_OF_ONE = frozenset(("a", "an", "his", "her", "another", "one"))
_PRONOUNS_OF_ONE = frozenset(("he", "she", "him", "her", "himself", "herself"))


@cache
def _known() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load_table("tolls")["people"].items()}


@dataclass(frozen=True)
class Count:
    """How many: `high` None is open; `exact` false where only singular or plural tells it."""

    low: int
    high: int | None
    start: int
    end: int
    exact: bool


def count_people(tokens: Tokens) -> Count | None:
    """How many people a run of words speaks of ("two soldiers and a boy": 3), None when it does not tell.

    `start` and `end` of the count are positions in the tokens' Doc.
    """
    tokens = _until_again(tokens)
    if not tokens or any(token.lower_ in _known()["animals"] for token in tokens):
        return None
    words = [token.lower_ for token in tokens]
    quantities = [
        q
        for n, q in enumerate(find_quantities(words))
        if not (q.start and words[q.start - 1] == "of" and (n or _is_age(tokens, q.start)))
        and not _is_age_aside(words, q.start, q.end)
        and not (q.start == 0 and _follows_age(tokens[0]))
    ]
    counts = [_of(q, tokens[0].i) for q in quantities]
    if counts:
        ones = _ones_joined(tokens, quantities) + _ones_bare(tokens, quantities)
        if len(counts) == 1 and 1 < counts[0].low == _listed(tokens):
            return counts[0]
        return _sum(counts + ones)
    return _by_grammar(tokens)


def _is_age(tokens: Tokens, at: int) -> bool:
    """Whether "of" before a number joins an age to one person ("a woman of 71")."""
    before = tokens[at - 2] if at >= 2 else None
    one = before is not None and before.tag_ == "NN" and sort_of(before) in PEOPLE
    return one and before is not None and before.lower_ not in _known()["collective"]


def _follows_age(token: Token) -> bool:
    """Whether "aged" stands right before a run of words."""
    return token.i > 0 and token.nbor(-1).lower_ in ("aged", "age", "ages")


def _is_age_aside(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a number is an age set off from who has it: "a woman, 20, was", "two men, 20 and 24, were", "aged 18"."""
    before, after = words[start - 1] if start else "", words[end] if end < len(words) else ""
    if before in ("aged", "age", "ages"):
        return True
    if before == "and" and start >= 3:
        first = _is_age_aside(words, start - 2, start - 1)
        return first or (words[start - 3] in (",", "(") and after in (",", ")", ""))
    if before not in (",", "("):
        return False
    joined = after == "and" and end + 2 < len(words) and words[end + 1].isdigit() and words[end + 2] in (",", ")")
    return words[start].isdigit() and end - start == 1 and (after in (",", ")") or joined)


def _until_again(tokens: Tokens) -> Tokens:
    for at, token in enumerate(tokens):
        if at and token.lower_ in _AGAIN:
            comma = max((n for n in range(1, at) if tokens[n].text == ","), default=at)
            return tokens[: comma if token.lower_ == "among" else at]
    return tokens


def _of(quantity: Quantity, offset: int) -> Count:
    return Count(quantity.low, quantity.high, offset + quantity.start, offset + quantity.end, exact=True)


def _ones_joined(tokens: Tokens, quantities: Sequence[Quantity]) -> list[Count]:
    """Single people that "and" joins to counted ones ("two soldiers and a boy")."""
    taken = {at for q in quantities for at in range(q.start, q.end)}
    return [
        Count(1, 1, token.i, token.i + 1, exact=True)
        for at, token in enumerate(tokens)
        if at not in taken and (token.lower_ in _DETERMINERS_OF_ONE or _owns_one(tokens, at)) and _is_joined(tokens, at)
    ]


def _owns_one(tokens: Tokens, at: int) -> bool:
    """Whether "their", "its" or "the" stands before one person ("ten policemen and their driver")."""
    if tokens[at].lower_ not in ("their", "its", "the"):
        return False
    head = next((t for t in tokens[at + 1 : at + 4] if t.pos_ == "NOUN" and t.dep_ not in ("compound", "amod")), None)
    return head is not None and head.tag_ == "NN" and sort_of(head) in PEOPLE


def _listed(tokens: Tokens) -> int:
    """Single people in a list behind a comma, who are those counted before ("two men, a Briton and a Romanian")."""
    comma = next((at for at, token in enumerate(tokens) if token.text == ","), len(tokens))
    return sum(token.lower_ in ("a", "an") for token in tokens[comma:])


def _is_joined(tokens: Tokens, at: int) -> bool:
    """Whether "and" stands before a single person, or after one that opens the list ("a boy and two men")."""
    if at:
        return bool(tokens[at - 1].lower_ == "and")
    return any(token.lower_ == "and" for token in tokens[1:5])


def _ones_bare(tokens: Tokens, quantities: Sequence[Quantity]) -> list[Count]:
    """Single people whom a headline joins to counted ones without an article ("bishop, 12 nuns", "two men, boy")."""
    taken = {at for q in quantities for at in range(q.start, q.end)}
    found: list[Count] = []
    for at, token in enumerate(tokens):
        before, after = tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
        opens = after is not None and after.text in (",", "and", "&") and at + 2 in taken
        closes = before is not None and before.text in (",", "and", "&") and after is None
        first = at == 0 or not any(n in taken for n in range(at))
        if token.tag_ != "NN" or sort_of(token) not in PEOPLE or at in taken or not ((opens and first) or closes):
            continue
        if not any(t.pos_ in ("DET", "NUM") for t in tokens[max(0, at - 2) : at]):
            found.append(Count(1, 1, token.i, token.i + 1, exact=True))
    return found


def _sum(counts: Sequence[Count]) -> Count:
    high = None if any(c.high is None for c in counts) else sum(c.high or 0 for c in counts)
    return Count(sum(c.low for c in counts), high, counts[0].start, counts[0].end, exact=True)


def _by_grammar(tokens: Tokens) -> Count | None:
    heads = [token for at, token in enumerate(tokens) if _is_head(tokens, at)]
    if not heads:
        return _pronoun(tokens)
    if any(is_plural(head) for head in heads):
        head = next(head for head in heads if is_plural(head))
        return Count(2, None, head.i, head.i + 1, exact=False)
    if any(head.lower_ in _known()["collective"] for head in heads):
        return None
    joined = sum(1 for token in tokens if token.lower_ in ("and", "&")) + _bare_commas(tokens)
    n = min(len(heads), joined + 1)
    return Count(n, n, heads[0].i, heads[0].i + 1, exact=False)


def _is_head(tokens: Tokens, at: int) -> bool:
    """Whether a noun ends its phrase: what follows is no noun that it modifies."""
    if tokens[at].pos_ not in ("NOUN", "PROPN"):
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or (after.pos_ not in ("NOUN", "PROPN", "PART") and after.lower_ not in ("'s", "’s", "-"))


def is_plural(noun: Token) -> bool:
    """Whether a noun speaks of several (also in capitals and in headlines, where the tagger errs)."""
    word = noun.lower_
    if word in _known()["plural"] or noun.tag_ == "NNS":
        return True
    return noun.tag_ == "NNPS" and word.endswith("s")


def _bare_commas(tokens: Tokens) -> int:
    """Commas that join like "and" in a headline; one before an article sets off an apposition."""
    return sum(
        1
        for at, token in enumerate(tokens)
        if token.text == ","
        and at + 1 < len(tokens)
        and tokens[at + 1].pos_ not in ("DET", "PRON", "NUM", "AUX", "VERB", "ADP")
        and tokens[0].pos_ != "DET"
    )


def _pronoun(tokens: Tokens) -> Count | None:
    one = next((token for token in tokens if token.lower_ in _PRONOUNS_OF_ONE), None)
    return Count(1, 1, one.i, one.i + 1, exact=False) if one else None
