from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from rumorwatch.domain.posts import Language
from rumorwatch.embed.bundled import models_dir
from rumorwatch.match.guards.counting import numbers_of, tells_other_numbers
from rumorwatch.match.guards.demotions import demotions
from rumorwatch.match.guards.differences import differences
from rumorwatch.match.sentences import demoted
from rumorwatch.normalize.text import views

NOW = datetime(2026, 11, 1, tzinfo=UTC)
LONG = "nhà máy thủy điện xả lũ làm ngập nhiều xã trong đêm"


def found(post: str, claim: str = LONG, *, age_days: int | None = None) -> list[str]:
    checked_at = None if age_days is None else NOW - timedelta(days=age_days)
    found = demotions(views(post), claim=views(claim), published_at=NOW, checked_at=checked_at)
    return [demoted(one, language=Language.EN) for one in found]


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
    assert reason == "Only suggested, for another number: the post says “12 người”, the claim “2 người”."


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


PAIRS = models_dir() / "frozen" / "pairs"
FLOORS = {
    "vi": (0.983, 0.983),
    "en": (0.987, 0.991),
    "zh": (0.966, 0.983),
    "blind": (0.99, 0.989),
    "fresh": (0.95, 0.976),
    "held": (0.966, 0.948),
    "second": (0.972, 0.952),
    "polarity": (0.966, 0.966),
    "unread": (0.877, 0.928),
}
"""Share of the changed pairs with a difference, and of the same without one, at least; as measured, less a row.

All but one set have been read while the guards were made, and the weights were fitted on them: blind, by one who saw
neither guards nor rows, has been read since November 2026, as have fresh and held, of other domains and in the loose
wording of posts, and second. unread is the other half of second: measured, never read.
"""


@pytest.mark.parametrize("name", FLOORS)
def test_pairs_that_differ_in_meaning_have_a_difference_and_others_have_none(name):
    rows = [json.loads(line) for line in (PAIRS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    right = {True: 0, False: 0}
    for row in rows:
        has_difference = bool(differences(views(row["post"]), views(row["claim"])))
        right[row["changed"]] += has_difference == row["changed"]
    changed = sum(row["changed"] for row in rows)
    shares = right[True] / changed, right[False] / (len(rows) - changed)
    assert all(share >= floor for share, floor in zip(shares, FLOORS[name], strict=True)), shares


def test_the_author_and_day_below_a_quoted_post_are_no_part_of_what_it_says():
    said = "Beavers built a dam in Sofia overnight and half of the old town is under water"
    assert found(f"{said} — Anna B. (@…) March 8, 2016", f"{said} since 2014") == []
    assert found(f"{said} — Anna B. (@…) March 8, 2016 — so they say", f"{said} since 2014") != []
