"""A gazetteer of one's own from GeoNames' dump, P-codes added to it, and names that are nearly a name."""

import gzip
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from benchmarks.gazetteer import generate
from vedette.errors import BadInputError, OutputError, UsageError
from vedette.geo import gazetteer_build
from vedette.geo.gazetteer import SETTING, Gazetteer
from vedette.geo.gazetteer_build import build_gazetteer
from vedette.geo.gazetteer_likeness import unlikeness, variants
from vedette.geo.gazetteer_pcodes import import_pcodes


def dumped(
    number: int, name: str, feature: str = "P\tPPL", others: str = "", people: int = 0, lat: str = "36.5"
) -> str:
    about = f"{lat}\t43.2\t{feature}\tIQ\t\t77\t\t\t\t{people}\t\t1\tAsia/Baghdad\t2024-01-01"
    return f"{number}\t{name}\t{name}\t{others}\t{about}\n"


PLACES = (
    dumped(9000001, "Tel Zumar", others="Tall Zumar,تل زمار,ХYZ,XQ")
    + dumped(9000002, "Marwan Governorate", "A\tADM1")
    + dumped(9000003, "Zumar District", "A\tADM2")
    + dumped(9000004, "Grand Zumar Hotel", "S\tHTL")
)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "IQ.txt"
    path.write_text(PLACES, encoding="utf-8")
    return path


def test_places_of_the_dump_are_found_with_kind_unit_and_circle(dump: Path, tmp_path: Path) -> None:
    built = build_gazetteer([dump], tmp_path / "own.sqlite")
    held = Gazetteer.open(tmp_path / "own.sqlite")
    (town,) = held.find("tall zumar")
    assert (town.kind, town.country, town.admin1, town.radius_km) == ("town", "IQ", "Marwan Governorate", 3.0)
    assert held.find("تل زمار") == (town,)
    assert [entry.kind for entry in held.find("Zumar District")] == ["district"]
    assert [entry.kind for entry in held.find("Marwan")] == ["province"]
    assert held.find("Grand Zumar Hotel") == ()
    assert held.find("Iraq")[0].kind == "country"
    assert built.n_bad == 0
    assert not list(tmp_path.glob("*.part"))


def test_archives_give_what_the_plain_file_gives(dump: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "IQ.zip", "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.write(dump, "IQ.txt")
    (tmp_path / "IQ.txt.gz").write_bytes(gzip.compress(dump.read_bytes()))
    rows = []
    for name in ("IQ.txt", "IQ.zip", "IQ.txt.gz"):
        out = tmp_path / f"{name}.sqlite"
        build_gazetteer([tmp_path / name], out)
        rows.append(Gazetteer.open(out).rows("SELECT * FROM name JOIN entry ON entry = id ORDER BY folded, entry"))
    assert rows[0] == rows[1] == rows[2] != []


def test_other_names_and_names_of_units_are_taken_in(dump: Path, tmp_path: Path) -> None:
    names, units = tmp_path / "alternateNamesV2.txt", tmp_path / "admin1CodesASCII.txt"
    names.write_text(
        "1\t9000001\ten\tZumar Hill\t\t\t\t\t\t\n2\t9000001\tlink\tHttps\t\t\t\t\t\t\n3\t5\ten\tNowhere\t\t\t\t\t\t\n",
        encoding="utf-8",
    )
    units.write_text("IQ.77\tMarwan\tMarwan\t1\n", encoding="utf-8")
    build_gazetteer([names, units, dump], tmp_path / "own.sqlite")
    held = Gazetteer.open(tmp_path / "own.sqlite")
    assert [entry.name for entry in held.find("Zumar Hill")] == ["Tel Zumar"]
    assert held.find("Https") == held.find("Nowhere") == ()


def test_bad_lines_are_counted_and_the_first_is_named(dump: Path, tmp_path: Path) -> None:
    dump.write_bytes(PLACES.encode() + b"1\t2\n\xff\n" + dumped(9000009, "Far", lat="99").encode())
    built = build_gazetteer([dump], tmp_path / "own.sqlite")
    assert built.n_bad == 3
    assert built.first_bad == "IQ.txt, line 5: 2 columns, not 19"


def test_what_is_no_dump_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInputError, match="line 1"):
        build_gazetteer([other], tmp_path / "own.sqlite")
    assert not list(tmp_path.glob("*.part"))
    with pytest.raises(UsageError, match="no such file"):
        build_gazetteer([tmp_path / "none.txt"], tmp_path / "own.sqlite")
    (tmp_path / "bad.zip").write_bytes(b"no archive")
    with pytest.raises(BadInputError, match="damaged"):
        build_gazetteer([tmp_path / "bad.zip"], tmp_path / "own.sqlite")
    assert not (tmp_path / "own.sqlite").exists()


