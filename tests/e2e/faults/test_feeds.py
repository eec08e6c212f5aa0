"""Feeds that hang, lie, swell and break cost the good feed beside them nothing."""

from pathlib import Path

import pytest

from benchmarks.faults_feeds import visit_hostile_feeds
from benchmarks.faults_spawner import Spawner

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("faults")]


def test_bad_feeds_are_said_and_the_good_one_is_served(spawner: Spawner, tmp_path: Path) -> None:
    slow = ("/drip", "/drip-head")
    found = visit_hostile_feeds(spawner, tmp_path / "scene", 1500, 60.0, n_bytes=70_000_000, without=slow)
    assert found["lives"]
    assert found["good_told_s"] > 0
    assert found["later_told_s"] < 60
    assert found["items_taken_in"] == 1500
    assert (found["addresses"], found["reports_under_them"], found["alerts"]) == (50, 1, 4)
    assert found["undated_kept_undated"] == 1
    reasons = {
        "bomb": "longer than",
        "entities": "declares XML entities",
        "loop": "redirects in a circle",
        "tls": "certificate cannot be trusted",
        "cut": "peer closed connection",
        "noise": "no RSS or Atom",
    }
    assert [name for name, reason in reasons.items() if reason not in found[name]] == []
