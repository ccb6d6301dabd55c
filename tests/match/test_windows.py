from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.match.windows import LONG_WORDS, MAX_SENTENCES, split_sentences, windows_of
from rumorwatch.reading.words import count_words, words_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Đập vỡ rồi! Chạy đi. Ai còn ở lại?", ("Đập vỡ rồi!", "Chạy đi.", "Ai còn ở lại?")),
        ("It rose 3.5 percent. Then it fell.", ("It rose 3.5 percent.", "Then it fell.")),
        ("水坝要塌了!快跑。真的吗?", ("水坝要塌了!", "快跑。", "真的吗?")),
        ("first line\nsecond line", ("first line", "second line")),
        ("", ()),
    ],
)
def test_sentences_end_at_their_marks_in_three_languages(text, sentences):
    assert split_sentences(text) == sentences


def test_a_short_text_is_one_window():
    assert windows_of("One. Two. Three.") == ("One. Two. Three.",)


def test_a_long_text_is_matched_whole_by_sentences_and_by_neighbors():
    sentences = [f"This is the sentence with number {number} in it." for number in range(12)]
    windows = windows_of(" ".join(sentences))
    assert windows[0] == " ".join(sentences)
    assert set(sentences) <= set(windows)
    assert f"{sentences[4]} {sentences[5]}" in windows


def test_a_long_text_without_any_mark_is_cut():
    windows = windows_of("word " * 300)
    assert all(count_words(window) <= LONG_WORDS for window in windows[1:])


def test_however_long_a_text_is_its_windows_are_few():
    assert len(windows_of("Here is one more sentence of eight words. " * 5000)) <= 2 * MAX_SENTENCES + 2


@given(st.text(alphabet="ab. 水!\n", max_size=600))
def test_every_word_is_in_some_window(text):
    windows = windows_of(text)
    assert set(words_of(text)) <= {word for window in windows for word in words_of(window)}


@pytest.mark.parametrize(
    ("text", "words"), [("một hai ba", 3), ("水坝要塌", 2), ("水 dam", 1.5), ("...", 0), ("a_b", 2)]
)
def test_a_han_character_is_half_a_word(text, words):
    assert count_words(text) == words
