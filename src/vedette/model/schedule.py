"""Times of day in a named time zone: quiet hours, the next digest, the next brief."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def is_quiet(now: datetime, hours: tuple[time, time] | None, timezone: str) -> bool:
    """Whether an instant lies in the quiet hours.

    Args:
        now: UTC instant, without a zone.
        hours: From and to, local; to may lie before from (over midnight); None: never quiet.
        timezone: IANA name.
    """
    if hours is None or hours[0] == hours[1]:
        return False
    start, end = hours
    local = _local(now, timezone).time()
    return start <= local < end if start < end else local >= start or local < end


def next_at(now: datetime, times: Sequence[time], timezone: str) -> datetime | None:
    """The first UTC instant after `now` at which one of the local times of day strikes, None where there are none.

    A time that the clocks skip strikes when they have moved on; one that comes twice strikes the first time.

    >>> next_at(datetime(2021, 5, 14, 20), [time(7)], "Asia/Tehran")
    datetime.datetime(2021, 5, 15, 2, 30)
    """
    zone = ZoneInfo(timezone)
    today = _local(now, timezone).date()
    found = [
        datetime.combine(today + timedelta(days=days), at, tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
        for days in (-1, 0, 1, 2)
        for at in times
    ]
    return min((at for at in found if at > now), default=None)


def _local(now: datetime, timezone: str) -> datetime:
    return now.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone))
