"""Threads of the outside archives: a post with everything that answered it or passed it on, dated.

CED (Song et al. 2018): Weibo posts, each a rumor or not, with dated reposts and their texts. PHEME is in pheme.py.
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CHINA = timezone(timedelta(hours=8))
"""CED dates reposts in China's time."""
_WITHOUT_YEAR = re.compile(r"(\d\d)月(\d\d)日 (\d\d:\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One repost or reply."""

    id: str
    parent: str
    """Id of the repost it answers; empty: the thread's first post."""
    author: str
    text: str
    """What its author added; empty where it only passes on."""
    at: int
    """Unix seconds."""
    kind: str = "repost"
    """As in an archive: ``repost`` or ``comment``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A post and its answers, oldest first."""

    id: str
    is_rumor: bool
    at: int
    """Unix seconds."""
    author: str
    text: str
    verified: bool
    followers: int
    answers: tuple[Answer, ...]
    language: str = "zh"


def read_ced(path: Path) -> Sequence[Thread]:
    """Return the threads of a CED file by time.

    Answers dated before their post are kept, at the post's time: their dates are wrong, not they.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        threads = [_thread(json.loads(line)) for line in file]
    return sorted(threads, key=lambda thread: (thread.at, thread.id))


def split_by_time(threads: Sequence[Thread], *, later: float = 0.3) -> tuple[Sequence[Thread], Sequence[Thread]]:
    """Return the earlier threads and the given share that came later."""
    begin = round(len(threads) * (1 - later))
    return threads[:begin], threads[begin:]


def _thread(row: dict[str, Any]) -> Thread:
    answers = [
        Answer(
            id=answer["id"],
            parent=answer["parent"],
            author=answer["author"],
            text=answer["text"],
            at=max(int(row["time"]), _unix(answer["date"], after=int(row["time"]))),
        )
        for answer in row["reposts"]
    ]
    return Thread(
        id=row["id"],
        is_rumor=row["label"] == "rumor",
        at=int(row["time"]),
        author=row["author"],
        text=row["text"],
        verified=bool(row["verified"]),
        followers=int(row["followers"] or 0),
        answers=tuple(sorted(answers, key=lambda answer: (answer.at, answer.id))),
    )


def _unix(date: str, *, after: int) -> int:
    """Return Unix seconds; a date without a year (34 of 873,472) is the first such day after the post."""
    found = _WITHOUT_YEAR.fullmatch(date)
    if not found:
        return int(datetime.fromisoformat(date).replace(tzinfo=_CHINA).timestamp())
    year = datetime.fromtimestamp(after, UTC).astimezone(_CHINA).year
    month, day, hour = found.groups()
    same_year, next_year = (_unix(f"{year + more}-{month}-{day} {hour}:00", after=after) for more in (0, 1))
    return same_year if same_year >= after else next_year
