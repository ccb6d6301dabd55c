from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from rumorwatch.match.guards import demotions, numbers_of, tells_other_numbers
from rumorwatch.normalize.text import views

NOW = datetime(2026, 11, 1, tzinfo=UTC)
LONG = "nhà máy thủy điện xả lũ làm ngập nhiều xã trong đêm"


def found(post: str, claim: str = LONG, *, age_days: int | None = None) -> list[str]:
    checked_at = None if age_days is None else NOW - timedelta(days=age_days)
    return list(demotions(views(post), claim=views(claim), published_at=NOW, checked_at=checked_at))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("thu phí 500.000 đồng", {500_000}),
        ("thu phí 500,000 dong", {500_000}),
        ("thu phí 500k", {500_000}),
        ("thu phí 500 nghìn", {500_000}),
        ("lỗ 1,5 tỷ và 20tr", {Decimal("1.5") * 10**9, 20_000_000}),
        ("3.5 million people", {3_500_000}),
        ("1.234.567 người", {1_234_567}),
        ("共有3万人和20个城市", {30_000, 20}),
        ("năm 2024 có 7 vụ", {7}),
        ("ngày 1/12 và 20/10/2026", set()),
        ("vitamin B12, 5G, COVID-19, 3-5 người", {3, 5}),
        ("không có số", set()),
    ],
)
def test_numbers_are_read_in_every_spelling_without_years_and_dates(text, numbers):
    assert numbers_of(text) == {Decimal(number) for number in numbers}


@pytest.mark.parametrize(
    ("post", "claim", "other"),
    [
        ("xăng tăng 210 đồng một lít", ["xăng lên 50.000 đồng", "xăng lên 50 nghìn"], True),
        ("汽油每升涨210盾", ["汽油从半夜起每升涨到五万盾", "petrol at 50,000 dong"], True),
        ("xăng lên 50k", ["xăng tăng mạnh", "xăng lên 50.000 đồng"], False),
        ("xăng tăng mạnh", ["xăng lên 50.000 đồng"], False),
        ("xăng tăng 210 đồng", ["xăng tăng mạnh"], False),
    ],
)
def test_other_numbers_are_told_when_both_sides_give_some_and_share_none(post, claim, other):
    assert tells_other_numbers(views(post), claim=claim) is other


def test_a_changed_number_is_named_with_both_sides():
    (reason,) = found(f"{LONG} 12 người chết", f"{LONG} 2 người chết")
    assert reason == "Only suggested: the post says 12, the claim 2."


@pytest.mark.parametrize(
    ("post", "claim"),
    [
        (f"{LONG} 2 người chết", f"{LONG} 2 người chết"),
        (f"{LONG} 2 người chết và 5 mất tích", f"{LONG} 2 người chết"),
        (f"{LONG} 500k", f"{LONG} 500.000 đồng"),
        (LONG, f"{LONG} 2 người chết"),
        (f"{LONG} 2 người chết", LONG),
    ],
)
def test_equal_more_or_missing_numbers_change_nothing(post, claim):
    assert found(post, claim) == []


@pytest.mark.parametrize(("text", "short"), [("đập sắp vỡ rồi", True), ("水坝今晚就要塌了大家快", True), (LONG, False)])
def test_a_post_under_eight_words_is_too_short_and_han_counts_half(text, short):
    assert bool(found(text)) is short


@pytest.mark.parametrize(
    ("text", "age_days", "demoted"),
    [
        (LONG, 366, True),
        (LONG, 364, False),
        (LONG, None, False),
        (f"{LONG} ngày 30/10", 366, False),
        (f"{LONG} hôm qua", 366, False),
        ("the power plant flooded many villages with its water yesterday", 366, False),
    ],
)
def test_a_claim_older_than_a_year_needs_a_dated_post(text, age_days, demoted):
    assert bool(found(text, age_days=age_days)) is demoted
