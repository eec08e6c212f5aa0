"""Which events a watch answers, how high, and why."""

from dataclasses import replace
from datetime import date

from tests.build import event, place, reading
from vedette.model.alert import Alert
from vedette.model.case import Case
from vedette.model.event import Event, Reality, Stage
from vedette.model.occasion import Occasion
from vedette.model.report import Copy
from vedette.model.watch import Thresholds, Watch
from vedette.model.zone import Zone, ZoneCheck
from vedette.watching.match import Material, find_alerts, match_occasions

HERE = place()
ZONE = Zone("z", "Red zone", "point", 0, 40, points=((10.0, 20.0),))
FEAST = Occasion("f1", "f", "Feast", date(2021, 5, 13), date(2021, 5, 13), "calendar", 1, ("XX",), 2, 1)


def alerts(
    *events: Event,
    p_inside: float = 1.0,
    watch: Watch | None = None,
    cases: tuple[Case, ...] = (),
    copies: tuple[Copy, ...] = (),
    occasions: tuple[Occasion, ...] = (),
) -> tuple[Alert, ...]:
    state = "inside" if p_inside >= 0.95 else "possibly" if p_inside > 0.05 else "outside"
    checks = {one.id: (ZoneCheck("z", 3.0, state, p_inside),) for one in events if one.where}
    read = [reading(one, report_id=f"r-{one.id}", source=f"Outlet {one.id}") for one in events]
    watched = watch or Watch("w", "Test", "", (ZONE,), ())
    return find_alerts(watched, Material(read, copies, cases, checks, occasions))


def test_an_attack_inside_the_zone_is_high_and_shows_its_words() -> None:
    (alert,) = alerts(event("a", where=HERE))
    assert alert.level == "high"
    assert any(reason.report_id == "r-a" and reason.span for reason in alert.reasons)
    assert any("chance of lying inside over 99 %" in reason.words for reason in alert.reasons)
    assert any("no independent corroboration" in reason.words for reason in alert.reasons)


def test_outside_nothing_is_said() -> None:
    assert alerts(event("a", where=HERE), p_inside=0.01) == ()
    assert alerts(event("a")) == ()


def test_possibly_inside_is_medium_and_says_its_chance() -> None:
    (alert,) = alerts(event("a", where=HERE), p_inside=0.4)
    assert (alert.level, alert.zones[0].p_inside) == ("medium", 0.4)


def test_denied_generic_and_historical_events_raise_none() -> None:
    for one in (
        event("a", where=HERE, reality=Reality.NEGATED),
        event("a", where=HERE, reality=Reality.GENERIC),
        event("a", where=HERE, background=True),
    ):
        assert alerts(one) == ()


def test_what_is_only_possible_is_low() -> None:
    (alert,) = alerts(event("a", where=HERE, reality=Reality.POSSIBLE, stage=None))
    assert alert.level == "low"


def test_a_watch_may_ask_for_kinds_stages_and_groups() -> None:
    base = Watch("w", "Test", "", (ZONE,), ())
    one = event("a", where=HERE, group="example-front")
    assert alerts(one, watch=replace(base, kinds=("PROTEST",))) == ()
    assert alerts(one, watch=replace(base, stages=(Stage.FOILED,))) == ()
    assert alerts(one, watch=replace(base, groups=("other",))) == ()
    assert len(alerts(one, watch=replace(base, kinds=("ASSAULT",), groups=("example-front",)))) == 1


def test_a_case_makes_one_alert_with_its_sources() -> None:
    case = Case("c", "case", ("a", "b"), ("r-a", "r-b"), 2)
    (alert,) = alerts(event("a", where=HERE), event("b", where=HERE), cases=(case,))
    assert (alert.event_ids, alert.n_sources) == (("a", "b"), 2)
    assert any("2 independent sources" in reason.words for reason in alert.reasons)


def test_a_plot_and_the_arrest_that_stopped_it_are_one_alert() -> None:
    plot = replace(event("a", where=HERE, stage=Stage.FOILED), stopped_by="b")
    (alert,) = alerts(plot, event("b", kind="COERCE", where=HERE))
    assert alert.event_ids == ("a", "b")


def test_copies_raise_none() -> None:
    copy = Copy("r-b", "r-a", 1.0)
    (alert,) = alerts(event("a", where=HERE), event("b", where=HERE), copies=(copy,))
    assert alert.event_ids == ("a",)


def test_what_matters_most_comes_first() -> None:
    found = alerts(
        event("a", where=HERE, reality=Reality.POSSIBLE),
        event("b", where=HERE, day="2021-05-01"),
        event("c", where=HERE, day="2021-05-12"),
    )
    assert [alert.event_ids[0] for alert in found] == ["c", "b", "a"]


def test_many_killed_are_a_reason() -> None:
    watch = Watch("w", "Test", "", (ZONE,), (), thresholds=Thresholds(killed_high=3))
    (alert,) = alerts(event("a", where=HERE, killed=5), p_inside=0.5, watch=watch)
    assert alert.level == "high"
    assert any("5 killed" in reason.words for reason in alert.reasons)


def test_occasions_match_within_their_window_and_say_when_only_if_moved() -> None:
    def days(day: str) -> list[tuple[int, bool]]:
        return [(m.days, m.only_if_moved) for m in match_occasions(event("a", where=HERE, day=day), [FEAST])]

    assert days("2021-05-13") == [(0, False)]
    assert days("2021-05-11") == [(-2, False)]
    assert days("2021-05-10") == [(-3, True)]
    assert days("2021-05-09") == []
    assert days("2021-05-15") == [(2, True)]


def test_occasions_need_their_country_and_a_day() -> None:
    assert match_occasions(event("a", where=place(country="YY")), [FEAST]) == ()
    assert match_occasions(event("a", where=HERE, day=None), [FEAST]) == ()
    assert match_occasions(event("a"), [FEAST]) == ()


def test_an_alert_from_rows_under_a_licence_says_so() -> None:
    one = event("a", where=HERE)
    read = reading(one)
    licensed = replace(read, report=replace(read.report, rights="ACLED: not to be passed on"))
    checks = {one.id: (ZoneCheck("z", 3.0, "inside", 1.0),)}
    (alert,) = find_alerts(Watch("w", "Test", "", (ZONE,), ()), Material([licensed], (), (), checks, ()))
    assert "ACLED: not to be passed on" in [reason.words for reason in alert.reasons]
