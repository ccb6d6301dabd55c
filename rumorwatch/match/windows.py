"""Windows of sentences, so that harmless sentences around a false one cannot hide it (domain.md, Matching)."""

from __future__ import annotations

import re
from itertools import pairwise

from rumorwatch.reading.words import count_words

LONG_WORDS = 80
"""Shorter texts are matched whole; a post of 280 letters has 50 words in English, 65 syllables in Vietnamese."""
MIN_WORDS = 8
"""A sentence shorter than this is no window of its own: it says too little to be matched alone."""
MAX_SENTENCES = 64
"""Sentences of a text at most; in longer texts neighbors are joined, so that all of it is covered at a bounded cost."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。!?;!?;])|\n+")
_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")


def split_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a Vietnamese, English or Chinese text, empty ones left out."""
    return tuple(part for piece in _SENTENCE_END.split(text) if (part := piece.strip()))


def windows_of(text: str) -> tuple[str, ...]:
    """Return the stretches of a text to match: the whole, and in a long one each sentence and each two neighbors."""
    if count_words(text) <= LONG_WORDS:
        return (text,)
    sentences = _joined([part for sentence in split_sentences(text) for part in _cut(sentence)])
    alone = (sentence for sentence in sentences if count_words(sentence) >= MIN_WORDS)
    pairs = (f"{first} {second}" for first, second in pairwise(sentences))
    return tuple(dict.fromkeys((text, *alone, *pairs)))


def _cut(sentence: str) -> list[str]:
    """Cut a sentence without end, as written without punctuation, into halves of a window."""
    words = list(_WORD.finditer(sentence))
    if len(words) <= LONG_WORDS:
        return [sentence]
    starts = [0, *(words[at].start() for at in range(LONG_WORDS // 2, len(words), LONG_WORDS // 2)), len(sentence)]
    return [sentence[begin:end].strip() for begin, end in pairwise(starts)]


def _joined(sentences: list[str]) -> list[str]:
    size = -(-len(sentences) // MAX_SENTENCES)
    return [" ".join(sentences[at : at + size]) for at in range(0, len(sentences), size)] if size > 1 else sentences
