"""Which words are marked, and where they stand in the text as it is written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.label.highlight import Commonness, shared_of, spans
from rumorwatch.normalize.text import views

CLAIMS = [
    "Nước máy Nam Thạnh bị nhiễm thuốc trừ sâu",
    "Đập hồ Đá Ngà bị nứt",
    "Trứng gà bị tẩm hóa chất",
    "Học sinh bị buộc nghỉ học",
    "石牙水库大坝裂了",
]


def marked(text, other, *, claims=CLAIMS):
    shared = shared_of(views(text).folded, views(other).folded)
    return [text[begin:end] for begin, end in spans(text, shared, commonness=Commonness.of(claims))]


@pytest.mark.parametrize(
    ("text", "other", "words"),
    [
        ("nuoc may NAM THẠNH có độc", CLAIMS[0], ["nuoc may NAM THẠNH"]),
        ("Nước máy, Nam Thạnh!", CLAIMS[0], ["Nước máy", "Nam Thạnh"]),
        ("con bị sốt", CLAIMS[0], []),  # four of five claims have it
        ("con bị thuốc sâu", CLAIMS[0], ["bị thuốc sâu"]),
        ("大坝裂了一道缝", CLAIMS[4], ["大坝裂了"]),
        ("nothing alike", CLAIMS[0], []),
        ("", CLAIMS[0], []),
    ],
)
def test_words_of_both_are_marked_as_written(text, other, words):
    assert marked(text, other) == words


def test_of_a_short_list_no_word_is_common():
    assert marked("bị nứt", CLAIMS[1], claims=CLAIMS[:2]) == ["bị nứt"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_spans_are_in_order_and_never_overlap(text, other):
    shared = shared_of(views(text).folded, views(other).folded)
    found = spans(text, shared, commonness=Commonness.of([other]))
    assert all(begin < end for begin, end in found)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
