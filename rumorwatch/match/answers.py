"""Which official statement answers which claim: statements are matched with claims as posts are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.claims import ClaimId, StatementId
from rumorwatch.match.candidates import Index
from rumorwatch.match.leads import leads_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.domain.ports import Encoder
    from rumorwatch.match.calibrate import Calibration
    from rumorwatch.match.references import Reference

MIN_PROBABILITY = 0.5
"""A statement answers a claim when that is more likely than not: the best one is shown to a person, never sent."""
_TOP = 6
"""Claims looked at for a statement: those it may answer, and their rivals."""


def best_answers(
    claims: Sequence[Reference],
    statements: Sequence[Reference],
    *,
    encoders: Sequence[Encoder],
    calibration: Calibration,
) -> dict[ClaimId, tuple[StatementId, float]]:
    """Return for each claim the statement most like it with its similarity, where there is one.

    Claims are searched with statements and not the other way around: an old and a new statement on one claim are then
    no rivals. Of equally like ones the newer wins, then the one that comes first.

    Args:
        claims: any number.
        statements: any number.
        encoders: learned on both.
        calibration: the constants of the encoders.
    """
    index = Index.build(claims, encoders=encoders, weights=calibration.weights)
    newest_first = sorted(statements, key=lambda one: one.checked_at.timestamp() if one.checked_at else 0, reverse=True)
    found = index.search([statement.whole for statement in newest_first], top=_TOP)
    leads = leads_of(found, index, same_matter=calibration.same_matter)
    answers: dict[ClaimId, tuple[StatementId, float]] = {}
    for at, statement in enumerate(newest_first):
        pairs = zip(found.references[at].tolist(), found.similarities[at].tolist(), leads[at].tolist(), strict=True)
        for position, similarity, lead in pairs:
            probability = calibration.probability(similarity=similarity, lead=lead, references=len(claims))
            claim_id = ClaimId(claims[position].id)
            best = answers[claim_id][1] if claim_id in answers else 0.0
            if probability >= MIN_PROBABILITY and similarity > best:
                answers[claim_id] = (StatementId(statement.id), similarity)
    return answers
