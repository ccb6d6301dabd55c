"""Which official statement answers which claim: the same search, over statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.claims import ClaimId, StatementId
from rumorwatch.match.candidates import Index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.domain.ports import Encoder
    from rumorwatch.match.calibrate import Calibration
    from rumorwatch.match.references import Reference


def best_answers(
    claims: Sequence[Reference],
    statements: Sequence[Reference],
    *,
    encoders: Sequence[Encoder],
    calibration: Calibration,
) -> dict[ClaimId, tuple[StatementId, float]]:
    """Return for each claim the statement most like it with its similarity, where it is like enough.

    Like enough is the suggested tier's probability at a lead of nothing: two statements on one claim, old and new,
    must not cancel each other. Of equals the newer wins, then the one that comes first.

    Args:
        claims: any number.
        statements: any number.
        encoders: learned on both.
        calibration: the tiers' constants.
    """
    newest_first = sorted(
        statements, key=lambda one: one.checked_at.timestamp() if one.checked_at else 0.0, reverse=True
    )
    index = Index.build(newest_first, encoders=encoders, weights=calibration.weights)
    found = index.search([claim.whole for claim in claims], top=1)
    answers = {}
    if found.references.shape[1]:
        for claim, position, similarity in zip(
            claims, found.references[:, 0].tolist(), found.similarities[:, 0].tolist(), strict=True
        ):
            if similarity > 0 and calibration.probability(similarity=similarity, lead=0.0) >= calibration.suggested:
                answers[ClaimId(claim.id)] = (StatementId(newest_first[position].id), similarity)
    return answers
