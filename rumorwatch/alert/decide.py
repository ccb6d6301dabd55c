"""Decide whether people are told about an alert now, and say why or why not. Pure: everything it needs is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.alerts import Decision, SendReason, SilenceReason
from rumorwatch.domain.rumors import Level, Sign

if TYPE_CHECKING:
    from rumorwatch.domain.alerts import Alert, Notice

LEVELS = (Level.MONITOR, Level.LOW, Level.MEDIUM, Level.HIGH)
"""From least to most urgent."""
_OWN_REASONS = ((Sign.CONTRADICTED, SendReason.CONTRADICTION), (Sign.VOID, SendReason.VOID))


def at_least(level: Level, lowest: Level) -> bool:
    """Return whether a level is as urgent as another or more."""
    return LEVELS.index(level) >= LEVELS.index(lowest)


def decide(alert: Alert, *, last: Notice | None, notify_level: Level, growing_factor: float) -> Decision:
    """Return whether a notice goes out now.

    Args:
        alert: The alert as ranked now.
        last: The last notice decided about it, sent or not; None when there was none.
        notify_level: The lowest level people are told about.
        growing_factor: Told again when independent sightings grew by this factor since ``last``.

    Returns:
        The first that holds of: ``below_level``, ``contradiction``, ``void``, ``new``, ``growing``, ``new_channel``,
        ``already_told``; contradicting statements and an information void are told once, when they come.
    """
    if not at_least(alert.priority.level, notify_level):
        return Decision(reason=SilenceReason.BELOW_LEVEL)
    told = frozenset(last.signs) if last else frozenset()
    for sign, reason in _OWN_REASONS:
        if sign in alert.signs and sign not in told:
            return Decision(reason=reason)
    if last is None:
        return Decision(reason=SendReason.NEW)
    if alert.independent >= growing_factor * max(1, last.independent):  # reposts alone are of no source of their own
        return Decision(reason=SendReason.GROWING)
    if alert.channels > last.channels:
        return Decision(reason=SendReason.NEW_CHANNEL)
    return Decision(reason=SilenceReason.ALREADY_TOLD)
