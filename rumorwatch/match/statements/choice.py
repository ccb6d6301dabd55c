"""Choice: which of the statements on the matter of a claim answers it now, and what they contradict each other on.

The guards and their lexicons, a third of a second to import, are needed only where two statements are to be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Contradiction, Standing, Statement
from rumorwatch.match.statements.standing import is_published, standing_of, successors_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.claims import Answer, Claim, StatementId
    from rumorwatch.domain.posts import SpellingViews

EQUALLY_LIKE = 0.75
"""Share of the greatest similarity from which statements are as like the claim as the most like one: then the newest
answers, for how much of a claim is repeated in denying it is a matter of style."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The statement that answers a claim best at a moment, and what valid statements contradict each other on."""

    statement: Statement
    standing: Standing
    contradictions: tuple[Contradiction, ...] = ()
    """Among the valid statements on the claim, oldest first."""


def best_answer(
    claim: Claim,
    answers: Sequence[Answer],
    statements: Mapping[StatementId, Statement],
    *,
    views: Callable[[str], SpellingViews],
    now: datetime,
) -> Answered | None:
    """Return the statement that answers a claim best now, None where none is on its matter.

    A valid one goes before an expired one. A superseded one never answers: what supersedes it stands in its place, like
    the claim as it was. Then a statement that denies or corrects the claim or tells the rule goes before one that only
    mentions the matter, and of those equally like the claim (``EQUALLY_LIKE``) the newest, then the one most like it.

    Args:
        claim: The claim.
        answers: Statements on its matter, as remembered.
        statements: Statements in use; an answer that is not among them is passed over.
        views: Makes spelling views; normalizing is not ours to import.
        now: The moment asked about; what is published later does not exist.
    """
    alike = _in_force(answers, statements, now=now) if answers else {}
    if not alike:
        return None
    valid = [one for one in alike if standing_of(one, successors={}, now=now) is Standing.VALID]
    chosen = _best(claim, valid or list(alike), alike, views=views)
    return Answered(
        statement=chosen,
        standing=Standing.VALID if valid else Standing.EXPIRED,
        contradictions=_contradictions(valid, views) if len(valid) > 1 else (),
    )


def _contradictions(valid: Sequence[Statement], views: Callable[[str], SpellingViews]) -> tuple[Contradiction, ...]:
    from rumorwatch.match.statements.contradictions import contradictions_among

    return contradictions_among(valid, views=views)


def _in_force(
    answers: Sequence[Answer], statements: Mapping[StatementId, Statement], *, now: datetime
) -> dict[Statement, float]:
    """Return the statements that are out and not superseded, with their similarity or that of what they supersede."""
    successors = successors_of(statements.values(), now=now)
    alike: dict[Statement, float] = {}
    for answer in answers:
        statement = successors.get(answer.statement_id) or statements.get(answer.statement_id)
        if statement is not None and is_published(statement, now=now):
            alike[statement] = max(answer.similarity, alike.get(statement, 0.0))
    return alike


def _best(
    claim: Claim,
    among: Sequence[Statement],
    alike: Mapping[Statement, float],
    *,
    views: Callable[[str], SpellingViews],
) -> Statement:
    if len(among) == 1:
        return among[0]
    from rumorwatch.match.statements.bearing import bearing_of

    bearings = {one: bearing_of(one, claim, views=views) for one in among}
    most = max(bearings.values())
    bearing = [one for one in among if bearings[one] == most]
    least = EQUALLY_LIKE * max(alike[one] for one in bearing)
    equals = [one for one in bearing if alike[one] >= least]
    return max(equals, key=lambda one: (_published(one), alike[one], one.id))


def _published(statement: Statement) -> float:
    return statement.published_at.timestamp() if statement.published_at else float("-inf")
