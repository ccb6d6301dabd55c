"""Dates of Vietnamese, Chinese and English sources."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.collect.bodies.dates import read_date

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

READABLE = [
    ("Thứ Hai, 05/10/2026 07:05", "2026-10-05 00:05:00"),
    ("Thứ 2, 05/10/2026 07:05 (GMT+7)", "2026-10-05 00:05:00"),
    ("T2, 05/10/2026 | 07:05 GMT+7", "2026-10-05 00:05:00"),
    ("Chủ nhật, 04-10-2026", "2026-10-03 17:00:00"),
    ("05/10/2026", "2026-10-04 17:00:00"),
    ("10/05/2026", "2026-05-09 17:00:00"),
    ("5.10.2026 07:05", "2026-10-05 00:05:00"),
    ("07:05 - 05/10/2026", "2026-10-05 00:05:00"),
    ("7h05 ngày 5/10/2026", "2026-10-05 00:05:00"),
    ("7 giờ 05 phút, ngày 5/10/2026", "2026-10-05 00:05:00"),
    ("05/10/2026 7:05 SA", "2026-10-05 00:05:00"),
    ("05/10/2026 07:05:33 CH", "2026-10-05 12:05:33"),
    ("ngày 5 tháng 10 năm 2026", "2026-10-04 17:00:00"),
    ("Thứ Hai, ngày 5 tháng 10 năm 2026 lúc 14:05", "2026-10-05 07:05:00"),
    ("Tháng Mười Hai 5, 2026 7:05 chiều", "2026-12-05 12:05:00"),
    ("5 Tháng Mười, 2026", "2026-10-04 17:00:00"),
    ("2026年11月21日 14:05", "2026-11-21 07:05:00"),
    ("2026年11月21日 下午2:05", "2026-11-21 07:05:00"),
    ("2026年11月21日 上午12点05分", "2026-11-20 17:05:00"),
    ("2026年11月21日星期六 14时05分30秒", "2026-11-21 07:05:30"),
    ("２０２６年１０月５日", "2026-10-04 17:00:00"),
    ("２０２６-10-05T00:00:00Z", "2026-10-05 00:00:00"),
    ("2026-10-05T07:05:00.123456789Z", "2026-10-05 07:05:00"),
    ("2026-10-05T07:05+0700", "2026-10-05 00:05:00"),
    ("2026-10-05T24:00:00Z", "2026-10-06 00:00:00"),
    ("2026-06-30T23:59:60Z", "2026-06-30 23:59:59"),
    ("2026/10/05 07:05", "2026-10-05 00:05:00"),
    ("2026-10-05 07:05:00 ICT", "2026-10-05 00:05:00"),
    ("2026-10-05T07:05:00 UTC+7", "2026-10-05 00:05:00"),
    ("20261005T070500Z", "2026-10-05 07:05:00"),
    ("20261005", "2026-10-04 17:00:00"),
    ("Mon, 05 Oct 2026 07:05:00 +0700", "2026-10-05 00:05:00"),
    ("Mon, 05 Oct 2026 07:05:00 -0500 (EST)", "2026-10-05 12:05:00"),
    ("Mon, 05 Oct 2026 07:05:00 PDT", "2026-10-05 14:05:00"),
    ("Mon, 05 Oct 2026 07:05:00 XYZ", "2026-10-05 07:05:00"),
    ("Mon, 5 Oct 26 07:05 GMT", "2026-10-05 07:05:00"),
    ("Mon Oct  5 07:05:00 2026", "2026-10-05 00:05:00"),
    ("October 5, 2026 at 7:05 PM", "2026-10-05 12:05:00"),
    ("1791158700", "2026-10-05 00:05:00"),
    ("1791158700123", "2026-10-05 00:05:00"),
]


@pytest.mark.parametrize(("written", "moment"), READABLE)
def test_a_date_is_read_in_the_feeds_zone_unless_it_names_its_own(written, moment):
    assert read_date(written, zone=HANOI) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


UNREADABLE = [
    "",
    "0",
    "-1",
    "99999999999999",
    "Sun, 31 Dec 9999 23:59:59 -9999",
    "Mon, 29 Feb 2023 00:00:00 GMT",
    "2026-13-45T99:99:99Z",
    "0001-01-01T00:00:00+14:00",
    "Mon, 05 Oct 2026 07:05:00 +99:99",
    "10/25/2026",
    "hôm qua",
    "2 giờ trước",
    "xem bài 05/10/2026",
    "x" * 100_000,
    None,
    True,
    float("nan"),
    [],
]


@pytest.mark.parametrize("written", UNREADABLE, ids=lambda value: repr(value)[:30])
def test_a_date_that_would_have_to_be_guessed_is_not_read(written):
    assert read_date(written, zone=HANOI) is None


def test_cst_is_chinas_time_in_a_feed_of_chinas_zone_and_americas_elsewhere():
    written = "Mon, 05 Oct 2026 07:05:00 CST"
    assert read_date(written, zone=ZoneInfo("Asia/Shanghai")) == datetime(2026, 10, 4, 23, 5, tzinfo=UTC)
    assert read_date(written, zone=HANOI) == datetime(2026, 10, 5, 13, 5, tzinfo=UTC)


def test_a_moment_without_a_zone_is_given_the_feeds():
    assert read_date(datetime(2026, 10, 5, 7, 5), zone=HANOI) == datetime(2026, 10, 5, 0, 5, tzinfo=UTC)  # noqa: DTZ001


@given(st.integers(631152000 // 60, 4102444800 // 60).map(lambda minute: datetime.fromtimestamp(minute * 60, tz=HANOI)))
def test_what_vietnamese_and_chinese_sites_print_is_read_back(moment):
    expected = moment.astimezone(UTC)
    for form in (
        "%d/%m/%Y %H:%M",
        "%H:%M %d-%m-%Y",
        "%Y年%m月%d日 %H:%M",
        "%Y-%m-%dT%H:%M",
        "ngày %d tháng %m năm %Y lúc %H:%M",
    ):
        assert read_date(moment.strftime(form), zone=HANOI) == expected


@given(st.text(max_size=200))
def test_any_text_gives_a_moment_in_utc_or_nothing(written):
    moment = read_date(written, zone=HANOI)
    assert moment is None or moment.tzinfo is UTC
