"""Threads as they stood at some times: counts of buckets and signs, for fitting and measuring many at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from rumorwatch.emerge.credibility import KNOTS_S
from rumorwatch.emerge.grams import BUCKETS, buckets_of, damped
from rumorwatch.emerge.reactions import Reactions
from rumorwatch.normalize.text import accented

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from foresight.threads import Thread
    from rumorwatch.emerge.credibility import CredibilityModel, Evidence

END_S = -1
"""Stands for a thread's end: its last answer, or the last knot where that is later."""
TIMES_S = (0, 300, 900, 1_800, 3_600, 10_800, 21_600, 86_400, END_S)
"""Seconds after the post at which threads are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshots:
    """Threads at each of ``TIMES_S``."""

    is_rumor: NDArray[np.bool_]
    """(n,)."""
    post: sparse.csr_matrix
    """(n, BUCKETS) counts."""
    answers: Mapping[int, sparse.csr_matrix]
    """(n, BUCKETS) counts of what was answered by then."""
    signs: Mapping[int, NDArray[np.float64]]
    """(n, signs)."""
    elapsed_s: Mapping[int, NDArray[np.float64]]
    """(n,)."""

    def thread(self, time_s: int) -> sparse.csr_matrix:
        """Return (n, BUCKETS) counts of post and answers."""
        return (self.post + self.answers[time_s]).tocsr()

    def at(self, chosen: NDArray[np.intp]) -> Snapshots:
        """Return only some threads."""
        return Snapshots(
            is_rumor=self.is_rumor[chosen],
            post=self.post[chosen],
            answers={time: counts[chosen] for time, counts in self.answers.items()},
            signs={time: signs[chosen] for time, signs in self.signs.items()},
            elapsed_s={time: elapsed[chosen] for time, elapsed in self.elapsed_s.items()},
        )


def with_views(threads: Sequence[Thread]) -> list[Thread]:
    """Return the threads with the accented views of their texts, as an archive keeps them."""
    views = {text: accented(text) for text in {text for thread in threads for text in _texts(thread)}}
    return [
        replace(
            thread,
            text=views[thread.text],
            answers=tuple(replace(answer, text=views[answer.text]) for answer in thread.answers),
        )
        for thread in threads
    ]


def _texts(thread: Thread) -> list[str]:
    return [thread.text, *(answer.text for answer in thread.answers)]


def end_of(thread: Thread, time_s: int) -> float:
    """Return a time in seconds after the post; for ``END_S`` when the thread ended."""
    last = thread.answers[-1].at - thread.at if thread.answers else 0
    return float(max(last, KNOTS_S[-1])) if time_s == END_S else float(time_s)


def snapshots_of(threads: Sequence[Thread]) -> Snapshots:
    """Return threads of accented views at each of ``TIMES_S``; at 0 no answer is seen, however quick."""
    answers: dict[int, list[NDArray[np.int64]]] = {time: [] for time in TIMES_S}
    signs: dict[int, list[list[float]]] = {time: [] for time in TIMES_S}
    for thread in threads:
        reactions, read, done = Reactions(source=thread.author), [np.zeros(0, np.int64)], 0
        for time in TIMES_S:
            elapsed = end_of(thread, time)
            while time and done < len(thread.answers) and thread.answers[done].at - thread.at <= elapsed:
                answer = thread.answers[done]
                reactions.add(
                    answer.text,
                    delay_s=float(answer.at - thread.at),
                    source=answer.author,
                    to_answer=bool(answer.parent),
                )
                read.append(buckets_of(answer.text))
                done += 1
            read = [np.concatenate(read)]
            answers[time].append(read[0])
            signs[time].append(reactions.signs(elapsed))
    return Snapshots(
        is_rumor=np.array([thread.is_rumor for thread in threads]),
        post=_counts([buckets_of(thread.text) for thread in threads]),
        answers={time: _counts(rows) for time, rows in answers.items()},
        signs={time: np.array(rows) for time, rows in signs.items()},
        elapsed_s={time: np.array([end_of(thread, time) for thread in threads]) for time in TIMES_S},
    )


def _counts(rows: Sequence[NDArray[np.int64]]) -> sparse.csr_matrix:
    """Return (n, BUCKETS) counts, in order of buckets within a row."""
    counted = [np.unique(row, return_counts=True) for row in rows]
    begins = np.concatenate(([0], np.cumsum([len(buckets) for buckets, _ in counted])))
    buckets = np.concatenate([buckets for buckets, _ in counted]) if rows else np.zeros(0, np.int64)
    counts = np.concatenate([counts for _, counts in counted]) if rows else np.zeros(0, np.int64)
    return sparse.csr_matrix((counts.astype(np.int32), buckets, begins), shape=(len(rows), BUCKETS))


def unit_rows(counts: sparse.csr_matrix, rarity: NDArray[np.float32]) -> sparse.csr_matrix:
    """Return (n, BUCKETS) unit rows of sublinear tf-idf, as ``Bag`` weighs them; empty rows stay zero."""
    weighed = damped(counts.data) * rarity[counts.indices].astype(np.float64)
    rows = sparse.csr_matrix((weighed, counts.indices, counts.indptr), shape=counts.shape)
    squares = np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
    scaled: sparse.csr_matrix = sparse.diags(1 / np.sqrt(np.where(squares > 0, squares, 1))) @ rows
    return scaled.tocsr()


def evidence_at(model: CredibilityModel, thread: Thread, time_s: int) -> tuple[Evidence, datetime]:
    """Return what the model was told of a thread by a time, as in production, and that time."""
    evidence = model.begin(thread.text, at=_when(thread.at), source=thread.author, language="zh")
    if evidence is None:
        raise ValueError(f"the model {model.id} does not speak Chinese")
    until = end_of(thread, time_s)
    for answer in thread.answers if time_s else ():
        if answer.at - thread.at <= until:
            evidence.add(answer.text, at=_when(answer.at), source=answer.author, to_answer=bool(answer.parent))
    return evidence, _when(thread.at + until)


def _when(unix_s: float) -> datetime:
    return datetime.fromtimestamp(unix_s, UTC)
