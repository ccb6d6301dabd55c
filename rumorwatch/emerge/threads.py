"""Threads: a post of a group with what answers it, and how far both read as rumors and their answers do.

A thread begins with a post that answers none, and takes in what answers it and its answers, as far as that is in the
group. It is looked at after an answer, never at a moment without one, so what a thread is thought of follows from the
posts in the window alone: a scan that reads them at once finds what a replay finds that met them one by one. It leaves
the window with its first post: what is left of its answers answers nothing that is there.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from rumorwatch.emerge.sources import source_of

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.posts import Post, PostKey

LEAST_SOURCES = 3
"""Others who have to have answered: a post alone says how it is worded, and one person is not people.

At 0, 1, 3, 5 and 10 answers, with the threshold for .85 on threads before, the next 14 % of CED
are told at precision .94, .94, .94, .93 and .92, recall .96, .95, .96, .95 and .94, in the median 0, 3, 7, 9 and 16
minutes after the post."""
_EACH = 20
"""Answers after each of which a thread is looked at; from then on after every tenth part more."""


class Evidence(Protocol):
    """What is known of one thread so far."""

    def add(self, text: str, *, at: datetime, source: str, to_answer: bool = False) -> None:
        """Add an answer, in its accented view; empty where it only passes on."""
        ...

    def probability(self, now: datetime) -> float:
        """Return how likely the thread is a rumor, 0 to 1, at a moment not before its last answer."""
        ...


class Credibility(Protocol):
    """What threads need of the model that tells how likely one is a rumor."""

    @property
    def min_probability(self) -> float:
        """From which on a thread is taken for a rumor; fitted, above 0 and at most 1."""
        ...

    def speaks(self, language: str) -> bool:
        """Return whether it says anything of posts in this language; to know it no model is opened."""
        ...

    def begin(self, text: str, *, at: datetime, source: str, language: str) -> Evidence | None:
        """Return what is known of a thread at its post; None: it does not speak the language, or cannot be used."""
        ...


@dataclass(slots=True, kw_only=True)
class Following:
    """One thread as it is followed: each answer is read once, and at some of them it is looked at."""

    evidence: Evidence
    highest: float | None = None
    """0 to 1: how likely it looked when it did most; None: too few answered."""
    _answers: int = 0
    _look_at: int = 0
    """How many answers there have to be for the next look."""

    def add(self, text: str, *, at: datetime, source: str, to_answer: bool, sources: int) -> None:
        """Add an answer.

        Args:
            text: Accented view of what it adds; empty where it only passes on.
            at: When.
            source: Who answers.
            to_answer: Whether it answers an answer.
            sources: Others who answered so far, this one among them.
        """
        self.evidence.add(text, at=at, source=source, to_answer=to_answer)
        self._answers += 1
        if sources >= LEAST_SOURCES and self._answers >= self._look_at:
            self.highest = max(self.highest or 0.0, self.evidence.probability(at))
            self._look_at = self._answers + 1 + max(0, self._answers - _EACH) // 10


@dataclass(slots=True)
class _Thread:
    first: Post
    keys: list[PostKey]
    """Of all its posts."""
    sources: set[str] = field(default_factory=set)
    """Who answered, but for who began it."""
    waiting: list[tuple[Post, int]] = field(default_factory=list)
    """Answers not read yet, each with how many had answered by then."""
    following: Following | None = None


@dataclass(slots=True, kw_only=True)
class Threads:
    """The threads of one group in the window; ``add`` and ``forget_before`` alone change what they are."""

    credibility: Credibility
    _threads: deque[_Thread] = field(default_factory=deque)
    """By the time they began."""
    _of: dict[PostKey, _Thread] = field(default_factory=dict)
    """Thread of each post that is in one."""
    _behind: dict[PostKey, _Thread] = field(default_factory=dict)
    """Threads to read answers of, by their first post."""
    _highest: dict[PostKey, float] = field(default_factory=dict)
    """Of the threads that were looked at, by their first post."""

    @property
    def highest(self) -> float | None:
        """0 to 1: how likely that thread looked which looked most like a rumor; None: too few answered any.

        What waits is read now: of a group that nobody asks about, nothing is.
        """
        for key, thread in self._behind.items():
            looked = self._read(thread)
            if looked is not None:
                self._highest[key] = looked
        self._behind.clear()
        return max(self._highest.values(), default=None)

    def judges(self, post: Post) -> bool:
        """Return whether what a post says is for its thread to tell: it answers something, in a language it speaks."""
        return post.reply_to is not None and self.credibility.speaks(post.language)

    def add(self, post: Post, *, may_begin: bool) -> None:
        """Take a post into its thread, if it is of one.

        Args:
            post: By (published_at, key) after all that were added.
            may_begin: Whether it begins one where it answers nothing and the model speaks its language.
        """
        if post.reply_to is None:
            if may_begin and self.credibility.speaks(post.language):
                thread = self._of[post.key] = _Thread(post, [post.key])
                self._threads.append(thread)
            return
        answered = self._of.get(post.reply_to)
        if answered is None:
            return
        self._of[post.key] = answered
        answered.keys.append(post.key)
        source = source_of(post)
        if source != source_of(answered.first):
            answered.sources.add(source)
        answered.waiting.append((post, len(answered.sources)))
        if len(answered.sources) >= LEAST_SOURCES:
            self._behind[answered.first.key] = answered

    def forget_before(self, moment: datetime) -> None:
        """Let go the threads that began before a moment."""
        while self._threads and self._threads[0].first.published_at < moment:
            gone = self._threads.popleft()
            for key in gone.keys:
                del self._of[key]
            self._behind.pop(gone.first.key, None)
            self._highest.pop(gone.first.key, None)

    def _read(self, thread: _Thread) -> float | None:
        first = thread.first
        if thread.following is None:
            evidence = self.credibility.begin(
                first.text, at=first.published_at, source=source_of(first), language=first.language
            )
            if evidence is None:
                return None
            thread.following = Following(evidence=evidence)
        for post, sources in thread.waiting:
            thread.following.add(
                "" if post.text_hash == first.text_hash else post.text,  # the whole post again: it is passed on
                at=post.published_at,
                source=source_of(post),
                to_answer=post.reply_to != first.key,
                sources=sources,
            )
        thread.waiting.clear()
        return thread.following.highest
