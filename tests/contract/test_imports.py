"""Imports, on SQLite and PostgreSQL: every row accounted for, the same file twice changes nothing, odd files wait."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import select

from vedette.errors import UsageError
from vedette.run.importing import import_file
from vedette.store.imports import past_imports
from vedette.store.store import Store
from vedette.store.tables_imports import refused_rows

HEAD = ("id", "type_of_violence", "side_a", "side_b", "where_prec", "where_coordinates", "latitude", "longitude")
COLUMNS = (*HEAD, "country", "date_prec", "date_start", "best")


def write(path: Path, rows: int, *, best: int = 1, lat: str | None = None, year: int = 2021) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(rows):
            place = (f"Town {number}", lat or f"{30 + number / 100}", "44.4")
            writer.writerow((number, 1, "Army", "Front", 1, *place, "Iraq", 1, f"{year}-05-12", best))
    return path


def test_rows_are_new_then_known_then_changed(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "ged.csv", 20)
    found = import_file(store, "ucdp", path)
    assert (found.n_rows, found.n_new, found.n_known, found.n_refused) == (20, 20, 0, 0)
    again = import_file(store, "ucdp", path)
    assert (again.n_new, again.n_known) == (0, 20)
    revised = import_file(store, "ucdp", write(tmp_path / "next.csv", 20, best=2))
    assert (revised.n_new, revised.n_changed, revised.n_known) == (20, 20, 0)
    assert {reading.events[0].killed.low for reading in store.readings() if reading.events[0].killed} == {2}


def test_a_bad_row_costs_only_itself_and_is_kept_with_its_line(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "ged.csv", 10)
    lines = path.read_text().splitlines()
    lines[4] = lines[4].replace("44.4", "444")
    path.write_text("\n".join(lines) + "\n")
    found = import_file(store, "ucdp", path)
    assert (found.n_new, found.n_refused, found.n_rows) == (9, 1, 10)
    with store.look() as connection:
        (refused,) = connection.execute(select(refused_rows)).all()
    assert (refused.line, refused.row_id) == (5, "3") and "over 180" in refused.why


def test_an_odd_file_is_held_back_until_somebody_accepts_it(store: Store, tmp_path: Path) -> None:
    for number in range(3):
        import_file(store, "ucdp", write(tmp_path / f"{number}.csv", 20 + number, best=number))
    odd = write(tmp_path / "odd.csv", 40, lat="33.0", year=2199)
    found = import_file(store, "ucdp", odd)
    assert len(found.held_back) == 3 and found.n_new == 0
    with store.look() as connection:
        assert len(past_imports(connection, "ucdp", "UCDP GED")) == 3
    assert import_file(store, "ucdp", odd, accept_odd=True).n_new == 40


def test_a_missing_file_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        import_file(store, "ucdp", tmp_path / "none.csv")


def test_a_mapping_names_the_dataset_and_its_licence(store: Store, tmp_path: Path) -> None:
    path, mapping = tmp_path / "t.csv", tmp_path / "m.toml"
    path.write_text("nr,day,what\n1,2021-05-12,shooting\n")
    columns = '[columns]\nid = "nr"\ndate = "day"\nkind = "what"\n[kinds]\n"*" = { kind = "ASSAULT" }\n'
    for dataset, rights in (("Ours", None), ("Theirs", "not to be passed on")):
        mapping.write_text(f'dataset = "{dataset}"\n' + (f'rights = "{rights}"\n' if rights else "") + columns)
        found = import_file(store, "csv", path, mapping=mapping)
        assert (found.dataset, found.n_new, found.n_changed) == (dataset, 1, 0)
    reports = [one.report for one in store.readings()]
    assert [(one.id, one.source, one.rights) for one in reports] == [
        ("ours:1", "Ours", None),
        ("theirs:1", "Theirs", "not to be passed on"),
    ]
