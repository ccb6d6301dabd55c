from __future__ import annotations

from decimal import Decimal

import pytest

from rumorwatch.match.guards.quantities import quantities_of
from rumorwatch.match.guards.spans import read
from rumorwatch.normalize.text import views


def found(text):
    return [(one.value, one.dimension) for one in quantities_of(read(views(text)), taken=()) if not one.is_weak]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,5 tấn gạo", "1500 kg gạo"),
        ("90 phút chờ", "một tiếng rưỡi chờ"),
        ("2 litres of water", "2000 ml of water"),
        ("两个半小时", "150分钟"),
        ("500k đồng", "500.000đ"),
        ("$80M bounty", "$80 million bounty"),
        ("新台币一千五百元", "一千五百块台币"),
        ("vàng nặng 10 lượng", "vàng nặng 10 cây"),
    ],
)
def test_the_same_measure_in_other_words_is_the_same_quantity(one, other):
    assert found(one) == found(other)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("dài 20 centimet", (Decimal("0.2"), "length")),
        ("12 yards inland", (12 * Decimal("0.9144"), "length")),
        ("1,000 kroner", (1000, "currency")),
        ("ranks second worldwide", (2, None)),
        ("đứng thứ nhì thế giới", (2, None)),
        ("500 bang Anh tien mat cho moi ho", (500, "currency")),
        ("phạt 30% giá trị", (Decimal("0.3"), "share")),
        ("百分之三十", (Decimal("0.3"), "share")),
        ("the price doubled", (2, "times")),
        ("crime has halved", (Decimal("0.5"), "times")),
    ],
)
def test_money_shares_and_multiples_have_dimensions(text, quantity):
    assert quantity in found(text)


@pytest.mark.parametrize("text", ["năm 2024", "2024年", "COVID-19 and H5N1"])
def test_years_and_names_are_no_quantities(text):
    assert [value for value, dimension in found(text) if dimension] == []


def test_a_rate_is_a_quantity_of_its_own():
    assert (1440, "rate") in found("chỉ được đổ 3 lít xăng một ngày")
    assert (Decimal(10080), "rate") in found("每周三百元")
    assert (1440, "rate") in found("15 euros a night")
    assert [dimension for _, dimension in found("wait an hour")] == []
