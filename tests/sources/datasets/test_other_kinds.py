"""ACLED, GTD, CAP, STIX, HXL and tables by a mapping: invented rows."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vedette.errors import BadInputError, UsageError, VedetteError
from vedette.model.event import OnWhoseWord, Stage
from vedette.model.imported import FileProfile
from vedette.model.reading import Reading
from vedette.model.report import Report
from vedette.sources.datasets.adapter import Adapter
from vedette.sources.datasets.coded import code_row
from vedette.sources.datasets.kinds import ADAPTERS, get_adapter
from vedette.sources.datasets.oddness import find_oddness
from vedette.sources.datasets.row import RefusedRow, RowSaid

ACLED_ROW = {
    "event_id_cnty": "XXX1",
    "event_date": "12 May 2021",
    "time_precision": "1",
    "event_type": "Strategic developments",
    "sub_event_type": "Disrupted weapons use",
    "actor1": "Police Forces of Northland",
    "actor2": "Unidentified Armed Group (Northland)",
    "country": "Iraq",
    "location": "Northport",
    "latitude": "33.3",
    "longitude": "44.4",
    "geo_precision": "1",
    "fatalities": "0",
    "timestamp": "1620950400",
}
GTD_ROW = {
    "eventid": "202105120001",
    "iyear": "2021",
    "imonth": "5",
    "iday": "0",
    "country_txt": "Iraq",
    "city": "Northport",
    "latitude": "33.3",
    "longitude": "44.4",
    "specificity": "1",
    "success": "0",
    "suicide": "0",
    "attacktype1": "3",
    "targtype1_txt": "Religious Figures/Institutions",
    "target1": "Jane Roe",
    "gname": "Example Front",
    "claimed": "1",
    "nkill": "0",
    "nwound": "2",
}


def one(adapter: Adapter, path: Path, rows: list[dict[str, str]], mapping: Path | None = None) -> Reading:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    item = next(iter(adapter.read(path, mapping)))
    assert isinstance(item, RowSaid), item
    return code_row(item, adapter.dataset, adapter.rights)


def test_acled_tells_a_disrupted_weapon_as_foiled_and_keeps_its_licence(tmp_path: Path) -> None:
    reading = one(ADAPTERS["acled"], tmp_path / "a.csv", [ACLED_ROW])
    (event,) = reading.events
    assert event.stage is Stage.FOILED and event.killed is None
    assert reading.report.rights and "not to be passed on" in reading.report.rights
    assert reading.report.published == date(2021, 5, 14)
    assert event.actors[1].name is None and event.actors[1].description == "armed group, not named"


def test_an_acled_day_picked_from_a_month_is_the_month(tmp_path: Path) -> None:
    (event,) = one(ADAPTERS["acled"], tmp_path / "a.csv", [{**ACLED_ROW, "time_precision": "3"}]).events
    assert event.when and (event.when.start, event.when.end) == (date(2021, 5, 1), date(2021, 5, 31))


def test_gtd_tells_failure_the_month_and_no_private_target(tmp_path: Path) -> None:
    reading = one(ADAPTERS["gtd"], tmp_path / "g.csv", [GTD_ROW])
    (event,) = reading.events
    assert event.stage is Stage.FAILED and event.mode == "explosives"
    assert event.when and (event.when.start, event.when.end) == (date(2021, 5, 1), date(2021, 5, 31))
    assert event.actors[0].on_whose_word is OnWhoseWord.CLAIMED
    assert "Roe" not in reading.report.text
    assert event.killed and event.killed.low == 0


MAPPING = """dataset = "Our incidents"
persons = ["guard"]
shown = ["notes"]
[columns]
id = "nr"
date = "day"
lat = "y"
lon = "x"
radius_km = "within"
place = "town"
kind = "what"
killed = "dead"
[kinds]
"shooting" = { kind = "ASSAULT", mode = "firearms", stage = "carried_out" }
"""
TABLE_ROW = {
    "nr": "7", "day": "2021-05-12", "y": "33.3", "x": "44.4", "within": "5", "town": "Northport",
    "what": "shooting", "dead": "1", "guard": "Jane Roe", "notes": "at the gate",
}  # fmt: skip


def test_a_table_is_read_by_its_mapping(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING)
    reading = one(ADAPTERS["csv"], tmp_path / "t.csv", [TABLE_ROW], mapping)
    (event,) = reading.events
    assert (event.mode, event.where and event.where.radius_km) == ("firearms", 5.0)
    assert "Roe" not in reading.report.text and "at the gate" in reading.report.text


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ('kind = "ASSAULT"', "kind must be one of"),
        ('mode = "firearms"', "has no mode"),
        ('stage = "carried_out"', "no stage"),
        ('date = "day"', "date is missing"),
        ('dataset = "Our incidents"', "dataset"),
        ('killed = "dead"', "column 'nothing' is missing"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(tmp_path: Path, changed: str, why: str) -> None:
    mapping = tmp_path / "m.toml"
    value = changed.split(" = ")[0]
    mapping.write_text(MAPPING.replace(changed, "" if value in ("date", "dataset") else f'{value} = "nothing"'))
    with pytest.raises(BadInputError, match=why):
        one(ADAPTERS["csv"], tmp_path / "t.csv", [TABLE_ROW], mapping)


def test_a_table_without_a_mapping_is_used_wrongly(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--mapping"):
        one(ADAPTERS["csv"], tmp_path / "t.csv", [TABLE_ROW])


def test_hxl_is_read_by_its_hashtags(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text(
        "Day,Town,Lat,Lon,Dead,Asked\n#date,#loc +name,#geo+lat,#geo+lon,#affected+killed,#contact+name\n"
        "2021-05-12,Northport,33.3,44.4,2,Jane Roe\n"
    )
    mapping = tmp_path / "m.toml"
    mapping.write_text('dataset = "HXL of ours"\n[columns]\ndate = "#date"\n[kinds]\n"*" = { kind = "ASSAULT" }\n')
    (item,) = ADAPTERS["hxl"].read(path, mapping)
    assert isinstance(item, RowSaid) and item.dropped == ("#contact+name",)
    (event,) = code_row(item, "HXL", None).events
    assert event.killed and event.killed.low == 2 and event.where and event.where.lat == 33.3


CAP_TEXT = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a1</identifier>
<sender>office.example</sender><sent>2021-05-12T08:00:00+00:00</sent><status>{status}</status><msgType>Alert</msgType><scope>Public</scope><info>
<category>Security</category><event>Bomb threat</event><headline>Bomb threat at Northport market</headline>
<description>Police closed the market.</description><area><areaDesc>Northport</areaDesc></area></info></alert>"""


