"""UCDP GED rows: invented events in the columns of the codebook."""

import csv
from datetime import date
from pathlib import Path

import pytest

from vedette.errors import BadInputError
from vedette.model.event import Role, Stage
from vedette.model.place_shape import UnitShape
from vedette.model.reading import Reading
from vedette.sources.datasets.coded import code_row
from vedette.sources.datasets.row import RefusedRow, RowSaid
from vedette.sources.datasets.ucdp import UCDP

ROW = {
    "id": "1",
    "type_of_violence": "1",
    "conflict_name": "Northland: Government",
    "side_a": "Government of Northland",
    "side_b": "Example Front",
    "source_date": "2021-05-14;2021-05-13",
    "source_headline": "Clash near Northport",
    "source_original": "Jane Roe, a resident",
    "where_prec": "1",
    "where_coordinates": "Northport town",
    "adm_1": "North province",
    "latitude": "33.5",
    "longitude": "45.1",
    "country": "Iraq",
    "date_prec": "1",
    "date_start": "2021-05-12 00:00:00.000",
    "date_end": "2021-05-12 00:00:00.000",
    "best": "4",
    "low": "3",
    "high": "6",
}


def read(tmp_path: Path, **changes: str) -> RowSaid | RefusedRow:
    path = tmp_path / "ged.csv"
    row = {**ROW, **changes}
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    (item,) = UCDP.read(path, None)
    assert isinstance(item, RowSaid | RefusedRow)
    return item


def coded(tmp_path: Path, **changes: str) -> Reading:
    item = read(tmp_path, **changes)
    assert isinstance(item, RowSaid)
    return code_row(item, UCDP.dataset, UCDP.rights)


def test_every_value_points_at_the_words_of_its_row(tmp_path: Path) -> None:
    reading = coded(tmp_path)
    (event,) = reading.events
    report = reading.report
    assert event.where and event.where.name == report.words(event.where.span) == "Northport town"
    assert event.killed and report.words(event.killed.span) == "4"
    assert (event.killed.low, event.killed.high) == (3, 6)
    assert event.when and event.when.span and report.words(event.when.span).startswith("2021-05-12")
    assert [report.words(actor.span) for actor in event.actors] == ["Government of Northland", "Example Front"]
    assert event.stage is Stage.CARRIED_OUT


def test_of_a_clash_nobody_is_said_to_have_attacked_and_civilians_are_no_group(tmp_path: Path) -> None:
    clash = coded(tmp_path).events[0]
    assert {actor.role for actor in clash.actors} == {Role.PERPETRATOR}
    one_sided = coded(tmp_path, type_of_violence="3", side_b="Civilians").events[0]
    victim = one_sided.actors[1]
    assert (victim.role, victim.name, victim.description) == (Role.VICTIM, None, "civilians")


def test_the_middle_of_a_country_is_no_place_of_an_event(tmp_path: Path) -> None:
    where = coded(tmp_path, where_prec="6", where_coordinates="Iraq").events[0].where
    assert where and (where.country, where.lat, where.radius_km) == ("IQ", None, None)


def test_who_told_the_reporter_is_dropped_and_counted(tmp_path: Path) -> None:
    item = read(tmp_path)
    assert isinstance(item, RowSaid) and item.dropped == ("source_original",)
    assert "Roe" not in coded(tmp_path).report.text


def test_the_first_of_several_sources_dates_the_report(tmp_path: Path) -> None:
    assert coded(tmp_path).report.published == date(2021, 5, 13)
    assert coded(tmp_path, source_date="no day").report.published is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"latitude": "145.1", "longitude": "33.5"}, "swapped"),
        ({"latitude": "91", "longitude": "200"}, "over 90"),
        ({"longitude": "far"}, "not a number"),
        ({"date_start": "May"}, "not a day"),
        ({"side_a": ""}, "side_a is empty"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(tmp_path: Path, changes: dict[str, str], why: str) -> None:
    item = read(tmp_path, **changes)
    assert isinstance(item, RefusedRow) and why in item.why and item.id == "1"


def test_a_file_without_the_columns_is_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(BadInputError, match="column 'id' is missing"):
        list(UCDP.read(path, None))


def test_a_province_is_its_land_and_no_point(tmp_path: Path) -> None:
    province = coded(tmp_path, where_prec="4", where_coordinates="Diyala province", adm_1="Diyálá Governorate")
    exact = coded(tmp_path)
    shapes = [reading.events[0].where.shape for reading in (province, exact) if reading.events[0].where]
    assert shapes == [UnitShape("IQ-DI"), None]
