from __future__ import annotations

import numpy as np
import pytest

from rumorwatch.domain.posts import Language, SpellingViews
from rumorwatch.match import bands as bands_module
from rumorwatch.match.bands import LONG_WORDS, Banding, band_of, pair_of
from rumorwatch.match.candidates import Candidates
from rumorwatch.match.references import Reference

VI, EN, ZH, UND = Language.VI, Language.EN, Language.ZH, Language.UND


@pytest.mark.parametrize(
    ("post", "claim", "pair"),
    [
        (VI, VI, "vi"),
        (EN, EN, "en"),
        (VI, EN, "across"),
        (ZH, VI, "across"),
        (UND, VI, "vi"),
        (ZH, UND, "zh"),
        (UND, UND, "und"),
    ],
)
def test_a_language_that_is_not_known_is_taken_for_the_others(post, claim, pair):
    assert pair_of(post, claim) == pair


def test_a_band_is_of_a_language_pair_and_a_length():
    assert [band_of("vi", LONG_WORDS - 0.5), band_of("vi", LONG_WORDS)] == ["vi, short", "vi, long"]


def test_bands_are_of_the_window_that_is_most_like_each_candidate():
    def views(words: int, letter: str) -> SpellingViews:
        text = " ".join([letter] * words)
        return SpellingViews(accented=text, folded=text)

    asked: list[str] = []

    def language(text: SpellingViews) -> Language:
        asked.append(text.folded[0])
        return {"v": VI, "e": EN}[text.folded[0]]

    references = [Reference(id=name, whole=views(3, name), texts=()) for name in ("v", "e")]
    banding = Banding(references=references, language=language)
    found = Candidates(
        references=np.array([[0, 1], [1, 0]]),
        similarities=np.ones((2, 2), np.float32),
        texts=np.array([[0, 1], [2, 2]]),
        parts=np.ones((2, 2, 1), np.float32),
    )
    bands = banding.bands([views(30, "v"), views(5, "e"), views(19, "e")], found)
    assert bands.names.tolist() == [["vi, long", "en, short"], ["en, short", "across, short"]]
    assert sorted(asked) == sorted("vee" + "ve")  # each of the texts, and each reference once


def test_languages_of_references_are_held_up_to_a_number_those_last_needed(monkeypatch):
    monkeypatch.setattr(bands_module, "KNOWN_REFERENCES", 2)
    text = SpellingViews(accented="p", folded="p")
    asked: list[str] = []

    def language(said: SpellingViews) -> Language:
        asked.append(said.folded)
        return VI

    names = "abc"
    references = [Reference(id=name, whole=SpellingViews(accented=name, folded=name), texts=()) for name in names]
    banding = Banding(references=references, language=language)
    for at in (0, 1, 0, 2, 0, 1):
        found = Candidates(
            references=np.array([[at]]),
            similarities=np.ones((1, 1), np.float32),
            texts=np.array([[0]]),
            parts=np.ones((1, 1, 1), np.float32),
        )
        assert banding.bands([text], found).names.tolist() == [["vi, short"]]
    assert [name for name in asked if name in names] == ["a", "b", "c", "b"]
