"""With what it was done."""

import pytest
from spacy.language import Language

from tests.build import report
from vedette.reading.assemble import read_report


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("A car bomb exploded outside the bank, killing two.", {"vehicle_bomb"}),
        ("Rebels attacked the barracks with mortars and rifles.", {"mortar", "rifle"}),
        ("A drone hit the refinery and the attack killed a guard.", {"drone"}),
        ("Gunmen killed a judge with a machete.", {"knife"}),
    ],
)
def test_weapons_are_named_by_kind(text: str, ids: set[str], nlp: Language) -> None:
    found = {weapon.id for event in read_report(report(text), nlp).events for weapon in event.weapons}
    assert ids <= found
