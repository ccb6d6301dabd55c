"""Outlook: how a rumor grows as of a moment, against what the feeds bring at that hour, and what is to be expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from rumorwatch.domain.growth import Growth
from rumorwatch.emerge.growth import paces_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rumorwatch.domain.growth import Burst, Forecast
    from rumorwatch.emerge.base import Base
    from rumorwatch.emerge.growth import Moments

_HOUR = timedelta(hours=1)
_QUIET = timedelta(hours=48)
"""Nothing is forecast of a rumor that was not seen for so long: the forecast model looks no further back. So an idle
run over old posts opens no model."""


class Forecaster(Protocol):
    """What an outlook needs of the forecast model (emerge/forecast.py)."""

    def forecast(self, moments: Moments, *, now: datetime) -> Forecast | None:
        """Return what is to be expected from ``now`` on; None where there is no sighting in the hours looked at."""
        ...


@dataclass(slots=True, kw_only=True)
class Outlook:
    """Tells how rumors grow; what that takes is made when the first rumor is asked about that is not quiet."""

    per_hour: Callable[[datetime], Mapping[datetime, int]]
    """Posts of all feeds by the hour in which they were published, since a moment; empty hours may be left out."""
    forecaster: Callable[[], Forecaster | None]
    """None: the model cannot be used, and nothing is forecast."""
    _base: tuple[tuple[datetime, datetime], Base] | None = None
    """The one made last, and for which hours."""

    def growth(self, moments: Moments, *, now: datetime, since: datetime) -> Growth:
        """Return how a rumor grows.

        Args:
            moments: Of its sightings, one or more, none after ``now``.
            now: The moment.
            since: Hours before this are not looked at for what the feeds usually bring.
        """
        return Growth(
            at=now,
            paces=paces_of(moments, now=now),
            burst=self._burst(moments, now=now, since=since),
            forecast=self._forecast(moments, now=now),
        )

    def _burst(self, moments: Moments, *, now: datetime, since: datetime) -> Burst | None:
        if moments[-1] <= (now - _HOUR).timestamp():
            return None
        from rumorwatch.emerge.burst import burst_of

        return burst_of(moments, base=self._base_of(now, since=since), now=now)

    def _forecast(self, moments: Moments, *, now: datetime) -> Forecast | None:
        if moments[-1] < (now - _QUIET).timestamp():
            return None
        model = self.forecaster()
        return model.forecast(moments, now=now) if model else None

    def _base_of(self, now: datetime, *, since: datetime) -> Base:
        """Return the base of the whole hours since a moment and before this one: equal all through an hour."""
        from rumorwatch.emerge.base import learn_base

        hours = hour_of(since) + _HOUR, hour_of(now)
        if self._base is None or self._base[0] != hours:
            counts = self.per_hour(since)
            first = min((at for at in counts if at >= hours[0]), default=hours[1])
            whole = (first + number * _HOUR for number in range(max(0, (hours[1] - first) // _HOUR)))
            self._base = hours, learn_base({at: counts.get(at, 0) for at in whole})
        return self._base[1]


def hour_of(moment: datetime) -> datetime:
    """Return when the hour of a moment began, in UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
