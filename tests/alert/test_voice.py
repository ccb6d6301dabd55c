"""Moments as readers are told them."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from alert.stories import ahead
from nouns import NOW
from rumorwatch.alert.voice import Voice, count
from rumorwatch.domain.posts import Language

ALL = (Language.EN, Language.VI, Language.ZH)


def voices(zone="Asia/Ho_Chi_Minh"):
    return [Voice(language=language, zone=ZoneInfo(zone), now=NOW) for language in ALL]


@pytest.mark.parametrize(
    ("span", "made"),
    [
        (timedelta(seconds=59), ["under 1 min", "chưa đầy 1 phút", "不到1分钟"]),
        (timedelta(minutes=-99), ["99 min", "99 phút", "99分钟"]),
        (timedelta(minutes=100), ["2 h", "2 giờ", "2小时"]),
        (timedelta(days=9), ["9 days", "9 ngày", "9天"]),
    ],
)
def test_a_span_is_said_in_its_one_telling_unit(span, made):
    assert [voice.span(span) for voice in voices()] == made


@pytest.mark.parametrize(
    ("moment", "made"),
    [
        (ahead(25), ["02:25", "02:25", "02:25"]),
        (ahead(-180), ["23:00 on 7 Oct", "23:00 ngày 07/10", "10月7日23:00"]),
        (ahead(-365 * 1440), ["02:00 on 8 Oct 2025", "02:00 ngày 08/10/2025", "2025年10月8日02:00"]),
    ],
)
def test_a_time_carries_its_day_only_when_that_is_not_today(moment, made):
    assert [voice.at(moment) for voice in voices()] == made


def test_a_deadline_says_what_is_left_or_by_how_much_it_is_over():
    assert [voice.left(ahead(25)) for voice in voices()] == ["in 25 min", "còn 25 phút", "还剩25分钟"]
    assert [voice.left(ahead(-5)) for voice in voices()] == ["5 min late", "quá hạn 5 phút", "已超5分钟"]


def test_what_a_wrong_clock_puts_ahead_was_just_now():
    assert voices()[0].ago(ahead(9)) == "under 1 min ago"


@pytest.mark.parametrize(
    ("zone", "offset"), [("Asia/Ho_Chi_Minh", "UTC+7"), ("Asia/Kolkata", "UTC+5:30"), ("America/Lima", "UTC-5")]
)
def test_the_messages_moment_names_its_zone(zone, offset):
    assert offset in voices(zone)[0].as_of()


def test_the_messages_moment_is_whole():
    assert [voice.as_of() for voice in voices()] == [
        "As of 02:00 on 8 Oct 2026 (UTC+7)",
        "Tính đến 02:00 ngày 08/10/2026 (UTC+7)",
        "截至2026年10月8日02:00（UTC+7）",
    ]


@pytest.mark.parametrize(
    ("names", "made"),
    [
        ("", ["", "", ""]),
        ("A", ["A", "A", "A"]),
        ("AB", ["A and B", "A và B", "A、B"]),
        ("ABC", ["A, B and C", "A, B và C", "A、B、C"]),
        ("ABCDE", ["A, B, C and 2 more", "A, B, C và 2 nơi khác", "A、B、C等5处"]),
    ],
)
def test_names_stand_in_a_row_the_last_by_number(names, made):
    assert [voice.names(list(names)) for voice in voices()] == made


def test_a_noun_agrees_with_its_number():
    assert [count(number, "post") for number in (0, 1, 2_000)] == ["0 posts", "1 post", "2,000 posts"]
