from __future__ import annotations

from decimal import Decimal

import pytest

from rumorwatch.match.guards.numerals import numeral_at, value_of
from rumorwatch.match.guards.spans import read
from rumorwatch.match.guards.tokens import tokens_of
from rumorwatch.normalize.text import views


def value(text):
    reading = read(views(text))
    found = numeral_at(tokens_of(reading), 0, is_unmarked=reading.is_unmarked)
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("digits", "number"),
    [("3.500", 3500), ("3,500", 3500), ("1.234.567", 1_234_567), ("2,5", "2.5"), ("0.125", "0.125")],
)
def test_a_point_before_three_digits_groups_and_before_others_divides(digits, number):
    assert value_of(digits) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("hai mươi lăm người", 25),
        ("một trăm linh năm hộ", 105),
        ("ba triệu rưỡi", 3_500_000),
        ("nửa triệu người", 500_000),
        ("mười hai nghìn năm trăm", 12_500),
        ("hai phần ba số xe", Decimal(2) / 3),
        ("hai phần không thể thiếu", 2),
        ("ba người", 3),
        ("ba tôi nói vậy", None),
        ("1tr2 một tháng", 1_200_000),
        ("500k một người", 500_000),
    ],
)
def test_vietnamese_numbers_are_read_in_words_and_digits(text, number):
    assert value(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("twenty-five people", 25),
        ("two hundred and five", 205),
        ("half a million people", Decimal("0.5")),
        ("a dozen boxes", 12),
        ("two thirds of them", Decimal(2) / 3),
        ("one and a half tons", Decimal("1.5")),
        ("a man", None),
        ("3.5 million", 3_500_000),
    ],
)
def test_english_numbers_are_read_in_words_and_digits(text, number):
    assert value(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三万五", 35_000),
        ("一千二百人", 1200),
        ("两个半", 2),
        ("三成市民", Decimal("0.3")),
        ("五分之一", Decimal("0.2")),
        ("1.2万吨", 12_000),
        ("二〇二四", 2024),
        ("百姓", None),
    ],
)
def test_chinese_numbers_are_read_in_numerals_and_digits(text, number):
    assert value(text) == number
