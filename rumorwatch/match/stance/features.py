"""Features of a post beside a claim: hashed words of both spelling views, and signs, each a number with a meaning.

Observations: the same words weigh differently at the ends of a post, so its first and last words are also told apart;
people who deny and those who report write whole sentences, people who warn shout, people who ask end with a question.
A post that repeats has the claim's words and numbers, one that denies has others. Known exceptions: irony, and a denial
that only tells of something seen ("drank it all week, feeling great"), which only encoder rows can sense.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from math import log1p
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.match.stance.cues import KINDS, count_kinds, find_cues
from rumorwatch.match.stance.negation import negated_words, says_none
from rumorwatch.match.stance.quotes import signs_of_quotes
from rumorwatch.match.words import is_han, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.posts import SpellingViews

BUCKETS = 1 << 16
"""What words and pairs of words are hashed to: the upper bits of 64."""
MAX_LETTERS = 2_000
"""Letters of a text that are read: a post, not an article."""
EDGE = 5
"""Words at either end that are told apart from the same words elsewhere."""
_CUE_EDGE = 6
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_HAN}]|\d+(?:[.,:/]\d+)*|[^\W_{_HAN}]+(?:['’][^\W_{_HAN}]+)?|[^\w\s]")
"""A Han character, a number, a word, or a sign."""
_BEGIN, _END, _NUMBER = "<s>", "</s>", "#"
_MIX = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio (Knuth, The Art of Computer Programming 3, 6.4)."""
_ACCENTED, _FOLDED, _FIRST, _LAST = 1, 2, 77, 78

