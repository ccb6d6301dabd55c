"""Who answers an alert, why people are or are not told now, and its clock: gathered, as rows, and as lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.cli.display import ago, clock_time, plural, shown
from rumorwatch.cli.owners import agency_names, assigned_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from rich.text import Text

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.cli.owners import Assigned
    from rumorwatch.domain.agencies import AgencyId
    from rumorwatch.domain.alerts import Alert, Decided
    from rumorwatch.domain.duties import Assignment, Ledger, Silence
    from rumorwatch.domain.ports import Unit

_DESK = "the desk"
_MOMENTS = (
    ("t0", "first_seen"),
    ("t1", "alerted_at"),
    ("t2", "acknowledged_at"),
    ("t3", "drafted_at"),
    ("t4", "published_at"),
    ("tp", "peak_at"),
    ("t5", "decayed_at"),
)
"""The clock of a rumor (domain.md, Clock)."""
_SAID = {
    "t0": "first seen",
    "t1": "told",
    "t2": "acknowledged",
    "t3": "drafted",
    "t4": "answer published",
    "tp": "busiest hour",
    "t5": "last seen before a day of silence",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """Who answers an alert, and what is told of it."""

    assignments: Sequence[Assignment]
    """In the order in which they were made."""
    decided: Mapping[AgencyId, Decided]
    silences: Sequence[Silence]
    """Those in force."""
    ledger: Ledger | None
    names: Mapping[AgencyId, str]
    """Of the agencies, by id."""

    @property
    def owner(self) -> Assigned | None:
        """Who answers first; None: nobody was told."""
        held = [one for one in self.assignments if one.released_at is None]
        return assigned_of(held, self.names) if held else None


def duties_of(unit: Unit, workspace: Workspace, alert: Alert) -> Duties:
    """Return who answers an alert, what is told of it, and its clock."""
    now = workspace.clock.now()
    return Duties(
        assignments=unit.duties.assignments([alert.id]).get(alert.id, ()),
        decided=unit.alerts.decisions([alert.id]).get(alert.id, {}),
        silences=[one for one in unit.duties.silences() if one.rumor_id == alert.rumor_id and one.holds(now)],
        ledger=unit.duties.ledgers([alert.id]).get(alert.id),
        names=agency_names(workspace),
    )


def duties_row(duties: Duties) -> dict[str, object]:
    """Return the keys of ``alerts show --json`` about who answers."""
    return {
        "owners": [_owner_row(one, duties) for one in duties.assignments],
        "decisions": [
            {
                "agency": agency,
                "reason": decided.decision.reason.value,
                "since": decided.since.isoformat(),
                "held_back": decided.decision.hidden.value if decided.decision.hidden else None,
                "held_back_so_far": decided.hidden,
            }
            for agency, decided in duties.decided.items()
        ],
        "silences": [
            {"id": one.id, "author": one.author, "comment": one.comment, "until": one.ends_at.isoformat()}
            for one in duties.silences
        ],
        "clock": {name: _iso(getattr(duties.ledger, field)) for name, field in _MOMENTS} if duties.ledger else None,
    }


def duty_lines(duties: Duties, now: datetime) -> Iterator[Text]:
    """Yield a line for each agency, for each silence, and one for the clock."""
    from rich.text import Text

    if not duties.assignments:
        yield Text("Nobody yet: nobody was told.", style="dim")
    for one in duties.assignments:
        yield Text(_owner_line(one, duties, now), style="dim" if one.released_at else "")
    for held in duties.silences:
        said = f"SILENT until {clock_time(held.ends_at, now=now)}: “{shown(held.comment)}” ({shown(held.author)})"
        yield Text(said, style="bold yellow")
    if duties.ledger is not None:
        moments = ((name, getattr(duties.ledger, field)) for name, field in _MOMENTS)
        told = ", ".join(f"{_SAID[name]} {clock_time(at, now=now)}" for name, at in moments if at is not None)
        yield Text(f"Clock: {told}", style="dim")


def decision_lines(duties: Duties, now: datetime) -> Iterator[Text]:
    """Yield why each agency is or is not told now, where there is something to say."""
    from rich.text import Text

    for agency, decided in duties.decided.items():
        name = shown(duties.names.get(agency, agency), limit=60) or _DESK
        hidden = f", {plural(decided.hidden, 'notice')} held back so far" if decided.hidden else ""
        line = f"Now, to {name}: {decided.decision.reason}, since {ago(decided.since, now=now)}{hidden}"
        yield Text(line, style="dim")


def _owner_line(one: Assignment, duties: Duties, now: datetime) -> str:
    name = shown(duties.names.get(one.agency, one.agency), limit=60) or _DESK
    if one.released_at is not None:
        return f"{name}: no longer, since {clock_time(one.released_at, now=now)}"
    stands_in = duties.names.get(one.escalated_from, "") if one.escalated_from else ""
    parts = [f"{name}{f', in place of {shown(stands_in)}' if stands_in else ''}, by {one.by}"]
    if one.acknowledged_at is None:
        parts.append(f"acknowledge by {_due(one.acknowledge_by, now)}")
    else:
        who = shown(one.acknowledged_by or "somebody", limit=60)
        parts.append(f"acknowledged {clock_time(one.acknowledged_at, now=now)} by {who}")
    parts.append(
        f"answered {clock_time(one.answered_at, now=now)}"
        if one.answered_at
        else f"answer by {_due(one.answer_by, now)}"
    )
    return "; ".join(parts)


def _due(moment: datetime, now: datetime) -> str:
    return f"{clock_time(moment, now=now)} ({'LATE' if moment < now else ago(moment, now=now)})"


def _owner_row(one: Assignment, duties: Duties) -> dict[str, object]:
    return {
        "agency": one.agency,
        "name": duties.names.get(one.agency, str(one.agency)),
        "by": one.by.value,
        "assigned_at": one.assigned_at.isoformat(),
        "acknowledge_by": one.acknowledge_by.isoformat(),
        "answer_by": one.answer_by.isoformat(),
        "acknowledged_at": _iso(one.acknowledged_at),
        "acknowledged_by": one.acknowledged_by,
        "answered_at": _iso(one.answered_at),
        "escalated_from": one.escalated_from,
        "released_at": _iso(one.released_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
