"""Deadlines as people write them ("30 min", "3 working days from first sighting"), and presets of them by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rumorwatch.domain.agencies import Deadline, Minutes, Start, WorkingDays
from rumorwatch.domain.claims import Topic

if TYPE_CHECKING:
    from collections.abc import Collection

WRITTEN_AS = '"30 min" or "3 working days", and if meant " from first sighting" after it'
MAX_MINUTES, MAX_WORKING_DAYS = 100_000, 250
"""The range of ``clock.answer_within_min``, and the working days of about a year."""
PRESETS = ("15-30-60", "60-30", "3-working-days")
_DEADLINE = re.compile(
    r"(?P<count>[1-9]\d{0,5}) (?P<unit>min|working days?)(?P<from_sighting> from first sighting)?", re.ASCII
)


def deadline_of(written: str) -> Deadline | None:
    """Return the deadline that a text says; None when it says none, or one out of range."""
    found = _DEADLINE.fullmatch(" ".join(written.split()))
    if found is None:
        return None
    count = int(found["count"])
    since = Start.FIRST_SEEN if found["from_sighting"] else Start.ALERTED
    if found["unit"] == "min":
        return Minutes(count=count, since=since) if count <= MAX_MINUTES else None
    return WorkingDays(count=count, since=since) if count <= MAX_WORKING_DAYS else None


def deadline_text(deadline: Deadline) -> str:
    """Return a deadline as ``deadline_of`` reads it."""
    unit = "min" if isinstance(deadline, Minutes) else "working day" if deadline.count == 1 else "working days"
    return f"{deadline.count} {unit}{' from first sighting' if deadline.since is Start.FIRST_SEEN else ''}"


def preset_deadlines(preset: str, topics: Collection[Topic]) -> tuple[Deadline, Deadline]:
    """Return within what an agency acknowledges and answers by a preset (domain.md, Clock), run from the alert.

    - ``15-30-60``: the owner is found within 30 minutes and answers within 60. The 15 are our own, to the alert.
    - ``60-30``: Taiwan's rule as reported in 2019, an answer within 60 minutes, of the police within 30. An agency
      whose topics hold ``security`` is taken for police. Half the time to acknowledge is our choice.
    - ``3-working-days``: what a province promises its people for a hard question. To acknowledge by the end of the
      next working day is our choice.

    Raises:
        ValueError: There is no preset of this name.
    """
    match preset:
        case "15-30-60":
            return Minutes(count=30), Minutes(count=60)
        case "60-30" if Topic.SECURITY in topics:
            return Minutes(count=15), Minutes(count=30)
        case "60-30":
            return Minutes(count=30), Minutes(count=60)
        case "3-working-days":
            return WorkingDays(count=1), WorkingDays(count=3)
        case _:
            raise ValueError(f"no preset {preset!r}; known are {', '.join(PRESETS)}")


def is_surely_later(one: Deadline, other: Deadline) -> bool:
    """Return whether a deadline is due after another, whenever the alert came; of days and minutes it depends.

    The alert never comes before the first sighting, so more minutes from the alert end after fewer from the sighting.
    """
    if type(one) is not type(other) or one.count <= other.count:
        return False
    return one.since is other.since or one.since is Start.ALERTED
