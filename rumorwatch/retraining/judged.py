"""What judgments teach, gathered from the store: examples with the texts and claims they are about."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from rumorwatch.label.rulings import rulings_of
from rumorwatch.retraining.conduct import counted
from rumorwatch.train.examples import examples_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rumorwatch.domain.claims import Claim, ClaimId
    from rumorwatch.domain.labels import JudgedText, Judgment
    from rumorwatch.domain.ports import Store
    from rumorwatch.retraining.conduct import Conduct
    from rumorwatch.train.examples import Examples

_ANY_QUORUM = 1
"""Every judgment teaches, whatever the quorum of what acts on alerts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Standing judgments, and what they teach and measure."""

    judgments: Sequence[Judgment]
    """Those that count, in the order in which they were given."""
    texts: Mapping[str, JudgedText]
    claims: Mapping[ClaimId, Claim]
    """Those in use."""
    teaching: Examples
    gold: Examples

    @property
    def data_hash(self) -> str:
        """12 hex digits of the judgments, whatever their order."""
        lines = sorted(
            repr(
                (
                    one.id,
                    one.analyst,
                    one.subject.question.value,
                    one.subject.text_hash,
                    one.subject.claim_id,
                    one.label.value,
                )
            )
            for one in self.judgments
        )
        return sha256("\n".join(lines).encode()).hexdigest()[:12]


def gather(store: Store, *, without: Collection[str] = ()) -> tuple[Judged, Conduct]:
    """Return what the store's judgments teach, and how analysts answered.

    Args:
        store: The workspace's.
        without: Analysts whose judgments do not count.
    """
    with store.read() as unit:
        standing, texts = unit.judgments.standing(), unit.judgments.texts()
        claims = {claim.id: claim for claim in unit.claims.all()}
    counting, conduct = counted(standing, without=without)
    return judged_of(counting, texts=texts, claims=claims), conduct


def judged_of(
    judgments: Sequence[Judgment], *, texts: Mapping[str, JudgedText], claims: Mapping[ClaimId, Claim]
) -> Judged:
    """Return what judgments teach; those about texts that were erased, or claims that are not in use, teach nothing."""
    known = [
        one
        for one in judgments
        if one.subject.text_hash in texts and (one.subject.claim_id is None or one.subject.claim_id in claims)
    ]
    teaching, gold = examples_of(known, rulings_of(known, quorum=_ANY_QUORUM))
    return Judged(judgments=known, texts=texts, claims=claims, teaching=teaching, gold=gold)
