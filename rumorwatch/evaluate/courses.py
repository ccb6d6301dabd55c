"""Courses: how each rumor of an archive went on, from its first post over the alert and the first doubt to its peak."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

from rumorwatch.evaluate.earliness import alerted_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

    from rumorwatch.domain.posts import Post
    from rumorwatch.evaluate.archive import Archived
    from rumorwatch.evaluate.earliness import Truth
    from rumorwatch.evaluate.replay import Replay

_HOUR_S = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How one rumor went on (domain.md, Clock)."""

    rumor: str
    """Its id in the archive."""
    text: str
    """Of its first post, as normalized."""
    posts: int
    """1 or more."""
    first_at: datetime
    """t0: when its first post was published."""
    alerted_at: datetime | None
    """t1: when an alert told of it first (``earliness.alerted_at``); None: it was missed."""
    doubted_at: datetime | None
    """When its first post that asks or denies was published; None: none did, or the replay could not tell."""
    peak_at: datetime
    """tp: when its busiest clock hour began."""
    hourly: Mapping[int, int]
    """Posts by clock hour, counted from the hour of the first post, which is 0."""

    @property
    def lead(self) -> timedelta | None:
        """From alert to peak; below 0 where the alert came after. None: there was no alert."""
        return None if self.alerted_at is None else self.peak_at - self.alerted_at


class Pick(StrEnum):
    """Why a rumor is shown as an example; closed, so that nobody chooses the prettiest."""

    MEDIAN = "median"
    """Of those alerted, the one whose lead is the median (the lower of two)."""
    BEST = "best"
    """The longest lead."""
    WORST = "worst"
    """The shortest lead: the alert furthest after the peak, where one came after."""
    LARGEST = "largest"
    """The most posts, alerted or not."""
    MISSED = "missed"
    """The most posts of those that were not alerted."""


def courses_of(archive: Iterable[Archived], truth: Truth, replayed: Replay) -> Sequence[Course]:
    """Return the course of every rumor of an archive, by its first post.

    Args:
        archive: Its posts, by (published_at, key).
        truth: Of the same archive.
        replayed: What would have happened.
    """
    firsts: dict[str, Post] = {}
    hours: dict[str, Counter[int]] = defaultdict(Counter)
    for one in archive:
        if one.rumor is not None:
            first = firsts.setdefault(one.rumor, one.post)
            hours[one.rumor][_hour(one.post.published_at) - _hour(first.published_at)] += 1
    alerted = alerted_at(replayed.raised)
    return [
        Course(
            rumor=name,
            text=first.text,
            posts=hours[name].total(),
            first_at=first.published_at,
            alerted_at=alerted.get(name),
            doubted_at=replayed.doubted_at.get(name),
            peak_at=truth.rumors[name].peak_at,
            hourly=hours[name],
        )
        for name, first in firsts.items()
    ]


def picked(courses: Iterable[Course]) -> Mapping[Pick, Course]:
    """Return the rumors that are shown as examples, each once, under the first reason that holds.

    Of equal ones it is the one with more posts, then the one with the lesser id.
    """
    large = sorted(courses, key=lambda one: (-one.posts, one.rumor))
    led = sorted(((one.lead, one) for one in large if one.lead is not None), key=lambda pair: pair[0])
    middle = led[(len(led) - 1) // 2][0] if led else None
    reasons: list[tuple[Pick, Sequence[Course]]] = [
        (Pick.MEDIAN, [one for lead, one in led if lead == middle]),
        (Pick.BEST, [one for lead, one in led if lead == led[-1][0]]),
        (Pick.WORST, [one for lead, one in led if lead == led[0][0]]),
        (Pick.LARGEST, large),
        (Pick.MISSED, missed(large)),
    ]
    chosen: dict[Pick, Course] = {}
    for pick, candidates in reasons:
        one = next(iter(candidates), None)
        if one is not None and one not in chosen.values():
            chosen[pick] = one
    return chosen


def missed(courses: Iterable[Course]) -> Sequence[Course]:
    """Return the rumors that were never alerted, those of most posts first."""
    return sorted((one for one in courses if one.alerted_at is None), key=lambda one: (-one.posts, one.rumor))


def median_minutes_to_doubt(courses: Iterable[Course]) -> float | None:
    """Return minutes from the first post to the first doubt, over the rumors that met one; None: none did."""
    waits = [(one.doubted_at - one.first_at).total_seconds() / 60 for one in courses if one.doubted_at is not None]
    return median(waits) if waits else None


def _hour(moment: datetime) -> int:
    return int(moment.timestamp()) // _HOUR_S
