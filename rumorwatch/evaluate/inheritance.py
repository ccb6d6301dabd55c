"""Inheritance: new rumors of a replay that a claim learned later explains, as scans see them (inheriting.py)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rumorwatch.inheriting import heir_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.rumors import RumorId


@dataclass(slots=True, kw_only=True)
class Explained:
    """Posts of new rumors that claims explain by now, as far as they are in the window."""

    _moments: dict[RumorId, list[tuple[datetime, ClaimId]]] = field(default_factory=lambda: defaultdict(list))
    """When they were published, and what explains them; in any order."""

    def add(self, group: RumorId, claim_id: ClaimId, *, at: datetime) -> None:
        """Count a post of a group that a claim explains from now on."""
        self._moments[group].append((at, claim_id))

    @property
    def groups(self) -> Collection[RumorId]:
        """Groups with such posts."""
        return self._moments.keys()

    def heir(self, group: RumorId, *, left: int) -> RumorId | None:
        """Return the rumor of the claim that explains more posts of a group than are left of it."""
        counts: dict[ClaimId | None, int] = {None: left}
        for _, claim_id in self._moments.get(group, ()):
            counts[claim_id] = counts.get(claim_id, 0) + 1
        return heir_of(counts, claims={claim_id for claim_id in counts if claim_id is not None})

    def forget_before(self, moment: datetime) -> None:
        """Let go the posts published before a moment."""
        for group, posts in list(self._moments.items()):
            kept = [one for one in posts if one[0] >= moment]
            if kept:
                self._moments[group] = kept
            else:
                del self._moments[group]
