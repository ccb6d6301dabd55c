"""How fast a rumor grows: the row for programs, the lines for people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.cli.display import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rumorwatch.domain.growth import Burst, Forecast, Growth, Pace
    from rumorwatch.domain.rumors import Spread

_TELLING_BURST = 2.0
"""Score from which a burst is told: one in a hundred such hours of a rumor that does not grow has it."""
_LIKELY = 0.5
_MINUTE = timedelta(minutes=1)


def growth_row(growth: Growth, spread: Spread) -> dict[str, object]:
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
        "channels": len(spread.channels),
        "provinces": len(spread.provinces),
        "languages": len(spread.languages),
        "reach": spread.reach,
        "burst": _burst_row(growth.burst) if growth.burst else None,
        "forecast": _forecast_row(growth.forecast) if growth.forecast else None,
    }


def growth_lines(growth: Growth, spread: Spread) -> Iterator[str]:
    """Yield a line a window, where it is, whether that many are a surprise, and what is to be expected."""
    for pace in growth.paces:
        yield f"last {_window(pace)}: {plural(pace.sightings, 'sighting')}{_change(pace)}"
    where = [plural(len(spread.channels), "channel"), plural(len(spread.languages), "language")]
    where += [plural(len(spread.provinces), "province")] if spread.provinces else []
    yield f"on {', in '.join(where)}"
    burst, forecast = growth.burst, growth.forecast
    if burst and burst.score >= _TELLING_BURST:
        yield (
            f"a burst: {plural(burst.sightings, 'sighting')} in the last hour where"
            f" {burst.expected:.1f} are expected at this hour of the week"
        )
    if forecast:
        volume = forecast.volume
        yield (
            f"next {_span(forecast.horizon)}: {volume.expected:.0f} more expected, {volume.low:.0f} to"
            f" {volume.high:.0f} in four of five cases{_peak(forecast)}"
        )


def _burst_row(burst: Burst) -> dict[str, object]:
    return {"sightings": burst.sightings, "expected": round(burst.expected, 2), "score": round(burst.score, 2)}


def _forecast_row(forecast: Forecast) -> dict[str, object]:
    volume, to_peak = forecast.volume, forecast.to_peak
    return {
        "hours": round(forecast.horizon.total_seconds() / 3600),
        "sightings": round(volume.expected, 1),
        "low": round(volume.low, 1),
        "high": round(volume.high, 1),
        "peak_ahead": round(to_peak.chance_ahead, 2),
        "min_to_peak": round(to_peak.expected.total_seconds() / 60),
        "min_to_peak_low": round(to_peak.low.total_seconds() / 60),
        "min_to_peak_high": round(to_peak.high.total_seconds() / 60),
        "model": forecast.model_id,
    }


def _peak(forecast: Forecast) -> str:
    if forecast.to_peak.chance_ahead < _LIKELY:
        return "; its busiest hour is likely past"
    expected = forecast.to_peak.expected
    # Another part of the model tells how long until then, and may hold that it is past.
    return f"; its busiest hour is likely ahead{f', in about {_span(expected)}' if expected >= _MINUTE else ''}"


def _change(pace: Pace) -> str:
    if pace.sightings == pace.sightings_before:
        return ", as many as before" if pace.sightings else ""
    way = "more" if pace.sightings > pace.sightings_before else "fewer"
    return f", {abs(pace.sightings - pace.sightings_before)} {way} than in the {_window(pace)} before"


def _window(pace: Pace) -> str:
    said = _span(pace.window)
    return "hour" if said == "1 hour" else said


def _span(window: timedelta) -> str:
    minutes = round(window.total_seconds() / 60)
    return f"{minutes} min" if minutes < 60 else plural(minutes // 60, "hour")  # noqa: PLR2004 - minutes of an hour
