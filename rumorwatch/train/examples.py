"""Examples: what judgments teach, split so that nothing leaks into what is measured (domain.md, Learning).

A text that was drawn by chance is gold: everything said about it measures, and nothing of it teaches. For the figures
before and after, claims are split too, by the moment they were first judged: those learned of last are held out with
all that was said of them, and what was said of others after that moment is left out of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.domain.labels import AskReason, Label, Question

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.labels import Judgment, Ruling, Subject

HELD_SHARE = 0.2
"""Of the claims, those that were judged last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairExample:
    """A text beside a claim, with what more analysts said than said otherwise."""

    text_hash: str
    claim_id: ClaimId
    label: Label
    """Of ``Question.SAME`` or ``Question.STANCE``."""
    at: datetime
    """When it was last judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyExample:
    """An alert as it was shown, and whether analysts said that it needs an answer."""

    text_hash: str
    factors: Mapping[str, float]
    weights_version: str
    needs_answer: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """What judgments teach, or are measured on."""

    same: tuple[PairExample, ...] = ()
    stances: tuple[PairExample, ...] = ()
    urgency: tuple[UrgencyExample, ...] = ()

    def without_texts(self, texts: Collection[str]) -> Examples:
        """Return those of other texts."""
        return Examples(
            same=tuple(one for one in self.same if one.text_hash not in texts),
            stances=tuple(one for one in self.stances if one.text_hash not in texts),
            urgency=tuple(one for one in self.urgency if one.text_hash not in texts),
        )

    def without_claims(self, claims: frozenset[ClaimId], *, before: datetime | None = None) -> Examples:
        """Return those of other claims, and with ``before`` only those judged earlier."""
        return Examples(
            same=tuple(one for one in self.same if one.claim_id not in claims and _is_before(one.at, before)),
            stances=tuple(one for one in self.stances if one.claim_id not in claims and _is_before(one.at, before)),
            urgency=tuple(one for one in self.urgency if _is_before(one.at, before)),
        )

    def of_claims(self, claims: frozenset[ClaimId]) -> Examples:
        """Return those of these claims."""
        return Examples(
            same=tuple(one for one in self.same if one.claim_id in claims),
            stances=tuple(one for one in self.stances if one.claim_id in claims),
        )


def _is_before(at: datetime, before: datetime | None) -> bool:
    return before is None or at < before


def gold_texts(judgments: Iterable[Judgment]) -> frozenset[str]:
    """Return the texts that were drawn by chance."""
    return frozenset(one.subject.text_hash for one in judgments if one.reason is AskReason.RANDOM)


def examples_of(
    judgments: Sequence[Judgment], rulings: Mapping[Subject, Ruling], *, gold: Collection[str]
) -> tuple[Examples, Examples]:
    """Return what teaches, and what is gold; what nobody is sure of, or as many say as deny, is in neither.

    Args:
        judgments: Standing ones, in the order in which they were given.
        rulings: On all their subjects.
        gold: Texts that chance drew (``gold_texts``), by hash.
    """
    last = {one.subject: one for one in judgments}
    same: list[PairExample] = []
    stances: list[PairExample] = []
    urgency: list[UrgencyExample] = []
    for subject, judgment in last.items():
        label = rulings[subject].label
        if label is None:
            continue
        if subject.question is Question.URGENCY and judgment.shown.factors:
            urgency.append(
                UrgencyExample(
                    text_hash=subject.text_hash,
                    factors=judgment.shown.factors,
                    weights_version=judgment.shown.weights_version,
                    needs_answer=label is Label.ESCALATE,
                    at=judgment.at,
                )
            )
        into = {Question.SAME: same, Question.STANCE: stances}.get(subject.question)
        if into is not None and subject.claim_id is not None:
            into.append(
                PairExample(text_hash=subject.text_hash, claim_id=subject.claim_id, label=label, at=judgment.at)
            )
    teaching, measured = (
        Examples(
            same=tuple(one for one in same if (one.text_hash in gold) is is_gold),
            stances=tuple(one for one in stances if (one.text_hash in gold) is is_gold),
            urgency=tuple(one for one in urgency if (one.text_hash in gold) is is_gold),
        )
        for is_gold in (False, True)
    )
    return teaching, measured


def held_out(examples: Examples, *, share: float = HELD_SHARE) -> tuple[Examples, Examples]:
    """Return what teaches and what is held out when figures before and after are taken.

    Args:
        examples: All that teach.
        share: Of the claims, those first judged last.
    """
    first: dict[ClaimId, datetime] = {}
    for one in (*examples.same, *examples.stances):
        first[one.claim_id] = min(first.get(one.claim_id, one.at), one.at)
    ordered = sorted(first, key=lambda claim_id: (first[claim_id], claim_id))
    count = round(len(ordered) * share)
    if not count:
        return examples, Examples()
    late = frozenset(ordered[-count:])
    texts = {one.text_hash for one in (*examples.same, *examples.stances) if one.claim_id in late}
    early = examples.without_claims(late, before=min(first[claim_id] for claim_id in late))
    return early.without_texts(texts), examples.of_claims(late)
