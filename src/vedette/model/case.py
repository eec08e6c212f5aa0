"""Cases: events and reports judged to be about the same plot or attack."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Case:
    """Events of several reports that are about one plot or attack."""

    #: Made from the ids of its events.
    id: str
    title: str
    event_ids: tuple[str, ...]
    report_ids: tuple[str, ...]
    #: Independent sources: reports that are not copies of one another, by outlet.
    n_sources: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """Somebody's verdict on something stored: a new row, never an edit."""

    #: Id of the event, case, alert or report that is judged.
    about: str
    #: Who judged, as they signed.
    by: str
    #: `confirmed, false, same, different, retracted, closed, seen, corrected`.
    verdict: Literal["confirmed", "false", "same", "different", "retracted", "closed", "seen", "corrected"]
    why: str
    #: The other thing, for `same` and `different`.
    other: str | None = None
