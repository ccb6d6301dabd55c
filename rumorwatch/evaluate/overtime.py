"""Over time: what recall and precision had come to by the end of each day or week of a replay."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from rumorwatch.evaluate.earliness import looked_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rumorwatch.evaluate.courses import Course
    from rumorwatch.evaluate.desk import Raised

_MAX_DAYS = 92
"""The longest span that is told by the day; a longer one by the week."""
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What had come together by a moment."""

    until: datetime
    """End of a day or week (UTC); what lies before it is counted."""
    rumors: int
    """Rumors with a first post by then."""
    alerted: int
    """Of these, those alerted by then."""
    looked_at: int
    """Alerts of by then, the ten of each day with the highest priority."""
    right: int
    """Of these, those that are mostly about rumors, then or later."""

    @property
    def recall(self) -> float | None:
        """Share of the rumors that were alerted; None: there was none yet."""
        return self.alerted / self.rumors if self.rumors else None

    @property
    def precision(self) -> float | None:
        """Share of the alerts looked at that are right; None: there was none yet."""
        return self.right / self.looked_at if self.looked_at else None


def over_time(
    courses: Sequence[Course], raised: Sequence[Raised], *, first: datetime, last: datetime
) -> Sequence[Standing]:
    """Return how recall and precision came together, day by day, or week by week over more than three months.

    Args:
        courses: Of the rumors of the archive.
        raised: Alerts of the replay.
        first: Its first post.
        last: Its last post.
    """
    begun = sorted(one.first_at for one in courses)
    alerted = sorted(one.alerted_at for one in courses if one.alerted_at is not None)
    alerts = [one for opened in looked_at(raised).values() for one in opened]
    opened = sorted(one.opened.opened_at for one in alerts)
    right = sorted(one.opened.opened_at for one in alerts if one.about is not None)
    return [
        Standing(
            until=until,
            rumors=bisect_left(begun, until),
            alerted=bisect_left(alerted, until),
            looked_at=bisect_left(opened, until),
            right=bisect_left(right, until),
        )
        for until in _ends(first, max([last, *alerted, *opened]))
    ]


def _ends(first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield the ends of days or weeks up to the first one after ``last``."""
    step = _DAY if last - first <= timedelta(days=_MAX_DAYS) else _WEEK
    end = datetime.combine(first.astimezone(UTC).date(), time(), UTC) + step
    while end <= last:
        yield end
        end += step
    yield end
