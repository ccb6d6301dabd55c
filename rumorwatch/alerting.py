"""Alerting: which rumors open an alert, who is told about each, who has to answer it by when, and who steps in.

Every decision is ``alert.decide``'s, every route and deadline ``respond``'s; here they are asked in order, best alert
first, and what they say is written in the run's own transaction.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rumorwatch.alert.closing import may_open
from rumorwatch.alert.decide import Hearing, Rules, decide, is_overdue, was_given
from rumorwatch.alert.grouping import deliveries_of
from rumorwatch.alert.reaching import contacts_of
from rumorwatch.alert.record import notice_of
from rumorwatch.domain.agencies import DESK, Agency, Minutes
from rumorwatch.domain.alerts import AlertStatus, Outcome, SendReason
from rumorwatch.domain.duties import AssignedBy, Assignment
from rumorwatch.domain.rumors import Level
from rumorwatch.respond.clock import due_at
from rumorwatch.respond.routing import in_office, named, route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from rumorwatch.domain.agencies import AgencyId
    from rumorwatch.domain.alerts import Alert, AlertId, ChannelId, Decided, Decision, Notice
    from rumorwatch.domain.duties import Silence
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.rumors import Rumor, RumorId
    from rumorwatch.parts import Parts
    from rumorwatch.settings import Settings

_LONGEST_DAY = timedelta(hours=48)
"""Wherever an agency is, its day began less than that ago."""
_TOLD_AFTER = timedelta(days=7)
"""How long after an alert was closed those who were told of it may still be told so: quiet hours and budgets end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Which rumors without an open alert may open one."""

    closed: Mapping[RumorId, Alert]
    """Their alerts that were closed last."""
    open_ids: frozenset[AlertId]
    """Of open alerts; none are looked for where no rumor's alert was closed as a duplicate."""
    parts: Parts

    @classmethod
    def of(cls, unit: Unit, rumor_ids: Iterable[RumorId], parts: Parts) -> Opening:
        """Return it for these rumors, as the store knows them."""
        closed = unit.alerts.last_closed(list(rumor_ids))
        # Only a duplicate asks which others are open; most scans read no alert for it.
        asks = any(alert.outcome is Outcome.DUPLICATE for alert in closed.values())
        open_alerts = unit.alerts.all(status=AlertStatus.OPEN) if asks else ()
        return cls(closed=closed, open_ids=frozenset(alert.id for alert in open_alerts), parts=parts)

    def allows(self, rumor: Rumor) -> bool:
        """Return whether a rumor without an open alert opens one."""
        return may_open(
            rumor,
            self.closed.get(rumor.id),
            open_ids=self.open_ids,
            recur_sightings=self.parts.settings.alert.recur_sightings,
            window=self.parts.now - self.parts.window_start,
            now=self.parts.now,
        )


def desk_of(settings: Settings) -> Agency:
    """Return whoever runs rumorwatch as an agency: it answers what no listed one does."""
    return Agency(
        id=DESK,
        name="",
        acknowledge_within=Minutes(count=settings.clock.acknowledge_within_min),
        answer_within=Minutes(count=settings.clock.answer_within_min),
    )


def tell(unit: Unit, alerts: Sequence[Alert], parts: Parts) -> None:
    """Decide for each alert and each agency whether it is told now, and write what follows from it.

    Args:
        unit: The run's last transaction.
        alerts: Open alerts as ranked now, highest priority first: a budget goes to the best.
        parts: Of the run.
    """
    closed = unit.alerts.closed_since(parts.now - _TOLD_AFTER)
    ids = [alert.id for alert in (*alerts, *closed)]
    telling = _Telling(
        unit=unit,
        parts=parts,
        rules=Rules.of(parts.settings.alert),
        agencies={agency.id: agency for agency in (desk_of(parts.settings), *parts.agencies)},
        logs=unit.alerts.logs(ids),
        assignments={name: list(found) for name, found in unit.duties.assignments(ids).items()},
        decided=unit.alerts.decisions(ids),
        silences=unit.duties.silences(),
        contacts=contacts_of(parts.agencies),
    )
    telling.count_what_was_told()
    for alert in alerts:
        telling.tell(alert)
        telling.answer(alert)
    for alert in closed:
        telling.tell(alert)


