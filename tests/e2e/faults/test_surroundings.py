"""A watch that is killed, or whose database, disk, receiver or clock fails it, loses nothing and repeats nothing.

The same with the full counts: `python -m benchmarks faults`.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.faults_kills import Scene, alerts_of, kill_at_random, tell_undisturbed
from benchmarks.faults_spawner import Spawner
from benchmarks.faults_surroundings import fill_disk, set_clock_back, stop_database, stop_receiver
from benchmarks.job import Figures
from tests.postgres import PostgresServer, find_programs

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("faults")]


def assert_whole(found: Figures) -> None:
    counted = ("lost", "unread", "waiting", "missing", "told_twice", "chain_problems")
    assert {name: found[name] for name in counted} == dict.fromkeys(counted, 0)
    assert found["matter"] > 0
    assert found["ended"]


def test_killed_again_and_again_it_tells_what_one_left_alone_tells(
    spawner: Spawner, scene: Scene, tmp_path: Path
) -> None:
    assert_whole(kill_at_random(spawner, scene, 3))
    alone = Scene(tmp_path / "alone", f"sqlite:///{tmp_path}/alone/vedette.db")
    assert tell_undisturbed(spawner, alone, scene.made) == alerts_of(scene)
    scene.close()
    alone.close()


def test_a_receiver_that_is_down_is_told_once_it_is_well(spawner: Spawner, scene: Scene) -> None:
    found = stop_receiver(spawner, scene, 3.0, patience=30.0)
    assert found["held_back"] > 0
    assert_whole(found)


def test_a_clock_that_is_set_back_an_hour_stops_nothing(spawner: Spawner, scene: Scene) -> None:
    found = set_clock_back(spawner, scene, 4.0)
    assert found["told_while_back"] > 0
    assert_whole(found)


def test_a_full_disk_is_waited_for(spawner: Spawner, tmp_path: Path) -> None:
    found = fill_disk(spawner, tmp_path / "disk", 4.0)
    if "skipped" in found:
        assert os.environ.get("CI") != "true" or os.geteuid() != 0
        pytest.skip(found["skipped"])
    assert found["said"] > 0
    assert found["lives_on"]
    assert_whole(found)


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server here (make system), so none was stopped under a watch")
    server = PostgresServer(programs, options="")
    server.start()
    yield server
    server.remove()


def test_a_database_that_goes_away_is_waited_for(spawner: Spawner, own_server: PostgresServer, tmp_path: Path) -> None:
    scene = Scene(tmp_path / "scene", own_server.url(own_server.new_database()))
    found = stop_database(spawner, scene, own_server, times=1, seconds=2.0)
    assert found["lives_on"]
    assert_whole(found)
