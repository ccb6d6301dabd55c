"""A bag that grows is the bag of everything at once."""

from __future__ import annotations

import numpy as np
import pytest
from foresight.snapshots import unit_rows
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from rumorwatch.emerge.grams import BUCKETS, Bag, buckets_of, counted, damped

DRAWN = np.random.default_rng(5)
WEIGHTS = DRAWN.normal(size=(BUCKETS, 3)).astype(np.float32)
RARITY = DRAWN.choice([0, 1, 2.5], size=BUCKETS).astype(np.float32)


def at_once(text_buckets):
    counts = sparse.csr_matrix(np.bincount(text_buckets, minlength=BUCKETS)[None])
    return (unit_rows(counts, RARITY) @ WEIGHTS)[0]


@given(st.lists(st.text(alphabet="大坝决堤了吗?abc", max_size=12), min_size=1, max_size=8))
def test_adding_text_by_text_gives_the_row_of_all_at_once(texts):
    bag = Bag(WEIGHTS, RARITY)
    for text in texts:
        bag.add(*counted(text))
    assert bag.products() == pytest.approx(at_once(np.concatenate([buckets_of(text) for text in texts])), abs=1e-6)


def test_an_empty_bag_says_nothing():
    bag = Bag(WEIGHTS, RARITY)
    bag.add(*counted(""))
    assert bag.products().tolist() == [0, 0, 0]


def test_a_text_has_a_bucket_for_each_character_and_each_pair():
    assert len(buckets_of("水来了")) == 5
    assert buckets_of("AB").tolist() == buckets_of("ab").tolist()
    assert set(buckets_of("水来")) <= set(buckets_of("大水来了"))
    assert buckets_of("\ud800").shape == (1,)


@pytest.mark.parametrize("count", [0, 1, 7, 4095, 4096, 100_000])
def test_counts_are_damped_by_their_logarithm_however_high(count):
    assert damped(np.array([count])).tolist() == pytest.approx([1 + np.log(count) if count else 0])
