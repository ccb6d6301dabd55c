"""What judgments teach, gathered from the store: examples with the texts and claims they are about."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from rumorwatch.label.rulings import rulings_of
from rumorwatch.normalize.duplicates import first_alike
from rumorwatch.normalize.posts import hash_of_text
from rumorwatch.normalize.text import views
from rumorwatch.retraining.conduct import counted
from rumorwatch.train.examples import examples_of, gold_texts

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
    withheld: Collection[str]
    """Texts that teach nothing, by hash: those that chance drew, and near copies of them."""

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
        drawn = gold_texts(unit.judgments.all())
        claims = {claim.id: claim for claim in unit.claims.all()}
    counting, conduct = counted(standing, without=without)
    return judged_of(counting, texts=texts, claims=claims, drawn=drawn), conduct


def judged_of(
    judgments: Sequence[Judgment],
    *,
    texts: Mapping[str, JudgedText],
    claims: Mapping[ClaimId, Claim],
    drawn: Collection[str] = (),
) -> Judged:
    """Return what judgments teach.

    Those about texts that were erased, or claims that are not in use, teach nothing, and neither does a text beside a
    claim that is said in it, as of which it was made: any model finds it.

    Args:
        judgments: Standing ones, in the order in which they were given.
        texts: By hash.
        claims: In use.
        drawn: Texts that chance drew for a judgment that is not among these, taken back or left out: it stays gold.
    """
    known = _without_own_texts([one for one in judgments if one.subject.text_hash in texts], claims)
    gold = gold_texts(known).union(drawn)
    teaching, measured = examples_of(known, rulings_of(known, quorum=_ANY_QUORUM), gold=gold)
    withheld = gold | _near_copies(gold, texts)
    return Judged(
        judgments=known,
        texts=texts,
        claims=claims,
        teaching=teaching.without_texts(withheld),
        gold=measured,
        withheld=withheld,
    )


def _without_own_texts(judgments: Sequence[Judgment], claims: Mapping[ClaimId, Claim]) -> list[Judgment]:
    """Return the judgments on no claim, and those on claims in use about other texts than the claim's own."""
    named = {one.subject.claim_id for one in judgments}
    own = {
        claim_id: {hash_of_text(views(text).folded) for text in claim.all_texts if text}
        for claim_id, claim in claims.items()
        if claim_id in named
    }
    return [
        one
        for one in judgments
        if (name := one.subject.claim_id) is None or (name in own and one.subject.text_hash not in own[name])
    ]


def _near_copies(gold: Collection[str], texts: Mapping[str, JudgedText]) -> frozenset[str]:
    """Return the texts that say in the same words what one of these says (normalize/duplicates.py)."""
    drawn = [name for name in sorted(gold) if name in texts]
    others = [name for name in sorted(texts) if name not in gold]
    first = first_alike([texts[name].views.folded for name in (*drawn, *others)])
    return frozenset(name for name, at in zip(others, first[len(drawn) :], strict=True) if at < len(drawn))
