"""What it was worth: how early rumors were answered, and how fast and reliably each agency did its part. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.agencies import WorkingDays
from rumorwatch.domain.alerts import Outcome
from rumorwatch.respond.estimates import Quartiles, Share, Wait, Waits, quartiles, waits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.agencies import Agency, AgencyId
    from rumorwatch.domain.alerts import Alert, AlertId
    from rumorwatch.domain.duties import Assignment, Ledger

_MINUTE = timedelta(minutes=1)
_NOTHING_TO_ANSWER = frozenset({Outcome.NOT_A_RUMOR, Outcome.OPINION, Outcome.DUPLICATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyEffect:
    """What one agency did with its parts; the same definitions for every agency."""

    agency: AgencyId
    name: str
    """Its id where it is not listed any more."""
    parts: int
    """Assigned in the period."""
    acknowledged: int
    answered: int
    overdue: int
    """Not answered, though their time is over."""
    acknowledged_in_time: Share
    """Of the parts whose time to acknowledge is over, early or late."""
    answered_in_time: Share
    """Of the parts whose time to answer is over, early or late: what agencies with deadlines of different kinds are
    compared by."""
    to_acknowledge: Waits
    """From the assignment."""
    to_answer: Waits
    """From the assignment."""
    in_working_days: bool
    """Its answers are due in working days: its minutes hold nights and holidays, and are compared with nobody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The figures of a period, as they stood at its end."""

    since: datetime
    until: datetime
    rumors: int
    """Those that needed a person, first seen in the period."""
    alerted: int
    """Those that people were told of."""
    answered: int
    """Those that an official statement answered."""
    left_out: int
    """Alerts closed as not a rumor, opinion, or a duplicate: nothing was to be answered. In no other figure here."""
    still_seen: int
    """Alerted ones that are not over: their peak may still rise, and with it the figures below may change."""
    answered_before_peak: Share
    """The headline: of the alerted ones with a known peak, those answered no later than their busiest hour began."""
    lead_min: Quartiles | None
    """tp - t4 in minutes, where both are known; negative: answered after the peak began. None: none is known."""
    to_alert: Waits
    """t0 to t1, of the alerted ones."""
    to_acknowledge: Waits
    """t1 to t2, of the alerted ones."""
    to_answer: Waits
    """t1 to t4, of the alerted ones; 0 for a statement that was there before."""
    agencies: tuple[AgencyEffect, ...]
    """In the order of agencies.toml; then by id those that are not listed any more."""


def effect_of(
    ledgers: Mapping[AlertId, Ledger],
    assignments: Mapping[AlertId, Sequence[Assignment]],
    agencies: Sequence[Agency],
    *,
    since: datetime,
    until: datetime,
    closed: Iterable[Alert] = (),
) -> Effect:
    """Return the figures of a period.

    A rumor counts where it was first seen in it, a part where it was assigned in it. What people did at its end or
    later is not known yet, so that a report of a past period does not change with what came after; only peaks are those
    known today, for a peak is not known before it is past. Who has not answered yet still waits (``waits``).

    Alerts closed as not a rumor, opinion or a duplicate are left out, but for the parts that agencies had of them. A
    part ends unanswered when a person gives it to another agency or its alert is closed: it then says only that the
    answer had not come by then, and is no part of a share when that was before its deadline.

    Args:
        ledgers: By alert.
        assignments: By alert.
        agencies: Those listed, in the order of the file.
        since: Beginning of the period.
        until: Its end, not in it; not after the present moment.
        closed: Alerts that are closed.
    """
    ends = {alert.id: min(alert.closed_at, until) for alert in closed if alert.closed_at}
    void = {alert.id for alert in closed if alert.outcome in _NOTHING_TO_ANSWER}
    seen = [ledger for ledger in ledgers.values() if since <= ledger.first_seen < until]
    found = [ledger for ledger in seen if ledger.alert_id not in void]
    alerted = [ledger for ledger in found if _by(ledger.alerted_at, until)]
    peaked = [ledger for ledger in alerted if ledger.peak_at is not None]
    leads = [lead for ledger in peaked if (lead := _lead(ledger, until)) is not None]
    return Effect(
        since=since,
        until=until,
        rumors=len(found),
        alerted=len(alerted),
        answered=sum(_by(ledger.published_at, until) is not None for ledger in found),
        left_out=len(seen) - len(found),
        still_seen=sum(ledger.decayed_at is None for ledger in alerted),
        answered_before_peak=Share(hits=sum(lead >= timedelta() for lead in leads), n=len(peaked)),
        lead_min=quartiles([lead / _MINUTE for lead in leads]),
        to_alert=waits([_wait(each.first_seen, each.alerted_at, until) for each in alerted]),
        to_acknowledge=waits(
            [_wait(each.alerted_at, each.acknowledged_at, ends.get(each.alert_id, until)) for each in alerted]
        ),
        to_answer=waits(
            [_wait(each.alerted_at, each.published_at, ends.get(each.alert_id, until)) for each in alerted]
        ),
        agencies=_by_agency(assignments, agencies, since=since, until=until, ends=ends),
    )


def _by(moment: datetime | None, until: datetime) -> datetime | None:
    """Return a moment that came before the end of the period; None: it had not come."""
    return moment if moment is not None and moment < until else None


def _lead(ledger: Ledger, until: datetime) -> timedelta | None:
    """Return tp - t4; a statement from before the rumor leads by what the rumor needed from its first sighting."""
    answered, peak = _by(ledger.published_at, until), ledger.peak_at
    if answered is None or peak is None:
        return None
    return peak - max(answered, min(ledger.first_seen, peak))


def _wait(since: datetime | None, over: datetime | None, end: datetime) -> Wait:
    begun = since or end
    over = _by(over, end)
    return Wait(minutes=max((over or end) - begun, timedelta()) / _MINUTE, over=over is not None)


def _by_agency(
    assignments: Mapping[AlertId, Sequence[Assignment]],
    agencies: Sequence[Agency],
    *,
    since: datetime,
    until: datetime,
    ends: Mapping[AlertId, datetime],
) -> tuple[AgencyEffect, ...]:
    listed = {agency.id: agency for agency in agencies}
    parts: dict[AgencyId, list[_Part]] = {agency.id: [] for agency in agencies}
    for each in sorted((each for some in assignments.values() for each in some), key=lambda each: each.agency):
        if since <= each.assigned_at < until:
            end = min(until, each.released_at or until, ends.get(each.alert_id, until))
            parts.setdefault(each.agency, []).append(_Part(each, end))
    return tuple(_agency_effect(id_, listed.get(id_), some) for id_, some in parts.items())


@dataclass(frozen=True, slots=True)
class _Part:
    """An assignment, seen until the period or the part itself ended."""

    assignment: Assignment
    end: datetime

    @property
    def acknowledged_at(self) -> datetime | None:
        """Who answers has acknowledged."""
        moments = (self.assignment.acknowledged_at, self.answered_at)
        return min((each for each in moments if each and _by(each, self.end)), default=None)

    @property
    def answered_at(self) -> datetime | None:
        return _by(self.assignment.answered_at, self.end)


def _agency_effect(id_: AgencyId, listed: Agency | None, parts: Sequence[_Part]) -> AgencyEffect:
    due = [part for part in parts if part.assignment.answer_by < part.end]
    due_acknowledge = [part for part in parts if part.assignment.acknowledge_by < part.end]
    return AgencyEffect(
        agency=id_,
        name=listed.name if listed else id_,
        parts=len(parts),
        acknowledged=sum(part.acknowledged_at is not None for part in parts),
        answered=sum(part.answered_at is not None for part in parts),
        overdue=sum(part.answered_at is None for part in due),
        acknowledged_in_time=Share(
            hits=sum(_in_time(part.acknowledged_at, part.assignment.acknowledge_by) for part in due_acknowledge),
            n=len(due_acknowledge),
        ),
        answered_in_time=Share(
            hits=sum(_in_time(part.answered_at, part.assignment.answer_by) for part in due), n=len(due)
        ),
        to_acknowledge=waits([_wait(part.assignment.assigned_at, part.acknowledged_at, part.end) for part in parts]),
        to_answer=waits([_wait(part.assignment.assigned_at, part.answered_at, part.end) for part in parts]),
        in_working_days=listed is not None and isinstance(listed.answer_within, WorkingDays),
    )


def _in_time(done: datetime | None, by: datetime) -> bool:
    return done is not None and done <= by
