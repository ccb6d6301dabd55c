"""The clock of an alert's rumor, brought up to date: seen, told, acknowledged, answered, at its peak, over. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.duties import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rumorwatch.domain.alerts import Alert
    from rumorwatch.domain.duties import Assignment

DECAY = timedelta(days=1)
"""A rumor not seen for so long is over (``Ledger.decayed_at``)."""
_HOUR_S = 3600


def updated(
    ledger: Ledger | None,
    *,
    alert: Alert,
    moments: Sequence[float],
    first_notice_at: datetime | None,
    assignments: Iterable[Assignment],
    statement_published_at: datetime | None,
    now: datetime,
) -> Ledger:
    """Return the ledger as of now.

    What was written stays: the first time people were told, acknowledged, answered. The first sighting may turn out to
    be earlier, as when an archive is imported, and is never later than before. The peak moves only to a clock hour
    (UTC) with more sightings than any so far, so that it outlasts the window; of equal hours the earliest. The decay is
    taken back when the rumor is seen again. A claim that was made of a new rumor goes on with its clock.

    Args:
        ledger: As it was; None: the alert is new.
        alert: As last ranked.
        moments: When the sightings in the window were published, Unix seconds, ascending; may be empty.
        first_notice_at: When the first notice was decided; None: nobody was told yet.
        assignments: Of this alert.
        statement_published_at: When the statement that answers it was published; it counts while ``alert.answered``.
        now: The present moment.
    """
    known = ledger or Ledger(alert_id=alert.id, rumor_id=alert.rumor_id, first_seen=alert.first_seen)
    acknowledged = min((each.acknowledged_at for each in assignments if each.acknowledged_at), default=None)
    peak_at, peak_sightings = _peak(known, moments)
    last = _moment(moments[-1]) if moments else alert.last_seen
    return replace(
        known,
        rumor_id=alert.rumor_id,
        first_seen=min(known.first_seen, alert.first_seen),
        alerted_at=known.alerted_at or first_notice_at,
        acknowledged_at=known.acknowledged_at or acknowledged,
        published_at=known.published_at or (statement_published_at if alert.answered else None),
        peak_at=peak_at,
        peak_sightings=peak_sightings,
        decayed_at=last if now - last >= DECAY else None,
    )


def _peak(known: Ledger, moments: Sequence[float]) -> tuple[datetime | None, int]:
    hours = Counter(int(moment // _HOUR_S) for moment in moments)
    hour, sightings = max(hours.items(), key=lambda found: (found[1], -found[0]), default=(0, 0))
    if sightings > known.peak_sightings:
        return _moment(hour * _HOUR_S), sightings
    return known.peak_at, known.peak_sightings


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
