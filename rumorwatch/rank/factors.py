"""Factors: what makes a rumor urgent, each between 0 and 1, each with its sentence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.rumors import SUREST
from rumorwatch.rank import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from rumorwatch.domain.posts import Language
    from rumorwatch.domain.rumors import Rumor
    from rumorwatch.rank.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One reason for urgency."""

    name: str
    share: float
    """0 to 1: how much of the factor's points it gives."""
    sentence: str


def factors_of(rumor: Rumor, *, now: datetime, weights: Weights, language: Language) -> tuple[Factor, ...]:
    """Return every factor that exists for a rumor; higher never means less urgent."""
    said = sentences.harm(rumor.topic, language=language)
    return (
        *_pace(rumor, now=now, weights=weights, language=language),
        *_width(rumor, weights=weights, language=language),
        Factor(name="harm", share=weights.harm[rumor.topic], sentence=said),
        _gap(rumor, now=now, weights=weights, language=language),
        Factor(
            name="demand",
            share=on_log_scale(rumor.asks, full_at=weights.full_at["asks"]),
            sentence=sentences.demand(rumor.asks, language=language),
        ),
        _confidence(rumor, language=language),
    )


def on_log_scale(amount: float, *, full_at: float) -> float:
    """Return log(1 + amount) / log(1 + full_at), at most 1: the tenth source tells less than the second."""
    return min(1.0, math.log1p(amount) / math.log1p(full_at))


def velocity_per_h(rumor: Rumor, *, window_h: float) -> float:
    """Return sightings an hour over the last hours; copies count, for they are reach."""
    return rumor.spread.recent / window_h


def gap_of(rumor: Rumor, *, now: datetime, stale_after_days: float) -> str:
    """Return how far the claim is unanswered: ``none``, ``contradicted``, ``expired``, ``stale`` or ``answered``."""
    statement = rumor.statement
    if statement is None:
        return "none"
    if rumor.contradictions:
        return "contradicted"
    if statement.valid_until is not None and statement.valid_until < now:
        return "expired"
    if statement.published_at is not None and now - statement.published_at > timedelta(days=stale_after_days):
        return "stale"
    return "answered"


def is_answered(rumor: Rumor, *, now: datetime, weights: Weights) -> bool:
    """Return whether its statement answers it now: valid, not stale, not contradicted."""
    return gap_of(rumor, now=now, stale_after_days=weights.stale_after_days) == "answered"


def _pace(rumor: Rumor, *, now: datetime, weights: Weights, language: Language) -> Iterator[Factor]:
    """Yield how fast it comes, how surprising that is at this hour of the week, and what is to come."""
    per_h, hours = velocity_per_h(rumor, window_h=weights.velocity_window_h), weights.velocity_window_h
    if rumor.spread.recent:
        said = sentences.recent(rumor.spread.recent, hours, language=language)
    else:
        said = sentences.quiet((now - rumor.spread.last_seen).total_seconds() / 3600, language=language)
    yield Factor(name="velocity", share=on_log_scale(per_h, full_at=weights.full_at["velocity_per_h"]), sentence=said)
    burst = rumor.growth.burst if rumor.growth else None
    yield Factor(
        name="burst",
        share=min(1.0, burst.score / weights.full_at["burst_score"]) if burst else 0.0,
        sentence=sentences.burst(burst, language=language) if burst else sentences.no_burst(language=language),
    )
    forecast = rumor.growth.forecast if rumor.growth else None
    if forecast is None:
        yield Factor(name="forecast", share=0.0, sentence=sentences.no_forecast(language=language))
        return
    yield Factor(
        name="forecast",
        share=on_log_scale(forecast.volume.expected, full_at=weights.full_at["forecast"]),
        sentence=sentences.forecast(forecast.volume, forecast.horizon / timedelta(hours=1), language=language),
    )


def _width(rumor: Rumor, *, weights: Weights, language: Language) -> Iterator[Factor]:
    """Yield how many say it, where, in which languages, and before how many eyes."""
    spread, full_at = rumor.spread, weights.full_at
    yield Factor(
        name="sources",
        share=on_log_scale(spread.independent, full_at=full_at["sources"]),
        sentence=sentences.sources(spread.independent, spread.posts - spread.independent, language=language),
    )
    yield Factor(
        name="channels",
        share=_beyond_one(len(spread.channels), full_at=full_at["channels"]),
        sentence=sentences.channels(spread.channels, language=language),
    )
    yield Factor(
        name="provinces",
        share=on_log_scale(len(spread.provinces), full_at=full_at["provinces"]),
        sentence=sentences.provinces(spread.provinces, language=language),
    )
    yield Factor(
        name="languages",
        share=_beyond_one(len(spread.languages), full_at=full_at["languages"]),
        sentence=sentences.languages(spread.languages, language=language),
    )
    yield Factor(
        name="reach",
        share=on_log_scale(spread.reach, full_at=full_at["reach"]),
        sentence=sentences.reach(spread.reach, language=language),
    )


def _beyond_one(number: int, *, full_at: float) -> float:
    """Return how far a number is from the one that every rumor has to the one where the factor is full, 0 to 1."""
    return min(1.0, max(0, number - 1) / (full_at - 1))


def _gap(rumor: Rumor, *, now: datetime, weights: Weights, language: Language) -> Factor:
    state = gap_of(rumor, now=now, stale_after_days=weights.stale_after_days)
    if state == "contradicted":
        sentence = sentences.contradicted(rumor.contradictions[0], language=language)
    else:
        agency = rumor.statement.agency if rumor.statement else ""
        sentence = sentences.gap(state, agency, weights.stale_after_days, language=language)
    return Factor(name="gap", share=weights.gap[state], sentence=sentence)


def _confidence(rumor: Rumor, *, language: Language) -> Factor:
    surest = rumor.spread.surest
    mean, share = sum(surest) / len(surest), sum(surest) / SUREST  # one lucky match is not certainty
    if rumor.claim:
        return Factor(name="confidence", share=share, sentence=sentences.sure(mean, language=language))
    sentence = sentences.new(mean, rumor.signs, rumorlike=rumor.rumorlike or 0.0, language=language)
    return Factor(name="confidence", share=max(share, rumor.rumorlike or 0.0), sentence=sentence)
