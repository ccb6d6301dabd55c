"""What a thread's answers amount to: counts, shares and rhythm, kept as they come."""

from __future__ import annotations

from bisect import bisect_right, insort
from math import log1p, sqrt

DOUBTS = (
    *("真的吗", "真的么", "真的假的", "是真的", "真的?", "求证", "求真相", "求辟谣"),
    *("有没有", "可信", "靠谱", "不会吧", "真假", "吗?", "是吗", "核实"),
)
"""Words that ask whether it is true, as they read in the accented view."""
DENIALS = (
    *("谣言", "造谣", "辟谣", "假的", "不实", "假消息"),
    *("骗人", "忽悠", "传谣", "谣传", "瞎说", "胡说", "不是真"),
)
"""Words that say it is not true."""
PASSED_ON = frozenset(("", "转发微博", "转发微博。", "轉發微博", "Repost", "repost", "转发"))
"""What the platform writes where somebody only passes on."""
MILESTONES = (1, 3, 10, 30, 100)
"""Answers whose delay is a sign."""
LONGEST_S = 30 * 86_400.0
"""Time after which a thread does not age any more: 30 days."""
_FEW = 3
"""Answers added to the divisor of a share, lest one answer makes it 1."""
_MARKS = ("?", "!", "@", "[", "[link]")
SIGNS = (
    "answers",
    "sources",
    "sources an answer",
    "with words",
    "with words, share",
    "doubts",
    "doubts, share",
    "denials",
    "denials, share",
    "questions",
    *(f"{mark}, share" for mark in _MARKS),
    "numbers, share",
    "to answers, share",
    "length",
    "distinct, share",
    *(f"delay of answer {number}" for number in MILESTONES),
    "delay, mean",
    "delay, deviation",
    "gap, mean",
    "later half",
    "last fifth",
    "silence",
    "by the first source",
    "elapsed",
)
"""Names of the signs, in their order. Counts and seconds are ln(1 + x)."""


class Reactions:
    """The answers of one thread so far; texts are read once and not kept."""

    __slots__ = ("_counts", "_delays", "_first_source", "_gaps", "_logs", "_sources", "_squares", "_wordings")

    def __init__(self, *, source: str) -> None:
        """Begin with none; ``source`` wrote the post itself."""
        self._first_source = source
        self._sources: set[str] = set()
        self._wordings: set[int] = set()
        self._delays: list[float] = []
        self._logs = self._squares = self._gaps = 0.0
        self._counts = dict.fromkeys(
            ("own", "to answers", "worded", "letters", "doubts", "denials", "numbers", *_MARKS), 0
        )

    def add(self, text: str, *, delay_s: float, source: str, to_answer: bool) -> None:
        """Add an answer.

        Args:
            text: Accented view of what it adds; empty where it only passes on.
            delay_s: Seconds after the post.
            source: Who answers, as a keyed hash; only counted.
            to_answer: Whether it answers an answer rather than the post.
        """
        counts = self._counts
        log = log1p(delay_s)
        self._gaps += log1p(max(0.0, delay_s - (self._delays[-1] if self._delays else 0.0)))
        insort(self._delays, delay_s)
        self._logs += log
        self._squares += log * log
        self._sources.add(source)
        counts["own"] += source == self._first_source
        counts["to answers"] += to_answer
        if text.strip() not in PASSED_ON:
            self._read(text)

    def _read(self, text: str) -> None:
        counts = self._counts
        self._wordings.add(hash(text))
        counts["worded"] += 1
        counts["letters"] += len(text)
        counts["doubts"] += any(word in text for word in DOUBTS)
        counts["denials"] += any(word in text for word in DENIALS)
        counts["numbers"] += any(letter.isdigit() for letter in text)
        for mark in _MARKS:
            counts[mark] += mark in text

    def signs(self, elapsed_s: float) -> list[float]:
        """Return the values of ``SIGNS`` at a time not before the last answer, in seconds after the post."""
        counts, number = self._counts, len(self._delays)
        worded, elapsed = counts["worded"], min(max(elapsed_s, 0.0), LONGEST_S)
        share = 1 / (worded + _FEW)
        mean = self._logs / (number + 1)
        return [
            log1p(number),
            log1p(len(self._sources)),
            len(self._sources) / (number + 1),
            log1p(worded),
            worded / (number + 1),
            log1p(counts["doubts"]),
            counts["doubts"] * share,
            log1p(counts["denials"]),
            counts["denials"] * share,
            log1p(counts["?"]),
            *(counts[mark] * share for mark in _MARKS),
            counts["numbers"] * share,
            counts["to answers"] / (number + 1),
            counts["letters"] * share,
            len(self._wordings) / (worded + 1),
            *(log1p(self._delays[at - 1]) if at <= number else log1p(elapsed) + 1 for at in MILESTONES),
            mean,
            sqrt(max(0.0, self._squares / (number + 1) - mean * mean)),
            self._gaps / (number + 1),
            self._lead(elapsed / 2),
            self._lead(elapsed * 0.8),
            log1p(max(0.0, elapsed - self._delays[-1])) if number else log1p(elapsed),
            log1p(counts["own"]),
            log1p(elapsed),
        ]

    def _lead(self, since_s: float) -> float:
        """Return by how much the answers after a time outnumber those before, as a difference of logarithms."""
        before = bisect_right(self._delays, since_s)
        return log1p(len(self._delays) - before) - log1p(before)
