"""Plain stances: cue words alone, for what is hardly a match and where the stance model is missing or damaged."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rumorwatch.domain.matches import Stance
from rumorwatch.reading.cues import KINDS, cue_lists
from rumorwatch.reading.words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.match.stance.model import StancePair

_ASKING_ENDS = ("?", "\uff1f")
_TELLING = ((Stance.REPORTS, ("inquiry",)), (Stance.ASKS, ("asking",)))
"""Kinds of cues of those who neither deny nor end with a question; the first that a post has decides."""


def plain_stances(pairs: Sequence[StancePair]) -> list[Stance]:
    """Return the stance of each post by its cue words and its last sign."""
    return [_plain_stance(pair) for pair in pairs]


def _plain_stance(pair: StancePair) -> Stance:
    told = frozenset[str]().union(*(_kinds(claim.folded) for claim in pair.claims))
    kinds = _kinds(pair.post.folded) - told
    if kinds.intersection(("false", "calm")):
        return Stance.DENIES
    if pair.window.accented.rstrip(" !.…").endswith(_ASKING_ENDS):
        return Stance.ASKS
    return next((stance for stance, telling in _TELLING if kinds.intersection(telling)), Stance.REPEATS)


@lru_cache(maxsize=20_000)
def _kinds(folded: str) -> frozenset[str]:
    """Return the kinds of cues of a text; each post is asked beside several claims, and claims beside many posts."""
    counts = cue_lists().count(cue_lists().find(words_of(folded)))
    return frozenset(kind for kind, (every, _, _) in zip(KINDS, counts, strict=True) if every)
