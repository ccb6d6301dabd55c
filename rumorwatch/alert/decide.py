"""Decide whether an agency is told about an alert now, and say why or why not. Pure: everything it needs is given.

What a notice told is remembered with it (level, sources, platforms, provinces, signs), and only what is more than that
is told again. So the same input twice never tells twice, and whatever a silence, quiet hours or a budget holds back is
told when they end, as it is then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.alerts import AlertStatus, Decision, Due, SendReason, SilenceReason
from rumorwatch.domain.duties import AssignedBy
from rumorwatch.domain.rumors import Level, Sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from rumorwatch.domain.alerts import Alert, Notice
    from rumorwatch.domain.duties import Assignment, Silence
    from rumorwatch.settings import Alerting

LEVELS = (Level.MONITOR, Level.LOW, Level.MEDIUM, Level.HIGH)
"""From least to most urgent."""
_OWN_REASONS = ((Sign.CONTRADICTED, SendReason.CONTRADICTION), (Sign.VOID, SendReason.VOID))
_SPREADING = frozenset(
    {
        SendReason.NEW,
        SendReason.RECURRED,
        SendReason.GROWING,
        SendReason.NEW_PLACE,
        SendReason.NEW_CHANNEL,
    }
)
"""What a live rebuttal answers, where it is of low priority."""
_ASKED_OF = frozenset(
    {
        SendReason.NEW,
        SendReason.RECURRED,
        SendReason.VOID,
        SendReason.CONTRADICTION,
        SendReason.DEADLINE_NEAR,
        SendReason.OVERDUE,
    }
)
"""What an agency is told of a part that a person gave it, whatever the alert's level."""
CLOSING = frozenset({SendReason.ANSWERED, SendReason.RESOLVED})
"""Told to whoever was told of the alert, whatever its level is by now."""
_KEPT_SHARE = 5
"""A fifth of the budget is kept for other rumors (domain.md, Alerts)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """When people are told; from the settings (``settings.Alerting`` says where each comes from)."""

    notify_level: Level
    growing_factor: float
    update_wait: timedelta
    near_share: float
    """A deadline is near when this share of its time is left."""

    @classmethod
    def of(cls, settings: Alerting) -> Rules:
        """Return the rules that the settings make."""
        return cls(
            notify_level=Level(settings.notify_level),
            growing_factor=settings.growing_factor,
            update_wait=timedelta(minutes=settings.update_wait_min),
            near_share=settings.deadline_near_share,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """How an agency stands at a moment: what it may still be told."""

    quiet: bool = False
    """Its quiet hours hold."""
    budget: int
    """Notices a day."""
    spent: int = 0
    """Notices it got today, without those of level ``high``."""
    knows: bool = False
    """Whether one of these was about this rumor."""

    @property
    def is_over_budget(self) -> bool:
        """Whether the budget of this rumor is used up: a fifth of it is kept for those not told of today."""
        kept = self.budget // _KEPT_SHARE if self.knows else 0
        return self.spent >= self.budget - kept


def at_least(level: Level, lowest: Level) -> bool:
    """Return whether a level is as urgent as another or more."""
    return LEVELS.index(level) >= LEVELS.index(lowest)


def decide(
    alert: Alert,
    *,
    log: Sequence[Notice],
    assignment: Assignment | None,
    silences: Sequence[Silence],
    hearing: Hearing,
    rules: Rules,
    now: datetime,
) -> Decision:
    """Return whether an agency is told now.

    Args:
        alert: The alert as ranked now.
        log: The notices decided about it for this agency, sent or not, oldest first.
        assignment: The agency's part of it; None: it has none yet.
        silences: Of any rumor.
        hearing: How the agency stands.
        rules: When people are told.
        now: The moment.

    Returns:
        What is new, by the first that holds of ``resolved``, ``overdue``, ``contradiction``, ``void``, ``new`` or
        ``recurred``, ``risk_up``, ``answered``, ``deadline_near``, ``growing``, ``new_place``, ``new_channel``; unless
        it is held back, by the first that holds of ``below_level``, ``silenced``, ``inhibited``, ``quiet_hours``,
        ``over_budget``. ``already_told`` when nothing is new. What is ``high`` is told at any hour and whatever the
        budget; what a person gave to an agency is told whatever its level.
    """
    found = next(_news(alert, log=log, assignment=assignment, rules=rules, now=now), None)
    if found is None:
        return Decision(reason=SilenceReason.ALREADY_TOLD)
    reason, due = found
    why_not = _why_not(alert, reason, assignment=assignment, silences=silences, hearing=hearing, rules=rules, now=now)
    if why_not is None:
        return Decision(reason=reason, due=due)
    hidden = None if why_not is SilenceReason.BELOW_LEVEL else reason
    return Decision(reason=why_not, hidden=hidden, due=due)


def was_given(assignment: Assignment | None) -> bool:
    """Return whether a person gave an agency its part, and it was not acknowledged yet."""
    return assignment is not None and assignment.by is AssignedBy.PERSON and assignment.acknowledged_at is None


def is_overdue(assignment: Assignment, *, now: datetime) -> bool:
    """Return whether one of an agency's deadlines ran out: it did not acknowledge, or did not answer."""
    return any(due_at <= now for _, due_at in _open_deadlines(assignment))


