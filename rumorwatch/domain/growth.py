"""Growth: how fast a rumor spreads now, whether that is a burst, and what is to be expected of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast sightings come now."""

    window: timedelta
    """What is looked at: from ``now - window``, exclusive, to ``now``, inclusive."""
    sightings: int
    """In the window."""
    sightings_before: int
    """In the window of the same length right before it."""
    per_h: float
    """Sightings an hour over the window, also where the rumor is younger than it."""
    acceleration: float
    """Sightings an hour more than over the window before; negative: it slows down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """How surprising it is that so many sightings came."""

    window: timedelta
    """What is looked at, up to now."""
    sightings: int
    """In the window."""
    expected: float
    """Sightings in the window by the hour of the week and what the rumor did before."""
    score: float
    """``-log10 P(as many or more)``, 0 and up: 3 is met once in a thousand windows of a rumor that does not grow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """How many sightings are to come, with the interval that holds four of five."""

    expected: float
    """The median."""
    low: float
    """One of ten has fewer."""
    high: float
    """One of ten has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPeak:
    """How long until sightings are most frequent, with the interval that holds four of five; zero: it is past."""

    expected: timedelta
    """The median."""
    low: timedelta
    high: timedelta
    chance_ahead: float
    """0 to 1: that the busiest hour is still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What is to be expected of a rumor if nobody does anything new."""

    at: datetime
    """The moment it was made; nothing later was looked at."""
    horizon: timedelta
    """How far it looks."""
    volume: Volume
    """Sightings within the horizon."""
    to_peak: ToPeak
    model_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How a rumor grows as of a moment; nothing later is in it."""

    at: datetime
    """The moment it is the view of."""
    paces: tuple[Pace, ...]
    """By window, shortest first."""
    burst: Burst | None
    """Of the last hour; None: it was not seen in it."""
    forecast: Forecast | None
    """None: it was not seen in the days that the model looks at, or the model cannot be used."""
