"""Finds what a plea says: who "pleaded not guilty to murder" denies it, whatever the charge tells of it."""

from dataclasses import dataclass

from spacy.tokens import Token

from vedette.model.span import Span
from vedette.model.statement import Manner
from vedette.reading.parse import Sentence, span_of
from vedette.reading.speech_content import stretch

#: Tokens behind the verb among which "guilty" is looked for ("pleaded, through his lawyer, not guilty").
_MOST_BETWEEN = 6


@dataclass(frozen=True)
class Plea:
    """What a plea says, and in which words."""

    manner: Manner
    #: "have pleaded not guilty".
    cue: Span
    #: The charge: "to murder"; None where the plea names none.
    charge: Span | None


def plea_of(token: Token, sentence: Sentence) -> Plea | None:
    """The plea that a verb makes; None if it makes none ("pleaded for help")."""
    if token.lemma_ != "plead":
        return None
    doc, end = token.doc, sentence.tokens.end
    near = doc[token.i + 1 : min(token.i + 1 + _MOST_BETWEEN, end)]
    guilty = next((t for t in near if t.lower_ == "guilty"), None)
    if guilty is None:
        return None
    denied = any(t.lower_ == "not" for t in doc[token.i : guilty.i])
    to = next((c for c in (*guilty.rights, *token.rights) if c.lower_ == "to" and c.i > guilty.i), None)
    charge = stretch(to.i + 1, to.right_edge.i + 1, sentence) if to is not None else None
    helpers = [c.i for c in token.lefts if c.dep_ == "aux"]
    cue = span_of(doc[min([token.i, *helpers]) : guilty.i + 1])
    return Plea(Manner.DENIED if denied else Manner.CONFIRMED, cue, charge)
