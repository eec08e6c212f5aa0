"""Alerts as people work on them: how each stands, what it rests on, and what their verdicts say of the watch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vedette.model.alert import Reason
from vedette.model.findings import AlertStanding, Correction, Findings
from vedette.model.message import Message
from vedette.model.reading import Reading
from vedette.model.report import Unreadable
from vedette.store.messages import find_messages, find_parts, find_verdicts
from vedette.store.readings import newest_of_reports
from vedette.store.store import Store
from vedette.watching.outcome import interval
from vedette.watching.told import Told, replay


@dataclass(frozen=True, slots=True)
class Precision:
    """What share of the alerts that people judged were true."""

    n_confirmed: int
    n_false: int
    #: None where none was judged.
    share: float | None
    #: Its 95 % interval.
    low: float | None
    high: float | None


def find_alerts_told(store: Store, watch_id: str | None = None) -> Mapping[str, Told]:
    """Alert id → how it stands, in the order first told; of one watch (its key) or of all."""
    with store.look() as connection:
        messages = find_messages(connection, watch_id)
        verdicts = find_verdicts(connection)
        alerts = {message.alert_id for message in messages}
        joined = find_parts(connection, sorted(alerts))
    return replay(messages, [(one.judgement, one.at) for one in verdicts if one.judgement.about in alerts], joined)


def messages_of(store: Store, alert_id: str) -> list[Message]:
    """All messages of an alert, in the order decided; empty when there is no such alert."""
    with store.look() as connection:
        return find_messages(connection, alert_id=alert_id)


def alerts_of_report(store: Store, report_id: str) -> list[str]:
    """Ids of the living alerts that a report is or was part of, also without a word said, in the order first told."""
    told = find_alerts_told(store)
    return [alert_id for alert_id, one in told.items() if one.lives and report_id in one.report_ids]


def quote(store: Store, reasons: Iterable[Reason]) -> dict[Reason, str]:
    """The words that reasons rest on; none of reports that were erased or are under a licence."""
    asked = [reason for reason in reasons if reason.report_id is not None and reason.span is not None]
    with store.look() as connection:
        known = newest_of_reports(connection, sorted({reason.report_id for reason in asked if reason.report_id}))
    reports = {reading.report.id: reading.report for reading in known}
    found = {}
    for reason in asked:
        report = reports.get(reason.report_id or "")
        if report is not None and report.rights is None and reason.span is not None:
            found[reason] = report.words(reason.span)
    return found


def leave_out_retracted(
    store: Store, found: Iterable[Reading | Unreadable]
) -> tuple[list[Reading | Unreadable], tuple[Correction, ...]]:
    """What was read without the reports that people took back, and those, in the order read."""
    with store.look() as connection:
        verdicts = find_verdicts(connection)
    gone = {one.judgement.about: one for one in verdicts if one.judgement.verdict == "retracted"}
    kept: list[Reading | Unreadable] = []
    corrections = []
    for one in found:
        verdict = gone.get(one.report.id) if isinstance(one, Reading) else None
        if isinstance(one, Reading) and verdict is not None:
            judgement = verdict.judgement
            corrections.append(Correction(one.report.id, one.report.source, judgement.by, judgement.why, verdict.at))
        else:
            kept.append(one)
    return kept, tuple(corrections)


def find_standings(store: Store, findings: Findings) -> tuple[AlertStanding, ...]:
    """What the running watch told of the alerts of findings: of each the latest that shares an event with it."""
    if findings.watch is None or not findings.alerts:
        return ()
    told = find_alerts_told(store, findings.watch.key)
    by_event = {event_id: one for one in told.values() for event_id in one.last.alert.event_ids}
    found = []
    for alert in findings.alerts:
        shared = [by_event[event_id] for event_id in alert.event_ids if event_id in by_event]
        if shared:
            one = max(shared, key=lambda other: (other.lives, other.last.decided_at, other.last.alert_id))
            last = one.last
            found.append(
                AlertStanding(
                    alert.id, last.alert_id, one.opened_at, last.number, one.lives, one.state, one.by, one.why
                )
            )
    return tuple(found)


def measure_precision(told: Iterable[Told]) -> Precision:
    """What people's verdicts say of the alerts; those nobody judged say nothing."""
    states = [one.state for one in told]
    confirmed, false = states.count("confirmed"), states.count("false")
    within = interval(confirmed, confirmed + false)
    if within is None:
        return Precision(0, 0, None, None, None)
    return Precision(confirmed, false, round(confirmed / (confirmed + false), 3), *within)
