"""The pairs to ask about: a post beside its likeliest claim, in the order of what is to be learned."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.label.likeness import NEAR_COPY

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.label.likeness import Copies
    from rumorwatch.label.pairreasons import PairReason
    from rumorwatch.label.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A text beside its likeliest claim, and why to ask."""

    text: Text
    claim_id: ClaimId
    reason: PairReason
    value: float
    """Bits times sources, before anything was asked."""


def in_turn(pairs: Iterable[Pair], *, asked: Counter[ClaimId], copies: Copies) -> Iterator[tuple[Pair, float]]:
    """Yield the pairs with what is left to learn of each, most first; near copies of what was asked last, with 0.

    What is known of a claim grows with the root of the questions about it, and what a text shares with one that was
    asked about is known. So what is left only ever shrinks, and the greatest that is still right when it is looked at
    again is the greatest of all (lazy greedy, Minoux 1978). Of equals the lower hash goes first.

    Args:
        pairs: Any number, of different texts.
        asked: Questions about each claim; whoever asks one counts it, and the next choice knows.
        copies: What was asked about, likewise.
    """
    waiting = [(-pair.value, pair.text.post.text_hash, pair) for pair in pairs]
    heapq.heapify(waiting)
    near = []
    while waiting:
        told, text_hash, pair = heapq.heappop(waiting)
        likest = copies.nearest(pair.text.post.views.folded)
        left = pair.value * (1 - likest) / math.sqrt(1 + asked[pair.claim_id])
        if likest >= NEAR_COPY:
            near.append(pair)
        elif -left != told:
            heapq.heappush(waiting, (-left, text_hash, pair))
        else:
            yield pair, left
    yield from ((pair, 0.0) for pair in near)
