"""Texts are cut between characters as people see them."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from alert.hostile import PIECES
from rumorwatch.alert.limits import cut, graphemes, shortened

FAMILY, FLAG, NFD = "👨‍👩‍👧", "🇻🇳", "e\u0302\u0301"
pieces = st.lists(st.sampled_from([*PIECES, FAMILY, FLAG, NFD]), max_size=60).map("".join)


def test_what_people_see_as_one_is_one():
    assert graphemes(f"a{FAMILY}{FLAG}{NFD}") == ["a", FAMILY, FLAG, NFD]


@pytest.mark.parametrize(
    ("text", "limit", "made"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        (f"a{FAMILY}b", 6, "a…"),
        (f"a{FAMILY}b", 7, f"a{FAMILY}b"),
        (f"{FLAG}{FLAG}", 3, f"{FLAG}…"),
        (f"{FLAG}{FLAG}", 2, "…"),
        (f"V{NFD}t", 4, "V…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
        ("", 0, ""),
    ],
)
def test_a_cut_counts_as_services_do_and_keeps_what_people_see_whole(text, limit, made):
    assert cut(text, limit) == made


@pytest.mark.parametrize(
    ("text", "limit", "made"),
    [
        (f"{FAMILY}{FLAG}{NFD}", 3, f"{FAMILY}{FLAG}{NFD}"),
        (f"{FAMILY}{FLAG}{NFD}", 2, f"{FAMILY}…"),
        ("ab", 1, "…"),
        ("", 1, ""),
    ],
)
def test_a_text_is_shortened_to_as_many_as_people_see(text, limit, made):
    assert shortened(text, limit) == made


@given(pieces)
def test_graphemes_are_those_of_unicode(text):
    assert graphemes(text) == regex.findall(r"\X", text)


@given(text=pieces, limit=st.integers(0, 80))
def test_a_cut_is_never_over_the_limit_and_never_within_a_grapheme(text, limit):
    made = cut(text, limit)
    assert len(made) <= limit
    if made != text and made:
        kept = graphemes(made.removesuffix("…"))
        assert kept == graphemes(text)[: len(kept)]


@given(text=pieces, limit=st.integers(1, 80))
def test_a_shortened_text_is_a_beginning_in_whole_graphemes(text, limit):
    made = shortened(text, limit)
    kept = graphemes(made.removesuffix("…")) if made != text else graphemes(text)
    assert kept == graphemes(text)[: len(kept)]
    assert len(kept) + (made != text) <= limit
