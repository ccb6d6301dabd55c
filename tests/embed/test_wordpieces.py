from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.embed.wordpieces import MAX_THREADS, WordPieces, threads
from standins import WORDS, tokenizer


@pytest.fixture(scope="module")
def pieces(tmp_path_factory):
    path = tmp_path_factory.mktemp("pieces") / "tokenizer.json"
    asking = tokenizer()
    asking.enable_truncation(3)
    asking.enable_padding()
    asking.save(str(path))
    return WordPieces.read(path)


def words(pieces, text, longest):
    return [[pieces.tokenizer.id_to_token(piece) for piece in run] for run in pieces.windows(text, longest=longest)]


def test_no_text_is_cut_or_filled_whatever_the_file_asks_for(pieces):
    assert [len(found) for found in pieces.pieces(["the dam will break", "run", ""])] == [4, 1, 0]


@given(st.lists(st.sampled_from([*WORDS, "\n"]), max_size=60).map(" ".join), st.integers(1, 9))
def test_windows_are_the_whole_text_in_order_and_none_is_too_long(pieces, text, longest):
    runs = list(pieces.windows(text, longest=longest))
    assert [piece for run in runs for piece in run] == pieces.pieces([text])[0]
    assert all(0 < len(run) <= longest for run in runs)


def test_a_window_ends_with_a_sentence_where_one_ends_in_it(pieces):
    assert words(pieces, "the dam . will break ! run run run", 5) == [
        ["the", "dam", "."],
        ["will", "break", "!"],
        ["run", "run", "run"],
    ]


def test_a_line_ends_a_sentence_too(pieces):
    assert words(pieces, "the dam\nwill break tonight", 4) == [["the", "dam"], ["will", "break", "tonight"]]


def test_a_sentence_that_does_not_fit_is_cut_where_the_window_is_full(pieces):
    assert [len(run) for run in words(pieces, "run " * 7, 3)] == [3, 3, 1]


def test_a_special_piece_that_is_missing_is_an_error(pieces):
    assert pieces.special("[CLS]") == 2
    with pytest.raises(KeyError):
        pieces.special("[NONE]")


def test_threads_are_bounded():
    assert 1 <= threads() <= MAX_THREADS
