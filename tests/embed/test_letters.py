from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.embed.letters import hash_grams, hash_marked_words, hash_words, read_letters

TEXTS = st.lists(st.text(alphabet="ab đề 水火.\n😱", max_size=12), max_size=6)


def hashed(find, texts):
    rows, hashes = find(read_letters(texts))
    found: list[list[int]] = [[] for _ in texts]
    for row, value in zip(rows.tolist(), hashes.tolist(), strict=True):
        found[row].append(value)
    return found


def words(text):
    """The definition, letter by letter."""
    spaced = "".join(f" {c} " if c in "水火" else c if c.isalnum() else " " for c in text)
    return spaced.split()


@given(TEXTS)
def test_words_are_runs_of_letters_and_single_han_characters(texts):
    assert [len(found) for found in hashed(hash_words, texts)] == [len(words(text)) for text in texts]


@given(TEXTS)
def test_equal_words_have_equal_hashes_and_different_ones_different_wherever_they_stand(texts):
    known: dict[str, int] = {}
    for found, text in zip(hashed(hash_words, texts), texts, strict=True):
        for value, word in zip(found, words(text), strict=True):
            assert known.setdefault(word, value) == value
    assert len(set(known.values())) == len(known)


@given(TEXTS, st.integers(1, 4))
def test_grams_are_the_stretches_of_the_words_with_one_space_between_and_at_both_ends(texts, size):
    spaced = [f" {' '.join(words(text))} " if words(text) else "" for text in texts]
    expected = [[text[at : at + size] for at in range(len(text) - size + 1)] for text in spaced]
    found = hashed(lambda letters: hash_grams(letters, size), texts)
    assert [len(one) for one in found] == [len(one) for one in expected]
    pairs = {pair for grams, hashes in zip(expected, found, strict=True) for pair in zip(grams, hashes, strict=True)}
    assert len(pairs) == len({gram for gram, _ in pairs}) == len({value for _, value in pairs})


@given(TEXTS)
def test_a_text_gives_the_same_hashes_in_any_batch(texts):
    for find in (hash_words, hash_marked_words, lambda letters: hash_grams(letters, 4)):
        assert hashed(find, texts) == [hashed(find, [text])[0] for text in texts]


def test_marked_words_are_those_with_a_letter_outside_ascii_that_is_not_han():
    marked, all_words = hashed(hash_marked_words, ["Đập vo hồ 水"])[0], hashed(hash_words, ["Đập vo hồ 水"])[0]
    assert marked == [all_words[0], all_words[2]]


def test_an_empty_batch_has_no_letters():
    assert len(read_letters([]).codes) == 0
    assert hash_grams(read_letters([]), 4)[1].dtype == np.uint64


def test_lone_surrogates_are_no_obstacle():
    assert len(hashed(hash_words, ["a\ud800b"])[0]) == 2
