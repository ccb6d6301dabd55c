"""Standing: which statements hold at a moment, and which one stands in the place of which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Standing, StatementId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from rumorwatch.domain.claims import Statement


def is_published(statement: Statement, *, now: datetime) -> bool:
    """Return whether a statement is out; one without a date is taken to be."""
    return statement.published_at is None or statement.published_at <= now


def successors_of(statements: Iterable[Statement], *, now: datetime) -> dict[StatementId, Statement]:
    """Return for each superseded statement the one that takes its place, at the end of the chain.

    A statement supersedes from its publication on. Of two that supersede the same one the newer counts. In a ring,
    which only a slip makes, none supersedes the newest.

    Args:
        statements: Those in use; a retired one supersedes nothing.
        now: The moment asked about.
    """
    known = {one.id: one for one in statements if is_published(one, now=now)}
    next_of: dict[StatementId, Statement] = {}
    for one in sorted((one for one in known.values() if one.supersedes not in {None, one.id}), key=_age):
        next_of[StatementId(str(one.supersedes))] = one
    found = {}
    for name in next_of:
        met, at = [name], name
        while at in next_of and next_of[at].id not in met:
            at = next_of[at].id
            met.append(at)
        ring = met[met.index(next_of[at].id) :] if at in next_of else []
        last = max((known[one] for one in ring), key=_age) if ring else known[at]
        if last.id != name:
            found[name] = last
    return found


def standing_of(statement: Statement, *, successors: Mapping[StatementId, Statement], now: datetime) -> Standing:
    """Return what a statement is worth now.

    Args:
        statement: One that is out.
        successors: As ``successors_of`` gives them.
        now: The moment asked about.
    """
    if statement.id in successors:
        return Standing.SUPERSEDED
    if statement.valid_until is not None and statement.valid_until < now:
        return Standing.EXPIRED
    return Standing.VALID


def _age(statement: Statement) -> tuple[float, str]:
    """Return what statements are ordered by, oldest first: publication, then id; those without a date are oldest."""
    return (statement.published_at.timestamp() if statement.published_at else float("-inf"), statement.id)
