"""Features of a post beside a claim: hashed words of both spelling views, and signs, each a number with a meaning.

Observations: the same words weigh differently at the ends of a post, so its first and last words are also told apart;
people who deny and those who report write whole sentences, people who warn shout, people who ask end with a question.
A post that repeats has the claim's words and numbers, one that denies has others. Known exceptions: irony, and a denial
that only tells of something seen ("drank it all week, feeling great"), which only encoder rows can sense.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.match.stance.negation import negated_words, says_none
from rumorwatch.reading.cues import KINDS, cue_lists
from rumorwatch.reading.hashed import BUCKETS
from rumorwatch.reading.texts import CUE_EDGE, OF_CUES, OF_TEXT, read_texts, signs_of_cues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.posts import SpellingViews

_DIGITS = re.compile(r"\d+")
_OF_PAIR = ("claim words", "claim covered", "claim number", "other number", "negates", "says none")
SIGNS = (*(f"{kind}, {how}" for kind in KINDS for how in OF_CUES), *OF_TEXT, *_OF_PAIR)
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
    return [
        _Read(
            edges=text.edges,
            grams=text.grams,
            count=len(text.words),
            cues=text.cues,
            signs=text.signs,
            words=frozenset(text.words),
            numbers=frozenset(_DIGITS.findall(text.shown)),
            negated=negated_words(text.shown),
            says_none=says_none(text.shown),
        )
        for text in read_texts(texts)
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
    left = [(at, cue) for at, cue in text.cues if cue not in known]
    counts = cue_lists().count(left, first=CUE_EDGE, last=text.count - CUE_EDGE)
    return signs_of_cues(counts, words=text.count)


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
