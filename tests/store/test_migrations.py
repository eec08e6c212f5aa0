"""Migrations: every released schema comes up with its data, and ends as the code has it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from tests.build import event, reading
from vedette.errors import StoreError
from vedette.model.feed import Visit
from vedette.store import tables
from vedette.store.all_tables import metadata
from vedette.store.engine import open_engine
from vedette.store.messages import find_parts
from vedette.store.migrate import NEWEST, migrate
from vedette.store.search_index import drop_index
from vedette.store.store import Store
from vedette.store.visits import find_visits, record_visit

#: The schemas that were released.
RELEASED = ["0001"]
_REPORT = """INSERT INTO reports (report_id, version_sha256, text_sha256, source, title, text, notes, recorded_at)
    VALUES ('r1', 'v', 't', 'Example Gazette', 'Bombs', 'A bomb exploded.', '[]', '2021-05-14 12:00:00.000000')"""
_READING = """INSERT INTO readings (report_row, reader_key, wire, recorded_at)
    VALUES (1, 'k', '{"reader": {"version": "0.1.0", "pipeline": null}, "events": [], "statements": [], "places": [],
    "dates": []}', '2021-05-14 12:00:00.000000')"""
_EVENT = """INSERT INTO events (reading_row, event_id, kind, reality, background, happened_from)
    VALUES (1, 'e1', 'ASSAULT', 'actual', false, '2021-05-12')"""
_VISIT = """INSERT INTO visits (feed_id, visited_at, outcome, n_items, n_new, n_refused, n_bytes)
    VALUES ('f', '2021-05-14 12:00:00.000000', 'unchanged', 3, 0, 0, 0)"""


def old_store(url: str, version: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        drop_index(connection)
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        migrate(connection, version)
        for row in (_REPORT, _READING, _EVENT):
            connection.execute(text(row))
    engine.dispose()


@pytest.mark.parametrize("version", RELEASED)
def test_a_released_schema_comes_up_with_its_data(store_url: str, version: str) -> None:
    old_store(store_url, version)
    with Store(store_url) as store:
        (held,) = store.readings()
        assert held.report.text == "A bomb exploded." and held.report.rights is None
        assert [hit.report_id for hit in store.search("bomb")] == ["r1"]
        assert store.add_reading(reading(event(), report_id="r2"), "k", datetime(2021, 5, 15))
        assert len(list(store.readings())) == 2


@pytest.mark.parametrize("version", [None, *RELEASED, "0007"])
def test_the_migrated_schema_is_the_one_that_the_code_has(store_url: str, version: str | None) -> None:
    if version:
        old_store(store_url, version)
    Store(store_url).close()
    engine = open_engine(store_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _is_ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_visits_and_alerts_of_an_earlier_store_go_on(store_url: str) -> None:
    old_store(store_url, "0007")
    engine = open_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text(_VISIT))
    engine.dispose()
    at = datetime(2021, 5, 14, 12)
    with Store(store_url) as store, store.begin() as connection:
        assert find_visits(connection) == [Visit("f", at, "unchanged", n_items=3)]
        record_visit(connection, Visit("f", at + timedelta(seconds=1), "unchanged", n_items=3), None)
        (held,) = find_visits(connection)
        assert (held.n_visits, held.first_at, held.visited_at) == (2, at, at + timedelta(seconds=1))
        assert find_parts(connection, ["a1"]) == []


def _is_ours(_thing: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    """The index of words is not among the tables that the code has: it differs between the databases."""
    return not (kind == "table" and name and name.startswith("reports_words"))


def test_the_newest_migration_is_the_last_file() -> None:
    newest = sorted((Path(tables.__file__).parent / "migrations" / "versions").glob("0*.py"))[-1]
    assert newest.name.startswith(NEWEST)


def test_a_store_of_a_newer_vedette_is_refused(store_url: str) -> None:
    with Store(store_url) as store, store.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer"):
        Store(store_url)


def test_an_older_store_merges_its_index_as_a_new_one_does(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path}/{name}.db" for name in ("old", "new")]
    old_store(urls[0], "0007")
    with open_engine(urls[0]).begin() as connection:
        connection.execute(text("INSERT INTO reports_words (reports_words, rank) VALUES ('automerge', 16)"))
    settings = []
    for url in urls:
        Store(url).close()
        with open_engine(url).connect() as connection:
            settings.append(connection.execute(text("SELECT k, v FROM reports_words_config ORDER BY k")).all())
    assert settings[0] == settings[1] and ("automerge", 64) in settings[1]
