"""Claims and statements in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from rumorwatch.domain.claims import Answer, Claim, ClaimId, Statement, StatementId, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.storage.memory_tables import Table, Tables

K = TypeVar("K", ClaimId, StatementId)
R = TypeVar("R", Claim, Statement)


class MemoryClaims:
    """Claims in the store."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, claims: Sequence[Claim]) -> tuple[int, int]:
        """Insert new and replace known ids; return (new, replaced)."""
        return _add(self._tables.claims, [(claim.id, claim) for claim in claims])

    def all(self, *, retired: bool = False) -> Sequence[Claim]:
        """Return claims in use, by id; with ``retired`` the others too."""
        return _all(self._tables.claims, retired=retired)

    def get(self, claim_id: ClaimId) -> Claim | None:
        """Return one claim, in use or not."""
        return self._tables.claims.rows.get(claim_id)

    def retire(self, claim_id: ClaimId) -> bool:
        """Take it out of use; False when there is none in use under this id."""
        return _retire(self._tables.claims, claim_id)

    def answers(self, *, basis: str) -> Mapping[ClaimId, Sequence[Answer]] | None:
        """Return the statements on the matter of each claim, or None when not remembered on this basis."""
        return self._tables.answers.rows.get(basis)

    def answers_to(self, claim_id: ClaimId) -> Sequence[Answer]:
        """Return the statements on the matter of a claim as last remembered, whatever the basis."""
        return next((some[claim_id] for some in self._tables.answers.rows.values() if claim_id in some), ())

    def remember_answers(self, answers: Mapping[ClaimId, Sequence[Answer]], *, basis: str) -> None:
        """Replace the remembered answers."""
        rows = self._tables.answers.change()
        rows.clear()
        rows[basis] = {
            claim_id: sorted(some, key=lambda one: (-one.similarity, one.statement_id))
            for claim_id, some in answers.items()
            if some
        }


class MemoryStatements:
    """Official statements in the store."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, statements: Sequence[Statement]) -> tuple[int, int]:
        """Insert new and replace known ids; return (new, replaced)."""
        return _add(self._tables.statements, [(statement.id, statement) for statement in statements])

    def all(self, *, retired: bool = False) -> Sequence[Statement]:
        """Return statements in use, by id; with ``retired`` the others too."""
        return _all(self._tables.statements, retired=retired)

    def get(self, statement_id: StatementId) -> Statement | None:
        """Return one statement, in use or not."""
        return self._tables.statements.rows.get(statement_id)

    def retire(self, statement_id: StatementId) -> bool:
        """Take it out of use; False when there is none in use under this id."""
        return _retire(self._tables.statements, statement_id)


def _add(table: Table[K, R], references: Sequence[tuple[K, R]]) -> tuple[int, int]:
    rows = table.change()
    new = replaced = 0
    for name, reference in references:
        known = rows.get(name)
        new += known is None
        replaced += known is not None and known != reference
        rows[name] = reference
    return new, replaced


def _all(table: Table[K, R], *, retired: bool) -> Sequence[R]:
    return [row for _, row in sorted(table.rows.items()) if retired or row.status is Status.ACTIVE]


def _retire(table: Table[K, R], name: K) -> bool:
    known = table.rows.get(name)
    if known is None or known.status is not Status.ACTIVE:
        return False
    table.change()[name] = replace(known, status=Status.RETIRED)
    return True
