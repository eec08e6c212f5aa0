"""Towns, quarters and surnames of the same name."""

from spacy.language import Language

from tests.build import report
from vedette.reading.assemble import read_report


def test_a_name_that_acts_as_a_person_is_no_town(nlp: Language) -> None:
    text = (
        "A man was shot in Easton on Monday. Welling told police that he heard two shots. Later Welling said that he "
        "had run. Police questioned Welling for an hour, and Welling left."
    )
    assert "Welling" not in {place.name for place in read_report(report(text), nlp).places}


def test_homicide_detectives_commit_none(nlp: Language) -> None:
    assert read_report(report("Homicide detectives spoke to residents in Northport, the mayor said."), nlp).events == ()
