"""Agencies: who answers, for which topics and places, by when, and who steps in when they do not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType, TypeAlias

if TYPE_CHECKING:
    from datetime import date, time

    from rumorwatch.domain.alerts import ChannelId
    from rumorwatch.domain.claims import Topic

AgencyId = NewType("AgencyId", str)
"""The agency's name in agencies.toml: 1 to 64 of ``a-z 0-9 - _``."""
DESK = AgencyId("desk")
"""Whoever runs rumorwatch: answers what no listed agency does."""


class Start(StrEnum):
    """What a deadline runs from (domain.md, Clock)."""

    FIRST_SEEN = "t0"
    ALERTED = "t1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """A deadline in minutes of real time, nights and holidays included."""

    count: int
    """1 or more."""
    since: Start = Start.ALERTED


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """A deadline at the end of a working day, so many working days after the day it runs from."""

    count: int
    """1 or more; the day it runs from is not counted."""
    since: Start = Start.ALERTED


Deadline: TypeAlias = Minutes | WorkingDays
"""When something is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Hours in which only what is high is told, by the agency's clock; ``end`` before ``start`` runs over midnight."""

    start: time
    end: time

    def hold(self, at: time) -> bool:
        """Return whether it is quiet at a time of the agency's day."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """Who answers rumors of some topics in some provinces."""

    id: AgencyId
    name: str
    """As people and its statements write it."""
    also_named: tuple[str, ...] = ()
    """Other ways its statements write it."""
    topics: frozenset[Topic] = frozenset()
    """Those it answers for; empty: all."""
    provinces: tuple[str, ...] = ()
    """Those it answers for; empty: the whole country."""
    contacts: tuple[ChannelId, ...] = ()
    """Channels that reach it, of channels.toml; none: those of the desk."""
    acknowledge_within: Deadline = Minutes(count=30)
    """Preset 15-30-60 (domain.md, Clock)."""
    answer_within: Deadline = Minutes(count=60)
    """Preset 15-30-60 (domain.md, Clock)."""
    valid_from: date | None = None
    """First day it answers, as where offices are merged; None: always has."""
    valid_until: date | None = None
    """Last day it answers; None: no end is known."""
    fallback: AgencyId | None = None
    """Who steps in when its clock runs out; None: nobody."""
    quiet: QuietHours | None = None
    notices_per_day: int | None = None
    """Its budget; None: that of the settings."""
    timezone: str = "Asia/Ho_Chi_Minh"
