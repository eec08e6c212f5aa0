"""Parses that the parser is known to get wrong, mended; and acts whose doers were lost by them."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.model.event import Event, Role
from vedette.reading.assemble import read_report


def events(text: str, nlp: Language) -> tuple[Event, ...]:
    return read_report(report(text), nlp).events


def doers(event: Event, text: str) -> list[str]:
    return [text[a.span.start : a.span.end] for a in event.actors if a.role is Role.PERPETRATOR]


def victims(event: Event, text: str) -> list[str]:
    return [text[a.span.start : a.span.end] for a in event.actors if a.role is Role.VICTIM]


@pytest.mark.parametrize(
    ("text", "who", "whom"),
    [
        ("Gunmen on motorcycles shot dead a tribal elder in Quetta.", ["Gunmen"], ["tribal elder"]),
        ("Border forces shot and killed a local man in Northport.", ["Border forces"], ["local man"]),
        ("Six people died in shelling of Northport by rebel forces.", ["rebel forces"], ["people"]),
        ("The United States carried out air strikes on militia positions.", ["United States"], []),
    ],
)
def test_doers_and_victims_stand_on_their_own_sides(text: str, who: list[str], whom: list[str], nlp: Language) -> None:
    (event,) = events(text, nlp)
    assert (doers(event, text), victims(event, text)) == (who, whom)


def test_an_arrest_beside_a_plot_is_no_part_of_the_plot(nlp: Language) -> None:
    text = "Security forces foiled a plot to bomb the parade in Northport and arrested eight members of a cell."
    plot, arrest = events(text, nlp)
    assert (plot.stage, arrest.stage) == ("foiled", "carried_out")
    assert doers(arrest, text) == ["Security forces"]
    assert arrest.detained and arrest.detained.low == 8
