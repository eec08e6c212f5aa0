"""The scheduled brief: when it is due, and what it is made from."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select

from vedette.model.findings import Correction, Findings
from vedette.model.reading import Reading
from vedette.model.schedule import next_at
from vedette.model.watch import Watch
from vedette.run.alert_desk import find_standings
from vedette.run.pipeline import find
from vedette.store.messages import find_verdicts
from vedette.store.readings import load_readings, newest_rows
from vedette.store.store import Store
from vedette.store.tables import readings, reports

#: Seconds between two looks at whether a brief is due.
_LOOK_SECONDS = 15.0


class BriefSchedule:
    """Has the brief of a watch written at the times of day that it names.

    Args:
        store: The store.
        watch: The watch.
        write: Writes the brief of what was found, as of an instant.
        begun: UTC instant from which briefs are due.
    """

    def __init__(
        self, store: Store, watch: Watch, write: Callable[[Findings, datetime], None], begun: datetime
    ) -> None:
        self._store, self._watch, self._write, self._last = store, watch, write, begun

    def write_if_due(self, now: datetime) -> float:
        """Seconds until to look again; writes the brief when a time of day has struck since the last one.

        Raises:
            StoreError: The store cannot be used.
            OutputError: The brief cannot be written.
        """
        settings = self._watch.alerts
        if self._last > now:  # the clock was set back
            self._last = now
        due = next_at(self._last, settings.brief_at, settings.timezone)
        return self.write(now) if due is not None and due <= now else _LOOK_SECONDS

    def write(self, now: datetime) -> float:
        """Seconds until to look again; writes the brief now. Errors as in `write_if_due`."""
        since = now - timedelta(days=self._watch.alerts.window_days)
        findings = find(recent_readings(self._store, since), self._watch)
        findings = replace(findings, corrections=recent_corrections(self._store, since))
        self._write(replace(findings, standings=find_standings(self._store, findings)), now)
        self._last = now
        return _LOOK_SECONDS


def recent_readings(store: Store, since: datetime) -> list[Reading]:
    """The newest readings of the reports that were learnt, or changed, since a UTC instant.

    Retracted reports are left out, and so are those under a licence, which are not for passing on.
    """
    with store.look() as connection:
        first = connection.execute(select(func.min(readings.c.row)).where(readings.c.recorded_at >= since)).scalar()
        rows = [row for row in newest_rows(connection) if first is not None and row >= first]
        return [reading for _, reading in load_readings(connection, rows) if reading.report.rights is None]


def recent_corrections(store: Store, since: datetime) -> tuple[Correction, ...]:
    """The reports that people took back since a UTC instant, in the order taken back."""
    with store.look() as connection:
        taken_back = [
            one for one in find_verdicts(connection) if one.judgement.verdict == "retracted" and one.at >= since
        ]
        about = {one.judgement.about for one in taken_back}
        query = select(reports.c.report_id, reports.c.source).where(reports.c.report_id.in_(about))
        sources = {row.report_id: row.source for row in connection.execute(query)}
    return tuple(
        Correction(one.judgement.about, sources[one.judgement.about], one.judgement.by, one.judgement.why, one.at)
        for one in taken_back
        if one.judgement.about in sources
    )
