"""Problems: what makes a workspace unhealthy, the worst first. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.cli.display import age, plural
from rumorwatch.cli.output import local_time
from rumorwatch.domain.errors import HealthError
from rumorwatch.domain.feeds import Health
from rumorwatch.watch.standing import MB

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from rumorwatch.watch.standing import Standing

_NAMED = 5
"""Feeds that a line names; `feeds check` has them all."""


def problems_of(standing: Standing, *, max_scan_age: timedelta, min_free_mb: float) -> Sequence[HealthError]:
    """Return what is wrong, the worst first: what stops everything, what people are not told, what is not read.

    A model that is missing is none: what works goes on, and an exit code of its own says so.

    Args:
        standing: How the workspace stands.
        max_scan_age: Oldest last scan that is healthy.
        min_free_mb: Least space on the database's disk that is healthy.
    """
    return (
        *_disk(standing, min_free_mb),
        *_scans(standing, max_scan_age),
        *_outbox(standing),
        *_feeds(standing),
    )


def _disk(standing: Standing, min_free_mb: float) -> Iterator[HealthError]:
    free_mb = standing.free_bytes / MB
    if free_mb < min_free_mb:
        yield HealthError(
            code="RW-U39",
            failed=f"{free_mb:,.0f} MB are free on the database's disk, less than {min_free_mb:,.0f} MB",
            kept="Scans go on until it is full; then each is undone and exits 3",
            remedy="Free some space, or purge old posts: `rumorwatch posts purge --before 90d`",
        )


def _scans(standing: Standing, max_age: timedelta) -> Iterator[HealthError]:
    last = standing.last_scan_at
    if last is None:
        yield HealthError(
            code="RW-U30", failed="this workspace was never scanned", remedy="Run `rumorwatch scan`, then from cron"
        )
    elif standing.now - last > max_age:
        yield HealthError(
            code="RW-U31",
            failed=f"the last scan was {age(standing.now - last)} ago ({local_time(last)}), more than {age(max_age)}",
            kept="What was stored stays, and goes out of date",
            remedy="Look at cron and its mail, then run `rumorwatch scan`",
        )


def _outbox(standing: Standing) -> Iterator[HealthError]:
    backlog = standing.backlog
    if backlog.is_late and backlog.oldest_at is not None:
        yield HealthError(
            code="RW-U37",
            failed=f"{plural(backlog.waiting, 'notice')} not sent, the oldest since "
            f"{age(standing.now - backlog.oldest_at)}",
            kept="Nothing is lost; each is tried again by itself",
            remedy="`rumorwatch alerts channels` says which channel does not take them, and why",
        )
    if backlog.dead:
        yield HealthError(
            code="RW-U38",
            failed=f"channels refused {plural(backlog.dead, 'message')}",
            kept="They are kept, and not tried again by themselves",
            remedy="`rumorwatch alerts channels` says why; mend that, then `rumorwatch alerts send --again`",
        )


def _feeds(standing: Standing) -> Iterator[HealthError]:
    for code, names, what, remedy in (
        ("RW-U36", standing.failing_long, "failing for too long", "`rumorwatch feeds check` says why"),
        (
            "RW-U35",
            standing.feeds.get(Health.GONE, ()),
            "gone, the server says",
            "Correct the address, resume it, or pause it: `rumorwatch feeds pause ID`",
        ),
        (
            "RW-U34",
            standing.feeds.get(Health.SILENT, ()),
            "silent for longer than usual",
            "Look at the site; where that is normal set its `rhythm_h`, where it ended `rumorwatch feeds pause ID`",
        ),
    ):
        if names:
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            yield HealthError(
                code=code,
                failed=f"{plural(len(names), 'feed')} {what}: {', '.join(names[:_NAMED])}{more}",
                kept="The others are read",
                remedy=remedy,
            )
