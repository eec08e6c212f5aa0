"""Fixtures of the fault tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.faults_kills import Scene
from benchmarks.faults_spawner import Spawner


@pytest.fixture(scope="session")
def spawner() -> Iterator[Spawner]:
    """Starts watches by forking."""
    with Spawner() as one:
        yield one


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Feeds and a receiver around a store in SQLite."""
    return Scene(tmp_path / "scene", f"sqlite:///{tmp_path}/scene/vedette.db")
