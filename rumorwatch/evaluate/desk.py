"""Desk: the alerts of a replay, decided as a scan decides them and remembered as its store would.

One agency hears everything, at any hour and without a budget; what a clock that runs out or an alert that closes makes
told is no measure of a rumor and is left out.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.alert.closing import may_open
from rumorwatch.alert.decide import Hearing, Rules, decide
from rumorwatch.alert.record import alert_of, notice_of
from rumorwatch.domain.alerts import AlertStatus, Outcome, SendReason
from rumorwatch.domain.posts import Language
from rumorwatch.rank.factors import is_answered
from rumorwatch.rank.priority import priority_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.alerts import Alert, Notice
    from rumorwatch.domain.posts import PostKey
    from rumorwatch.domain.rumors import Rumor, RumorId
    from rumorwatch.emerge.tally import SightingTally
    from rumorwatch.rank.weights import Weights
    from rumorwatch.settings import Settings

_HEARS_ALL = Hearing(budget=1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """One alert of a replay."""

    opened: Alert
    """As it was when it opened."""
    last: Alert
    """As it was judged last."""
    closed_at: datetime | None
    """None: it was still open at the end."""
    about: str | None
    """Most of its sightings are of rumors, as far as the archive knows, and of this one most of all; None: they never
    were."""
    about_at: datetime | None
    """When most of its sightings were of rumors first."""
    also: Mapping[str, datetime] = field(default_factory=dict)
    """Other rumors that half or more of what was posted of them by then is among its sightings, and since when."""


@dataclass(slots=True, kw_only=True)
class _About:
    """Which rumors the sightings of an alert are of; for measuring only, nothing is decided by it.

    An archive may tell what people see as one rumor by several ids, as CED does, of which each thread has its own.
    """

    truth: Mapping[PostKey, str]
    posts: Mapping[str, int]
    """Posts of each rumor so far."""
    about: str | None = None
    at: datetime | None = None
    also: dict[str, datetime] = field(default_factory=dict)
    _tally: SightingTally | None = None
    _place: int = 0
    _labels: deque[str | None] = field(default_factory=deque)
    _counts: Counter[str | None] = field(default_factory=Counter)

    def look(self, tally: SightingTally, *, now: datetime) -> None:
        """Count what is new."""
        if not self.truth:
            return
        if tally is not self._tally:
            self._tally, self._place = tally, 0
            self._labels.clear()
            self._counts.clear()
        new = [self.truth.get(post.key) for post in tally.posts(since=self._place)]
        self._place = tally.next_place
        self._labels.extend(new)
        self._counts.update(new)
        while len(self._labels) > len(tally):
            self._counts[self._labels.popleft()] -= 1
        rumors = {label: number for label, number in self._counts.items() if label is not None and number > 0}
        if 2 * sum(rumors.values()) <= len(tally):
            return
        if self.about is None:
            self.about, self.at = max(rumors, key=lambda label: rumors[label]), now
        for label, number in rumors.items():
            if label != self.about and 2 * number >= self.posts[label]:
                self.also.setdefault(label, now)


@dataclass(slots=True, kw_only=True)
class _Open:
    opened: Alert
    last: Alert
    told: list[Notice] = field(default_factory=list)
    """The notices decided about it, oldest first."""
    about: _About

    def raised(self, *, closed_at: datetime | None) -> Raised:
        return Raised(
            opened=self.opened,
            last=self.last,
            closed_at=closed_at,
            about=self.about.about,
            about_at=self.about.at,
            also=dict(self.about.also),
        )


@dataclass(slots=True, kw_only=True)
class Desk:
    """The alerts of a replay; ``judge`` alone changes them."""

    settings: Settings
    weights: Weights
    truth: dict[PostKey, str] = field(default_factory=dict)
    """The rumors that posts are known to belong to, filled as they arrive; for measuring only, as is the next."""
    posts_of: Counter[str] = field(default_factory=Counter)
    """How many posts of each rumor have arrived."""
    notices: list[Notice] = field(default_factory=list)
    """In the order in which they were decided."""
    _open: dict[RumorId, _Open] = field(default_factory=dict)
    _closed: list[Raised] = field(default_factory=list)
    _had_one: set[RumorId] = field(default_factory=set)
    """Rumors that had an alert which is closed."""
    _duplicates: dict[RumorId, Alert] = field(default_factory=dict)
    """Alerts that were closed last of rumors, where another was about the same."""

    def __contains__(self, name: RumorId) -> bool:
        """Return whether a rumor has an open alert."""
        return name in self._open

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """Open alerts as judged last, by the moment they opened."""
        return tuple(one.last for one in self._open.values())

    @property
    def open_rumors(self) -> tuple[RumorId, ...]:
        """The rumors that have an open alert."""
        return tuple(self._open)

    def text(self, name: RumorId) -> str | None:
        """Return the text of a rumor's open alert."""
        return self._open[name].last.text if name in self._open else None

    def by_opening(self, names: Collection[RumorId]) -> Sequence[RumorId]:
        """Return rumors in the order in which their alerts opened; those without one last."""
        opened = {name: one.opened for name, one in self._open.items() if name in names}
        known = sorted(opened, key=lambda name: (opened[name].opened_at, opened[name].id))
        return [*known, *sorted(name for name in names if name not in opened)]

    def hand_over(self, name: RumorId, heir: RumorId, *, now: datetime) -> None:
        """Let a claim's rumor go on with the alert of a new one; where it has its own, the new one's closes."""
        one = self._open.pop(name, None)
        if one is None:
            return
        if heir not in self._open:
            self._open[heir] = one
            return
        of = self._open[heir].last.id
        self._closed.append(one.raised(closed_at=now))
        self._had_one.add(name)
        self._duplicates[name] = replace(
            one.last, status=AlertStatus.CLOSED, outcome=Outcome.DUPLICATE, duplicate_of=of, closed_at=now
        )

    def judge(self, name: RumorId, rumor: Rumor | None, sightings: SightingTally | None, *, now: datetime) -> None:
        """Open, judge or close the alert of a rumor as of now.

        Args:
            name: The rumor.
            rumor: As it is now; None: it is none that needs a person, or none any more.
            sightings: What its sightings were counted in.
            now: The moment of the scan.
        """
        before = self._open.get(name)
        if rumor is None:
            if before is not None:
                self._closed.append(self._open.pop(name).raised(closed_at=now))
                self._had_one.add(name)
                self._duplicates.pop(name, None)
            return
        if before is None and not self._may_open(rumor, now=now):
            return
        alert = alert_of(
            rumor,
            priority_of(rumor, now=now, weights=self.weights, language=Language(self.settings.match.language)),
            existing=before.last if before else None,
            now=now,
            answer_within=timedelta(minutes=self.settings.clock.answer_within_min),
            answered=is_answered(rumor, now=now, weights=self.weights),
            recurred=name in self._had_one,
        )
        if before is None:
            about = _About(truth=self.truth, posts=self.posts_of)
            before = self._open[name] = _Open(opened=alert, last=alert, about=about)
        before.last = alert
        self._tell(before, now=now)
        if sightings is not None:
            before.about.look(sightings, now=now)

    def _may_open(self, rumor: Rumor, *, now: datetime) -> bool:
        return may_open(
            rumor,
            self._duplicates.get(rumor.id),
            open_ids={one.last.id for one in self._open.values()} if rumor.id in self._duplicates else (),
            recur_sightings=self.settings.alert.recur_sightings,
            window=timedelta(days=self.settings.scan.window_days),
            now=now,
        )

    def _tell(self, one: _Open, *, now: datetime) -> None:
        decision = decide(
            one.last,
            log=one.told,
            assignment=None,
            silences=(),
            hearing=_HEARS_ALL,
            rules=Rules.of(self.settings.alert),
            now=now,
        )
        if isinstance(decision.reason, SendReason):
            notice = notice_of(one.last, decision, last=one.told[-1] if one.told else None, now=now)
            if all(notice.key != known.key for known in one.told):  # the store keeps the first of equal ones
                one.told.append(notice)
                self.notices.append(notice)

    def raised(self) -> tuple[Raised, ...]:
        """Return every alert there was, in the order in which they opened."""
        still = [one.raised(closed_at=None) for one in self._open.values()]
        return tuple(sorted((*self._closed, *still), key=lambda one: (one.opened.opened_at, one.opened.rumor_id)))
