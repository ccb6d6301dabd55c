"""Dense rows of texts in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rumorwatch.storage.rows import chunks, insert_rows
from rumorwatch.storage.schema import vector as table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection


class SqlVectors:
    """Dense rows remembered by (model id, text hash)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, model_id: str, text_hashes: Sequence[str]) -> Mapping[str, bytes]:
        """Return the rows known, as float32 bytes in little-endian order."""
        found: dict[str, bytes] = {}
        for some in chunks(set(text_hashes)):
            query = select(table.c.text_hash, table.c.row).where(
                table.c.model_id == model_id, table.c.text_hash.in_(some)
            )
            found.update((row.text_hash, row.row) for row in self._connection.execute(query))
        return found

    def put(self, model_id: str, rows: Mapping[str, bytes]) -> None:
        """Store rows; known ones are left as they are."""
        known: set[str] = set()
        for some in chunks(rows):
            query = select(table.c.text_hash).where(table.c.model_id == model_id, table.c.text_hash.in_(some))
            known.update(self._connection.execute(query).scalars())
        insert_rows(
            self._connection,
            table,
            [
                {"model_id": model_id, "text_hash": text_hash, "row": row}
                for text_hash, row in rows.items()
                if text_hash not in known
            ],
        )
