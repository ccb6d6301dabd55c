"""The store in SQL: units of work over one engine."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select

from rumorwatch.storage.alerts import SqlAlerts
from rumorwatch.storage.audit import SqlAudit
from rumorwatch.storage.claims import SqlClaims
from rumorwatch.storage.duties import SqlDuties
from rumorwatch.storage.faults import translated
from rumorwatch.storage.feeds import SqlFeeds
from rumorwatch.storage.judgments import SqlJudgments
from rumorwatch.storage.matches import SqlMatches
from rumorwatch.storage.outbox import SqlOutbox
from rumorwatch.storage.posts import SqlPosts
from rumorwatch.storage.readings import SqlReadings
from rumorwatch.storage.rows import put_row
from rumorwatch.storage.schema import meta
from rumorwatch.storage.statements import SqlStatements
from rumorwatch.storage.trained import SqlTrainedModels
from rumorwatch.storage.vectors import SqlVectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from rumorwatch.storage.faults import Place

WRITING = "rumorwatch_writing"
"""Execution option that tells the engine which kind of transaction to begin."""


class SqlUnit:
    """One unit of work: a transaction and the nouns in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def posts(self) -> SqlPosts:
        """Posts."""
        return SqlPosts(self._connection)

    @property
    def matches(self) -> SqlMatches:
        """Matches of posts with claims."""
        return SqlMatches(self._connection)

    @property
    def readings(self) -> SqlReadings:
        """What was read in posts that no claim explains."""
        return SqlReadings(self._connection)

    @property
    def claims(self) -> SqlClaims:
        """Claims."""
        return SqlClaims(self._connection)

    @property
    def statements(self) -> SqlStatements:
        """Official statements."""
        return SqlStatements(self._connection)

    @property
    def feeds(self) -> SqlFeeds:
        """Feed and host states."""
        return SqlFeeds(self._connection)

    @property
    def alerts(self) -> SqlAlerts:
        """Alerts and notices."""
        return SqlAlerts(self._connection)

    @property
    def outbox(self) -> SqlOutbox:
        """Notices on their way to channels."""
        return SqlOutbox(self._connection)

    @property
    def duties(self) -> SqlDuties:
        """Who has to answer what, silences, and the clock of each rumor."""
        return SqlDuties(self._connection)

    @property
    def audit(self) -> SqlAudit:
        """What people did."""
        return SqlAudit(self._connection)

    @property
    def judgments(self) -> SqlJudgments:
        """What analysts said."""
        return SqlJudgments(self._connection)

    @property
    def trained(self) -> SqlTrainedModels:
        """Models that judgments made, and which are in force."""
        return SqlTrainedModels(self._connection)

    @property
    def vectors(self) -> SqlVectors:
        """Dense rows of texts."""
        return SqlVectors(self._connection)

    def get_meta(self, name: str) -> str | None:
        """Return a small remembered value, or None."""
        return self._connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar()

    def put_meta(self, name: str, value: str) -> None:
        """Remember a small value."""
        put_row(self._connection, meta, {"name": name, "value": value})


class SqlStore:
    """Where everything is remembered; made by ``engine.open_store``."""

    def __init__(self, engine: Engine, place: Place) -> None:
        self.engine = engine
        self.place = place
        self._writing = engine.execution_options(**{WRITING: True})

    @contextmanager
    def read(self) -> Iterator[SqlUnit]:
        """Open a view of the store as it is at this moment.

        Raises:
            StoreError: The database cannot be used (see ``faults``).
            RuntimeError: Something was written in the block.
        """
        with translated(self.place, reading=True), self.engine.begin() as connection:
            yield SqlUnit(connection)

    @contextmanager
    def write(self) -> Iterator[SqlUnit]:
        """Open a transaction that commits when the block ends and rolls back when it raises.

        Raises:
            StoreError: The database cannot be used (see ``faults``); nothing of the block was stored.
            RuntimeError: A row has no owner, such as a notice of an unknown alert.
        """
        with translated(self.place), self._writing.begin() as connection:
            yield SqlUnit(connection)

    def close(self) -> None:
        """Release connections and files."""
        self.engine.dispose()
