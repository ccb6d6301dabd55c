"""Segments: what is searched by parts is what searching everything finds, as far as the effort goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from match.test_candidates import Numbers, reference, text
from rumorwatch.domain.posts import SpellingViews
from rumorwatch.match.candidates import Index
from rumorwatch.match.references import Reference
from rumorwatch.match.segments import index as index_module
from rumorwatch.match.segments.clusters import learn_centroids, nearest
from rumorwatch.match.segments.index import Effort, SegmentIndex
from rumorwatch.match.segments.listed import ListedIndex
from rumorwatch.match.segments.making import SegmentMaker
from rumorwatch.match.segments.records import ListedReferences, StoredReferences, record_of, reference_of_record
from rumorwatch.match.segments.scoring import best_places
from rumorwatch.match.segments.wordcounts import WordCounts
from rumorwatch.storage.columns import open_columns
from rumorwatch.storage.columnwriting import writing

ALL = Effort(named=10_000, scored=10_000, probes=10_000, budget=1 << 40)
"""Looks at everything."""


SPARSE, DENSE = Numbers(is_sparse=True), Numbers()


def drawn(rng, size):
    """Few values, so that there are ties; zeros, so that some share nothing; some have other wordings."""
    rows = rng.integers(0, 4, (size, 3, 4)) * (rng.random((size, 3, 4)) < 0.7)
    rows[:, 0, 0] += 1
    return [reference(at, *mine[: rng.integers(1, 4)]) for at, mine in enumerate(rows)]


def made(folder, references, *, encoders=(DENSE,)):
    with writing(folder / "segment", {}) as writer:
        SegmentMaker(learn=lambda _: encoders, writer=writer).make(references)
    return open_columns(folder / "segment")[1]


def segment(folder, references, *, encoders=(DENSE,), weights=(1.0,), retired=None, effort=ALL):
    columns = made(folder, references, encoders=encoders)
    opened = SegmentIndex.open(columns, encoders=encoders, weights=weights, retired=retired)
    return replace(opened, effort=effort)


CASES = {
    "dense": {"encoders": (DENSE,), "weights": (1.0,)},
    "sparse": {"encoders": (SPARSE,), "weights": (1.0,)},
    "both": {"encoders": (SPARSE, DENSE), "weights": (0.7, 0.3)},
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@given(st.integers(1, 300), st.integers(1, 40), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=15)
def test_looking_at_everything_finds_what_searching_everything_finds(tmp_path_factory, case, size, top, seed):
    rng = np.random.default_rng(seed)
    references, texts = drawn(rng, size), [text(row) for row in rng.integers(0, 3, (5, 4))]
    found = segment(tmp_path_factory.mktemp("made"), references, **case).search(texts, top=top)
    exact = Index.build(references, **case)
    wanted = exact.search(texts, top=top)
    assert found.references.shape == wanted.references.shape
    # float16 may turn ties around, so similarities are compared, and each with what the exact index says of its pair.
    assert np.allclose(found.similarities, wanted.similarities, atol=2e-3)
    assert np.allclose(found.parts @ np.array(case["weights"], np.float32), found.similarities, atol=1e-5)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_references_are_alike_as_in_an_exact_index(tmp_path, case):
    references = drawn(np.random.default_rng(1), 50)
    first, second = np.array([0, 3, 3, 49]), np.array([0, 7, 3, 2])
    found = segment(tmp_path, references, **case)
    exact = Index.build(references, **case)
    assert np.allclose(found.parts(first, second), exact.parts(first, second), atol=2e-3)
    assert np.allclose(found.similarity(first, second), exact.similarity(first, second), atol=2e-3)


def test_ties_go_by_the_order_of_references(tmp_path):
    found = segment(tmp_path, [reference(at, (1, 0)) for at in range(300)]).search([text((1, 0))], top=3)
    assert found.references.tolist() == [[0, 1, 2]]


def test_rows_longer_than_memory_is_given_are_read_from_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(index_module, "HELD_BYTES", 0)
    found = segment(tmp_path, [reference("a", (1, 0)), reference("b", (0, 1))]).search([text((0, 1))], top=1)
    assert found.references.tolist() == [[1]]


def test_little_effort_still_reads_the_rarest_feature_and_the_nearest_cluster(tmp_path):
    rng = np.random.default_rng(2)
    rows = np.abs(rng.normal(size=(400, 4))).round(3)
    rows[7] = (0, 0, 0, 5)
    least = Effort(named=1, scored=1, probes=1, budget=0)
    built = segment(tmp_path, [reference(at, row) for at, row in enumerate(rows)], **CASES["both"], effort=least)
    assert built.search([text((0, 0, 0, 1))], top=1).references.tolist() == [[7]]


def test_what_is_retired_is_never_found(tmp_path):
    references = [reference(at, (1, at)) for at in range(5)]
    built = segment(tmp_path, references, retired=np.array([False, True, False, False, True]))
    assert set(built.search([text((1, 1))], top=5).references[0, :3].tolist()) == {0, 2, 3}


def test_no_text_finds_nothing(tmp_path):
    built = segment(tmp_path, [reference("a", (1, 0))])
    assert built.search([], top=3).references.shape == (0, 1)
    assert built.search([text((0, 0))], top=3).similarities.tolist() == [[0]]


# --- beside what came since -------------------------------------------------------------------------------------------


def listed(folder, case):
    """A list of eight: six of a segment of seven, in another order, and two that came since."""
    rng = np.random.default_rng(3)
    stored, fresh = drawn(rng, 7), drawn(rng, 2)
    rows = np.array([5, -1, 0, 1, 2, -1, 6, 4])
    retired = np.ones(7, bool)
    retired[rows[rows >= 0]] = False
    both = ListedIndex(
        segment=segment(folder, stored, **case, retired=retired), fresh=Index.build(fresh, **case), rows=rows
    )
    all_of_them = [stored[row] if row >= 0 else fresh[(at > 1) * 1] for at, row in enumerate(rows.tolist())]
    return both, Index.build(all_of_them, **case)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_list_is_searched_as_if_all_of_it_were_in_one_index(tmp_path, case):
    both, exact = listed(tmp_path, case)
    texts = [text(row) for row in np.random.default_rng(4).integers(0, 3, (6, 4))]
    found, wanted = both.search(texts, top=8), exact.search(texts, top=8)
    assert (both.size, both.encoders) == (8, exact.encoders)
    assert np.allclose(found.similarities, wanted.similarities, atol=2e-3)
    by_reference = [dict(zip(*row, strict=True)) for row in zip(wanted.references, wanted.similarities, strict=True)]
    for at, (places, values) in enumerate(zip(found.references.tolist(), found.similarities.tolist(), strict=True)):
        for place, value in zip(places, values, strict=True):
            assert value == 0 or value == pytest.approx(by_reference[at][place], abs=2e-3)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_came_since_is_compared_with_what_was_there(tmp_path, case):
    both, exact = listed(tmp_path, case)
    first, second = np.repeat(np.arange(8), 8), np.tile(np.arange(8), 8)
    assert np.allclose(both.parts(first, second), exact.parts(first, second), atol=2e-3)


def test_references_of_a_list_come_from_the_segment_and_from_what_is_new(tmp_path):
    stored = [reference("a", (1, 0)), reference("b", (0, 1), (1, 1))]
    columns = made(tmp_path, stored)
    kept = StoredReferences(
        ends=columns["record_ends"].read(0, len(columns["record_ends"])), records=columns["records"]
    )
    new = reference("c", (2, 1))
    both = ListedReferences(stored=kept, rows=np.array([1, -1, 0]), fresh={1: new})
    assert list(kept) == stored
    assert [both[0], both[1], both[-1]] == [stored[1], new, stored[0]]
    assert both[:2] == [stored[1], new]
    assert len(both) == 3
    with pytest.raises(IndexError):
        both[3]


@given(st.text(), st.text(), st.lists(st.text(), max_size=2), st.booleans())
def test_a_record_gives_its_reference_back(name, said, wordings, has_date):
    whole, *more = (SpellingViews(accented=one, folded=one.lower()) for one in (said, *wordings))
    at = datetime(2026, 10, 7, 3, 4, 5, tzinfo=UTC) if has_date else None
    for texts in ((whole,), (whole, *more), ()):
        one = Reference(id=name, whole=whole, texts=texts, wordings=tuple(more), checked_at=at)
        assert reference_of_record(record_of(one)) == one


def test_half_characters_are_kept():
    broken = SpellingViews(accented="\ud800", folded="\ud800")
    one = Reference(id="a", whole=broken, texts=(broken,))
    assert reference_of_record(record_of(one)) == one


def test_words_are_counted_once_a_reference():
    counts = WordCounts.none()
    for said in ("dam dam breaks", "the dam"):
        counts.add(SpellingViews(accented=said, folded=said))
    assert [counts.get(word, 0) for word in ("dam", "breaks", "flood")] == [2, 1, 0]


# --- parts ------------------------------------------------------------------------------------------------------------


@given(st.integers(1, 20), st.integers(0, 3_000), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_the_best_places_are_those_of_sorting(top, size, seed):
    values = np.random.default_rng(seed).normal(size=size).astype(np.float32)
    found = best_places(values, top=top)
    wanted = np.sort(values[values > 0])[::-1][:top]
    assert np.array_equal(np.sort(values[found])[::-1], wanted)


def test_centroids_are_unit_and_as_many_as_there_are_rows_for():
    rng = np.random.default_rng(5)
    rows = rng.normal(size=(30, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    centroids = learn_centroids(rows, number=100, rng=rng)
    assert centroids.shape == (30, 8)
    assert np.allclose(np.linalg.norm(centroids, axis=1), 1, atol=1e-5)
    assert nearest(rows, rows).tolist() == list(range(30))