def _news(
    alert: Alert, *, log: Sequence[Notice], assignment: Assignment | None, rules: Rules, now: datetime
) -> Iterator[tuple[SendReason, Due | None]]:
    """Yield what was not told yet, the most urgent first."""
    last = _told_last(log, now=now)
    if alert.status is AlertStatus.CLOSED:
        if last is not None and last.reason is not SendReason.RESOLVED:
            yield SendReason.RESOLVED, None
        return
    if last is not None and not alert.answered:
        yield from ((SendReason.OVERDUE, due) for due in _overdue(assignment, last, now=now))
    told_signs = frozenset(last.signs) if last else frozenset()
    yield from ((reason, None) for sign, reason in _OWN_REASONS if sign in alert.signs and sign not in told_signs)
    if last is None:
        yield _first_word(alert, assignment), None
        return
    if LEVELS.index(alert.priority.level) > LEVELS.index(last.level):
        yield SendReason.RISK_UP, None
    if alert.answered and not last.answered:
        yield SendReason.ANSWERED, None
    if not alert.answered:
        yield from ((SendReason.DEADLINE_NEAR, due) for due in _near(assignment, last, rules=rules, now=now))
    yield from ((reason, None) for reason in _updates(alert, last, rules=rules, now=now))


def _told_last(log: Sequence[Notice], *, now: datetime) -> Notice | None:
    """Return what was told last; None: nothing.

    A notice from the future was decided by a clock that has been put back. Which came after it nobody can tell, so all
    that was told counts, and what is more than that is news.
    """
    if not log or log[-1].decided_at <= now:
        return log[-1] if log else None
    return replace(
        log[-1],
        level=max((one.level for one in log), key=LEVELS.index),
        independent=max(one.independent for one in log),
        channels=max(one.channels for one in log),
        provinces=tuple(dict.fromkeys(place for one in log for place in one.provinces)),
        answered=any(one.answered for one in log),
        signs=tuple(dict.fromkeys(sign for one in log for sign in one.signs)),
    )


def _first_word(alert: Alert, assignment: Assignment | None) -> SendReason:
    if assignment is not None and assignment.by is AssignedBy.ESCALATION:
        return SendReason.OVERDUE
    return SendReason.RECURRED if alert.recurred else SendReason.NEW


def _updates(alert: Alert, last: Notice, *, rules: Rules, now: datetime) -> Iterator[SendReason]:
    """Yield what has come since it was told; a notice from the future is not waited for: the clock was moved."""
    if timedelta(0) <= now - last.decided_at < rules.update_wait:
        return
    # Reposts alone are of no source of their own.
    if alert.independent >= rules.growing_factor * max(1, last.independent):
        yield SendReason.GROWING
    if not set(alert.provinces) <= set(last.provinces):
        yield SendReason.NEW_PLACE
    if alert.channels > last.channels:
        yield SendReason.NEW_CHANNEL


def _open_deadlines(assignment: Assignment) -> Iterator[tuple[Due, datetime]]:
    """Yield an agency's deadlines that it has not met; the answer's first, for it tells more."""
    if assignment.released_at is not None or assignment.answered_at is not None:
        return
    yield Due.ANSWER, assignment.answer_by
    if assignment.acknowledged_at is None:
        yield Due.ACKNOWLEDGE, assignment.acknowledge_by


def _overdue(assignment: Assignment | None, last: Notice, *, now: datetime) -> Iterator[Due]:
    """Yield the deadlines that ran out since the agency was told last: every notice names its deadlines."""
    if assignment is not None:
        yield from (due for due, due_at in _open_deadlines(assignment) if last.decided_at < due_at <= now)


def _near(assignment: Assignment | None, last: Notice, *, rules: Rules, now: datetime) -> Iterator[Due]:
    """Yield the deadlines that came near since the agency was told last."""
    if assignment is None:
        return
    for due, due_at in _open_deadlines(assignment):
        near_at = due_at - rules.near_share * (due_at - assignment.assigned_at)
        if last.decided_at < near_at <= now < due_at:
            yield due


def _why_not(
    alert: Alert,
    reason: SendReason,
    *,
    assignment: Assignment | None,
    silences: Sequence[Silence],
    hearing: Hearing,
    rules: Rules,
    now: datetime,
) -> SilenceReason | None:
    level = alert.priority.level
    is_asked = was_given(assignment) and reason in _ASKED_OF
    if not at_least(level, rules.notify_level) and not (is_asked or reason in CLOSING):
        return SilenceReason.BELOW_LEVEL
    if reason is not SendReason.RESOLVED and any(one.rumor_id == alert.rumor_id and one.holds(now) for one in silences):
        return SilenceReason.SILENCED
    if alert.answered and reason in _SPREADING and not at_least(level, Level.MEDIUM):
        return SilenceReason.INHIBITED
    if level is Level.HIGH:
        return None
    if hearing.quiet:
        return SilenceReason.QUIET_HOURS
    return SilenceReason.OVER_BUDGET if hearing.is_over_budget else None
