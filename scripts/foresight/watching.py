"""A thread watched as it grows: how likely it looks at its post and after each answer, and when its alert comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.emerge.threads import Following

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from foresight.threads import Thread
    from rumorwatch.emerge.credibility import CredibilityModel

CALLED_RUMOR = ("谣言", "辟谣", "假的", "不实")
"""Words of an answer that says it is a rumor, as the issue names them."""
WATCHED_S = 86_400
"""Seconds that a thread is watched: later alerts come too late (domain.md: a note after 48 h has almost no effect)."""
LEAST_PRECISION = 0.85
"""Of the alerts, as the goal of early warning states it."""
SIGN_PRECISION = 0.9
"""Of threads that read as those of rumors do, for a group to be a rumor by that alone: rumors are rarer than in CED."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Course:
    """How likely a thread looked, as it grew."""

    is_rumor: bool
    seconds: NDArray[np.float64]
    """(looks,) after the post, growing; the first is the post itself."""
    highest: NDArray[np.float64]
    """(looks,) the highest probability so far."""
    called_s: float
    """When an answer first said that it is a rumor; infinite where none did."""

    def alerted_s(self, threshold: float) -> float:
        """Return when the probability first reached a threshold; infinite where it never did."""
        place = int(np.searchsorted(self.highest, threshold))
        return float(self.seconds[place]) if place < len(self.seconds) else float("inf")


def watch(model: CredibilityModel, thread: Thread) -> Course:
    """Return the course of a thread of accented views; who posts at one second is looked at together."""
    began = datetime.fromtimestamp(thread.at, UTC)
    evidence = model.begin(thread.text, at=began, source=thread.author, language="zh")
    if evidence is None:
        raise ValueError(f"the model {model.id} does not speak Chinese")
    looks = [(0.0, evidence.probability(began))]
    for place, answer in enumerate(thread.answers):
        if answer.at - thread.at > WATCHED_S:
            break
        at = datetime.fromtimestamp(answer.at, UTC)
        evidence.add(answer.text, at=at, source=answer.author, to_answer=bool(answer.parent))
        if place + 1 == len(thread.answers) or thread.answers[place + 1].at > answer.at:
            looks.append((float(answer.at - thread.at), evidence.probability(at)))
    seconds, probabilities = np.array(looks).T
    return Course(
        is_rumor=thread.is_rumor,
        seconds=seconds,
        highest=np.maximum.accumulate(probabilities),
        called_s=called_s(thread),
    )


def follow(model: CredibilityModel, thread: Thread, *, until_s: float = float("inf")) -> Course:
    """Return the course of a thread of accented views as groups of posts are followed (emerge.threads), to their end.

    Before enough others answered, it does not look like a rumor at all.
    """
    began = datetime.fromtimestamp(thread.at, UTC)
    evidence = model.begin(thread.text, at=began, source=thread.author, language="zh")
    if evidence is None:
        raise ValueError(f"the model {model.id} does not speak Chinese")
    following, sources, looks = Following(evidence=evidence), set(), [(0.0, 0.0)]
    for answer in thread.answers:
        if answer.at - thread.at > until_s:
            break
        sources |= {answer.author} - {thread.author}
        following.add(
            answer.text,
            at=datetime.fromtimestamp(answer.at, UTC),
            source=answer.author,
            to_answer=bool(answer.parent),
            sources=len(sources),
        )
        looks.append((float(answer.at - thread.at), following.highest or 0.0))
    seconds, highest = np.array(looks).T
    return Course(is_rumor=thread.is_rumor, seconds=seconds, highest=highest, called_s=called_s(thread))


def called_s(thread: Thread) -> float:
    """Return how long after the post an answer first said that it is a rumor; infinite where none did."""
    calls = (answer.at for answer in thread.answers if any(word in answer.text for word in CALLED_RUMOR))
    return float(next(calls, float("inf")) - thread.at)


def threshold_for(courses: Sequence[Course], *, precision: float = LEAST_PRECISION) -> float:
    """Return the lowest threshold from which on the alerts are this precise; above 1 where none is."""
    peaks = np.array([course.highest[-1] for course in courses])
    order = np.argsort(-peaks, kind="stable")
    right = np.cumsum(np.array([courses[at].is_rumor for at in order.tolist()]))
    precise = np.flatnonzero(right / np.arange(1, len(order) + 1) >= precision)
    return float(peaks[order[precise[-1]]]) if len(precise) else 2.0
