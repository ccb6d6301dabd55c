"""The clock of duties: when something is due, in minutes or in Vietnam's working days. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rumorwatch.domain.agencies import Minutes, Start

if TYPE_CHECKING:
    from datetime import date

    from holidays import HolidayBase

    from rumorwatch.domain.agencies import Deadline

OFFICE_CLOSES = time(17, 0)
"""When offices in Vietnam commonly close: custom, not a law we could cite."""


def due_at(deadline: Deadline, *, first_seen: datetime, alerted_at: datetime, timezone: str) -> datetime:
    """Return the moment in UTC by which something is due.

    Minutes run through nights and holidays. Working days end at 17:00 of the n-th working day after the day they run
    from, both by the agency's clock: that day is not counted, at whatever hour it began and whether it was worked or
    not. It is our reading of Vietnam's Civil Code of 2015, articles 147 and 148: a period of days begins on the next
    day, and one whose last day is a day off ends on the next working day. The code ends a day at midnight; nobody reads
    an answer then, so we end it when offices close.

    Args:
        deadline: How long, and from when.
        first_seen: t0.
        alerted_at: t1.
        timezone: The agency's, by name.
    """
    start = first_seen if deadline.since is Start.FIRST_SEEN else alerted_at
    if isinstance(deadline, Minutes):
        return (start + timedelta(minutes=deadline.count)).astimezone(UTC)
    zone = ZoneInfo(timezone)
    day = start.astimezone(zone).date()
    left = deadline.count
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return datetime.combine(day, OFFICE_CLOSES, zone).astimezone(UTC)


def is_working_day(day: date) -> bool:
    """Return whether offices in Vietnam work on a day.

    Weekends, holidays with Tet, days off in their place and Saturdays worked for them are those of the ``holidays``
    library. What the government decides each year (Tet's first day off, exchanged days) it knows once a release of it
    does; before, it is its estimate (Tet of 2030 a day later than ``emerge/tet.py``). Outside 1901 to 2100 only
    weekends are off.
    """
    return _vietnam().is_working_day(day)


@cache
def _vietnam() -> HolidayBase:
    import holidays

    return holidays.country_holidays("VN")