_ENDS_ASKING = re.compile(r"[?？][\s!！.…\"'”’)\]]*\Z")
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_SHOUTED = re.compile(r"\b[A-Z]{4,}")
_STOPS, _ENDS, _QUOTES = ".。", ".。!！?？…", '"“”«「『'
_DIGITS = re.compile(r"\d+")
_OF_CUES = ("many", "dense", "first", "last", "any")
_OF_TEXT = (
    *("question mark", "ends asking", "question marks"),
    *("exclamation", "exclamations", "quotes", "emoji"),
    *("ends with a sign", "ends with a stop", "sentences"),
    *("colon", "semicolon", "comma", "commas", "dots", "line break"),
    *("begins small", "begins large", "shouted word", "capitals"),
    *("no marks", "numbers", "long", "very short", "Han"),
)
_OF_QUOTES = ("quoted", "quoted denial", "echoed quote")
_OF_PAIR = ("claim words", "claim covered", "claim number", "other number", "negates", "says none")
SIGNS = (*(f"{kind}, {how}" for kind in KINDS for how in _OF_CUES), *_OF_TEXT, *_OF_QUOTES, *_OF_PAIR)
"""Names of the signs, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Features:
    """What the model weighs of n pairs, encoder rows apart."""

    buckets: NDArray[np.int64]
    """(m,) the buckets of each pair, one pair after the other."""
    begins: NDArray[np.int64]
    """(n,) where each pair's buckets begin; every pair has some."""
    signs: NDArray[np.float32]
    """(n, len(SIGNS))."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Read:
    """What is read of one text, whatever it stands beside."""

    edges: NDArray[np.int64]
    """Buckets of the first and last words."""
    grams: NDArray[np.int64]
    """The different buckets of words and pairs in both views."""
    count: int
    """Words of the folded view."""
    cues: tuple[tuple[int, str], ...]
    signs: tuple[float, ...]
    words: frozenset[str]
    numbers: frozenset[str]
    negated: frozenset[str]
    says_none: bool


def features_of(pairs: Sequence[tuple[SpellingViews, Sequence[SpellingViews]]]) -> Features:
    """Return the features of texts, each beside a claim in all its wordings; at least one pair.

    Words and cues that the claim has too are left out: they say nothing of what the post does with it.
    """
    different = [*dict.fromkeys(text for text, _ in pairs)]
    wordings = [*dict.fromkeys(tuple(claims) for _, claims in pairs)]
    of_claims = [*dict.fromkeys(wording for claims in wordings for wording in claims)]
    read, told = (
        dict(zip(different, _read(different), strict=True)),
        dict(zip(of_claims, _read(of_claims), strict=True)),
    )
    joined = {claims: _joined([told[wording] for wording in claims]) for claims in wordings}
    texts, signs = [], []
    said = np.zeros(BUCKETS, np.bool_)
    for text, claims in pairs:
        mine, claim = read[text], joined[tuple(claims)]
        said[claim.grams] = True
        texts.append(np.concatenate((mine.edges, mine.grams[~said[mine.grams]])))
        said[claim.grams] = False
        signs.append((*_signs_of_cues(mine, claim), *mine.signs, *_signs_of_pair(mine, claim)))
    begins = np.cumsum([0, *map(len, texts[:-1])])
    return Features(buckets=np.concatenate(texts), begins=begins, signs=np.array(signs, np.float32))


def _read(texts: Sequence[SpellingViews]) -> list[_Read]:
    shown = [text.accented[:MAX_LETTERS] for text in texts]
    words = [words_of(text.folded[:MAX_LETTERS]) for text in texts]
    accented = _Hashed.of([_tokens(text.lower()) for text in shown])
    folded = _Hashed.of(words)
    edges = _buckets((accented.begins(), accented.first(), accented.last()), size=len(texts))
    grams = _buckets((*accented.grams(_ACCENTED), *folded.grams(_FOLDED)), size=len(texts))
    return [
        _Read(
            edges=edges[at],
            grams=grams[at],
            count=len(words[at]),
            cues=tuple(find_cues(words[at])),
            signs=(*_signs_of_text(text, words[at]), *signs_of_quotes(text)),
            words=frozenset(words[at]),
            numbers=frozenset(_DIGITS.findall(text)),
            negated=negated_words(text),
            says_none=says_none(text),
        )
        for at, text in enumerate(shown)
    ]


def _joined(wordings: Sequence[_Read]) -> _Read:
    """Return what all wordings of a claim hold."""
    return _Read(
        edges=np.zeros(0, np.int64),
        grams=np.concatenate([np.zeros(0, np.int64), *(one.grams for one in wordings)]),
        count=sum(one.count for one in wordings),
        cues=tuple(cue for one in wordings for cue in one.cues),
        signs=(),
        words=frozenset().union(*(one.words for one in wordings)),
        numbers=frozenset().union(*(one.numbers for one in wordings)),
        negated=frozenset().union(*(one.negated for one in wordings)),
        says_none=any(one.says_none for one in wordings),
    )


def _signs_of_cues(text: _Read, claim: _Read) -> list[float]:
    known = {cue for _, cue in claim.cues}
    counts = count_kinds(
        [(at, cue) for at, cue in text.cues if cue not in known], first=_CUE_EDGE, last=text.count - _CUE_EDGE
    )
    return [
        sign
        for every, first, last in counts
        for sign in (
            log1p(every),
            5 * every / (text.count + 5),
            min(first, 2) / 2,
            min(last, 2) / 2,
            float(every > 0),
        )
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


def _signs_of_pair(text: _Read, claim: _Read) -> tuple[float, ...]:
    shared = len(text.words & claim.words)
    return (
        shared / max(len(text.words), 1),
        shared / max(len(claim.words), 1),
        float(not text.numbers.isdisjoint(claim.numbers)),
        float(not text.numbers <= claim.numbers),
        float(not (text.negated - claim.negated).isdisjoint(claim.words)),
        float(text.says_none and not claim.says_none),
    )


def _tokens(text: str) -> list[str]:
    return [_NUMBER if token[0].isdigit() else token for token in _TOKEN.findall(text)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Hashed:
    """Words of many texts, one text after the other, each between its two ends."""

    hashes: NDArray[np.uint64]
    """(m,)."""
    owners: NDArray[np.int64]
    """(m,) which text."""
    places: NDArray[np.int64]
    """(m,) place in the text, its begin at 0."""
    left: NDArray[np.int64]
    """(m,) places that follow in the text, its end at 0."""

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> _Hashed:
        """Return the hashes of texts as their words."""
        lengths = np.array([len(words) + 2 for words in texts], np.int64)
        owners = np.repeat(np.arange(len(texts)), lengths)
        places = np.arange(len(owners)) - (np.cumsum(lengths) - lengths)[owners]
        flat = [_hash(word) for words in texts for word in (_BEGIN, *words, _END)]
        left = lengths[owners] - 1 - places
        return cls(hashes=np.array(flat, np.uint64), owners=owners, places=places, left=left)

    def begins(self) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Return the begin of every text: the one bucket that all have."""
        return self._chosen(self.places == 0, self.hashes)

    def first(self) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Return the first words."""
        return self._chosen(
            (self.places > 0) & (self.places <= EDGE) & (self.left > 0), self.hashes + np.uint64(_FIRST)
        )

    def last(self) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Return the last words."""
        return self._chosen((self.left > 0) & (self.left <= EDGE) & (self.places > 0), self.hashes + np.uint64(_LAST))

    def grams(self, salt: int) -> tuple[tuple[NDArray[np.int64], NDArray[np.uint64]], ...]:
        """Return the words, and the pairs of neighbors, the ends of a text being neighbors too."""
        salted = self.hashes * _MIX + np.uint64(salt)
        pairs = (np.append(salted[1:], np.uint64(0)) + salted * np.uint64(31)) * _MIX
        return self._chosen((self.places > 0) & (self.left > 0), salted), self._chosen(self.left > 0, pairs)

    def _chosen(
        self, which: NDArray[np.bool_], hashes: NDArray[np.uint64]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        return self.owners[which], hashes[which]


def _buckets(parts: Sequence[tuple[NDArray[np.int64], NDArray[np.uint64]]], *, size: int) -> list[NDArray[np.int64]]:
    """Return the different buckets of each of ``size`` owners of hashes, ascending."""
    owners, hashes = (np.concatenate(column) for column in zip(*parts, strict=True))
    mixed = hashes * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX >> np.uint64(48)
    keys = np.sort(owners * BUCKETS + mixed.astype(np.int64))
    keys = keys[np.append(True, keys[1:] != keys[:-1])]
    ends = np.searchsorted(keys, np.arange(1, size) * BUCKETS)
    return np.split(keys % BUCKETS, ends)


@lru_cache(maxsize=50_000)
def _hash(token: str) -> int:
    return zlib.crc32(token.encode("utf-8", "surrogatepass"))
