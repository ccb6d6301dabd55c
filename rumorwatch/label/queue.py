"""The queue: what to ask an analyst next, and why.

An answer is worth what it is expected to settle: information x reach x diversity.

- Information of a post beside a claim is the entropy of the probability, in bits: uncertainty sampling (Lewis & Gale
  1994). Of a post that no claim explains it is how likely it states one, for that one is wholly unknown.
- Reach is the sources that say it: copies of a post, and of what no claim explains the posts like it (information
  density, Settles & Craven 2008, with their exponent 1). Authors count once each: a hundred copies by one are one.
- Diversity is what is left after what was asked before: less of a claim and of a group that was asked about, less the
  more words are shared, and near copies only when nothing else is left.

Sorts of questions take turns (``_TURNS``), for their usefulness is not of one kind: a new claim helps tomorrow, a close
call teaches the matcher, a dispute holds up a decision. In each sort the most useful comes first.

Some texts are drawn by chance, by a hash of seed and text, and are asked about for no other reason: figures and the
gate are measured on them. Everybody is asked about the same, in the same order.

Everything follows from the arguments: equal ones give an equal order.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from rumorwatch.domain.labels import AskReason
from rumorwatch.label.asking import Taught
from rumorwatch.label.lanes import Lanes
from rumorwatch.label.likeness import Copies
from rumorwatch.label.rulings import analyst_key
from rumorwatch.label.texts import texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence

    from rumorwatch.domain.claims import Claim, ClaimId
    from rumorwatch.domain.labels import Lease
    from rumorwatch.label.asking import Ask, Asking, Candidate
    from rumorwatch.label.texts import Text

_NOTHING_TAUGHT = Taught()
_TURNS: Sequence[Callable[[Lanes], Iterator[Ask]]] = (
    Lanes.reviews,
    Lanes.posts,
    Lanes.pairs,
    Lanes.posts,
    Lanes.posts,
    Lanes.held,
    Lanes.posts,
    Lanes.posts,
)
"""Of eight questions five may bring a claim, one teaches the matcher, one looks again at what others answered, and one
audits what was held back. What has nothing to ask passes its turn on. New claims are what an hour of labeling is for:
with three of eight for them 200 answers made 103 and 110 claims of CheckThat!'s posts in two draws, with five 122 and
138 (scripts/benchmark learning)."""


def ask_order(
    candidates: Sequence[Candidate],
    *,
    claims: Mapping[ClaimId, Claim],
    analyst: str,
    asking: Asking,
    taught: Taught = _NOTHING_TAUGHT,
    leases: Sequence[Lease] = (),
    only: Collection[AskReason] = (),
    most: int = 1_000,
) -> list[Ask]:
    """Return what to ask an analyst, in order; of each text one question at most, and nothing that they answered.

    Args:
        candidates: Posts of the window, in any order.
        claims: Those in use; matches to others are passed over.
        analyst: Whom.
        asking: How questions are chosen.
        taught: How much was answered before.
        leases: Those that hold: what others are looking at is left to them.
        only: Only questions for these reasons; empty: for any.
        most: Questions at most: more than anybody answers before they are chosen anew.
    """
    texts = texts_of(candidates, claims)
    own = analyst_key(analyst)
    leased = frozenset((one.text_hash, one.claim_id) for one in leases if analyst_key(one.analyst) != own)
    lanes = Lanes(
        texts=texts,
        claims=claims,
        taught=taught,
        asking=asking,
        analyst=analyst,
        leased=leased,
        asked=_counted(taught),
        copies=_copies_asked(texts, {text_hash for text_hash, _ in leased}),
    )
    may_draw = not only or AskReason.RANDOM in only
    drawn = lanes.drawn() if may_draw else iter(())
    return list(islice(_mixed(drawn, _by_turns(lanes, only=only), share=asking.random_share), most))


def _counted(taught: Taught) -> Counter[Hashable]:
    """Return how many questions about each claim were answered."""
    counted: Counter[Hashable] = Counter()
    for claim_id, judgments in taught.by_claim.items():
        counted[claim_id] += judgments
    return counted


def _copies_asked(texts: Sequence[Text], leased: Collection[str]) -> Copies:
    """Return what was asked about before: what somebody judged, and what others are looking at."""
    copies = Copies()
    for text in texts:
        if text.candidate.rulings or text.post.text_hash in leased:
            copies.add(text.post.views.folded)
    return copies


def _mixed(drawn: Iterator[Ask], chosen: Iterator[Ask], *, share: float) -> Iterator[Ask]:
    """Yield what was chosen, and at every place where the share of drawn ones would fall behind, a drawn one."""
    asked = random = 0
    while True:
        is_due = random + 1 <= (asked + 1) * share
        ask = next(drawn, None) if is_due else None
        if ask is None:
            ask = next(chosen, None)
        if ask is None:
            yield from drawn
            return
        asked += 1
        random += ask.reason is AskReason.RANDOM
        yield ask


def _by_turns(lanes: Lanes, *, only: Collection[AskReason]) -> Iterator[Ask]:
    """Yield the questions of all lanes in turn, each text once; those of which nothing is to be learned come last."""
    waiting = {lane: (ask for ask in lane(lanes) if not only or ask.reason in only) for lane in dict.fromkeys(_TURNS)}
    seen: set[str] = set()
    last: list[Ask] = []
    turn, passed = 0, 0
    while passed < len(_TURNS):
        ask = _next_useful(waiting[_TURNS[turn % len(_TURNS)]], seen=seen, last=last)
        turn += 1
        passed = 0 if ask else passed + 1
        if ask is not None:
            lanes.copies.add(ask.post.views.folded)
            yield ask
    for ask in last:
        if ask.post.text_hash not in seen:
            seen.add(ask.post.text_hash)
            yield ask


def _next_useful(lane: Iterator[Ask], *, seen: set[str], last: list[Ask]) -> Ask | None:
    for ask in lane:
        if ask.post.text_hash in seen:
            continue
        if ask.usefulness > 0:
            seen.add(ask.post.text_hash)
            return ask
        last.append(ask)
    return None