@dataclass(slots=True, kw_only=True)
class _Telling:
    unit: Unit
    parts: Parts
    rules: Rules
    agencies: Mapping[AgencyId, Agency]
    logs: Mapping[AlertId, Sequence[Notice]]
    assignments: dict[AlertId, list[Assignment]]
    decided: Mapping[AlertId, Mapping[AgencyId, Decided]]
    silences: Sequence[Silence]
    contacts: frozenset[ChannelId]
    """Of any agency."""
    spent: Counter[AgencyId] = field(default_factory=Counter)
    """Notices of the agency's day so far, without those that no budget holds back."""
    known: set[tuple[AgencyId, AlertId]] = field(default_factory=set)
    """Which alerts the notices of the agency's day were about."""

    def count_what_was_told(self) -> None:
        """Count what each agency was told in its day; a notice from the future counts: it was told."""
        now = self.parts.now
        begins = {
            name: self._local(agency).replace(hour=0, minute=0, second=0, microsecond=0)
            for name, agency in self.agencies.items()
        }
        for notice in self.unit.alerts.notices(since=now - _LONGEST_DAY):
            begin = begins.get(notice.agency)
            if begin is not None and begin <= notice.decided_at < begin + timedelta(days=1):
                self._spend(notice)

    def answer(self, alert: Alert) -> None:
        """Write which agencies have done their part: who published the statement that answers, or who took it over.

        The desk has, where nobody else has a part: it has no name that a statement could bear.
        """
        parts = [one for one in self.assignments.get(alert.id, ()) if one.released_at is None]
        if not alert.answered:
            return
        author = named(alert.agency, self.parts.agencies)
        after = author and in_office(author, self.agencies, on=self._today())
        done = {agency.id for agency in (author, after) if agency} | ({DESK} if len(parts) == 1 else set())
        statement = self.parts.statements.get(alert.statement_id) if alert.statement_id else None
        published_at = statement.published_at if statement else None
        for one in parts:
            if one.agency in done and one.answered_at is None:
                self.unit.duties.assign(replace(one, answered_at=published_at or self.parts.now))

    def tell(self, alert: Alert) -> None:
        """Decide for each agency that the alert concerns."""
        log = self.logs.get(alert.id, ())
        for agency, assignment in list(self._concerned(alert)):
            told = [notice for notice in log if notice.agency == agency.id]
            decision = decide(
                alert,
                log=told,
                assignment=assignment,
                silences=self.silences,
                hearing=self._hearing(agency, alert),
                rules=self.rules,
                now=self.parts.now,
            )
            self._remember(alert, agency, decision)
            if isinstance(decision.reason, SendReason):
                self._notify(alert, agency, assignment, decision, told=told)

    def _concerned(self, alert: Alert) -> Iterator[tuple[Agency, Assignment | None]]:
        """Yield who has a part of it, who steps in, and while no person assigned it whom it concerns; never nobody."""
        parts = self.assignments.get(alert.id, ())
        held = [one for one in parts if one.released_at is None and one.agency in self.agencies]
        yield from ((self.agencies[one.agency], one) for one in held)
        if alert.status is AlertStatus.CLOSED:
            return
        stepping_in = list(self._stepping_in(alert, held))
        yield from ((self.agencies[one.agency], one) for one in stepping_in)
        known = {one.agency for one in (*parts, *stepping_in)}
        is_given = any(one.by is AssignedBy.PERSON for one in parts)
        routed = [] if is_given else [agency for agency in self._routed(alert) if agency.id not in known]
        yield from ((agency, None) for agency in routed)
        if not (held or stepping_in or routed):  # whoever had it is listed no more
            yield self.agencies[DESK], None

    def _stepping_in(self, alert: Alert, held: Sequence[Assignment]) -> Iterator[Assignment]:
        """Yield a part for the fallback of each agency whose clock ran out; its own begins when it is told."""
        known = {one.agency for one in self.assignments.get(alert.id, ())}
        for one in held if not alert.answered else ():
            named_id = self.agencies[one.agency].fallback
            fallback = self.agencies.get(named_id) if named_id else None
            if fallback is None or not is_overdue(one, now=self.parts.now):
                continue
            agency = in_office(fallback, self.agencies, on=self._today())
            if agency is not None and agency.id not in known:
                known.add(agency.id)
                yield self._part(alert, agency, by=AssignedBy.ESCALATION, escalated_from=one.agency)

    def _routed(self, alert: Alert) -> Sequence[Agency]:
        return route(
            alert.topic,
            alert.provinces,
            statement_agency=alert.agency,
            agencies=self.parts.agencies,
            on=self._today(),
        )

    def _hearing(self, agency: Agency, alert: Alert) -> Hearing:
        return Hearing(
            quiet=agency.quiet is not None and agency.quiet.hold(self._local(agency).time()),
            budget=agency.notices_per_day or self.parts.settings.alert.budget_per_day,
            spent=self.spent[agency.id],
            knows=(agency.id, alert.id) in self.known,
        )

    def _notify(
        self,
        alert: Alert,
        agency: Agency,
        assignment: Assignment | None,
        decision: Decision,
        *,
        told: Sequence[Notice],
    ) -> None:
        notice = notice_of(alert, decision, agency=agency.id, last=told[-1] if told else None, now=self.parts.now)
        if not self.unit.alerts.add_notice(notice):
            return
        part = assignment or self._part(alert, agency, by=AssignedBy.ROUTE)
        known = self.assignments.get(alert.id, ())
        if part not in known:
            part = replace(part, place=len(known))
            self.unit.duties.assign(part)
            self.assignments.setdefault(alert.id, []).append(part)
        self._spend(notice)
        highest = (*(one.level for one in told), notice.level)
        self.unit.outbox.queue(
            deliveries_of(
                notice,
                contacts=agency.contacts,
                anyones=self.contacts,
                highest=highest,
                channels=self.parts.channels,
                notify_level=Level.MONITOR if was_given(assignment) else self.rules.notify_level,
                wait=timedelta(seconds=self.parts.settings.alert.group_wait_s),
            )
        )

    def _part(
        self, alert: Alert, agency: Agency, *, by: AssignedBy, escalated_from: AgencyId | None = None
    ) -> Assignment:
        """Return a part whose clock starts now; one that steps in has all its time."""
        now = self.parts.now
        first_seen = now if by is AssignedBy.ESCALATION else alert.first_seen
        due = partial(due_at, first_seen=first_seen, alerted_at=now, timezone=agency.timezone)
        return Assignment(
            alert_id=alert.id,
            agency=agency.id,
            by=by,
            assigned_at=now,
            acknowledge_by=due(agency.acknowledge_within),
            answer_by=due(agency.answer_within),
            escalated_from=escalated_from,
        )

    def _remember(self, alert: Alert, agency: Agency, decision: Decision) -> None:
        before = self.decided.get(alert.id, {}).get(agency.id)
        if before is None or before.decision != decision:
            self.unit.alerts.put_decision(alert.id, agency.id, decision, at=self.parts.now)

    def _spend(self, notice: Notice) -> None:
        self.spent[notice.agency] += notice.level is not Level.HIGH
        self.known.add((notice.agency, notice.alert_id))

    def _today(self) -> date:
        return self._local(self.agencies[DESK]).date()

    def _local(self, agency: Agency) -> datetime:
        return self.parts.now.astimezone(ZoneInfo(agency.timezone))
