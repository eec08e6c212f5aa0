"""Assessments: a question, hypotheses and evidence; and standing claims."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One answer that competes with the others."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement or event weighed for each hypothesis."""

    #: Id of the event or statement.
    about: str
    #: Hypothesis id and consistency with it, from -2 (speaks against) to 2 (speaks for).
    score_consistency: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A question with its rival answers and what speaks for and against each."""

    id: str
    question: str
    hypotheses: tuple[Hypothesis, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class StandingClaim:
    """A statement that later events can contradict."""

    statement_id: str
    #: Ids of later events that contradict it.
    contradicted_by: tuple[str, ...]
