"""The pairs to ask about: a post beside its likeliest claim, in the order of what is to be learned."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.label.likeness import NEAR_COPY
from rumorwatch.label.pairreasons import NewLanguage, NewTopic

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Hashable, Iterable, Iterator

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

    @property
    def subjects(self) -> tuple[Hashable, ...]:
        """What questions about it are counted by: the claim, and what there are few answers for."""
        match self.reason:
            case NewLanguage(languages=languages):
                return (self.claim_id, languages)
            case NewTopic(topic=topic):
                return (self.claim_id, topic)
            case _:
                return (self.claim_id,)


def in_turn(pairs: Iterable[Pair], *, asked: Counter[Hashable], copies: Copies) -> Iterator[tuple[Pair, float]]:
    """Yield the pairs with what is left to learn of each, most first; near copies of what was asked last, with 0.

    What is known of a claim, a language pair or a topic grows with the root of the questions about it, and what a text
    shares with one that was asked about is known. So what is left only ever shrinks, and the greatest that is still
    right when it is looked at again is the greatest of all (lazy greedy, Minoux 1978). Of equals the lower hash goes
    first.

    Args:
        pairs: Any number, of different texts.
        asked: Questions about each subject; those yielded are counted here, others by whoever asks them.
        copies: What was asked about; whoever asks adds to it.
    """
    waiting = [(-pair.value, pair.text.post.text_hash, pair) for pair in pairs]
    heapq.heapify(waiting)
    near = []
    while waiting:
        told, text_hash, pair = heapq.heappop(waiting)
        likest = copies.nearest(pair.text.post.views.folded)
        left = pair.value * (1 - likest) / math.sqrt(1 + max(asked[subject] for subject in pair.subjects))
        if likest >= NEAR_COPY:
            near.append(pair)
        elif -left != told:
            heapq.heappush(waiting, (-left, text_hash, pair))
        else:
            asked.update(pair.subjects)
            yield pair, left
    yield from ((pair, 0.0) for pair in near)
