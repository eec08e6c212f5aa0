"""The clause around a word: as far as one act is told."""

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

#: Dependencies (ClearNLP labels) whose word opens a clause of its own.
CLAUSAL = frozenset(("ROOT", "conj", "advcl", "ccomp", "relcl", "parataxis", "csubj", "csubjpass"))


def clause_head(token: Token) -> Token:
    """The verb (or else the root) whose clause the token stands in; kept with its Doc, as noise makes deep trees."""
    known: dict[int, int] = token.doc.user_data.setdefault("clause_heads", {})
    at, passed = token, []
    while at.i not in known and at.head.i != at.i and not (at.dep_ in CLAUSAL and at.pos_ in ("VERB", "AUX")):
        passed.append(at.i)
        at = at.head
    head = known.get(at.i, at.i)
    known.update(dict.fromkeys(passed, head))
    return token.doc[head]


def clause_around(token: Token, sentence: TokenSpan, others: tuple[Token, ...] = ()) -> TokenSpan:
    """The run of words around `token` that its clause covers, without the clauses of `others`.

    Args:
        token: The word that names the act.
        sentence: Its sentence.
        others: Words that name other acts.
    """
    head = clause_head(token)
    outside: set[int] = set()
    for other in others:
        if other.i != token.i:
            outside.update(_own_words(other, token))
    inside = {t.i for t in head.subtree} - outside
    start = end = token.i
    while start - 1 >= sentence.start and start - 1 in inside:
        start -= 1
    while end + 1 < sentence.end and end + 1 in inside:
        end += 1
    return trimmed(token.doc[start : end + 1], token)


def _own_words(other: Token, token: Token) -> set[int]:
    """The words of the other act that are not this one's: its clause, or else the phrase that it heads."""
    for head in (clause_head(other), other):
        words = {t.i for t in head.subtree}
        if token.i not in words:
            return words
    return {other.i}


def trimmed(run: TokenSpan, keep: Token) -> TokenSpan:
    """The run without marks and little joining words at its ends."""
    start, end = run.start, run.end
    while start < keep.i and (run.doc[start].is_punct or run.doc[start].is_space or run.doc[start].dep_ == "cc"):
        start += 1
    while end - 1 > keep.i and (
        run.doc[end - 1].is_punct or run.doc[end - 1].is_space or run.doc[end - 1].dep_ == "cc"
    ):
        end -= 1
    return run.doc[start:end]
