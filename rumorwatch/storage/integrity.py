"""Look a database over, for ``doctor`` and ``status``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.storage.faults import damaged, translated
from rumorwatch.storage.migrate import REVISIONS, revision_of

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from rumorwatch.domain.errors import StoreError
    from rumorwatch.storage.store import SqlStore

_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrity:
    """What looking over a database found."""

    path: Path
    problems: tuple[str, ...]
    """One line each, at most 20 of a kind; empty when it is sound."""
    schema: str | None
    known_schema: str
    """Today's schema of this rumorwatch."""
    file_bytes: int
    wal_bytes: int
    """Write-ahead log not yet folded into the file."""
    pages: int
    free_pages: int
    page_bytes: int
    error: StoreError | None
    """RW-S05 when there are problems."""


def check(store: SqlStore) -> Integrity:
    """Look over every page and every reference of the database; reads the whole file once.

    Raises:
        StoreError: The database cannot even be read (RW-S01 to RW-S07).
    """
    with translated(store.place), store.engine.connect() as connection, connection.begin():
        problems = _problems(connection)
        schema = revision_of(connection, store.place)
        pages, free_pages, page_bytes = (
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("page_count", "freelist_count", "page_size")
        )
    path = store.place.path
    return Integrity(
        path=path,
        problems=problems,
        schema=schema,
        known_schema=REVISIONS[-1],
        file_bytes=_size(path),
        wal_bytes=_size(path.with_name(f"{path.name}-wal")),
        pages=pages,
        free_pages=free_pages,
        page_bytes=page_bytes,
        error=damaged(f"{len(problems)} problems, the first: {problems[0]}", store.place) if problems else None,
    )


def _problems(connection: Connection) -> tuple[str, ...]:
    said = connection.exec_driver_sql(f"PRAGMA quick_check({_MOST_PROBLEMS})").scalars().all()
    # One answer may hold several lines, below a heading between asterisks.
    structure = [line for lines in said for line in lines.splitlines() if line != "ok" and not line.startswith("***")]
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_MOST_PROBLEMS)
    references = [f"row {row} of {table} has no {parent}" for table, row, parent, _ in orphans]
    return (*structure, *references)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
