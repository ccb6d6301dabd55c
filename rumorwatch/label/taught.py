"""Taught: how much was answered already, for where that is little an answer is worth more."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rumorwatch.domain.labels import AskReason, Label, Question
from rumorwatch.label.asking import Taught, languages_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.claims import Claim, ClaimId
    from rumorwatch.domain.labels import JudgedText, Judgment


def taught_by(
    judgments: Sequence[Judgment], texts: Mapping[str, JudgedText], claims: Mapping[ClaimId, Claim]
) -> Taught:
    """Return how much was answered of posts beside claims, by who was sure; what chance drew never teaches."""
    by_claim: Counter[ClaimId] = Counter()
    by_languages: Counter[str] = Counter()
    for judgment in judgments:
        subject = judgment.subject
        claim = claims.get(subject.claim_id) if subject.claim_id else None
        teaches = judgment.label is not Label.UNSURE and judgment.reason is not AskReason.RANDOM
        if subject.question is Question.SAME and teaches and claim is not None:
            by_claim[claim.id] += 1
            if subject.text_hash in texts:
                by_languages[languages_of(texts[subject.text_hash].language, claim.language)] += 1
    return Taught(by_claim=by_claim, by_languages=by_languages)
