"""Earliness: how early, how completely and how rightly a replay would have warned."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from rumorwatch.evaluate.archive import Archived
    from rumorwatch.evaluate.desk import Raised
    from rumorwatch.evaluate.replay import Replay

ALERTS_A_DAY = 10
"""Alerts of a day, of highest priority when they opened, that precision is measured on: what an office can look at."""
_HOUR_S = 3600
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueRumor:
    """A rumor as the whole archive knows it; for measuring only."""

    first_at: datetime
    """When its first post was published."""
    peak_at: datetime
    """When the clock hour began in which most of its posts were published; of equal ones the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What an archive knows of its posts; for measuring only."""

    rumors: Mapping[str, TrueRumor]
    days: float
    """From the first post to the last, 1 at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Minutes from alert to peak, over the rumors that were alerted; below 0: the alert came after."""

    median: float | None
    p25: float | None
    p75: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earliness:
    """What a replay measures; None where the archive does not say which posts are of a rumor, or there is no case."""

    posts: int
    rumors: int | None
    """In the archive."""
    alerted: int | None
    """Of these, those that an alert told of (``alerted_at``)."""
    precision_at_10_per_day: float | None
    """Of the ten alerts of each day (UTC) with the highest priority when they opened, the share of which most sightings
    came to be of rumors."""
    recall: float | None
    """Share of the rumors that were alerted."""
    median_minutes_to_alert: float | None
    """From a rumor's first post, over the rumors that were alerted."""
    lead_minutes: Lead
    alerted_before_peak: float | None
    """Share of all rumors that were alerted before their busiest hour began."""
    alerts_per_day: float
    seconds: float
    """Reading the archive and replaying it, without opening models and encoding claims."""

    def as_json(self) -> dict[str, object]:
        """Return the object of ``replay --json`` (commands.md)."""
        return {
            "posts": self.posts,
            "rumors": self.rumors,
            "alerted": self.alerted,
            "precision@10_per_day": _rounded(self.precision_at_10_per_day, 4),
            "recall": _rounded(self.recall, 4),
            "median_minutes_to_alert": _rounded(self.median_minutes_to_alert, 1),
            "lead_minutes": {
                "median": _rounded(self.lead_minutes.median, 1),
                "p25": _rounded(self.lead_minutes.p25, 1),
                "p75": _rounded(self.lead_minutes.p75, 1),
            },
            "alerted_before_peak": _rounded(self.alerted_before_peak, 4),
            "alerts_per_day": round(self.alerts_per_day, 2),
            "seconds": round(self.seconds, 3),
        }


def truth_of(archive: Iterable[Archived]) -> Truth:
    """Return what a whole archive knows."""
    hours: dict[str, Counter[int]] = defaultdict(Counter)
    firsts: dict[str, datetime] = {}
    begin = end = None
    for one in archive:
        at = one.post.published_at
        begin, end = min(begin or at, at), max(end or at, at)
        if one.rumor is not None:
            hours[one.rumor][int(at.timestamp()) // _HOUR_S] += 1
            firsts[one.rumor] = min(firsts.get(one.rumor, at), at)
    rumors = {
        name: TrueRumor(first_at=firsts[name], peak_at=datetime.fromtimestamp(_busiest(counted) * _HOUR_S, UTC))
        for name, counted in hours.items()
    }
    return Truth(rumors=rumors, days=max(1.0, (end - begin) / _DAY) if begin and end else 1.0)


def earliness_of(replayed: Replay, truth: Truth, *, seconds: float) -> Earliness:
    """Return what a replay measures.

    Args:
        replayed: What would have happened.
        truth: Of the same archive.
        seconds: How long it took.
    """
    rumors = truth.rumors
    alerted = alerted_at(replayed.raised)
    waits = [(at - rumors[name].first_at) / timedelta(minutes=1) for name, at in alerted.items()]
    leads = [(rumors[name].peak_at - at) / timedelta(minutes=1) for name, at in alerted.items()]
    return Earliness(
        posts=replayed.posts,
        rumors=len(rumors) or None,
        alerted=len(alerted) if rumors else None,
        precision_at_10_per_day=_precision(replayed.raised) if rumors else None,
        recall=len(alerted) / len(rumors) if rumors else None,
        median_minutes_to_alert=median(waits) if waits else None,
        lead_minutes=_lead(leads),
        alerted_before_peak=sum(lead > 0 for lead in leads) / len(rumors) if rumors else None,
        alerts_per_day=len(replayed.raised) / truth.days,
        seconds=seconds,
    )


def alerted_at(raised: Iterable[Raised]) -> dict[str, datetime]:
    """Return when each rumor was alerted first: when an alert told of it (``Raised.about``, ``Raised.also``)."""
    alerted: dict[str, datetime] = {}
    for one in raised:
        if one.about is not None and one.about_at is not None:
            for name, at in ((one.about, one.about_at), *one.also.items()):
                alerted[name] = min(alerted.get(name, at), at)
    return alerted


def looked_at(raised: Iterable[Raised]) -> Mapping[date, Sequence[Raised]]:
    """Return the alerts that precision is measured on by the day (UTC) on which they opened, best first."""
    days: dict[date, list[Raised]] = defaultdict(list)
    for one in raised:
        days[one.opened.opened_at.astimezone(UTC).date()].append(one)
    return {
        day: sorted(opened, key=lambda one: (-one.opened.priority.points, one.opened.id))[:ALERTS_A_DAY]
        for day, opened in days.items()
    }


def _busiest(counted: Counter[int]) -> int:
    return min(counted, key=lambda hour: (-counted[hour], hour))


def _precision(raised: Iterable[Raised]) -> float | None:
    alerts = [one for opened in looked_at(raised).values() for one in opened]
    return sum(one.about is not None for one in alerts) / len(alerts) if alerts else None


def _lead(minutes: Sequence[float]) -> Lead:
    if len(minutes) < 2:  # noqa: PLR2004 - quartiles of one are itself
        only = minutes[0] if minutes else None
        return Lead(median=only, p25=only, p75=only)
    p25, middle, p75 = quantiles(minutes, n=4, method="inclusive")
    return Lead(median=middle, p25=p25, p75=p75)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
