"""The scheduled brief: when it is due, and what it is made from."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from vedette.model.findings import Findings
from vedette.model.reading import Reading
from vedette.model.schedule import next_at
from vedette.model.watch import Watch
from vedette.run.pipeline import find
from vedette.store.readings import load_readings, newest_rows
from vedette.store.store import Store
from vedette.store.tables import readings

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
        self._write(find(recent_readings(self._store, since), self._watch), now)
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
