"""Why a match is one: the words that post and claim share, rare ones first, as each side writes them."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rumorwatch.match.sentences import shared
from rumorwatch.reading.words import is_han, without_marks, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.posts import Language, SpellingViews

MAX_SHOWN = 6
"""Stretches of words shown: what a person takes in at a glance."""
_MAX_STRETCH = 6
"""Words of a stretch; a Han character counts as half a word."""


def explain(
    post: SpellingViews, claim: SpellingViews, *, texts_with: Mapping[str, int], texts: int, language: Language
) -> str:
    """Return one sentence with the matching words.

    Args:
        post: the best window of the post.
        claim: the claim, or the wording that matched.
        texts_with: how many references have a folded word; words not in it are in none.
        texts: how many references there are.
        language: of the sentence: vi, en or zh.
    """
    common = max(2.0, texts / 10)
    shown = {}
    for stretch in _stretches(words_of(post.folded), words_of(claim.folded)):
        telling = [word for word in stretch if texts_with.get(word, 0) <= common]
        if telling:
            shown[stretch] = min(texts_with.get(word, 0) for word in telling)
    best = sorted(shown, key=lambda stretch: (shown[stretch], -len(stretch), stretch))[:MAX_SHOWN]
    ours, theirs = _as_written(post), _as_written(claim)
    left = [_join([ours.get(word, word) for word in stretch]) for stretch in best]
    right = [_join([theirs.get(word, word) for word in stretch]) for stretch in best]
    return shared(left, right, language=language)


def _stretches(words: Sequence[str], claim: Sequence[str]) -> list[tuple[str, ...]]:
    """Return runs of words that stand so in both, cut to six words, none within another."""
    known, neighbors = set(claim), set(pairwise(claim))
    runs: list[list[str]] = []
    before, length = "", 0.0
    for word in words:
        if word not in known:
            before = ""
            continue
        own = 0.5 if is_han(word) else 1.0
        if (before, word) not in neighbors or length + own > _MAX_STRETCH:
            runs.append([])
            length = 0.0
        runs[-1].append(word)
        before, length = word, length + own
    kept: dict[tuple[str, ...], set[str]] = {}
    for candidate in sorted(dict.fromkeys(map(tuple, runs)), key=len, reverse=True):
        mine = set(candidate)
        if not any(mine <= longer for longer in kept.values()):
            kept[candidate] = mine
    return [*kept]


@lru_cache(maxsize=4_000)
def _as_written(text: SpellingViews) -> dict[str, str]:
    """Return how the accented view writes a folded word; words that folding changes by more than marks are missing."""
    return {without_marks(word): word for word in reversed(words_of(text.accented.lower()))}


def _join(words: list[str]) -> str:
    joined = words[0]
    for before, word in pairwise(words):
        joined += word if is_han(before) and is_han(word) else f" {word}"
    return joined
