from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from rumorwatch.domain.posts import SpellingViews
from rumorwatch.match.candidates import Candidates, Index
from rumorwatch.match.leads import leads_of, same_as_first
from rumorwatch.match.references import Reference


@dataclass(frozen=True)
class Numbers:
    """An encoder whose texts are their rows: "1 0 2" is the row (1, 0, 2), made unit."""

    is_sparse: bool = False
    model_id: str = "numbers"

    def encode(self, texts):
        rows = np.array([[float(part) for part in text.folded.split()] for text in texts], np.float32)
        rows = rows.reshape(len(texts), -1)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return sparse.csr_matrix(rows) if self.is_sparse else rows


def text(row) -> SpellingViews:
    words = " ".join(map(str, row))
    return SpellingViews(accented=words, folded=words)


def reference(name, *rows) -> Reference:
    texts = tuple(text(row) for row in rows)
    return Reference(id=str(name), whole=texts[0], texts=texts[:1], wordings=texts[1:])


def index(references, *, encoders=(Numbers(),), weights=(1.0,)) -> Index:
    return Index.build(references, encoders=encoders, weights=weights)


@given(st.integers(1, 700), st.integers(1, 40), st.integers(0, 2**32 - 1), st.booleans())
@settings(deadline=None, max_examples=40)
def test_the_best_are_exactly_those_of_sorting_everything(size, top, seed, is_sparse):
    # Few values, so that there are ties; zeros, so that some texts share nothing.
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, 3, (size, 3)) * (rng.random((size, 3)) < 0.6)
    texts = rng.integers(0, 3, (5, 3))
    encoder = Numbers(is_sparse=is_sparse)
    found = index([reference(at, row) for at, row in enumerate(rows)], encoders=(encoder,)).search(
        [text(row) for row in texts], top=top
    )
    dense = Numbers()
    scores = dense.encode([text(row) for row in texts]) @ dense.encode([text(row) for row in rows]).T
    for at in range(5):
        order = np.lexsort((np.arange(size), -np.round(scores[at], 5)))[: min(top, size)]
        assert np.allclose(found.similarities[at], np.maximum(scores[at][order], 0), atol=1e-5)
        assert len(found.references[at]) == min(top, size)


def test_ties_go_by_the_order_of_references():
    found = index([reference(at, (1, 0)) for at in range(300)]).search([text((1, 0))], top=3)
    assert found.references.tolist() == [[0, 1, 2]]


def test_several_wordings_count_by_their_best():
    found = index([reference("a", (1, 0), (0, 1)), reference("b", (1, 1))]).search([text((0, 1))], top=2)
    assert found.references.tolist() == [[0, 1]]
    assert found.similarities[0] == pytest.approx([1, 0.7071], abs=1e-3)


@dataclass(frozen=True)
class Backwards(Numbers):
    """Another encoder: the same rows from the other end."""

    def encode(self, texts):
        return np.ascontiguousarray(super().encode(texts)[:, ::-1] * [[1, 0]], np.float32)


def test_encoders_are_fused_by_their_weights():
    references = [reference("a", (1, 0)), reference("b", (0, 1))]
    both = index(references, encoders=(Numbers(is_sparse=True), Backwards()), weights=(0.6, 0.4))
    found = both.search([text((0, 1))], top=2)
    assert found.references[0, 0] == 1
    assert found.similarities[0, 0] == pytest.approx(0.6 + 0.4)


def test_nothing_is_found_among_no_references():
    found = index([]).search([text((1, 0))], top=5)
    assert found.references.shape == (1, 0)
    assert leads(found, index([])).shape == (1, 0)


def test_of_a_posts_windows_the_best_counts_for_each_reference():
    found = Candidates(
        references=np.array([[0, 1], [1, 2], [2, 0]]),
        similarities=np.array([[0.5, 0.4], [0.9, 0.3], [0.2, 0.0]], np.float32),
        texts=np.array([[0, 0], [1, 1], [2, 2]]),
        parts=np.array([[0.5, 0.4], [0.9, 0.3], [0.2, 0.0]], np.float32)[:, :, None],
    )
    best = found.best_of(np.array([0, 0, 1]), size=2)
    assert best.references.tolist() == [[1, 0], [2, 0]]
    assert np.allclose(best.similarities, [[0.9, 0.5], [0.2, 0]])
    assert best.texts.tolist() == [[1, 0], [2, 0]]
    assert np.array_equal(best.parts[:, :, 0], best.similarities)


def leads(found, built):
    """Return the leads of what was found."""
    return leads_of(found.similarities, same_as_first(found, built, 0.65))


def test_a_lead_is_over_the_best_of_another_matter():
    references = [reference("a", (10, 1)), reference("a again", (10, 2)), reference("b", (1, 10))]
    built = index(references)
    found = built.search([text((10, 1))], top=3)
    ahead = leads(found, built)[0]
    assert found.references[0].tolist() == [0, 1, 2]
    assert ahead[0] == pytest.approx(1 - found.similarities[0, 2] / found.similarities[0, 0], abs=1e-5)
    assert ahead[1] > 0.5
    assert ahead[2] == -1


def test_a_single_candidate_leads_by_all_of_its_similarity():
    built = index([reference("a", (1, 0))])
    assert leads(built.search([text((1, 1))], top=3), built).tolist() == [[1.0]]
