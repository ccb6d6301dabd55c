"""Runs: what one scan did, for people and for cron."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.alerts import Alert
    from rumorwatch.domain.errors import FeedError
    from rumorwatch.domain.posts import FeedId


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a scan took from one feed."""

    feed_id: FeedId
    read: int
    """Posts the feed gave; 0 when unchanged."""
    new: int
    """Posts not stored before."""
    error: FeedError | None
    skipped: str | None
    """Why it was not visited, else None."""
    notes: tuple[str, ...]
    """What was odd but survivable, a line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanReport:
    """What one scan did and what there is to tell."""

    at: datetime
    taken: tuple[Taken, ...]
    """One a feed, in the order they finished."""
    rematched: int
    """Posts of the window matched again because claims, statements or models changed."""
    alerts: tuple[Alert, ...]
    """Open alerts, highest priority first."""
