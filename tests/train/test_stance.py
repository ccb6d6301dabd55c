"""Training stances: judgments move what they speak of, and nothing else."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from rumorwatch.train.stance import StanceExamples, StanceTable, adapt

BUCKETS, SIGNS, STANCES = 50, 3, 4


def table(seed=0):
    rng = np.random.default_rng(seed)
    return StanceTable(
        intercept=rng.normal(size=STANCES),
        words=rng.normal(size=(BUCKETS, STANCES)),
        signs=rng.normal(size=(SIGNS, STANCES)),
        rows=None,
    )


def examples(number=40, *, seed=1, stance=None):
    rng = np.random.default_rng(seed)
    seen = (rng.random((number, BUCKETS)) < 0.1) * 0.5
    seen[:, 40:] = 0
    return StanceExamples(
        words=sparse.csr_matrix(seen),
        signs=rng.normal(size=(number, SIGNS)),
        rows=None,
        stances=rng.integers(0, STANCES, number) if stance is None else np.full(number, stance),
        weights=np.ones(number),
    )


def loss(weights, of):
    return -np.log(weights.probabilities(of)[np.arange(len(of.stances)), of.stances]).mean()


def test_what_was_judged_is_told_better():
    given = examples()
    assert loss(adapt(table(), given), given) < loss(table(), given)


def test_words_that_nobody_judged_and_the_intercept_stay():
    moved = adapt(table(), examples())
    assert np.array_equal(moved.words[40:], table().words[40:])
    assert np.array_equal(moved.intercept, table().intercept)
    assert not np.array_equal(moved.words[:40], table().words[:40])


def test_a_strong_pull_keeps_what_shipped():
    given = examples()
    near, far = (np.abs(adapt(table(), given, pull=pull).signs - table().signs).max() for pull in (1000.0, 1.0))
    assert near < 0.1 * far


def test_without_judgments_the_shipped_weights_come_back():
    shipped, none = table(), examples(1)
    nothing = StanceExamples(
        words=none.words[:0], signs=none.signs[:0], rows=None, stances=none.stances[:0], weights=none.weights[:0]
    )
    assert adapt(shipped, nothing) is shipped


def test_equal_judgments_give_equal_weights():
    assert np.array_equal(adapt(table(), examples()).words, adapt(table(), examples()).words)
