"""Advice: when to look again at what is only watched."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.alerts import AlertStatus
from rumorwatch.domain.rumors import Level

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.alerts import Alert

_SOONEST, _LATEST = timedelta(hours=1), timedelta(hours=24)
"""The hour of the burst score, and the horizon of the forecast: what comes is looked at before it is over."""


def next_look(alert: Alert) -> datetime | None:
    """Return when to look again at an open alert of level ``monitor``; None at any other level, which asks for more.

    As long after it was ranked as it had been quiet by then, an hour at least and a day at most: what was silent for
    half a day is not expected within the next minutes. Until then nobody answers it: an answer would carry what few
    have met (domain.md, Priority).
    """
    if alert.priority.level is not Level.MONITOR or alert.status is not AlertStatus.OPEN:
        return None
    return alert.updated_at + min(max(alert.updated_at - alert.last_seen, _SOONEST), _LATEST)
