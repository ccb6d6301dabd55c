"""Factors: what makes a rumor urgent, each between 0 and 1, each with its sentence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.rumors import Sign

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.claims import Contradiction
    from rumorwatch.domain.rumors import Rumor
    from rumorwatch.rank.weights import Weights

_SIGNS = {
    Sign.CHECKABLE: "told as fact",
    Sign.DOUBTED: "people doubt it",
    Sign.SPREADING: "several sources at once",
    Sign.RUMORLIKE: "its answers read as those to rumors do",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One reason for urgency."""

    name: str
    share: float
    """0 to 1: how much of the factor's points it gives."""
    sentence: str


def factors_of(rumor: Rumor, *, now: datetime, weights: Weights) -> tuple[Factor, ...]:
    """Return every factor that exists for a rumor; higher never means less urgent."""
    per_h = velocity_per_h(rumor, window_h=weights.velocity_window_h)
    return (
        _velocity(rumor, per_h, now=now, weights=weights),
        _sources(rumor, weights=weights),
        _gap(rumor, now=now, weights=weights),
        Factor(name="harm", share=weights.harm[rumor.topic], sentence=f"topic {rumor.topic}"),
        _confidence(rumor),
        _channels(rumor, weights=weights),
        Factor(
            name="demand",
            share=on_log_scale(rumor.asks, full_at=weights.asks_full),
            sentence=f"{_count(rumor.asks, 'post')} asking if it is true" if rumor.asks else "nobody asks about it yet",
        ),
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


def _velocity(rumor: Rumor, per_h: float, *, now: datetime, weights: Weights) -> Factor:
    recent = round(per_h * weights.velocity_window_h)
    if recent:
        sentence = f"{_count(recent, 'sighting')} in the last {weights.velocity_window_h:g} h"
    else:
        quiet_h = (now - rumor.spread.last_seen).total_seconds() / 3600
        sentence = f"last seen {quiet_h:.0f} h ago"
    return Factor(name="velocity", share=on_log_scale(per_h, full_at=weights.velocity_full_per_h), sentence=sentence)


def _sources(rumor: Rumor, *, weights: Weights) -> Factor:
    copies = rumor.spread.posts - rumor.spread.independent
    sentence = _count(rumor.spread.independent, "independent source")
    return Factor(
        name="sources",
        share=on_log_scale(rumor.spread.independent, full_at=weights.sources_full),
        sentence=f"{sentence} and {copies} more posts"
        if copies > 1
        else f"{sentence} and 1 more post"
        if copies
        else sentence,
    )


def _gap(rumor: Rumor, *, now: datetime, weights: Weights) -> Factor:
    state, statement = gap_of(rumor, now=now, stale_after_days=weights.stale_after_days), rumor.statement
    if statement is None:
        sentence = "no official statement"
    elif rumor.contradictions:
        sentence = _contradicted(rumor.contradictions[0])
    else:
        sentence = {
            "expired": f"the statement of {statement.agency} has expired",
            "stale": f"the statement of {statement.agency} is over {weights.stale_after_days:.0f} days old",
            "answered": f"{statement.agency} has answered it",
        }[state]
    return Factor(name="gap", share=weights.gap[state], sentence=sentence)


def _contradicted(one: Contradiction) -> str:
    if one.first_agency == one.second_agency:
        return f"{one.first_agency} contradicts itself ({one.point})"
    return f"{one.first_agency} and {one.second_agency} contradict each other ({one.point})"


def _confidence(rumor: Rumor) -> Factor:
    mean = sum(rumor.spread.surest) / len(rumor.spread.surest)
    sentence = f"{mean:.0%} sure that it is this claim" if rumor.claim else _new(rumor, mean)
    return Factor(name="confidence", share=max(mean, rumor.rumorlike or 0.0), sentence=sentence)


def _new(rumor: Rumor, mean: float) -> str:
    signs = ", ".join(
        f"{_SIGNS[sign]} ({rumor.rumorlike or 0:.0%})" if sign is Sign.RUMORLIKE else _SIGNS[sign]
        for sign in rumor.signs
    )
    return f"new, no known claim: {signs} ({mean:.0%} sure that it states something to check)"


def _channels(rumor: Rumor, *, weights: Weights) -> Factor:
    names = rumor.spread.channels
    share = min(1.0, (len(names) - 1) / (weights.channels_full - 1))
    return Factor(name="channels", share=share, sentence=f"on {', '.join(names)}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
