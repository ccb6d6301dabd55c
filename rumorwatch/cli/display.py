"""Outside text and times as people read them: escaped, cut, links unclickable, ages in one unit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.cli.output import local_time
from rumorwatch.domain.errors import quoted
from rumorwatch.reading.links import MAX_QUOTE, defanged

if TYPE_CHECKING:
    from datetime import datetime

_MAX_SHOWN = 2_000
"""Characters of a claim or statement shown in full: theirs are ours to publish, a longer one is a fault."""


def shown(text: str, *, limit: int = _MAX_SHOWN) -> str:
    """Return outside text as one line that is safe on a terminal: white space folded, controls escaped, cut."""
    return quoted(" ".join(text.split()), limit=limit)


def quote(text: str, *, limit: int = MAX_QUOTE) -> str:
    """Return what an alert may show of a post: defanged, escaped, at most 280 characters."""
    # Only the beginning can be shown; a link that the cut goes through stays defanged, for the cut comes last.
    return shown(defanged(text[: 4 * limit]), limit=limit)


def age(span: timedelta) -> str:
    """Return a span of time in its one telling unit: ``5 min``, ``26 h``, ``3 days``; its sign is left out."""
    span = abs(span)
    if span < timedelta(minutes=100):
        return f"{span // timedelta(minutes=1)} min"
    if span < timedelta(hours=48):
        return f"{round(span / timedelta(hours=1))} h"
    return f"{round(span / timedelta(days=1))} days"


def ago(moment: datetime | None, *, now: datetime) -> str:
    """Return how long ago a moment was, or how far ahead it is; ``never`` for None."""
    if moment is None:
        return "never"
    return f"in {age(moment - now)}" if moment > now else f"{age(now - moment)} ago"


def clock_time(moment: datetime, *, now: datetime) -> str:
    """Return a moment in the workspace's zone: the time alone today, with its day otherwise."""
    day, time = local_time(moment).split()
    today = local_time(now).split()[0]
    return time if day == today else f"{day[5:] if day[:4] == today[:4] else day} {time}"


def plural(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 post``, ``2 posts``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
