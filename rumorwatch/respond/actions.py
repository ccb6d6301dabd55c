"""Actions: what people do with an alert, each written with its line in the audit, in one transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from rumorwatch.domain.alerts import AlertStatus, Outcome
from rumorwatch.domain.crockford import digits_of
from rumorwatch.domain.duties import Action, AssignedBy, Assignment, Silence
from rumorwatch.domain.errors import UsageError, quoted
from rumorwatch.respond.clock import due_at

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from rumorwatch.domain.agencies import Agency, AgencyId
    from rumorwatch.domain.alerts import Alert, AlertId
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.rumors import RumorId

_ID_DIGITS = 6
MAX_COMMENT = 500
"""Characters of a comment that are kept: a reason, not a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does something, and how it is known."""

    name: str
    """As they name themselves."""
    code: str = ""
    """The reply code that was used; empty: none."""
    channel: str = ""
    """The channel that the code was sent to."""

    @property
    def details(self) -> dict[str, str]:
        """What the audit tells of it."""
        return {name: value for name, value in (("code", self.code), ("channel", self.channel)) if value}


def acknowledge(
    unit: Unit, alert: Alert, *, agencies: Collection[AgencyId] | None, desk: Agency, actor: Actor, now: datetime
) -> Sequence[Assignment]:
    """Write that somebody looks into an alert, and return the parts that were not acknowledged before.

    Args:
        unit: The transaction.
        alert: An open alert.
        agencies: Whose parts; None: all of them.
        desk: Takes the part of an alert that nobody was told of yet.
        actor: Who.
        now: When.

    Raises:
        UsageError: RW-U61 the alert is closed; RW-U62 the reply code was used before; RW-U69 it is none of these
            agencies' to acknowledge.
    """
    _only_open(alert)
    _only_once(unit, alert, actor)
    parts = unit.duties.assignments([alert.id]).get(alert.id, ())
    if not parts:
        # Not by a person: who looks into it early keeps it from no agency that it turns out to concern.
        parts = [replace(_assignment(alert, desk, place=0, now=now), by=AssignedBy.ROUTE)]
    asked = [one for one in parts if one.released_at is None and (agencies is None or one.agency in agencies)]
    if not asked:
        raise UsageError(
            code="RW-U69",
            failed=f"alert {alert.id} has no part of {', '.join(sorted(agencies or ())) or 'anybody'}",
            kept="Nothing was changed",
            remedy="`rumorwatch alerts assign ALERT AGENCY` gives one; without --agency all parts are acknowledged",
        )
    fresh = [
        replace(one, acknowledged_at=now, acknowledged_by=actor.name) for one in asked if one.acknowledged_at is None
    ]
    for one in fresh:
        unit.duties.assign(one)
    details = {**actor.details, "agencies": ", ".join(one.agency for one in fresh) or "none: acknowledged before"}
    unit.audit.append(at=now, actor=actor.name, action=Action.ACKNOWLEDGE, subject=alert.id, details=details)
    return fresh


def assign(
    unit: Unit, alert: Alert, agency: Agency, *, only: bool, comment: str, actor: Actor, now: datetime
) -> Assignment:
    """Give an agency a part of an alert; one that it had keeps its deadlines. What scans route is then no longer added.

    Args:
        unit: The transaction.
        alert: An open alert.
        agency: Who answers.
        only: Take the parts of the others away.
        comment: Why, for the audit.
        actor: Who assigns.
        now: When.

    Raises:
        UsageError: RW-U61 the alert is closed.
    """
    _only_open(alert)
    parts = unit.duties.assignments([alert.id]).get(alert.id, ())
    known = next((one for one in parts if one.agency == agency.id), None)
    made = (
        replace(known, by=AssignedBy.PERSON, released_at=None)
        if known
        else _assignment(alert, agency, place=len(parts), now=now)
    )
    unit.duties.assign(made)
    for one in parts if only else ():
        if one.agency != agency.id and one.released_at is None:
            unit.duties.assign(replace(one, released_at=now))
    details = {**actor.details, "agency": agency.id, "only": str(only).lower(), "comment": _kept(comment)}
    unit.audit.append(at=now, actor=actor.name, action=Action.ASSIGN, subject=alert.id, details=details)
    return made


def silence(unit: Unit, alert: Alert, *, until: datetime, comment: str, actor: Actor, now: datetime) -> Silence:
    """Write that nobody wants to be told about an alert's rumor for a while.

    Args:
        unit: The transaction.
        alert: An open alert.
        until: When it ends, if the rumor has not ended before.
        comment: Why.
        actor: Who.
        now: When it begins.

    Raises:
        UsageError: RW-U61 the alert is closed; RW-U63 the end is not ahead, or the comment is empty.
    """
    _only_open(alert)
    if until <= now or not comment.strip():
        raise UsageError(
            code="RW-U63",
            failed=f"no silence without a comment and an end that is ahead (end {until.isoformat()})",
            kept="Nothing was changed",
            remedy="Give both: --comment WHY --for 4h",
        )
    made = Silence(
        id=_silence_id(alert.rumor_id, now),
        rumor_id=alert.rumor_id,
        author=actor.name,
        comment=_kept(comment),
        begins_at=now,
        ends_at=until,
    )
    unit.duties.put_silence(made)
    details = {**actor.details, "silence": made.id, "until": until.isoformat(), "comment": made.comment}
    unit.audit.append(at=now, actor=actor.name, action=Action.SILENCE, subject=alert.id, details=details)
    return made


def unsilence(unit: Unit, alert: Alert, *, actor: Actor, now: datetime) -> Sequence[Silence]:
    """End the silences on an alert's rumor and return them."""
    ended = end_silences(unit, alert.rumor_id, now=now)
    names = ", ".join(one.id for one in ended) or "none held"
    unit.audit.append(
        at=now,
        actor=actor.name,
        action=Action.UNSILENCE,
        subject=alert.id,
        details={**actor.details, "silences": names},
    )
    return ended


