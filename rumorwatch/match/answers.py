"""Which official statement answers which claim: statements are matched with claims as posts are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.claims import ClaimId, StatementId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.match.judging import Judge
    from rumorwatch.match.references import Reference

_TOP = 6
"""Claims looked at for a statement: those it may answer, and their rivals."""


def best_answers(
    claims: Sequence[Reference], statements: Sequence[Reference], *, judge: Judge
) -> dict[ClaimId, tuple[StatementId, float]]:
    """Return for each claim the statement most like it with its similarity, where there is one.

    Claims are searched with statements and not the other way around: an old and a new statement on one claim are then
    no rivals. Of equally like ones the newer wins, then the one that comes first.

    A pair has to reach the suggested tier and no more, for it is shown to a person and never sent: a statement denies
    the claim, so an encoder that sees negations finds it less like the claim than a post that repeats it (in the demo
    right pairs have probabilities from .10, wrong ones below .001).

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
            if probability >= judge.calibration.suggested and similarity > best:
                answers[claim_id] = (StatementId(statement.id), similarity)
    return answers
