"""Which official statements are on the matter of which claim: statements are matched with claims as posts are.

It depends on texts and models only, and is remembered; which of them answers depends on the moment (choice.py).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.claims import Answer, ClaimId, StatementId
from rumorwatch.match.calibrate import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.match.judging import Judge
    from rumorwatch.match.references import Reference

_TOP = 6
"""Claims looked at for a statement: those it may answer, and their rivals."""


def find_answers(
    claims: Sequence[Reference], statements: Sequence[Reference], *, judge: Judge
) -> dict[ClaimId, tuple[Answer, ...]]:
    """Return for each claim the statements that are on its matter, most like it first; claims without any left out.

    Claims are searched with statements and not the other way around: an old and a new statement on one claim are then
    no rivals. Of equally like ones the newer comes first, then the one that comes first in ``statements``.

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
    columns = (judged.found.references, judged.found.similarities, judged.levels)
    found: defaultdict[ClaimId, list[Answer]] = defaultdict(list)
    for statement, *row in zip(newest_first, *(column.tolist() for column in columns), strict=True):
        for position, similarity, level in zip(*row, strict=True):
            if LEVELS[level] is not None:
                answer = Answer(statement_id=StatementId(statement.id), similarity=similarity)
                found[ClaimId(claims[position].id)].append(answer)
    return {name: tuple(sorted(some, key=lambda one: -one.similarity)) for name, some in found.items()}
