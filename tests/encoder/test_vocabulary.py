"""The vocabulary of three languages, and the tokenizer made of it."""

from __future__ import annotations

import pytest
from encoder.vocabulary import SPECIAL, learn_vocabulary, load, make_tokenizer, save

TEACHER = [*SPECIAL, "[unused0]", "the", "school", "##s", "do", "an", "close", "ж", "##жж", "."]
SAID = ["học sinh nghỉ học", "các học sinh đi học", "đồ án của học sinh", "làm đồ án đi", "trường đóng cửa"]
FILLER = [" ".join(f"{onset}{vowel}{coda}" for vowel in "aeiou" for coda in "cmnpt") for onset in "bdglmnrstvx"]
"""Other syllables, beside which a word's parts are rare."""
VIETNAMESE = SAID * 20 + FILLER * 10
CHINESE = ["学校停课", "学校关闭", "我们的学校"] * 30 + [chr(code) + "，" for code in range(0x5200, 0x5200 + 3_000)]


@pytest.fixture(scope="module")
def vocabulary():
    return learn_vocabulary(
        teacher_pieces=TEACHER, english=["the schools do an exam"], vietnamese=VIETNAMESE, chinese=CHINESE
    )


def tokens(vocabulary, text, **kinds):
    return make_tokenizer(vocabulary, **kinds).encode(text, add_special_tokens=False).tokens


def test_the_teachers_pieces_come_first_but_for_placeholders_and_pieces_of_other_scripts(vocabulary):
    assert vocabulary.pieces[: len(vocabulary.kept)] == (
        *SPECIAL,
        "the",
        "school",
        "##s",
        "do",
        "an",
        "close",
        "ж",
        ".",
    )
    assert [TEACHER[at] for at in vocabulary.kept] == list(vocabulary.pieces[: len(vocabulary.kept)])


def test_english_is_cut_as_before(vocabulary):
    assert tokens(vocabulary, "The schools close.") == ["the", "school", "##s", "close", "."]


def test_a_word_of_several_syllables_is_found_before_its_parts(vocabulary):
    assert tokens(vocabulary, "Học sinh đi") == ["học sinh", "đi"]
    assert tokens(vocabulary, "Học sinh đi", words=False) == ["học", "sinh", "đi"]


def test_a_word_is_found_without_its_marks_unless_english_says_that_too(vocabulary):
    assert tokens(vocabulary, "hoc sinh")[0] == "hoc sinh"
    assert "do an" not in vocabulary.words
    assert "đồ án" in vocabulary.words


def test_chinese_needs_no_spaces(vocabulary):
    assert "学校停课" in tokens(vocabulary, "我们学校停课了")


def test_a_traditional_character_is_a_piece_of_its_own(vocabulary):
    assert tokens(vocabulary, "學") == ["學"]


def test_an_unknown_syllable_is_cut_into_letters(vocabulary):
    assert "[UNK]" not in tokens(vocabulary, "nghuyễnh")


def test_what_is_written_is_read(vocabulary, tmp_path):
    save(vocabulary, tmp_path / "v.json")
    assert load(tmp_path / "v.json") == vocabulary
