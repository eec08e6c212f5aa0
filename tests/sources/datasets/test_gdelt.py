"""GDELT files: invented rows in the columns as served."""

from pathlib import Path

import pytest

from vedette.errors import BadInputError
from vedette.model.reading import Reading
from vedette.sources.datasets.coded import code_row
from vedette.sources.datasets.gdelt import GDELT
from vedette.sources.datasets.gdelt_columns import EXPORT, GKG, MENTIONS
from vedette.sources.datasets.row import RefusedRow, RowSaid

EVENT = {
    "GLOBALEVENTID": "1",
    "SQLDATE": "20210512",
    "Actor1Code": "COP",
    "Actor1Name": "POLICE",
    "Actor1Type1Code": "COP",
    "Actor2Code": "IRQ",
    "Actor2Name": "JANE ROE",
    "Actor2CountryCode": "IRQ",
    "EventCode": "1831",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Northport, Baghdad, Iraq",
    "ActionGeo_CountryCode": "IZ",
    "ActionGeo_Lat": "33.3",
    "ActionGeo_Long": "44.4",
    "DATEADDED": "20210513000000",
    "SOURCEURL": "https://gazette.example/1",
}


def read(tmp_path: Path, columns: tuple[str, ...], row: dict[str, str]) -> RowSaid | RefusedRow:
    path = tmp_path / "served.csv"
    path.write_text("\t".join(row.get(column, "") for column in columns) + "\n", encoding="utf-8")
    (item,) = GDELT.read(path, None)
    assert isinstance(item, RowSaid | RefusedRow)
    return item


def coded(tmp_path: Path, **changes: str) -> Reading:
    item = read(tmp_path, EXPORT, {**EVENT, **changes})
    assert isinstance(item, RowSaid)
    return code_row(item, GDELT.dataset, GDELT.rights)


def test_codes_are_translated_and_places_are_not_read_as_iso(tmp_path: Path) -> None:
    (event,) = coded(tmp_path).events
    assert (event.kind, event.mode) == ("ASSAULT", "suicide-attack")
    assert event.where and event.where.country == "IQ"


def test_a_persons_name_never_reaches_the_text(tmp_path: Path) -> None:
    item = read(tmp_path, EXPORT, EVENT)
    assert isinstance(item, RowSaid) and item.dropped == ("Actor2Name",)
    reading = coded(tmp_path)
    assert "ROE" not in reading.report.text
    assert [actor.name for actor in reading.events[0].actors] == [None, None]
    assert reading.events[0].actors[1].description == "Iraq"


def test_the_middle_of_a_country_has_no_coordinates(tmp_path: Path) -> None:
    where = coded(tmp_path, ActionGeo_Type="1", ActionGeo_FullName="Iraq").events[0].where
    assert where and (where.lat, where.country) == (None, "IQ")


def test_a_date_long_before_the_report_is_told_in_looking_back(tmp_path: Path) -> None:
    assert not coded(tmp_path).events[0].background
    assert coded(tmp_path, SQLDATE="20110512").events[0].background


def test_statements_keep_their_place_and_give_no_event(tmp_path: Path) -> None:
    item = read(tmp_path, EXPORT, {**EVENT, "EventCode": "010"})
    assert isinstance(item, RowSaid) and item.lost == ("no PLOVER kind for CAMEO 01",)
    reading = code_row(item, GDELT.dataset, GDELT.rights)
    assert not reading.events and reading.places[0].country == "IQ"


def test_mentions_and_gkg_rows_are_told_apart_by_their_columns(tmp_path: Path) -> None:
    mention = {
        "GLOBALEVENTID": "1",
        "MentionTimeDate": "20210513000000",
        "MentionSourceName": "gazette.example",
        "MentionIdentifier": "https://gazette.example/1",
    }
    item = read(tmp_path, MENTIONS, mention)
    assert isinstance(item, RowSaid) and item.source == "gazette.example"
    gkg = {
        "GKGRECORDID": "2-1",
        "DATE": "20210513000000",
        "Persons": "jane roe",
        "Locations": "4#Northport, Baghdad, Iraq#IZ#IZ07#33.3#44.4#1;1#Iraq#IZ#IZ#33#44#IZ",
    }
    item = read(tmp_path, GKG, gkg)
    assert isinstance(item, RowSaid) and item.dropped == ("Persons",)
    assert [(place.country, place.lat) for place in item.places] == [("IQ", 33.3), ("IQ", None)]


def test_another_file_is_no_gdelt_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(BadInputError, match=r"no GDELT 2\.0 file"):
        list(GDELT.read(path, None))


def test_a_short_row_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "served.csv"
    whole = "\t".join(EVENT.get(column, "") for column in EXPORT)
    path.write_text(f"{whole}\n1\t2\n", encoding="utf-8")
    found = list(GDELT.read(path, None))
    assert isinstance(found[0], RowSaid)
    assert isinstance(found[1], RefusedRow) and found[1].line == 2