class StoppedError(Exception):
    """Stands for an interruption."""


def test_a_stopped_build_goes_on_and_ends_as_an_unbroken_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer_build, "BATCH_BYTES", 4000)
    dump = tmp_path / "allCountries.txt"
    dump.write_text("".join(generate(200)), encoding="utf-8")

    def stop(batches, doing, total):  # type: ignore[no-untyped-def]
        for number, batch in enumerate(batches):
            if number == 3:
                raise StoppedError
            yield batch

    with pytest.raises(StoppedError):
        build_gazetteer([dump], tmp_path / "own.sqlite", stop)
    assert not (tmp_path / "own.sqlite").exists()
    again = build_gazetteer([dump], tmp_path / "own.sqlite")
    whole = build_gazetteer([dump], tmp_path / "whole.sqlite")
    assert again.resumed
    assert not whole.resumed
    for table in ("entry", "name", "unit", "about"):
        one, other = (
            Gazetteer.open(tmp_path / name).rows(f"SELECT * FROM {table}") for name in ("own.sqlite", "whole.sqlite")
        )
        assert one == other
        assert one or table == "unit"


def test_a_changed_input_starts_anew(tmp_path: Path, dump: Path) -> None:
    def stop(batches, doing, total):  # type: ignore[no-untyped-def]
        yield next(batches)
        raise StoppedError

    with pytest.raises(StoppedError):
        build_gazetteer([dump], tmp_path / "own.sqlite", stop)
    dump.write_text(dumped(9000008, "Only Hill"), encoding="utf-8")
    assert not build_gazetteer([dump], tmp_path / "own.sqlite").resumed
    assert Gazetteer.open(tmp_path / "own.sqlite").find("Tel Zumar") == ()


def test_a_folder_that_cannot_be_written_is_said(dump: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError):
        build_gazetteer([dump], tmp_path / "file" / "own.sqlite")


def test_the_setting_chooses_the_gazetteer(dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_gazetteer([dump], tmp_path / "own.sqlite")
    monkeypatch.setenv(SETTING, str(tmp_path / "own.sqlite"))
    assert Gazetteer.open().find("Tel Zumar")
    monkeypatch.setenv(SETTING, str(dump))
    with pytest.raises(BadInputError, match="not a gazetteer"):
        Gazetteer.open()
    monkeypatch.setenv(SETTING, str(tmp_path / "none.sqlite"))
    with pytest.raises(UsageError, match=SETTING):
        Gazetteer.open()
    monkeypatch.delenv(SETTING)
    assert Gazetteer.open() is Gazetteer.open_shipped()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mossul", "Mosul"),
        ("Bagdad", "Baghdad"),
        ("Kandahr", "Kandahār"),
        ("Mogadishoo", "Mogadishu"),
        ("بغدادد", "Baghdad"),
    ],
)
def test_names_nearly_so_find_the_place(written: str, meant: str) -> None:
    assert Gazetteer.open_shipped().find_like(written)[0].name == meant


def test_short_and_overlong_names_have_no_likes() -> None:
    assert variants("abc") == variants("a" * 31) == set()
    assert unlikeness("mosul", "mousul") == 1


