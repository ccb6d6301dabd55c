"""Metrics: how the workspace stood after its last scan, as a textfile for Prometheus' node_exporter.

The file is replaced whole, by renaming. A scan that fails leaves the file of the last good one, so that the age of
``rumorwatch_last_scan_timestamp_seconds`` is what to be alarmed by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from rumorwatch.domain.feeds import Health
from rumorwatch.domain.rumors import Level

if TYPE_CHECKING:
    from pathlib import Path

    from rumorwatch.watch.runs import ScanFigures
    from rumorwatch.watch.standing import Standing


def write_metrics(path: Path, scan: ScanFigures, standing: Standing) -> None:
    """Write what a scan did and how the workspace stands after it.

    Raises:
        OSError: The file cannot be written; one that was there stays.
    """
    registry = CollectorRegistry()
    for name, meaning, value in (
        ("last_scan_timestamp_seconds", "When the last scan that went through began.", scan.at.timestamp()),
        ("scan_duration_seconds", "How long it took.", scan.duration_s),
        ("scan_posts_read", "Posts that feeds gave it.", scan.read),
        ("scan_posts_new", "Posts among them that were not stored before.", scan.new),
        ("scan_feeds_failed", "Feeds that failed in it.", len(scan.errors)),
        ("model_degraded", "1 when a model could not be used and simpler ones were.", bool(scan.degraded)),
        ("alerts_overdue", "Open alerts past their due time.", standing.overdue),
        ("notices_waiting", "Notices on their way, each counted once a channel.", standing.backlog.waiting),
        ("notices_oldest_seconds", "Age of the one that waits longest; 0 when none waits.", _oldest_s(standing)),
        ("dead_letters", "Messages that a channel refused.", standing.backlog.dead),
        ("disk_free_bytes", "Free on the database's disk.", standing.free_bytes),
    ):
        Gauge(f"rumorwatch_{name}", meaning, registry=registry).set(value)
    _labelled(registry, standing)
    write_to_textfile(str(path), registry)


def _labelled(registry: CollectorRegistry, standing: Standing) -> None:
    """Add what is counted by a label; each of a closed choice is there, so that no series ends when it is 0."""
    feeds = Gauge("rumorwatch_feeds", "Feeds by health.", ["health"], registry=registry)
    for health in Health:
        feeds.labels(health=health.value).set(len(standing.feeds.get(health, ())))
    alerts = Gauge("rumorwatch_alerts_open", "Open alerts by level.", ["level"], registry=registry)
    for level in Level:
        alerts.labels(level=level.value).set(standing.alerts.get(level, 0))
    waiting = Gauge("rumorwatch_channel_waiting", "Notices that wait for a channel.", ["channel"], registry=registry)
    last = Gauge(
        "rumorwatch_channel_last_sent_timestamp_seconds",
        "When a channel took a message last; 0: never.",
        ["channel"],
        registry=registry,
    )
    for channel in standing.channels:
        waiting.labels(channel=channel.id).set(channel.waiting)
        last.labels(channel=channel.id).set(channel.last_sent_at.timestamp() if channel.last_sent_at else 0)


def _oldest_s(standing: Standing) -> float:
    oldest = standing.backlog.oldest_at
    return (standing.now - oldest).total_seconds() if oldest else 0.0
