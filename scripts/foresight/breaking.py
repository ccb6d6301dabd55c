"""Precision of the first alerts of a day in breaking news (PHEME), beside simple rivals in the same run.

An alert is *right* when more than half of its sightings (the posts that tell what it is about; where nobody tells it
those that ask) are of threads labeled rumor, whichever: several threads tell one rumor, and the file does not say which
belong together. ``precision`` looks at the moment when the alert opened, ``precision_later`` at any moment after, as
``rumorwatch replay`` does. Of the alerts that opened on a day (UTC) the 50 with the highest priority are looked at, and
the 50 that opened first; an alert that closed and opened again counts again.

Rivals alert threads, not groups: as many on each day as ours did (``equal``), and fifty (``fifty``), of those that
began on it; a day on which none began has none. They may look an hour into each thread; ours is judged by its first
moment.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from foresight.archives import archive_rows
from foresight.pheme import read_pheme
from foresight.rivals import burst, similarity
from rumorwatch.evaluate.archive import ARCHIVE_FEED, read_archive
from rumorwatch.evaluate.replay import replay
from rumorwatch.fitted import open_credibility, open_forecaster
from rumorwatch.rank.weights import load_weights
from rumorwatch.settings import Settings
from rumorwatch.unexplained import open_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from foresight.threads import Thread
    from rumorwatch.domain.claims import Answer, ClaimId
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import Post, PostKey
    from rumorwatch.domain.readings import Reading
    from rumorwatch.evaluate.archive import Archived
    from rumorwatch.evaluate.desk import Raised
    from rumorwatch.parts import PostReader

FIRST = 50
"""Alerts of a day that are looked at (Zhao et al. 2015)."""
STEP = timedelta(minutes=5)
_LOOK_S = 3_600
"""How far into a thread a rival may look, where it looks at answers."""
_ANY_RUMOR = "rumor"
_DOUBTS = re.compile(
    r"is (?:that|this|it) true|wha*t[?!][?1]*|\breal ?\?|really ?\?|unconfirmed|rumou?r|debunk"
    r"|(?:that|this|it) is not true",
    re.IGNORECASE,
)
"""The patterns of Zhao et al. (2015), table 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event of PHEME."""

    name: str
    threads: Sequence[Thread]
    archive: Sequence[Archived]


@dataclass(slots=True, kw_only=True)
class Unmatched:
    """A matcher that knows no claim."""

    basis: str = "no claims"

    @property
    def model_id(self) -> str:
        """A constant."""
        return "unmatched"

    def match(self, posts: Sequence[Post]) -> Mapping[PostKey, Sequence[Match]]:
        """Return that nothing matches."""
        return {post.key: () for post in posts}

    def answers(self) -> Mapping[ClaimId, Sequence[Answer]]:
        """Return none."""
        return {}


@dataclass(slots=True, kw_only=True)
class Remembering:
    """A reader that remembers which group each post is in."""

    reader: PostReader
    groups: dict[PostKey, str | None] = field(default_factory=dict)

    @property
    def basis(self) -> str:
        """The reader's."""
        return self.reader.basis

    def read(
        self, posts: Sequence[Post], *, known: Callable[[], Sequence[tuple[Post, Reading]]]
    ) -> Mapping[PostKey, Reading]:
        """Read, and remember."""
        found = self.reader.read(posts, known=known)
        self.groups |= {key: reading.rumor_id for key, reading in found.items()}
        return found

    def sentence_of(self, posts: Sequence[Post]) -> str:
        """Return the reader's sentence."""
        return self.reader.sentence_of(posts)


def read_event(path: Path) -> Event:
    """Return an event from its file, as an archive reads it."""
    threads = read_pheme(path)
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.jsonl"
        rows = (row for thread in threads for row in archive_rows(thread))
        archive.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        posts, _ = read_archive(
            archive,
            timezone="UTC",
            read_at=datetime.now(UTC),
            author_secret=b"a secret of nobody, for a file in which nobody is named",
            leave_out=lambda _: None,
        )
    return Event(name=path.name.split(".")[0].removeprefix("pheme_"), threads=threads, archive=posts)


