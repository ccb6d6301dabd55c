"""The store in memory: for tests, and for commands that work on files alone.

A commit puts a new generation of tables in place of the old one, which is never changed. So a read unit is a snapshot
for the price of a reference, a rollback is forgetting the draft, and a write unit copies only the tables it changes.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from rumorwatch.storage.memory_alerts import MemoryAlerts, MemoryFeeds, MemoryVectors
from rumorwatch.storage.memory_audit import MemoryAudit
from rumorwatch.storage.memory_claims import MemoryClaims, MemoryStatements
from rumorwatch.storage.memory_duties import MemoryDuties
from rumorwatch.storage.memory_labels import MemoryJudgments, MemoryTrainedModels
from rumorwatch.storage.memory_outbox import MemoryOutbox
from rumorwatch.storage.memory_posts import MemoryMatches, MemoryPosts
from rumorwatch.storage.memory_readings import MemoryReadings
from rumorwatch.storage.memory_tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator


class MemoryUnit:
    """One unit of work: the tables as it sees them."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @property
    def posts(self) -> MemoryPosts:
        """Posts."""
        return MemoryPosts(self._tables)

    @property
    def matches(self) -> MemoryMatches:
        """Matches of posts with claims."""
        return MemoryMatches(self._tables)

    @property
    def readings(self) -> MemoryReadings:
        """What was read in posts that no claim explains."""
        return MemoryReadings(self._tables)

    @property
    def claims(self) -> MemoryClaims:
        """Claims."""
        return MemoryClaims(self._tables)

    @property
    def statements(self) -> MemoryStatements:
        """Official statements."""
        return MemoryStatements(self._tables)

    @property
    def feeds(self) -> MemoryFeeds:
        """Feed and host states."""
        return MemoryFeeds(self._tables)

    @property
    def alerts(self) -> MemoryAlerts:
        """Alerts and notices."""
        return MemoryAlerts(self._tables)

    @property
    def outbox(self) -> MemoryOutbox:
        """Notices on their way to channels."""
        return MemoryOutbox(self._tables)

    @property
    def duties(self) -> MemoryDuties:
        """Who has to answer what, silences, and the clock of each rumor."""
        return MemoryDuties(self._tables)

    @property
    def audit(self) -> MemoryAudit:
        """What people did."""
        return MemoryAudit(self._tables)

    @property
    def judgments(self) -> MemoryJudgments:
        """What analysts said."""
        return MemoryJudgments(self._tables)

    @property
    def trained(self) -> MemoryTrainedModels:
        """Models that judgments made, and which are in force."""
        return MemoryTrainedModels(self._tables)

    @property
    def vectors(self) -> MemoryVectors:
        """Dense rows of texts."""
        return MemoryVectors(self._tables)

    def get_meta(self, name: str) -> str | None:
        """Return a small remembered value, or None."""
        return self._tables.meta.rows.get(name)

    def put_meta(self, name: str, value: str) -> None:
        """Remember a small value."""
        self._tables.meta.change()[name] = value


class MemoryStore:
    """Where everything is remembered until the program ends."""

    def __init__(self) -> None:
        self._tables = Tables()
        self._writing = Lock()

    @contextmanager
    def read(self) -> Iterator[MemoryUnit]:
        """Open a view of the store as it is at this moment.

        Raises:
            RuntimeError: Something was written in the block.
        """
        yield MemoryUnit(self._tables.begin(writable=False))

    @contextmanager
    def write(self) -> Iterator[MemoryUnit]:
        """Open a transaction that commits when the block ends and is forgotten when it raises.

        Raises:
            RuntimeError: A row has no owner, such as a notice of an unknown alert.
        """
        with self._writing:
            draft = self._tables.begin(writable=True)
            yield MemoryUnit(draft)
            self._tables = draft.begin(writable=False)

    def close(self) -> None:
        """Release connections and files: there are none."""
