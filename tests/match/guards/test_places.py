from __future__ import annotations

import pytest

from rumorwatch.match.guards.differences import facts_of
from rumorwatch.match.guards.places import place_doubts
from rumorwatch.normalize.text import views


def doubted(post, claim):
    mine, theirs = facts_of(views(post)).places, facts_of(views(claim)).places
    return [(one.difference.post, one.difference.claim) for one in place_doubts(mine, theirs)]


def test_another_place_is_doubted():
    assert doubted("lũ ở Nghệ An", "lũ ở Hà Tĩnh") == [("Nghệ An", "Hà Tĩnh")]


@pytest.mark.parametrize(
    ("post", "claim"),
    [
        ("lũ ở Long Biên", "lũ ở Hà Nội"),
        ("lu o Ha Noi", "lũ ở Hà Nội"),
        ("floods in Hanoi", "lũ ở Hà Nội"),
        ("台中下雨", "台中市下雨"),
        ("lũ lớn", "lũ ở Hà Nội"),
    ],
)
def test_a_place_within_another_or_in_other_letters_or_left_out_is_not(post, claim):
    assert doubted(post, claim) == []
