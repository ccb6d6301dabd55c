"""What grouping reads of a post."""

from __future__ import annotations

import pytest

from nouns import digits, post
from rumorwatch.domain.posts import SpellingViews
from rumorwatch.emerge.arrivals import arrival_of, count_words, has_words, wording_of


def said(text):
    return SpellingViews(accented=text, folded=text)


def test_a_post_arrives_with_its_spelling_views_and_when_it_was_published():
    met = post("b", text="The Dam", reply_to=digits("a"))
    arrived = arrival_of(met)
    assert (arrived.key, arrived.moment, arrived.views, arrived.text_hash, arrived.parent) == (
        met.key,
        met.published_at,
        met.views,
        met.text_hash,
        digits("a"),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("the dam will break", 4),
        ("đập sắp vỡ", 3),
        ("水库决堤", 2),
        ("水库 dam 5", 2),
        ("@… so 5 !!! [link]", 1),
    ],
)
def test_words_are_of_letters_and_a_han_character_is_half_a_word_and_hashtags_none(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("none", set()),
        ("5 or 17", {"5", "17"}),
        ("1.000.000 and 1,000", {"1000000", "1000"}),
        ("1,5 and 2.25", {"1.5", "2.25"}),
        ("covid19", {"19"}),
        ("5.", {"5"}),
    ],
)
def test_numbers_are_read_without_their_separators(text, numbers):
    assert wording_of(said(text)).numbers == numbers


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        ("5", "8", True),
        ("5", "", False),
        ("5 8", "5", False),
        ("5 8", "5 9", False),
        ("5 8", "7 9", True),
        ("", "", False),
    ],
)
def test_two_texts_contradict_each_other_where_both_have_numbers_and_none_in_common(one, other, contradict):
    assert wording_of(said(one)).contradicts(wording_of(said(other))) is contradict
    assert wording_of(said(other)).contradicts(wording_of(said(one))) is contradict


@pytest.mark.parametrize(("text", "has"), [("dam", True), ("水", True), ("100% 🔥", False), ("", False)])
def test_a_text_has_words_where_it_has_a_letter(text, has):
    assert has_words(said(text)) is has
