"""What rumors are told by without a model of threads: plain n-grams, bursts, similarity, words of doubt, style."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from rumorwatch.emerge.reactions import SIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from foresight.snapshots import Snapshots
    from foresight.threads import Thread

_MARKS = ("【", "@", "[link]", "http", "!", "?", "[", "#", "《", "“", ":", "…", "~")
_FULL_POST = 138
"""Letters from which on a post used all the room that Weibo gave (140)."""


def text_by(thread: Thread, time_s: float) -> str:
    """Return a post and what its answers added by a time, at 0 the post alone."""
    added = [answer.text for answer in thread.answers if answer.at - thread.at <= time_s and answer.text]
    return " ".join((thread.text, *added)) if time_s else thread.text


def n_grams(train: Sequence[Thread], test: Sequence[Thread], time_s: float) -> NDArray[np.float64]:
    """Return (test,) log odds by logistic regression over characters and pairs of them in post and answers."""
    rows = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True, min_df=2 if time_s == 0 else 3)
    learned = rows.fit_transform(text_by(thread, time_s) for thread in train)
    model = LogisticRegression(C=10, solver="liblinear", dual=True, max_iter=300, random_state=0)
    model.fit(learned, [thread.is_rumor for thread in train])
    found: NDArray[np.float64] = model.decision_function(rows.transform(text_by(thread, time_s) for thread in test))
    return found


def similarity(train: Sequence[Thread], test: Sequence[Thread]) -> NDArray[np.float64]:
    """Return (test,) the highest cosine with a rumor of the train part."""
    rows = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
    rumors = rows.fit_transform(thread.text for thread in train if thread.is_rumor)
    found: NDArray[np.float64] = (rows.transform(thread.text for thread in test) @ rumors.T).max(axis=1).toarray()
    return found.ravel()


def burst(train: Sequence[Thread], test: Sequence[Thread], time_s: float) -> NDArray[np.float64]:
    """Return (test,) the most answers within a tenth of the time, in standard deviations above the tenths of train.

    The usual alarm rings at 3.
    """
    usual = np.concatenate([_tenths(thread, time_s) for thread in train])
    busiest = np.array([_tenths(thread, time_s).max() for thread in test])
    return (busiest - usual.mean()) / usual.std()


def _tenths(thread: Thread, time_s: float) -> NDArray[np.float64]:
    """Return (10,) the answers in each tenth of the time."""
    delays = [answer.at - thread.at for answer in thread.answers if answer.at - thread.at <= time_s]
    return np.histogram(delays, bins=10, range=(0, time_s))[0].astype(np.float64)


def doubts(snapshots: Snapshots, time_s: int) -> dict[str, NDArray[np.float64]]:
    """Return (n,) how many answers doubt or deny, and what share of those with words."""
    signs = snapshots.signs[time_s]
    number = np.expm1(signs[:, SIGNS.index("doubts")]) + np.expm1(signs[:, SIGNS.index("denials")])
    return {
        "doubt words, number": number,
        "doubt words, share": signs[:, SIGNS.index("doubts, share")] + signs[:, SIGNS.index("denials, share")],
    }


def style_of(threads: Sequence[Thread]) -> NDArray[np.float64]:
    """Return (n, marks + 3) how posts are written, whatever they say: marks, digits, length."""
    return np.log1p(
        np.array(
            [
                [
                    *(thread.text.count(mark) for mark in _MARKS),
                    sum(letter.isdigit() for letter in thread.text),
                    len(thread.text),
                    100 * (len(thread.text) >= _FULL_POST),
                ]
                for thread in threads
            ],
            np.float64,
        )
    )


def style_alone(train: Sequence[Thread], test: Sequence[Thread]) -> NDArray[np.float64]:
    """Return (test,) log odds by style and nothing else."""
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1_000))
    found: NDArray[np.float64] = model.fit(style_of(train), [thread.is_rumor for thread in train]).decision_function(
        style_of(test)
    )
    return found


def style_clusters(train: Sequence[Thread], test: Sequence[Thread], *, number: int = 4) -> NDArray[np.int64]:
    """Return (test,) the cluster of each post's style, of clusters found in the train part."""
    model = make_pipeline(StandardScaler(), KMeans(number, n_init=10, random_state=0)).fit(style_of(train))
    found: NDArray[np.int64] = model.predict(style_of(test))
    return found
