"""Fixtures that several tests share."""

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest
from spacy.language import Language

from tests.postgres import PostgresServer, find_programs
from vedette.reading.language_pipeline import load_pipeline
from vedette.store.store import Store


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The best English pipeline that is installed."""
    return load_pipeline()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this test process; under CI its absence is a failure."""
    programs = find_programs()
    if programs is None or find_spec("psycopg") is None:
        missing = "no PostgreSQL server (make system) or no psycopg here, so the store was not tested on it"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    server = PostgresServer(programs)
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def postgres_url(postgres: PostgresServer) -> str:
    """The address of an empty database on the server of this test process."""
    return postgres.url(postgres.new_database())


@pytest.fixture(scope="session")
def _postgres_template(postgres: PostgresServer) -> str:
    """The name of a database that holds an up-to-date store with nothing in it, for copying."""
    name = postgres.new_database()
    Store(postgres.url(name)).close()
    return name


@pytest.fixture
def new_store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Gives the address of a new, empty store: `new_store_url("sqlite")` or `new_store_url("postgresql")`."""
    numbers = count()

    def new(kind: str) -> str:
        if kind == "sqlite":
            n = next(numbers)
            return f"sqlite:///{tmp_path}/vedette{n or ''}.db"
        server: PostgresServer = request.getfixturevalue("postgres")
        return server.url(server.new_database(request.getfixturevalue("_postgres_template")))

    return new


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, new_store_url: Callable[[str], str]) -> str:
    """The address of an empty store, in SQLite and in PostgreSQL."""
    return new_store_url(request.param)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, in SQLite and in PostgreSQL."""
    with Store(store_url) as one:
        yield one
