"""Threads of PHEME, put together again from a file that has only the order of its tweets, their times and a label.

PHEME (Zubiaga et al. 2016): tweets of breaking news in threads, each a rumor or not. Our copy names neither threads nor
authors, but keeps the order of the collection: threads by the time of their first tweet, those that are no rumor before
those that are, and in each the first tweet and then its answers by time. So a thread begins where the label changes or
time falls back; where the first tweet stands among its own answers too; and where nobody answers whom all answered
before. The collection has 1,143 threads of Ferguson (284 rumors) and 1,221 of the Sydney siege (522 rumors); by these
rules 1,117 (280) and 1,192 (509) are found, and what is missed hangs at the thread before it, of the same label.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foresight.threads import Answer, Thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_HANDLE = re.compile(r"@(\w+)")
_ADDRESSED = re.compile(r"[\s.]*@(\w+)")
"""How a reply begins: with whom it answers."""
_PASSED_ON = re.compile(r"\W*(?:RT|MT)\b|[\s\"'‘“«]+@")
"""How a tweet begins that quotes another one whole."""


@dataclass(slots=True)
class _Tweet:
    text: str
    at: int
    """Unix seconds."""
    is_rumor: bool

    @property
    def handles(self) -> frozenset[str]:
        """Whom it names, in small letters."""
        return frozenset(name.lower() for name in _HANDLE.findall(self.text))

    @property
    def addressed(self) -> str | None:
        """Whom it answers; None: it is no reply by its looks."""
        found = _ADDRESSED.match(self.text)
        return found[1].lower() if found else None

    @property
    def may_begin(self) -> bool:
        """Whether it can be the first of a thread: it neither answers nor quotes by its looks."""
        return self.addressed is None and not _PASSED_ON.match(self.text)


@dataclass(slots=True)
class _Part:
    """Tweets that follow one another without time falling back: a thread, or several."""

    tweets: list[_Tweet] = field(default_factory=list)


def read_pheme(path: Path) -> Sequence[Thread]:
    """Return the threads of a PHEME file by time.

    The author of a first tweet is whom most of its answers address; of answers nobody knows it, and each counts as an
    author of its own. Handles only tell authors apart: an archive keeps keyed hashes of them.
    """
    parts = [half for part in _parts(_tweets(path)) for half in _halves(part.tweets)]
    threads = [_thread(f"{path.name.split('.')[0]}-{number}", tweets) for number, tweets in enumerate(parts)]
    return sorted(threads, key=lambda thread: (thread.at, thread.id))


def _tweets(path: Path) -> list[_Tweet]:
    """Return the tweets as they stand; a row without a time is the next line of the tweet before it."""
    found: list[_Tweet] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row["created_ms"] is not None:
                at = int(float(row["created_ms"]) / 1000)
                found.append(_Tweet(row["text"], at, row["is_rumor"] == "1"))
            elif found:
                found[-1].text += f"\n{row['text']}"
    return found


def _parts(tweets: Sequence[_Tweet]) -> Iterator[_Part]:
    """Yield the tweets between two places where a thread surely begins."""
    part = _Part()
    for place, tweet in enumerate(tweets):
        last = part.tweets[-1] if part.tweets else None
        after = tweets[place + 1] if place + 1 < len(tweets) else None
        stands_twice = after is not None and (after.text, after.at) == (tweet.text, tweet.at)
        if last and (tweet.text, tweet.at) == (last.text, last.at):
            continue
        falls = last and (tweet.at < last.at or tweet.is_rumor != last.is_rumor)
        if falls or (last and stands_twice and tweet.may_begin):
            yield part
            part = _Part()
        part.tweets.append(tweet)
    if part.tweets:
        yield part


def _halves(tweets: Sequence[_Tweet]) -> Iterator[Sequence[_Tweet]]:
    """Yield the threads of a part: one begins where whom all answered before is not named any more."""
    begin = 0
    for place in range(1, len(tweets) - 1):
        if not tweets[place].may_begin:
            continue
        author, later = _author(tweets[begin:place]), _author(tweets[place:])
        if author and later and not any(author in tweet.handles for tweet in tweets[place:]):
            yield tweets[begin:place]
            begin = place
    yield tweets[begin:]


def _author(tweets: Sequence[_Tweet]) -> str | None:
    """Return whom most answers address, of equals the one addressed first; None: no one."""
    addressed = Counter(tweet.addressed for tweet in tweets[1:] if tweet.addressed)
    return max(addressed, key=lambda one: addressed[one], default=None)


def _thread(name: str, tweets: Sequence[_Tweet]) -> Thread:
    first = tweets[0]
    answers = tuple(
        Answer(
            id=str(number),
            parent="",
            author=f"{name}/{number}",
            text=tweet.text,
            at=tweet.at,
            kind="repost" if _PASSED_ON.match(tweet.text) else "comment",
        )
        for number, tweet in enumerate(tweets[1:], start=1)
    )
    return Thread(
        id=name,
        is_rumor=first.is_rumor,
        at=first.at,
        author=_author(tweets) or name,
        text=first.text,
        verified=False,
        followers=0,
        answers=answers,
        language="en",
    )
