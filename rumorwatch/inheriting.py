"""Inheriting: a new rumor that a claim explains by now is the claim's rumor, and its alert goes on as the claim's.

Whoever makes a claim of a new rumor, or of one of its posts, has been told of it: the alert keeps its id, its
deadlines, who answers it and what was told, and nobody is told a second time. Nothing is remembered for it: which posts
of a group a claim explains is asked anew by every scan.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rumorwatch.emerge.sightings import rumor_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from rumorwatch.domain.alerts import Alert, AlertId
    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.rumors import RumorId
    from rumorwatch.parts import Parts

NEW = "new:"
"""What the ids of new rumors begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """The open alerts of new rumors that claims explain by now."""

    continued: Mapping[RumorId, Alert] = field(default_factory=dict)
    """By the claim's rumor, which had none of its own: the alert opened first."""
    duplicates: Mapping[AlertId, AlertId] = field(default_factory=dict)
    """The others, each with the alert that is about the same."""


def heirs_of(unit: Unit, rumor_ids: Iterable[RumorId], parts: Parts) -> Mapping[RumorId, RumorId]:
    """Return the claims' rumors that new rumors have become: a claim explains more of their posts than are left.

    Args:
        unit: Of the store.
        rumor_ids: Of any rumors.
        parts: Of the run.
    """
    asked = [name for name in rumor_ids if name.startswith(NEW)]
    if not asked:
        return {}
    found = unit.readings.explained(asked, since=parts.window_start)
    heirs = {name: heir_of(counts, claims=parts.claims) for name, counts in found.items()}
    return {name: heir for name, heir in heirs.items() if heir is not None}


def heir_of(counts: Mapping[ClaimId | None, int], *, claims: Collection[ClaimId]) -> RumorId | None:
    """Return the rumor of the claim that explains more posts of a group than are left. Pure.

    Args:
        counts: How many posts each claim explains; under None those that none does.
        claims: In use.
    """
    in_use = {claim_id: count for claim_id, count in counts.items() if claim_id in claims}
    most = min(in_use, key=lambda claim_id: (-in_use[claim_id], claim_id or ""), default=None)
    return rumor_id(most) if most is not None and in_use[most] > counts.get(None, 0) else None


def inherited(
    open_alerts: Mapping[RumorId, Alert], heirs: Mapping[RumorId, RumorId], *, circulating: Collection[RumorId]
) -> Inherited:
    """Return which open alerts go on as a claim's, and which are duplicates of the one that does. Pure.

    Args:
        open_alerts: By rumor.
        heirs: As of ``heirs_of``.
        circulating: Rumors that need a person now; a claim's that does not inherits nothing.
    """
    continued: dict[RumorId, Alert] = {}
    duplicates: dict[AlertId, AlertId] = {}
    for alert in sorted(open_alerts.values(), key=lambda one: (one.opened_at, one.id)):
        heir = heirs.get(alert.rumor_id)
        if heir is None or heir not in circulating:
            continue
        kept = open_alerts.get(heir) or continued.setdefault(heir, alert)
        if kept.id != alert.id:
            duplicates[alert.id] = kept.id
    return Inherited(continued=continued, duplicates=duplicates)


def hand_over(unit: Unit, alert: Alert, heir: RumorId, *, now: datetime) -> None:
    """Let the silences on an alert's rumor cover the claim's rumor that it goes on as."""
    for silence in unit.duties.silences():
        if silence.rumor_id == alert.rumor_id and silence.holds(now):
            unit.duties.put_silence(replace(silence, rumor_id=heir))
