"""How a workspace stands: the figures of ``status`` and of the metrics, read in one go."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rumorwatch.delivering import backlog_of, channel_rows
from rumorwatch.domain.feeds import Health

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.delivering import Backlog, ChannelRow
    from rumorwatch.domain.errors import ModelError
    from rumorwatch.domain.feeds import FeedState
    from rumorwatch.domain.posts import FeedId
    from rumorwatch.domain.rumors import Level
    from rumorwatch.domain.trained import ModelPart, TrainedId

MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A workspace's figures at one moment."""

    now: datetime
    last_scan_at: datetime | None
    posts: int
    claims: int
    statements: int
    alerts: Mapping[Level, int]
    """Open alerts by level."""
    overdue: int
    """Open alerts past their due time."""
    feeds: Mapping[Health, Sequence[FeedId]]
    """Ids by health, in the order of feeds.toml; a health that no feed has is left out."""
    failing_long: Sequence[FeedId]
    """Of those that fail, the ones that do so for too long to wait for them."""
    model: str
    """Models in force."""
    trained: Mapping[ModelPart, TrainedId]
    """Trained models that decide; of other parts those that ship do."""
    degraded: tuple[ModelError, ...]
    """Why other models than those in the settings are in force; empty when they are not."""
    faults: tuple[ModelError, ...]
    """Why new rumors are not looked for, told or forecast as they should be; empty when they are."""
    backlog: Backlog
    """What has not reached people."""
    channels: Sequence[ChannelRow]
    """How each channel does."""
    free_bytes: int
    """On the database's disk."""


def standing_of(workspace: Workspace) -> Standing:
    """Return how the workspace stands now.

    Raises:
        SettingsError: The feed list cannot be used.
        StoreError: The database cannot be used.
        ModelError: Not even the lexical model can be opened.
    """
    from rumorwatch.collect.health import fails_long
    from rumorwatch.domain.alerts import AlertStatus

    now, matcher = workspace.clock.now(), workspace.matcher
    with workspace.store.read() as unit:
        scanned = unit.get_meta("last_scan_at")
        alerts = unit.alerts.all(status=AlertStatus.OPEN)
        states = unit.feeds.states()
        doing = _doing(workspace, states, now)
        return Standing(
            now=now,
            last_scan_at=datetime.fromisoformat(scanned) if scanned else None,
            posts=unit.posts.count(),
            claims=len(matcher.claims),
            statements=len(matcher.statements),
            alerts=Counter(alert.priority.level for alert in alerts),
            overdue=sum(alert.due_at < now for alert in alerts),
            feeds={
                kind: [name for name, its in doing.items() if its is kind] for kind in Health if kind in doing.values()
            },
            failing_long=[
                name for name, its in doing.items() if its is Health.FAILING and fails_long(states[name], now=now)
            ],
            model=matcher.models.label if matcher.degraded else " + ".join(workspace.settings.match.model),
            trained=workspace.in_force.ids,
            degraded=matcher.warnings,
            faults=tuple(workspace.foresight.faults),
            backlog=backlog_of(unit, workspace.channels, now=now, longest_min=workspace.settings.deliver.backlog_min),
            channels=channel_rows(unit, workspace.channels),
            free_bytes=shutil.disk_usage(workspace.database_path.parent).free,
        )


def standing_row(standing: Standing) -> dict[str, object]:
    """Return the standing as ``status --json`` prints it."""
    last = standing.last_scan_at
    return {
        "now": standing.now.isoformat(),
        "last_scan_at": last.isoformat() if last else None,
        "last_scan_age_s": (standing.now - last).total_seconds() if last else None,
        "posts": standing.posts,
        "claims": standing.claims,
        "statements": standing.statements,
        "alerts": {level.value: number for level, number in standing.alerts.items()},
        "overdue": standing.overdue,
        "feeds": {health.value: len(ids) for health, ids in standing.feeds.items()},
        "failing": list(standing.feeds.get(Health.FAILING, ())),
        "silent": list(standing.feeds.get(Health.SILENT, ())),
        "gone": list(standing.feeds.get(Health.GONE, ())),
        "model": standing.model,
        "trained": {part.value: name for part, name in standing.trained.items()},
        "degraded": bool(standing.degraded),
        "model_faults": [fault.code for fault in standing.faults],
        "unsent_notices": standing.backlog.waiting,
        "refused_messages": standing.backlog.dead,
        "free_mb": standing.free_bytes // MB,
    }


def _doing(workspace: Workspace, states: Mapping[FeedId, FeedState], now: datetime) -> Mapping[FeedId, Health]:
    from rumorwatch.collect.health import health

    return {feed.id: health(feed, states.get(feed.id), now) for feed in workspace.feeds.values()}