def figures_of(event: Event, other: Event) -> dict[str, object]:
    """Return what the benchmark prints of an event; rivals learn from the other one."""
    reader = Remembering(reader=open_reader())
    began = datetime.now(UTC)
    raised = replay(
        [replace(one, rumor=_ANY_RUMOR if one.rumor else None) for one in event.archive],
        matcher=Unmatched(),
        reader=reader,
        forecaster=cache(open_forecaster),
        credibility=open_credibility(),
        feeds={ARCHIVE_FEED.id: ARCHIVE_FEED},
        claims=(),
        statements=(),
        settings=Settings(),
        weights=load_weights(),
        step=STEP,
    ).raised
    seconds = (datetime.now(UTC) - began).total_seconds()
    by_priority, by_time = first_of_days(raised, by_priority=True), first_of_days(raised, by_priority=False)
    numbers = Counter(_day(one.opened.opened_at) for one in by_priority)
    return {
        "event": event.name,
        "posts": len(event.archive),
        "threads": len(event.threads),
        "share_of_rumors": _share(thread.is_rumor for thread in event.threads),
        "alerts": len(raised),
        "groups_alerted": len({one.opened.rumor_id for one in raised}),
        "most_on_a_day": max(numbers.values(), default=0),
        "first": {"highest priority": _precision(by_priority), "opened first": _precision(by_time)},
        "precision_of_groups": _precision(_once(raised))["precision"],
        "recall_of_threads": _recall(event, reader.groups, {one.opened.rumor_id for one in raised}),
        "equal": rival_precision(event.threads, scores_of(event, other), numbers),
        "fifty": rival_precision(event.threads, scores_of(event, other), None),
        "replay_s": round(seconds, 1),
    }


def first_of_days(raised: Sequence[Raised], *, by_priority: bool) -> list[Raised]:
    """Return the first alerts of each day (UTC): of highest priority when they opened, or as they opened."""
    days: dict[str, list[Raised]] = defaultdict(list)
    for one in raised:
        days[_day(one.opened.opened_at)].append(one)

    def rank(one: Raised) -> tuple[float, float]:
        points, at = -one.opened.priority.points, one.opened.opened_at.timestamp()
        return (points, at) if by_priority else (at, points)

    return [one for opened in days.values() for one in sorted(opened, key=rank)[:FIRST]]


def scores_of(event: Event, other: Event) -> dict[str, NDArray[np.float64]]:
    """Return (threads,) by rival: how soon it alerts each thread of the event, higher is sooner."""
    threads = event.threads
    doubts = [sum(bool(_DOUBTS.search(text)) for text in _answers(thread)) for thread in threads]
    return {
        "every post, by time": -np.arange(len(threads), dtype=np.float64),
        "every post, by chance": np.zeros(len(threads)),
        "burst (deviations)": burst(other.threads, threads, _LOOK_S),
        "doubt words": np.array(doubts, np.float64),
        "similarity to the other event's rumors": similarity(other.threads, threads),
        "a perfect ranking": np.array([thread.is_rumor for thread in threads], np.float64),
    }


def rival_precision(
    threads: Sequence[Thread], scores: Mapping[str, NDArray[np.float64]], numbers: Mapping[str, int] | None
) -> dict[str, float | None]:
    """Return each rival's precision over the threads it alerts each day; of equal scores the share chance would draw.

    Args:
        threads: Of the event.
        scores: (threads,) by rival.
        numbers: How many each day; None: ``FIRST``.
    """
    days = np.array([_day(datetime.fromtimestamp(thread.at, UTC)) for thread in threads])
    is_rumor = np.array([thread.is_rumor for thread in threads])
    found: dict[str, float | None] = {}
    for name, every in scores.items():
        right = drawn = 0.0
        for day in sorted(set(days.tolist())):
            score, truth = every[days == day], is_rumor[days == day]
            number = min(len(score), FIRST if numbers is None else numbers.get(day, 0))
            right += _right(score, truth, number)
            drawn += number
        found[name] = round(right / drawn, 4) if drawn else None
    return found


def _right(score: NDArray[np.float64], truth: NDArray[np.bool_], number: int) -> float:
    if not number:
        return 0.0
    edge = np.sort(score)[::-1][number - 1]
    above, tied = score > edge, score == edge
    return float(truth[above].sum() + (number - above.sum()) * truth[tied].mean())


def _precision(alerts: Sequence[Raised]) -> dict[str, object]:
    return {
        "alerts": len(alerts),
        "precision": _share(one.about is not None and one.about_at == one.opened.opened_at for one in alerts),
        "precision_later": _share(one.about is not None for one in alerts),
    }


def _once(raised: Iterable[Raised]) -> list[Raised]:
    """Return the first alert of each group."""
    return list({one.opened.rumor_id: one for one in reversed(tuple(raised))}.values())


def _recall(event: Event, groups: Mapping[PostKey, str | None], alerted: set[str]) -> float | None:
    """Return the share of rumor threads whose first post is in a group that was alerted at any time."""
    firsts = [one.post for one in event.archive if one.rumor is not None and one.post.reply_to is None]
    return _share(groups.get(post.key) in alerted for post in firsts)


def _answers(thread: Thread) -> list[str]:
    return [answer.text for answer in thread.answers if answer.at - thread.at <= _LOOK_S]


def _share(those: Iterable[bool]) -> float | None:
    counted = list(those)
    return round(sum(counted) / len(counted), 4) if counted else None


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
