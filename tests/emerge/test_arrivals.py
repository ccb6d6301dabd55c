"""What grouping reads of a post."""

from __future__ import annotations

import pytest

from nouns import digits, post
from rumorwatch.emerge.arrivals import arrival_of, has_words, wording_of


def test_a_post_arrives_with_its_spelling_views_and_when_it_was_published():
    said = post("b", text="The Dam", reply_to=digits("a"))
    arrived = arrival_of(said)
    assert (arrived.key, arrived.moment, arrived.views, arrived.text_hash, arrived.parent) == (
        said.key,
        said.published_at,
        said.views,
        said.text_hash,
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
def test_words_are_of_letters_and_a_han_character_is_half_a_word(text, words):
    assert wording_of(text).words == words


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
    assert wording_of(text).numbers == numbers


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
    assert wording_of(one).contradicts(wording_of(other)) is contradict
    assert wording_of(other).contradicts(wording_of(one)) is contradict


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("dam", True),
        ("水", True),
        ("@… [link] vỡ", True),
        ("[link]", False),
        ("@… 100% 🔥", False),
        ("", False),
        ("[dam]", True),
    ],
)
def test_a_text_has_words_where_a_letter_is_its_own(text, has):
    assert has_words(text) is has
