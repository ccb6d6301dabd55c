"""Runs as others see them: the figures of one scan, without a word of any post."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from rumorwatch.domain.messages import Accepted, Deferred, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rumorwatch.alert.outbox import Sent
    from rumorwatch.domain.alerts import ChannelId
    from rumorwatch.domain.posts import FeedId
    from rumorwatch.domain.runs import ScanReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFigures:
    """What one scan did."""

    at: datetime
    duration_s: float
    feeds: int
    """Visited or passed over."""
    errors: Mapping[FeedId, str]
    """Code of each feed that failed."""
    skipped: int
    """Not due."""
    read: int
    """Posts."""
    new: int
    """Posts not stored before."""
    rematched: int
    """Posts of the window matched again."""
    degraded: Sequence[str]
    """Codes of the models that could not be used; empty: every one could."""

    @classmethod
    def of(cls, report: ScanReport, *, duration_s: float, degraded: Sequence[str]) -> ScanFigures:
        """Return the figures of a report."""
        return cls(
            at=report.at,
            duration_s=duration_s,
            feeds=len(report.taken),
            errors={taken.feed_id: taken.error.code for taken in report.taken if taken.error},
            skipped=sum(taken.skipped is not None for taken in report.taken),
            read=sum(taken.read for taken in report.taken),
            new=sum(taken.new for taken in report.taken),
            rematched=report.rematched,
            degraded=degraded,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFigures:
    """What became of the messages that one channel was given in one run."""

    sent: int
    deferred: int
    refused: int

    @classmethod
    def by_channel(cls, sent: Sequence[Sent]) -> Mapping[ChannelId, ChannelFigures]:
        """Return the figures of each channel that was tried."""
        counted = {one.channel: Counter[type]() for one in sent}
        for one in sent:
            counted[one.channel][type(one.receipt)] += 1
        return {
            channel: cls(sent=by[Accepted], deferred=by[Deferred], refused=by[Refused])
            for channel, by in counted.items()
        }


class Line(NamedTuple):
    """One line of the run log."""

    level: Literal["info", "warning", "error"]
    event: str
    values: Mapping[str, object]
    """Ids, counts, codes and durations only."""
