"""Lessons: judged pairs as an encoder learns them, texts beside what says the same and what does not.

A batch sets every text against all others of it (Henderson et al. 2017), although nobody judged most of those pairs. So
two lessons that may be about one matter are never in one batch, and only what was judged is pushed away within a
matter.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

from rumorwatch.domain.labels import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from random import Random

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.train.examples import PairExample


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A text, what says the same, and what analysts said does not."""

    anchor: str
    positive: str
    negative: str | None = None
    """None: nobody said of anything like it that it is not the same."""
    matters: frozenset[int]
    """What its texts are about, as far as it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What lessons are made from."""

    same: Sequence[PairExample]
    """What was said of pairs; none of the gold set."""
    texts: Mapping[str, str]
    """Judged texts by hash."""
    claims: Mapping[ClaimId, Sequence[str]]
    """What each claim is said in: its text first, then its wordings."""
    alike: Iterable[tuple[ClaimId, ClaimId]] = ()
    """Claims so alike that they may be one rumor told again."""


def lessons_of(taught: Taught) -> list[Lesson]:
    """Return one lesson for each judged pair or, where it goes with another pair, for both.

    A pair that is not the same becomes the negative of one that is: of the same text with another claim, else of
    another text with the same claim, else of the claim with itself. A claim's wordings take turns, for a post is
    matched with the best of them; so do its texts.
    """
    same, other = _sides(taught.same)
    matters = _matters(taught, same)
    told: dict[ClaimId, list[str]] = defaultdict(list)
    for one in same:
        told[one.claim_id].append(one.text_hash)
    wording = {
        (text_hash, claim_id): taught.claims[claim_id][at % len(taught.claims[claim_id])]
        for claim_id, hashes in told.items()
        for at, text_hash in enumerate(hashes)
    }
    own = {one.text_hash: one.claim_id for one in reversed(same)}
    turns = {claim_id: cycle(hashes) for claim_id, hashes in told.items()}
    lessons: list[Lesson] = []
    carrying: set[tuple[str, ClaimId]] = set()
    for one in other:
        text, claim = taught.texts[one.text_hash], taught.claims[one.claim_id]
        matter = frozenset({matters[one.claim_id]})
        if one.text_hash in own:
            pair = one.text_hash, own[one.text_hash]
            matter |= {matters[pair[1]]}
            made = Lesson(anchor=text, positive=wording[pair], negative=claim[0], matters=matter)
        elif one.claim_id in turns:
            pair = next(turns[one.claim_id]), one.claim_id
            made = Lesson(anchor=taught.texts[pair[0]], positive=wording[pair], negative=text, matters=matter)
        else:
            pair = one.text_hash, one.claim_id
            made = Lesson(anchor=claim[0], positive=claim[-1], negative=text, matters=matter)
        carrying.add(pair)
        lessons.append(made)
    return lessons + [
        Lesson(anchor=taught.texts[pair[0]], positive=said, matters=frozenset({matters[pair[1]]}))
        for pair, said in wording.items()
        if pair not in carrying
    ]


def batches(lessons: Sequence[Lesson], *, size: int, random: Random) -> list[list[int]]:
    """Return the numbers of all lessons in batches, no two about one matter in a batch.

    Args:
        lessons: All with a negative, or all without.
        size: Of a batch, at most.
        random: Their order.
    """
    order = [*range(len(lessons))]
    random.shuffle(order)
    filled: list[list[int]] = []
    for at in order:
        batch = next((one for one in filled if len(one) < size and not _meet(lessons, one, at)), None)
        if batch is None:
            batch = []
            filled.append(batch)
        batch.append(at)
    return filled


def _meet(lessons: Sequence[Lesson], batch: Sequence[int], at: int) -> bool:
    """Return whether a lesson may be about a matter of a batch."""
    return any(lessons[at].matters & lessons[one].matters for one in batch)


def _sides(same: Iterable[PairExample]) -> tuple[list[PairExample], list[PairExample]]:
    ordered = sorted(same, key=lambda one: (one.claim_id, one.text_hash))
    return (
        [one for one in ordered if one.label is Label.SAME],
        [one for one in ordered if one.label is Label.NOT_SAME],
    )


def _matters(taught: Taught, same: Sequence[PairExample]) -> Mapping[ClaimId, int]:
    """Return the matter of each claim: claims that are alike, or that one text says, are about one."""
    names = sorted(taught.claims)
    number = {name: at for at, name in enumerate(names)}
    parents = [*range(len(names))]

    def root(at: int) -> int:
        while parents[at] != at:
            at = parents[at]
        return at

    first: dict[str, ClaimId] = {}
    joined = [*taught.alike, *((first.setdefault(one.text_hash, one.claim_id), one.claim_id) for one in same)]
    for pair in joined:
        one, other = sorted(root(number[name]) for name in pair)
        parents[other] = one
    return {name: root(at) for name, at in number.items()}
