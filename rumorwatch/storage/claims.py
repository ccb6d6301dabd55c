"""Claims in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from rumorwatch.domain.claims import Answer, Claim, ClaimId, StatementId, Status, Topic, Verdict
from rumorwatch.storage.references import add_rows, all_rows, get_row, retire_row
from rumorwatch.storage.rows import insert_rows, put_row
from rumorwatch.storage.schema import answer, meta
from rumorwatch.storage.schema import claim as table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from rumorwatch.storage.rows import AnyRow, RowValues

ANSWERS_BASIS = "store.answers_basis"
"""Name in ``meta`` of the basis that the remembered answers were made on."""
_MOST_LIKE = (answer.c.claim_id, answer.c.similarity.desc(), answer.c.statement_id)


class SqlClaims:
    """Claims in the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, claims: Sequence[Claim]) -> tuple[int, int]:
        """Insert new and replace known ids; return (new, replaced)."""
        return add_rows(self._connection, table, [claim_row(claim) for claim in claims])

    def all(self, *, retired: bool = False) -> Sequence[Claim]:
        """Return claims in use, by id; with ``retired`` the others too."""
        return [claim_of(row) for row in all_rows(self._connection, table, retired=retired)]

    def get(self, claim_id: ClaimId) -> Claim | None:
        """Return one claim, in use or not."""
        row = get_row(self._connection, table, claim_id)
        return None if row is None else claim_of(row)

    def retire(self, claim_id: ClaimId) -> bool:
        """Take it out of use; False when there is none in use under this id."""
        return retire_row(self._connection, table, claim_id)

    def answers(self, *, basis: str) -> Mapping[ClaimId, Sequence[Answer]] | None:
        """Return the statements on the matter of each claim, or None when not remembered on this basis."""
        remembered = self._connection.execute(select(meta.c.value).where(meta.c.name == ANSWERS_BASIS)).scalar()
        if remembered != basis:
            return None
        found: dict[ClaimId, list[Answer]] = {}
        for row in self._connection.execute(select(answer).order_by(*_MOST_LIKE)):
            found.setdefault(ClaimId(row.claim_id), []).append(_answer_of(row))
        return found

    def answers_to(self, claim_id: ClaimId) -> Sequence[Answer]:
        """Return the statements on the matter of a claim as last remembered, whatever the basis."""
        query = select(answer).where(answer.c.claim_id == claim_id).order_by(*_MOST_LIKE)
        return [_answer_of(row) for row in self._connection.execute(query)]

    def remember_answers(self, answers: Mapping[ClaimId, Sequence[Answer]], *, basis: str) -> None:
        """Replace the remembered answers."""
        self._connection.execute(delete(answer))
        rows = [
            {"claim_id": claim_id, "statement_id": one.statement_id, "similarity": one.similarity}
            for claim_id, some in answers.items()
            for one in some
        ]
        insert_rows(self._connection, answer, rows)
        put_row(self._connection, meta, {"name": ANSWERS_BASIS, "value": basis})


def _answer_of(row: AnyRow) -> Answer:
    return Answer(statement_id=StatementId(row.statement_id), similarity=row.similarity)


def claim_row(claim: Claim) -> RowValues:
    """Return the row of a claim."""
    return {
        "id": claim.id,
        "text": claim.text,
        "title": claim.title,
        "subtitle": claim.subtitle,
        "wordings": list(claim.wordings),
        "verdict": claim.verdict,
        "topic": claim.topic,
        "language": claim.language,
        "url": claim.url,
        "publisher": claim.publisher,
        "checked_at": claim.checked_at,
        "status": claim.status,
    }


def claim_of(row: AnyRow) -> Claim:
    """Return the claim of a row."""
    return Claim(
        id=ClaimId(row.id),
        text=row.text,
        title=row.title,
        subtitle=row.subtitle,
        wordings=tuple(row.wordings),
        verdict=Verdict(row.verdict),
        topic=Topic(row.topic),
        language=row.language,
        url=row.url,
        publisher=row.publisher,
        checked_at=row.checked_at,
        status=Status(row.status),
    )
