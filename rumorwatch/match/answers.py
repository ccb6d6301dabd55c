"""Which official statement answers which claim: statements are matched with claims as posts are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.claims import ClaimId, StatementId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.match.judging import Judge
    from rumorwatch.match.references import Reference

MIN_PROBABILITY = 0.5
"""A statement answers a claim when that is more likely than not: the best one is shown to a person, never sent."""
_TOP = 6
"""Claims looked at for a statement: those it may answer, and their rivals."""


def best_answers(
    claims: Sequence[Reference], statements: Sequence[Reference], *, judge: Judge
) -> dict[ClaimId, tuple[StatementId, float]]:
    """Return for each claim the statement most like it with its similarity, where there is one.

    Claims are searched with statements and not the other way around: an old and a new statement on one claim are then
    no rivals. Of equally like ones the newer wins, then the one that comes first.

    Args:
        claims: any number.
        statements: any number.
        judge: over the claims, its encoders learned on both.
    """
    newest_first = sorted(statements, key=lambda one: one.checked_at.timestamp() if one.checked_at else 0, reverse=True)
    texts = [statement.whole for statement in newest_first]
    judged = judge.judge(texts, np.arange(len(texts)), size=len(texts), top=_TOP)
    columns = (judged.found.references, judged.found.similarities, judged.probabilities)
    answers: dict[ClaimId, tuple[StatementId, float]] = {}
    for statement, *row in zip(newest_first, *(column.tolist() for column in columns), strict=True):
        for position, similarity, probability in zip(*row, strict=True):
            claim_id = ClaimId(claims[position].id)
            best = answers[claim_id][1] if claim_id in answers else 0.0
            if probability >= MIN_PROBABILITY and similarity > best:
                answers[claim_id] = (StatementId(statement.id), similarity)
    return answers
