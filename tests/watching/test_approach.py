"""Approaches: a drift towards a zone is found, chance is not taken for one, and too few days say nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from tests.build import event, place, reading
from vedette.model.approach import Approach
from vedette.model.case import Case
from vedette.model.event import Actor, Event, OnWhoseWord, Stage
from vedette.model.reading import Reading
from vedette.model.report import Copy
from vedette.model.watch import Watch
from vedette.model.zone import Zone, ZoneCheck
from vedette.watching.approach import MIN_DAYS, find_approaches
from vedette.watching.drift import measure_chance, measure_drift

ZONE = Zone("z", "Red zone", "point", 0, 40, points=((10.0, 20.0),))
WATCH = Watch("w", "Test", "", (ZONE,), ())
FIRST = date(2021, 5, 1)


def series(km: Sequence[float], *, group: str | None = "example-front", radius_km: float = 1.0) -> list[Event]:
    """An event a day by one group; the distance travels in the name of its id."""
    return [
        event(
            f"e{n:02d}-{one}",
            day=(FIRST + timedelta(days=n)).isoformat(),
            where=place(radius_km=radius_km),
            group=group,
        )
        for n, one in enumerate(km)
    ]


def told(events: Sequence[Event]) -> list[Reading]:
    return [reading(one, report_id=f"r-{one.id}") for one in events]


def approaches(events: Sequence[Event], **more: Sequence[Case] | Sequence[Copy]) -> tuple[Approach, ...]:
    checks = {one.id: (ZoneCheck("z", float(one.id.split("-")[1]), "outside", 0.0),) for one in events}
    return find_approaches(told(events), WATCH, checks, **more)  # type: ignore[arg-type]


DOWN = (200.0, 170.0, 155.0, 120.0, 90.0, 71.0, 40.0, 20.0)


def test_a_drift_is_found_with_its_rate_interval_and_chance() -> None:
    (found,) = approaches(series(DOWN))
    assert (found.series, found.about, found.zone_id, found.n_days) == ("group", "example-front", "z", 8)
    assert (found.first_km, found.last_km) == (200, 20)
    assert found.km_per_day_low <= found.km_per_day <= found.km_per_day_high < 0
    assert -30 < found.km_per_day < -20
    assert found.p_chance < 0.01
    assert len(found.event_ids) == 8


def test_it_comes_out_the_same_again_in_whatever_order_it_was_read() -> None:
    assert approaches(series(DOWN)) == approaches(series(DOWN)[::-1])


def test_moving_away_or_about_is_no_approach() -> None:
    assert approaches(series(DOWN[::-1])) == ()
    assert approaches(series((90, 40, 120, 60, 110, 50, 100, 70))) == ()
    assert approaches(series((50,) * 8)) == ()


@pytest.mark.parametrize("n", range(MIN_DAYS))
def test_too_few_days_say_nothing(n: int) -> None:
    assert approaches(series(DOWN[:n])) == ()


def test_events_of_one_day_are_one_observation() -> None:
    few = [replace(one, when=series(DOWN)[n // 2].when) for n, one in enumerate(series(DOWN))]
    assert approaches(few) == ()


def test_places_whose_circles_overlap_show_no_drift() -> None:
    assert approaches(series(DOWN, radius_km=10))
    assert approaches(series(DOWN, radius_km=900)) == ()


def test_undated_unlocated_planned_spoken_and_denied_do_not_count() -> None:
    events = series(DOWN[:MIN_DAYS])
    denied = Actor(events[0].actors[0].role, events[0].actors[0].span, "x", "example-front", None, OnWhoseWord.DENIED)
    for changed in (
        replace(events[0], when=None),
        replace(events[0], stage=Stage.PLANNED),
        replace(events[0], kind="THREATEN"),
        replace(events[0], background=True),
        replace(events[0], actors=(denied,)),
    ):
        assert approaches([changed, *events[1:]]) == ()
    assert approaches(series(DOWN, group=None)) == ()


def test_copies_do_not_count_and_a_case_counts_once_in_its_groups_series() -> None:
    events = series(DOWN[:MIN_DAYS])
    assert approaches(events)
    assert approaches(events, copies=(Copy(f"r-{events[0].id}", f"r-{events[1].id}", 1.0),)) == ()
    assert approaches(events, cases=(Case("c", "case", (events[0].id, events[1].id), (), 1),)) == ()


def test_the_path_of_a_case_is_an_approach() -> None:
    events = series(DOWN, group=None)
    (found,) = approaches(events, cases=(Case("c", "From the border", tuple(one.id for one in events), (), 1),))
    assert (found.series, found.about, found.name) == ("case", "c", "From the border")


def test_the_more_series_are_tried_the_less_chance_may_explain_one() -> None:
    nearly = (100.0, 80.0, 90.0, 60.0, 50.0, 40.0)
    assert [one.n_tested for one in approaches(series(nearly))] == [1]
    others = [
        replace(one, id=f"g{g}{one.id}", actors=event(group=f"g{g}").actors)
        for g in range(9)
        for one in series((90, 40, 120, 60, 110, 50))
    ]
    assert approaches([*series(nearly), *others]) == ()


def test_old_events_and_those_of_another_continent_do_not_count() -> None:
    events = series(DOWN[:MIN_DAYS])
    old = replace(events[0], when=event(day="2019-05-01").when)
    assert approaches([old, *events[1:]]) == ()
    assert approaches(series((5000.0, *DOWN[1:MIN_DAYS]))) == ()


def test_under_chance_p_is_uniform_and_the_stated_share_is_rejected() -> None:
    rng = np.random.default_rng(7)
    chances = []
    for _ in range(150):
        km = rng.permutation(np.linspace(20.0, 200.0, 10))
        chances.append(measure_chance(km + rng.normal(0, 5, (20, 10)), rng))
    shares = [np.mean(np.array(chances) <= level) for level in (0.05, 0.25, 0.5, 0.75)]
    # Three standard errors of 150 trials; scores are whole numbers, so p may stay a little above its level.
    assert shares == pytest.approx([0.05, 0.25, 0.5, 0.75], abs=0.12)
    assert shares[0] <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 150)


def test_the_interval_holds_the_true_rate() -> None:
    rng = np.random.default_rng(8)
    days = np.arange(0.0, 24.0, 3.0)
    held = 0
    for _ in range(100):
        km = 300 - 4 * days + rng.normal(0, 20, 8)
        drift = measure_drift(days, km[None, :], rng)
        held += drift.low <= -4 <= drift.high
    assert held >= 88


def test_with_all_orders_tried_the_chance_is_exact() -> None:
    falling, rng = np.array([[6.0, 5.0, 4.0, 3.0, 2.0, 1.0]]), np.random.default_rng(0)
    drift = measure_drift(np.arange(6.0), falling, rng)
    assert measure_chance(falling, rng) == 2 / 720
    assert (drift.per_day, drift.low, drift.high) == (-1, -1, -1)
