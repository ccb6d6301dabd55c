"""How fast a rumor grows: the row for programs, the lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.cli.display import plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from rumorwatch.domain.growth import Burst, Growth, Pace

_TELLING_BURST = 2.0
"""Score from which a burst is told: one in a hundred such hours of a rumor that does not grow has it."""


def growth_row(growth: Growth, burst: Burst) -> dict[str, object]:
    """Return what ``alerts show --json`` prints of growth."""
    return {
        "paces": [
            {
                "window_min": round(pace.window.total_seconds() / 60),
                "sightings": pace.sightings,
                "sightings_before": pace.sightings_before,
                "per_h": round(pace.per_h, 2),
                "acceleration_per_h": round(pace.acceleration, 2),
            }
            for pace in growth.paces
        ],
        "channels": growth.channels,
        "provinces": growth.provinces,
        "languages": growth.languages,
        "burst": {"expected": round(burst.expected, 2), "score": round(burst.score, 2)},
    }


def growth_lines(growth: Growth, burst: Burst) -> Iterator[str]:
    """Yield a line a window, where it is, and whether that many are a surprise."""
    for pace in growth.paces:
        yield f"last {_span(pace.window)}: {plural(pace.sightings, 'sighting')}{_change(pace)}"
    where = [plural(growth.channels, "channel"), plural(growth.languages, "language")]
    where += [plural(growth.provinces, "province")] if growth.provinces else []
    yield f"on {', in '.join(where)}"
    if burst.score >= _TELLING_BURST:
        yield (
            f"a burst: {plural(burst.sightings, 'sighting')} in the last hour where"
            f" {burst.expected:.1f} are expected at this hour of the week"
        )


def _change(pace: Pace) -> str:
    if pace.sightings == pace.sightings_before:
        return ", as many as before" if pace.sightings else ""
    way = "more" if pace.sightings > pace.sightings_before else "fewer"
    return f", {abs(pace.sightings - pace.sightings_before)} {way} than in the {_span(pace.window)} before"


def _span(window: timedelta) -> str:
    minutes = round(window.total_seconds() / 60)
    return f"{minutes} min" if minutes < 60 else plural(minutes // 60, "hour")  # noqa: PLR2004 - minutes of an hour
