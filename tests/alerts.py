"""One-line builders of alerts, messages, channels and watches."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from vedette.model.alert import Alert, Level, Reason, Spot
from vedette.model.event import Stage
from vedette.model.message import Channel, Message, MessageKind
from vedette.model.span import Span
from vedette.model.watch import Watch
from vedette.model.zone import Zone, ZoneCheck

#: When the first message of an alert is decided.
DECIDED_AT = datetime(2026, 3, 1, 12, 0, 0)
AROUND = Zone("northport", "Around Northport", "point", 0.0, 20.0, points=((10.0, 20.0),))


def alert(alert_id: str = "a", *, level: Level = "medium", **more: object) -> Alert:
    """An attack at Northport, told by one report."""
    made = Alert(
        id=alert_id,
        watch_id="w",
        event_ids=("e1",),
        report_ids=("r1",),
        level=level,
        title="assault (explosives), carried out: Northport, 2026-03-01",
        zones=(ZoneCheck("northport", 3.2, "inside", 0.99),),
        occasions=(),
        n_sources=1,
        reasons=(
            Reason("the report tells of it: assault, told by the report itself", "r1", Span(0, 6)),
            Reason("inside Around Northport: 3.2 km from its middle, chance of lying inside 99 %"),
        ),
        kind="ASSAULT",
        stage=Stage.CARRIED_OUT,
        happened_from=date(2026, 3, 1),
        happened_to=date(2026, 3, 1),
        where=Spot("Northport", "XX", 10.01, 20.02, 5.0),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def message(
    alert_id: str = "a",
    number: int = 1,
    *,
    kind: MessageKind | None = None,
    level: Level = "medium",
    channels: tuple[str, ...] = (),
    escalated: bool = False,
    about: Alert | None = None,
    why: str = "new",
) -> Message:
    """The first or a later message about an alert, an hour after the one before."""
    return Message(
        id=f"{alert_id}{number}",
        alert_id=alert_id,
        watch_id="harbour-watch",
        kind=kind or ("alert" if number == 1 else "update"),
        number=number,
        decided_at=DECIDED_AT + timedelta(hours=number - 1),
        alert=about or alert(alert_id, level=level),
        why=why,
        expires_at=DECIDED_AT + timedelta(days=7),
        references=tuple(f"{alert_id}{n}" for n in range(1, number)),
        escalated=escalated,
        channels=channels,
    )


def channel(channel_id: str = "one", **more: object) -> Channel:
    """A webhook that takes all levels."""
    made = {"kind": "webhook", "address": "https://receiver.example/hook", **more}
    return Channel(channel_id, **made)  # type: ignore[arg-type]


def watch(*channels: Channel, **more: object) -> Watch:
    """A watch around Northport with these channels."""
    return Watch("w", "Harbour watch", "", (AROUND,), (), channels=channels, **more)  # type: ignore[arg-type]
