"""Who has to answer each alert by when, for lists and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.agencies import AgencyId
    from rumorwatch.domain.alerts import Alert, AlertId
    from rumorwatch.domain.duties import Assignment
    from rumorwatch.domain.ports import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """The first agency that an alert is assigned to."""

    name: str
    """Empty: the desk."""
    due_at: datetime
    """When its answer is due."""
    acknowledged_at: datetime | None


def owners_of(unit: Unit, alerts: Sequence[Alert], workspace: Workspace) -> Mapping[AlertId, Assigned]:
    """Return who answers each of these alerts; those that nobody was told of are left out."""
    names = agency_names(workspace)
    found = {}
    for alert_id, parts in unit.duties.assignments([alert.id for alert in alerts]).items():
        held = [part for part in parts if part.released_at is None]
        if held:
            found[alert_id] = assigned_of(held, names)
    return found


def agency_names(workspace: Workspace) -> Mapping[AgencyId, str]:
    """Return the names of the listed agencies by id, and of the desk, which has none."""
    from rumorwatch.sending import agencies_of

    return {name: agency.name for name, agency in agencies_of(workspace).items()}


def assigned_of(parts: Iterable[Assignment], names: Mapping[AgencyId, str]) -> Assigned:
    """Return the first of these parts of an alert, of which there has to be one."""
    first = next(iter(parts))
    return Assigned(
        name=names.get(first.agency, str(first.agency)),
        due_at=first.answer_by,
        acknowledged_at=first.acknowledged_at,
    )