def test_cap_alerts_are_reports_to_be_read_and_exercises_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(CAP_TEXT.format(status="Actual"))
    (item,) = ADAPTERS["cap"].read(path, None)
    assert isinstance(item, Report) and item.id == "cap:a1" and "Area: Northport" in item.text
    path.write_text(CAP_TEXT.format(status="Exercise"))
    (item,) = ADAPTERS["cap"].read(path, None)
    assert isinstance(item, RefusedRow) and "Exercise" in item.why


def test_xml_entities_are_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]><alert>&b;</alert>')
    with pytest.raises(BadInputError, match="not XML that is taken"):
        list(ADAPTERS["cap"].read(path, None))


def test_stix_prose_is_read_and_individuals_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    report = {
        "type": "report",
        "id": "report--1",
        "name": "Plot stopped",
        "description": "Police stopped a plot in Northport.",
        "published": "2021-05-12T00:00:00Z",
        "created_by_ref": "identity--1",
    }
    person = {"type": "identity", "id": "identity--2", "identity_class": "individual", "name": "Jane Roe"}
    office = {"type": "identity", "id": "identity--1", "identity_class": "organization", "name": "Example Office"}
    path.write_text(json.dumps({"type": "bundle", "objects": [report, person, office]}))
    first, second, third = ADAPTERS["stix"].read(path, None)
    assert isinstance(first, Report) and first.source == "Example Office" and first.published == date(2021, 5, 12)
    assert isinstance(second, RefusedRow) and "individual" in second.why
    assert isinstance(third, RefusedRow)


def test_files_unlike_those_before_them_are_odd() -> None:
    past = [FileProfile(100, 0, 90, 10), FileProfile(110, 0, 95, 12), FileProfile(95, 0, 90, 9)]
    assert not find_oddness(FileProfile(120, 0, 100, 12), past)
    assert "rows, where" in find_oddness(FileProfile(250, 0, 100, 12), past)[0]
    assert "rows, where" in find_oddness(FileProfile(20, 0, 18, 2), past)[0]
    assert "at one point" in find_oddness(FileProfile(100, 0, 90, 80, "Northport"), past)[0]
    assert "in the future" in find_oddness(FileProfile(100, 5, 90, 9), past)[0]
    assert not find_oddness(FileProfile(5000, 1, 4000, 300), [])


def test_an_unknown_kind_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="ucdp, gdelt, acled"):
        get_adapter("xls")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(sorted(ADAPTERS)), data=st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_give_rows_or_a_clear_error(tmp_path: Path, kind: str, data: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING)
    try:
        for item in ADAPTERS[kind].read(path, mapping if ADAPTERS[kind].takes_mapping else None):
            assert isinstance(item, RowSaid | RefusedRow | Report)
    except VedetteError as error:
        assert str(path) in error.message


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["acled", "gtd"]), st.dictionaries(st.sampled_from([*ACLED_ROW, *GTD_ROW]), st.text(max_size=12))
)
def test_any_values_give_a_coded_or_a_refused_row(tmp_path: Path, kind: str, values: dict[str, str]) -> None:
    base = ACLED_ROW if kind == "acled" else GTD_ROW
    path = tmp_path / "any.csv"
    row = {**base, **{column: value for column, value in values.items() if column in base}}
    with path.open("w", newline="", encoding="utf-8", errors="replace") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    for item in ADAPTERS[kind].read(path, None):
        if isinstance(item, RowSaid):
            code_row(item, "x", None)


@pytest.mark.parametrize("kind", ["ucdp", "acled", "gtd"])
def test_a_file_of_another_kind_is_refused_also_without_rows(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.csv").write_text("some,other,columns\n")
    with pytest.raises(BadInputError, match="is missing; the file has"):
        list(get_adapter(kind).read(tmp_path / "a.csv", None))
