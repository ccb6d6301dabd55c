"""Which lines a step shows."""

from __future__ import annotations

import numpy as np
import pytest
from encoder.lines import nearest_lines, numbers_of


@pytest.mark.parametrize(("size", "among"), [(3, 10), (10, 10), (25, 10), (4, 12)])
def test_every_line_is_shown_before_one_is_shown_again(size, among):
    shown = np.concatenate([numbers_of(step, size=size, among=among, seed=1) for step in range(2 * among)])
    for epoch in range(len(shown) // among):
        assert sorted(shown[epoch * among : (epoch + 1) * among]) == list(range(among))


def test_a_step_is_the_same_whatever_came_before():
    alone = numbers_of(7, size=5, among=11, seed=3)
    for step in range(7):
        numbers_of(step, size=5, among=11, seed=3)
    assert np.array_equal(alone, numbers_of(7, size=5, among=11, seed=3))


def test_two_seeds_give_two_orders():
    assert not np.array_equal(numbers_of(0, size=50, among=50, seed=1), numbers_of(0, size=50, among=50, seed=2))


def test_near_lines_are_near_and_not_the_same():
    rows = np.array([[1, 0], [0.999, 0.04], [0.8, 0.6], [0, 1]], np.float16)
    near = nearest_lines(rows, count=1, sample=4, same=0.98, seed=0, on_done=lambda *_: None, device="cpu")
    assert near[0, 0] == 2
    assert near[3, 0] == 2
