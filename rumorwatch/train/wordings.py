"""Wordings that posts taught: texts that analysts said make a claim, added to the ways in which it is put.

A claim is matched by the best of its wordings, so a wording finds what is said like it and changes nothing else. Few
are kept, each as unlike the others as can be: a tenth copy finds what the first found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.labels import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.train.examples import PairExample

MOST = 5
"""Wordings that a claim learns at most: each is one more row to search in, and a quarter as useful as the first."""
MIN_WORDS, MAX_WORDS = 8, 80
"""Shorter texts are never confirmed (domain.md, Matching), longer ones are matched by windows and say other things
too."""
SPREADING = frozenset({Label.REPEATS, Label.ASKS})
"""Stances whose words are the claim's; who denies or reports it uses words of their own."""


def teachable(
    same: Iterable[PairExample], stances: Iterable[PairExample], *, words: Mapping[str, float]
) -> Mapping[ClaimId, Sequence[str]]:
    """Return the texts that may become wordings of each claim, in the order of their hashes.

    Args:
        same: What was said of pairs.
        stances: What was said of stances; a text whose stance nobody told is taken for one that repeats.
        words: How many words each text has.
    """
    told = {(one.text_hash, one.claim_id): one.label for one in stances}
    found: dict[ClaimId, list[str]] = {}
    for one in same:
        fits = MIN_WORDS <= words[one.text_hash] <= MAX_WORDS
        stance = told.get((one.text_hash, one.claim_id), Label.REPEATS)
        if one.label is Label.SAME and fits and stance in SPREADING:
            found.setdefault(one.claim_id, []).append(one.text_hash)
    return {claim_id: sorted(dict.fromkeys(texts)) for claim_id, texts in sorted(found.items())}


def chosen(likeness: NDArray[np.float32], *, most: int = MOST, enough: float = 0.95) -> list[int]:
    """Return which texts become wordings: each the one least like what the claim is said in so far.

    Greedy farthest-point selection (Gonzalez 1985).

    Args:
        likeness: (t, k + t) cosines of t texts with the claim's k own wordings, then with each other.
        most: Texts at most.
        enough: A text as like a wording as this adds nothing.
    """
    texts, width = likeness.shape
    own = width - texts
    nearest = likeness[:, :own].max(axis=1) if own else np.full(texts, -1.0, np.float32)
    taken: list[int] = []
    while len(taken) < min(most, texts):
        open_ones = np.where(np.isin(np.arange(texts), taken), np.inf, nearest)
        best = int(open_ones.argmin())
        if open_ones[best] >= enough:
            break
        taken.append(best)
        nearest = np.maximum(nearest, likeness[:, own + best])
    return taken
