"""What grew of one rumor: a tally that is added to in order of time and looked at as of any moment.

Each count that can grow is a row of the moments at which it grew, so the count as of a moment is a search in a sorted
row and nothing later can be in it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.growth import Growth, Pace
from rumorwatch.domain.matches import Stance
from rumorwatch.domain.posts import Language
from rumorwatch.domain.rumors import SightingKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rumorwatch.domain.growth import GrowthEvent

WINDOWS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6))
"""Of the paces: the alert's deadline of 15 minutes, the hour of the base, and half a working day (domain.md, Clock)."""


def _moments() -> array[float]:
    return array("d")


@dataclass(slots=True, kw_only=True)
class Tally:
    """The moments (Unix seconds, ascending) at which one rumor grew, by what grew; only ``add`` changes it."""

    sightings: array[float] = field(default_factory=_moments)
    independent: array[float] = field(default_factory=_moments)
    copies: array[float] = field(default_factory=_moments)
    sources: array[float] = field(default_factory=_moments)
    questions: array[float] = field(default_factory=_moments)
    denials: array[float] = field(default_factory=_moments)
    channels: array[float] = field(default_factory=_moments)
    provinces: array[float] = field(default_factory=_moments)
    languages: array[float] = field(default_factory=_moments)
    last_at: float = float("-inf")
    """Unix seconds of the last event."""
    known: set[tuple[str, str]] = field(default_factory=set)
    """What was counted once already: what it is, and its name."""

    @classmethod
    def of(cls, events: Iterable[GrowthEvent]) -> Tally:
        """Return the tally of events in any order; at one moment those given first come first."""
        tally = cls()
        for event in sorted(events, key=lambda event: event.at):
            tally.add(event)
        return tally

    def add(self, event: GrowthEvent) -> None:
        """Count one event, in constant time.

        Raises:
            ValueError: It is earlier than the last one: views in between would have been wrong.
        """
        at = event.at.timestamp()
        if at < self.last_at:
            last = datetime.fromtimestamp(self.last_at, UTC)
            raise ValueError(f"an event of {event.at.isoformat()} after one of {last.isoformat()}; add them in order")
        self.last_at = at
        match event.stance:
            case Stance.REPEATS:
                self._add_sighting(event, at)
            case Stance.ASKS:
                self.questions.append(at)
            case Stance.DENIES | Stance.REPORTS:
                self.denials.append(at)

    def _add_sighting(self, event: GrowthEvent, at: float) -> None:
        self.sightings.append(at)
        (self.independent if event.kind is SightingKind.INDEPENDENT else self.copies).append(at)
        for moments, what, name in (
            (self.sources, "source", event.source),
            (self.channels, "channel", event.channel),
            (self.provinces, "province", event.province),
            (self.languages, "language", None if event.language is Language.UND else event.language),
        ):
            if name is not None and (what, name) not in self.known:
                self.known.add((what, name))
                moments.append(at)


def growth_of(tally: Tally, *, now: datetime) -> Growth:
    """Return what had grown by ``now``, inclusive."""
    at = now.timestamp()
    sightings = bisect_right(tally.sightings, at)
    return Growth(
        at=now,
        first_seen=datetime.fromtimestamp(tally.sightings[0], UTC) if sightings else None,
        last_seen=datetime.fromtimestamp(tally.sightings[sightings - 1], UTC) if sightings else None,
        sightings=sightings,
        independent=bisect_right(tally.independent, at),
        copies=bisect_right(tally.copies, at),
        sources=bisect_right(tally.sources, at),
        questions=bisect_right(tally.questions, at),
        denials=bisect_right(tally.denials, at),
        channels=bisect_right(tally.channels, at),
        provinces=bisect_right(tally.provinces, at),
        languages=bisect_right(tally.languages, at),
        paces=tuple(pace_of(tally, now=now, window=window) for window in WINDOWS),
    )


def pace_of(tally: Tally, *, now: datetime, window: timedelta) -> Pace:
    """Return how fast sightings come over a window up to ``now``, against the window before it."""
    at, width_s = now.timestamp(), window.total_seconds()
    total, before, long_before = (bisect_right(tally.sightings, at - back * width_s) for back in (0, 1, 2))
    per_h = 3600 / width_s
    return Pace(
        window=window,
        sightings=total - before,
        sightings_before=before - long_before,
        per_h=(total - before) * per_h,
        acceleration=((total - before) - (before - long_before)) * per_h,
    )
