"""Adapters: posts and claims are turned each by their matrix, and only where an encoder has one."""

from __future__ import annotations

import numpy as np
import pytest

from match.test_candidates import Numbers, reference, text
from rumorwatch.match.adapters import Adapter
from rumorwatch.match.candidates import Index

SWAP, SAME = np.array([[0, 1], [1, 0]], np.float32), np.eye(2, dtype=np.float32)
REFERENCES = [reference("a", (1, 0)), reference("b", (0, 1))]


NUMBERS = Numbers()


def built(*adapters, encoders=(NUMBERS,), weights=(1.0,)):
    return Index.build(REFERENCES, encoders=encoders, weights=weights, adapters=adapters)


@pytest.mark.parametrize(
    ("posts", "claims", "first"), [(SAME, SAME, 0), (SWAP, SAME, 1), (SAME, SWAP, 1), (SWAP, SWAP, 0)]
)
def test_each_side_is_turned_by_its_own_matrix(posts, claims, first):
    found = built(Adapter(id="x", posts=posts, claims=claims)).search([text((2, 0))], top=1)
    assert found.references.tolist() == [[first]]


def test_turned_rows_are_unit_again_and_zero_stays_zero():
    index = built(Adapter(id="x", posts=SAME * 5, claims=SAME * 3))
    assert index.search([text((2, 0))], top=1).similarities.tolist() == [[1]]
    assert index.search([text((0, 0))], top=1).similarities.tolist() == [[0]]


def test_references_are_compared_by_the_side_of_claims():
    stretch = Adapter(id="x", posts=SWAP, claims=np.array([[1, 1], [0, 1]], np.float32))
    assert built(stretch).similarity(np.array([0]), np.array([1])) == pytest.approx([0.7071], abs=1e-4)


def test_an_encoder_without_an_adapter_is_left_as_it_is():
    both = built(
        None,
        Adapter(id="x", posts=SWAP, claims=SAME),
        encoders=(Numbers(is_sparse=True), Numbers()),
        weights=(0.6, 0.4),
    )
    found = both.search([text((1, 0))], top=2)
    assert found.similarities[0] == pytest.approx([0.6, 0.4])
