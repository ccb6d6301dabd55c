"""The clock of duties: due times over weekends, holidays and Tet, nearness, quiet hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.domain.agencies import Minutes, QuietHours, Start, WorkingDays
from rumorwatch.respond.clock import due_at, is_working_day

HANOI = "Asia/Ho_Chi_Minh"
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - given a zone
TIMES = st.times().map(lambda clock: clock.replace(microsecond=0))


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(HANOI))


def due_day(count: int, start: str, *, timezone: str = HANOI) -> str:
    due = due_at(
        WorkingDays(count=count), first_seen=local("2020-01-01"), alerted_at=local(start), timezone=timezone
    ).astimezone(ZoneInfo(timezone))
    assert due.time() == time(17)
    return due.date().isoformat()


@pytest.mark.parametrize(
    ("count", "start", "day"),
    [
        # weekends: Friday, after hours, just after midnight, Saturday, Sunday
        (1, "2026-11-06T10:00", "2026-11-09"),
        (1, "2026-11-06T18:00", "2026-11-09"),
        (1, "2026-11-06T00:30", "2026-11-09"),
        (1, "2026-11-07T10:00", "2026-11-09"),
        (1, "2026-11-08T10:00", "2026-11-09"),
        (3, "2026-11-09T10:00", "2026-11-12"),
        (5, "2026-11-09T10:00", "2026-11-16"),
        # Tet 2026: off from Monday 16 to Friday 20 February
        (1, "2026-02-13T10:00", "2026-02-23"),
        (3, "2026-02-11T10:00", "2026-02-23"),
        (3, "2026-02-13T10:00", "2026-02-25"),
        (3, "2026-02-17T10:00", "2026-02-25"),
        (1, "2026-02-22T23:59", "2026-02-23"),
        # Tet 2027: off from Thursday 4 to Wednesday 10 February
        (3, "2027-02-02T10:00", "2027-02-12"),
        (3, "2027-02-03T10:00", "2027-02-15"),
        (1, "2027-02-06T10:00", "2027-02-11"),
        # Hung Kings' day on a Sunday; 30 April and 1 May
        (1, "2026-04-24T10:00", "2026-04-28"),
        (3, "2026-04-28T10:00", "2026-05-05"),
        (1, "2027-04-29T10:00", "2027-05-04"),
        # 2024: Monday 29 April off, Saturday 4 May worked for it
        (1, "2024-04-26T10:00", "2024-05-02"),
        (3, "2024-04-26T10:00", "2024-05-04"),
        # 2 September 2026: Monday 31 August off, Saturday 22 August worked for it
        (1, "2026-08-21T10:00", "2026-08-22"),
        (2, "2026-08-21T10:00", "2026-08-24"),
        (1, "2026-08-28T10:00", "2026-09-03"),
        (2, "2027-09-01T10:00", "2027-09-07"),
        # 24 November, a day off from 2026 on
        (1, "2026-11-23T10:00", "2026-11-25"),
        # year ends; 1 January 2028 is a Saturday
        (3, "2026-12-30T10:00", "2027-01-05"),
        (1, "2027-12-31T10:00", "2028-01-04"),
    ],
)
def test_working_days_end_at_five_of_the_nth_working_day_after_the_day_they_run_from(count, start, day):
    assert due_day(count, start) == day


def test_the_day_is_the_agencys():
    # In Hanoi it is Friday 00:30 already, in London still Thursday.
    assert due_day(1, "2026-11-06T00:30", timezone="Europe/London") == "2026-11-06"


def test_each_deadline_runs_from_its_own_start():
    times = {"first_seen": local("2026-11-09T10:00"), "alerted_at": local("2026-11-10T11:30"), "timezone": HANOI}
    assert due_at(Minutes(count=60), **times) == local("2026-11-10T12:30")
    assert due_at(Minutes(count=60, since=Start.FIRST_SEEN), **times) == local("2026-11-09T11:00")
    assert due_at(WorkingDays(count=1), **times) == local("2026-11-11T17:00")
    assert due_at(WorkingDays(count=1, since=Start.FIRST_SEEN), **times) == local("2026-11-10T17:00")


def test_minutes_run_through_tet_nights_and_weekends():
    start = local("2026-02-16T23:30")
    assert due_at(Minutes(count=60), first_seen=start, alerted_at=start, timezone=HANOI) == local("2026-02-17T00:30")


@pytest.mark.parametrize("year", [1900, 2101, 2300])
def test_years_that_no_calendar_knows_have_weekends(year):
    days = [date(year, 2, 1) + timedelta(days=number) for number in range(28)]
    assert [is_working_day(day) for day in days] == [day.weekday() < 5 for day in days]


@given(MOMENTS, st.integers(1, 30))
def test_a_due_day_is_worked_and_has_that_many_working_days_before_it(start, count):
    due = due_at(WorkingDays(count=count), first_seen=start, alerted_at=start, timezone=HANOI)
    assert due.tzinfo is UTC
    first, last = (moment.astimezone(ZoneInfo(HANOI)).date() for moment in (start, due))
    between = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    assert sum(map(is_working_day, between)) == count
    assert is_working_day(last)


@given(MOMENTS, MOMENTS, st.integers(1, 20))
def test_who_is_told_later_is_due_no_earlier(one, other, count):
    earlier, later = sorted((one, other))
    for deadline in (Minutes(count=count), WorkingDays(count=count)):
        first, second = (due_at(deadline, first_seen=at, alerted_at=at, timezone=HANOI) for at in (earlier, later))
        assert first <= second


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("21:59:59", False), ("22:00", True), ("23:59:59", True), ("00:00", True), ("05:59", True), ("06:00", False)],
)
def test_quiet_hours_run_over_midnight(clock, quiet):
    assert QuietHours(start=time(22), end=time(6)).hold(time.fromisoformat(clock)) is quiet


@given(TIMES, TIMES, TIMES)
def test_every_moment_is_quiet_by_some_hours_or_by_the_others(at, start, end):
    hours, others = QuietHours(start=start, end=end), QuietHours(start=end, end=start)
    if start == end:
        assert not hours.hold(at)
    else:
        assert hours.hold(at) is not others.hold(at)
