"""Closing: whether a rumor whose alert was closed opens another. Pure."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, assert_never

from rumorwatch.domain.alerts import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime, timedelta

    from rumorwatch.domain.alerts import Alert, AlertId
    from rumorwatch.domain.rumors import Rumor


def may_open(
    rumor: Rumor,
    closed: Alert | None,
    *,
    open_ids: Collection[AlertId],
    recur_sightings: int,
    window: timedelta,
    now: datetime,
) -> bool:
    """Return whether a rumor without an open alert opens one.

    What a person closed stays closed until it is seen again often enough; what a person called no rumor, or an opinion,
    stays closed as long as the posts that were judged may still be in the window.

    Args:
        rumor: As of now.
        closed: Its alert that was closed last; None: it never had one.
        open_ids: Alerts that are open.
        recur_sightings: Sightings after it was closed that open another.
        window: Span of the posts that are looked at.
        now: The moment.
    """
    if closed is None or closed.closed_at is None or closed.outcome is None:
        return True
    since = len(rumor.moments) - bisect_right(rumor.moments, closed.closed_at.timestamp())
    match closed.outcome:
        case Outcome.FADED:
            return True
        case Outcome.NOT_A_RUMOR | Outcome.OPINION:
            return now - closed.closed_at >= window
        case Outcome.DUPLICATE:
            return closed.duplicate_of not in open_ids and since >= recur_sightings
        case Outcome.RUMOR | Outcome.ANSWERED:
            return since >= recur_sightings
        case _:
            assert_never(closed.outcome)
