"""What is read of a text: hashed words of both spelling views, cue words, and signs, each a number with a meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING

from rumorwatch.reading.cues import cue_lists
from rumorwatch.reading.hashed import hashed_words
from rumorwatch.reading.quotes import signs_of_quotes
from rumorwatch.reading.words import is_han, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rumorwatch.domain.posts import SpellingViews

MAX_LETTERS = 2_000
"""Letters of a text that are read: a post, not an article."""
CUE_EDGE = 6
"""Words at either end whose cues are counted apart."""
_ENDS_ASKING = re.compile(r"[?？][\s!！.…\"'”’)\]]*\Z")
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_SHOUTED = re.compile(r"\b[A-Z]{4,}")
_STOPS, _ENDS, _QUOTES = ".。", ".。!！?？…", '"“”«「『'
_DIGITS = re.compile(r"\d+")
OF_CUES = ("many", "dense", "first", "last", "any")
"""What is told of the cues of each kind."""
OF_TEXT = (
    *("question mark", "ends asking", "question marks"),
    *("exclamation", "exclamations", "quotes", "emoji"),
    *("ends with a sign", "ends with a stop", "sentences"),
    *("colon", "semicolon", "comma", "commas", "dots", "line break"),
    *("begins small", "begins large", "shouted word", "capitals"),
    *("no marks", "numbers", "long", "very short", "Han"),
    *("quoted", "quoted denial", "echoed quote"),
)
"""Names of the signs of a text, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadText:
    """What is read of one text, whatever it stands beside."""

    edges: NDArray[np.int64]
    """Buckets of the first and last words."""
    grams: NDArray[np.int64]
    """The different buckets of words and pairs in both views."""
    shown: str
    """The accented view, as far as it is read."""
    words: tuple[str, ...]
    """Of the folded view."""
    cues: tuple[tuple[int, str], ...]
    signs: tuple[float, ...]
    """(len(OF_TEXT),)."""


def read_texts(texts: Sequence[SpellingViews]) -> list[ReadText]:
    """Return what is read of texts."""
    shown = [text.accented[:MAX_LETTERS] for text in texts]
    words = [words_of(text.folded[:MAX_LETTERS]) for text in texts]
    return [
        ReadText(
            edges=edges,
            grams=grams,
            shown=text,
            words=said,
            cues=tuple(cue_lists().find(said)),
            signs=(*_signs_of_text(text, said), *signs_of_quotes(text)),
        )
        for text, said, (edges, grams) in zip(shown, words, hashed_words(shown, words), strict=True)
    ]


def signs_of_cues(counts: Sequence[tuple[int, int, int]], *, words: int) -> list[float]:
    """Return the signs of the cues of each kind, in the order of ``OF_CUES``.

    Args:
        counts: In all, among the first words and among the last.
        words: How many the text has.
    """
    return [
        sign
        for every, first, last in counts
        for sign in (log1p(every), 5 * every / (words + 5), min(first, 2) / 2, min(last, 2) / 2, float(every > 0))
    ]


def _signs_of_text(shown: str, words: Sequence[str]) -> list[float]:
    asked, shouted, commas = (sum(map(shown.count, signs)) for signs in ("?？", "!！", ",，、"))
    sentences = asked + shouted + sum(map(shown.count, _STOPS))
    begin, end = shown[:1], shown[-1:]
    return [
        *(float(asked > 0), float(asked and _ENDS_ASKING.search(shown) is not None), min(asked, 3) / 3),
        *(float(shouted > 0), min(shouted, 3) / 3),
        float(any(quote in shown for quote in _QUOTES)),
        float(not shown.isascii() and _EMOJI.search(shown) is not None),
        *(float(end != "" and end in _ENDS), float(end != "" and end in _STOPS), min(sentences, 8) / 8),
        *(float(":" in shown or "：" in shown), float(";" in shown or "；" in shown)),
        *(float(commas > 0), min(commas, 8) / 8),
        *(float("…" in shown or "..." in shown), float("\n" in shown)),
        *(float(begin.islower()), float(begin.isupper())),
        float(_SHOUTED.search(shown) is not None),
        5 * sum(map(str.isupper, shown)) / (len(shown) + 1),
        *(float(shown.isascii()), min(len(_DIGITS.findall(shown)), 4) / 4),
        *(log1p(len(words)) / 4, min(len(words), 10) / 10),
        sum(map(is_han, words)) / max(len(words), 1),
    ]