def test_pcodes_go_to_places_of_the_same_name_in_the_same_unit(dump: Path, tmp_path: Path) -> None:
    out, table = tmp_path / "own.sqlite", tmp_path / "adm2.csv"
    build_gazetteer([dump], out)
    table.write_text(
        "ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,center_lat,center_lon,validOn\n"
        "Marwan,IQ77,Zumar,IQ7701,36.5,43.2,2019-06-03\n"
        "Marwan,IQ77,Hillside,IQ7702,36.7,43.4,2019-06-03\n"
        "Marwan,IQ77,Nowhere,IQ7703,,,2019-06-03\n"
        "Marwan,IQ77,Far,IQ7704,95,43.4,2019-06-03\n"
        "Marwan,IQ77,,IQ7705,36,43,2019-06-03\n",
        encoding="utf-8",
    )
    done = import_pcodes(table, out)
    held = Gazetteer(out)
    assert (done.n_matched, done.n_added) == (2, 1)
    assert [problem.split(":")[0] for problem in done.problems] == [f"adm2.csv, line {n}" for n in (4, 5, 6)]
    assert held.pcodes(held.find("Zumar District")[0]) == ("IQ7701",)
    (added,) = held.find("Hillside")
    assert (added.kind, added.country, added.admin1, added.geonameid) == ("district", "IQ", "Marwan Governorate", None)
    assert held.rows("SELECT valid_on FROM pcode WHERE pcode = 'IQ7702'") == [("2019-06-03",)]
    assert import_pcodes(table, out).n_added == 0


def test_without_a_gazetteer_there_pcodes_go_to_a_copy_of_the_one_in_use(tmp_path: Path) -> None:
    table = tmp_path / "adm1.csv"
    table.write_text("ADM1_EN,ADM1_PCODE\nNineveh,IQ15\n", encoding="utf-8")
    assert import_pcodes(table, tmp_path / "new.sqlite").n_matched == 1
    held = Gazetteer(tmp_path / "new.sqlite")
    assert any(held.pcodes(entry) == ("IQ15",) for entry in held.find("Nineveh"))


@pytest.mark.parametrize("heading", ["ADM1_EN,ADM2_EN,ADM2_PCODE", "name,code", "ADM1_EN,ADM1_PCODE,lat"])
def test_a_table_without_its_columns_is_refused(heading: str, tmp_path: Path) -> None:
    table = tmp_path / "adm.csv"
    table.write_text(f"{heading}\na,b,c\n", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"no column|longitude"):
        import_pcodes(table, tmp_path / "new.sqlite")
    assert list(tmp_path.iterdir()) == [table]


#: Builds in a process that is killed while it reads the n-th line, amid a transaction.
KILLED = """import os, signal, sys
from pathlib import Path
from vedette.geo import gazetteer_build as build
build.BATCH_BYTES, read, seen = 4000, build.read_place, []
def reading(line):
    seen.append(line)
    if len(seen) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    return read(line)
build.read_place = reading
build.build_gazetteer([Path(sys.argv[1])], Path(sys.argv[2]))"""


def test_a_killed_build_goes_on_and_ends_as_an_unbroken_one(tmp_path: Path) -> None:
    dump, own = tmp_path / "allCountries.txt", tmp_path / "own.sqlite"
    dump.write_text("".join(generate(300)), encoding="utf-8")
    for after in ("150", "60"):
        done = subprocess.run([sys.executable, "-c", KILLED, dump, own, after], check=False, capture_output=True)
        assert done.returncode == -signal.SIGKILL
        assert not own.exists()
    assert build_gazetteer([dump], own).resumed
    build_gazetteer([dump], tmp_path / "whole.sqlite")
    for table in ("entry", "name", "unit", "about"):
        sql = f"SELECT * FROM {table}"
        assert Gazetteer.open(own).rows(sql) == Gazetteer.open(tmp_path / "whole.sqlite").rows(sql)
