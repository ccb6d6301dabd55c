"""Clocks: where a workspace's time comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """The clock of a recorded workspace: it stands still."""

    at: datetime

    def now(self) -> datetime:
        """Return the moment the recording ends, in UTC."""
        return self.at.astimezone(UTC)
