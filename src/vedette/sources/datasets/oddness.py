"""Whether a file of rows looks like those before it: an odd one is held back, and a person decides."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median

from vedette.model.imported import FileProfile
from vedette.model.reading import Reading

#: Earlier files of a kind from which their number of rows says something.
MIN_PAST = 3
#: Times the median, and times the largest (or smallest) so far, from which a number of rows is odd.
TIMES_MEDIAN, TIMES_FURTHEST = 1.9, 1.2
#: Share of located rows at one point from which a file is odd, and the rows below which a share says nothing.
ONE_PLACE, MIN_LOCATED = 0.6, 30
#: Share of rows in the future from which a file is odd: single ones are slips, and said.
FUTURE = 0.01


def find_profile(readings: Iterable[Reading | None], today: date) -> FileProfile:
    """What a file looks like as a whole.

    Args:
        readings: One a row, None for a refused one.
        today: Day of import (UTC).
    """
    n_rows = n_future = 0
    points: Counter[tuple[float, float]] = Counter()
    names: dict[tuple[float, float], str] = {}
    for reading in readings:
        n_rows += 1
        if reading is None:
            continue
        n_future += any(one.when and one.when.start and one.when.start > today for one in reading.events)
        for place in reading.places[:1]:
            if place.lat is not None and place.lon is not None:
                points[place.lat, place.lon] += 1
                names.setdefault((place.lat, place.lon), place.name)
    top, n_top = points.most_common(1)[0] if points else (None, 0)
    return FileProfile(n_rows, n_future, points.total(), n_top, names[top] if top else None)


def find_oddness(now: FileProfile, past: Sequence[FileProfile]) -> tuple[str, ...]:
    """Reasons for which a file is odd, in words; none: it looks like those before it.

    Args:
        now: The file.
        past: Earlier files of its kind that were taken in.

    >>> find_oddness(FileProfile(n_rows=198), [FileProfile(100), FileProfile(102), FileProfile(98)])
    ('198 rows, where the 3 files before it had 98 to 102',)
    """
    return (*_number(now, past), *_place(now, past), *_future(now))


def _number(now: FileProfile, past: Sequence[FileProfile]) -> Iterable[str]:
    if len(past) < MIN_PAST:
        return
    sizes = [one.n_rows for one in past]
    least, most, middle = min(sizes), max(sizes), median(sizes)
    many = now.n_rows > TIMES_MEDIAN * middle and now.n_rows > TIMES_FURTHEST * most
    few = now.n_rows * TIMES_MEDIAN < middle and now.n_rows * TIMES_FURTHEST < least
    if many or few:
        yield f"{now.n_rows} rows, where the {len(past)} files before it had {least} to {most}"


def _place(now: FileProfile, past: Sequence[FileProfile]) -> Iterable[str]:
    share = _share(now)
    before = max((_share(one) for one in past), default=0.0)
    if share >= ONE_PLACE and share > 1.5 * before:
        yield f"{now.n_at_one_place} of its {now.n_located} located rows lie at one point ({now.place})"


def _share(profile: FileProfile) -> float:
    return profile.n_at_one_place / profile.n_located if profile.n_located >= MIN_LOCATED else 0.0


def _future(now: FileProfile) -> Iterable[str]:
    if now.n_rows and now.n_future / now.n_rows > FUTURE:
        yield f"{now.n_future} of its {now.n_rows} rows lie in the future"
