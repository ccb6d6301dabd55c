from __future__ import annotations

import pytest

from rumorwatch.match.guards.differences import differences
from rumorwatch.match.guards.moments import Part, moments_of
from rumorwatch.match.guards.spans import Kind, read
from rumorwatch.normalize.text import views


def found(text):
    return {(one.part, one.value) for one in moments_of(read(views(text)))}


@pytest.mark.parametrize(
    "text",
    ["ngày 5/8 tới", "mùng 5 tháng 8", "ngay 5 thang 8", "on August 5", "the 5th of August", "8月5日", "八月五号"],
)
def test_a_day_of_a_month_is_one_in_every_spelling(text):
    assert found(text) >= {(Part.DAY, 5), (Part.MONTH, 8)}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("lúc 19h30 tối nay", 1170),
        ("at 7:30 pm", 1170),
        ("7 giờ rưỡi tối", 1170),
        ("晚上七点半", 1170),
        ("4 giờ sáng", 240),
        ("at 4 a.m.", 240),
        ("at four o'clock", "?240"),
    ],
)
def test_times_are_minutes_since_midnight_and_open_without_their_half_of_the_day(text, minutes):
    assert (Part.TIME, minutes) in found(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("từ thứ Hai", (Part.WEEKDAY, 0)),
        ("on Sunday", (Part.WEEKDAY, 6)),
        ("周日起", (Part.WEEKDAY, 6)),
        ("tuần sau", (Part.RELATIVE, "w1")),
        ("明天", (Part.RELATIVE, "d1")),
        ("chiều mốt", (Part.RELATIVE, "d2")),
        ("từ quý III", (Part.SEASON, "q3")),
        ("in Q3", (Part.SEASON, "q3")),
        ("第三季度", (Part.SEASON, "q3")),
        ("on Sun", (Part.WEEKDAY, 6)),
        ("Christmas Eve", (Part.DAY, 24)),
        ("trước Tết", (Part.HOLIDAY, "tet")),
        ("by the twenty-fifth of this month", (Part.DAY, 25)),
        ("the tenth day of the third lunar month", (Part.MONTH, 3)),
    ],
)
def test_weekdays_feasts_and_days_from_today_are_known(text, moment):
    assert moment in found(text)


@pytest.mark.parametrize(
    "text", ["they may march", "nghỉ hẳn 2 tháng rồi", "3-5 người", "Thu Bon river", "đứng thứ ba thế giới"]
)
def test_words_that_only_look_like_dates_are_none(text):
    assert found(text) == set()


@pytest.mark.parametrize(
    ("post", "claim"),
    [
        ("roads are free on 十月一号, 车辆年检免费", "roads are free on 国庆节, 车辆年检免费"),
        ("quán đóng cửa ngày 24/12 để sửa điện", "quán đóng cửa đêm Giáng sinh để sửa điện"),
    ],
)
def test_a_feast_and_its_date_are_one(post, claim):
    assert not any(one.kind is Kind.DATE for one in differences(views(post), views(claim)))
