"""Which leaders are near."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.emerge.leaders import Leaders, Sketch, rounded


def unit_rows(seed, number, dimensions=40):
    rows = np.random.default_rng(seed).normal(size=(number, dimensions))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@given(seed=st.integers(0, 2**32 - 1))
def test_cosines_of_rounded_rows_are_the_same_to_the_last_bit_in_whatever_order_they_are_added(seed):
    one, other = rounded(unit_rows(seed, 2, dimensions=384))
    exact = float(one.astype(np.float64) @ other.astype(np.float64))
    shuffled = np.random.default_rng(seed).permutation(384)
    backwards = np.float32(0)
    for product in one[shuffled] * other[shuffled]:
        backwards += product
    assert float(one @ other) == float(backwards) == exact


def test_rounding_hardly_moves_a_cosine():
    rows = unit_rows(1, 200, dimensions=384)
    assert np.abs(rows @ rows.T - rounded(rows) @ rounded(rows).T).max() < 0.0015


@given(seed=st.integers(0, 2**32 - 1), coordinates=st.integers(1, 50))
def test_no_cosine_exceeds_what_two_sketches_allow(seed, coordinates):
    learned, rows = unit_rows(seed, 30), unit_rows(seed + 1, 20)
    sketch = Sketch(learned, coordinates=coordinates)
    assert (sketch.of(rows) @ sketch.of(rows).T >= rows @ rows.T - 0.001).all()


@pytest.mark.parametrize("number", [1, 1500], ids=["one chunk", "two chunks"])
def test_every_leader_that_reaches_the_cosine_is_near_and_no_other(number):
    rows, posts = rounded(unit_rows(3, number)), rounded(unit_rows(4, 50))
    leaders = Leaders()
    leaders.learn(rows[:1])
    for row in rows:
        at = leaders.open()
        leaders.lead(at, row)
        leaders.touch(at, moment=0.0)
    found = leaders.near(posts, min_cosine=0.3, since=0.0)
    cosines = posts @ rows.T
    assert [sorted(near) for near in found] == [
        sorted((float(row[at]), int(at)) for at in np.flatnonzero(row >= 0.3)) for row in cosines
    ]


def test_leaders_that_sleep_are_left_out_unless_they_are_named():
    row = rounded(unit_rows(3, 1))
    leaders = Leaders()
    leaders.learn(row)
    leaders.lead(leaders.open(), row[0])
    leaders.touch(0, moment=10.0)
    asleep, named, awake = (
        leaders.near(row, min_cosine=0.5, since=since, also=also)[0] for since, also in ((11, []), (11, [0]), (10, []))
    )
    assert (asleep, [number for _, number in named], [number for _, number in awake]) == ([], [0], [0])