def end_silences(unit: Unit, rumor_id: RumorId, *, now: datetime) -> Sequence[Silence]:
    """End the silences on a rumor: a silence ends when what it covers does (domain.md, Alerts)."""
    held = [replace(one, ended_at=now) for one in unit.duties.silences() if one.rumor_id == rumor_id and one.holds(now)]
    for one in held:
        unit.duties.put_silence(one)
    return held


def close(
    unit: Unit,
    alert: Alert,
    *,
    outcome: Outcome,
    duplicate_of: AlertId | None,
    comment: str,
    actor: Actor,
    now: datetime,
) -> Alert:
    """Close an alert and end its silences; who was told of it is told so by the next scan.

    Args:
        unit: The transaction.
        alert: An open alert.
        outcome: How it ended.
        duplicate_of: The other alert, of outcome ``duplicate``.
        comment: Why, for the audit.
        actor: Who.
        now: When.

    Raises:
        UsageError: RW-U61 the alert is closed; RW-U64 ``duplicate`` without another alert, or another alert without it.
    """
    _only_open(alert)
    if (outcome is Outcome.DUPLICATE) != (duplicate_of is not None) or duplicate_of == alert.id:
        raise UsageError(
            code="RW-U64",
            failed=f"alert {alert.id}: a duplicate names the other alert that it is one of, and only a duplicate does",
            kept="Nothing was changed",
            remedy="Use: alerts close ALERT --outcome duplicate --of OTHER",
        )
    closed = replace(
        alert, status=AlertStatus.CLOSED, outcome=outcome, duplicate_of=duplicate_of, closed_at=now, updated_at=now
    )
    unit.alerts.put(closed)
    end_silences(unit, alert.rumor_id, now=now)
    details = {**actor.details, "outcome": outcome.value, "comment": _kept(comment)}
    if duplicate_of:
        details["duplicate_of"] = duplicate_of
    unit.audit.append(at=now, actor=actor.name, action=Action.CLOSE, subject=alert.id, details=details)
    return closed


def _assignment(alert: Alert, agency: Agency, *, place: int, now: datetime) -> Assignment:
    due = partial(due_at, first_seen=alert.first_seen, alerted_at=now, timezone=agency.timezone)
    return Assignment(
        alert_id=alert.id,
        agency=agency.id,
        by=AssignedBy.PERSON,
        place=place,
        assigned_at=now,
        acknowledge_by=due(agency.acknowledge_within),
        answer_by=due(agency.answer_within),
    )


def _only_open(alert: Alert) -> None:
    if alert.status is AlertStatus.CLOSED:
        how = f" as {alert.outcome}" if alert.outcome else ""
        raise UsageError(
            code="RW-U61",
            failed=f"alert {alert.id} is closed{how}",
            kept="Nothing was changed",
            next="Should its rumor be seen again, another alert opens",
            remedy="`rumorwatch alerts list` shows the open ones",
        )


def _only_once(unit: Unit, alert: Alert, actor: Actor) -> None:
    if not actor.code:
        return
    used = next((one for one in unit.audit.of(alert.id) if one.details.get("code") == actor.code), None)
    if used is not None:
        raise UsageError(
            code="RW-U62",
            failed=f"reply code {quoted(actor.code)} was used before, by {quoted(used.actor)} at {used.at.isoformat()}",
            kept="Nothing was changed: the alert is acknowledged",
            remedy="`rumorwatch alerts show ALERT` tells who looks into it",
        )


def _silence_id(rumor_id: RumorId, now: datetime) -> str:
    seed = hashlib.sha256(f"{rumor_id}|{now.isoformat()}".encode()).digest()
    return f"S-{digits_of(seed, count=_ID_DIGITS)}"


def _kept(comment: str) -> str:
    return " ".join(comment.split())[:MAX_COMMENT]
