"""The cascade: the second stage's order where it looked, nothing encoded that is no candidate, nothing lost between."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from match.test_candidates import Numbers, reference, text
from match.worlds import post
from rumorwatch.domain.posts import SpellingViews
from rumorwatch.fitted import open_stance_model
from rumorwatch.match import cascade, rescoring
from rumorwatch.match.calibrate import Calibration, Floor, Tiers
from rumorwatch.match.candidates import Index
from rumorwatch.match.cascade import Cascade
from rumorwatch.match.judging import OneStage
from rumorwatch.match.matcher import Matcher
from rumorwatch.match.references import Reference
from rumorwatch.match.rescoring import Rescorer
from rumorwatch.match.stance.reader import StanceReader

CALIBRATION = Calibration(
    weights=(1.0,),
    same_matter=0.95,
    intercept=-4.0,
    similarity=6.0,
    lead=3.0,
    log_references=0.0,
    tiers=Tiers(confirmed=0.9, suggested=0.0),  # whatever the second stage looks at reaches a tier
)


@dataclass(frozen=True)
class Turned(Numbers):
    """A second encoder that sees a row turned by one place, and counts what it is asked for."""

    model_id: str = "turned"
    asked: list[str] = field(default_factory=list)

    def encode(self, texts):
        self.asked.extend(one.folded for one in texts)
        return np.ascontiguousarray(np.roll(super().encode(texts), 1, axis=1) ** 2, np.float32)


@dataclass(frozen=True)
class Letters:
    """An encoder of how often each letter stands in a text."""

    model_id: str = "letters"

    def encode(self, texts: list[SpellingViews]):
        rows = np.array([[one.folded.count(letter) for letter in "abcdefgh"] for one in texts], np.float32)
        rows = rows.reshape(len(texts), 8)
        return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)


def floor_of(probability, similarity=0.0) -> Floor:
    return Floor(probability=probability, similarity=similarity)


def cascade_over(references, *, encoder=None, own=1.0, floor=0.0, second=None) -> Cascade:
    """One encoder, then another that counts ``own`` of the whole."""
    index = Index.build(references, encoders=(encoder or Numbers(),), weights=(1.0,))
    rescorer = Rescorer(
        references=tuple(references),
        index=index,
        encoder=second or Turned(),
        calibration=replace(CALIBRATION, weights=(1 - own, own)),
    )
    return Cascade(first=OneStage(index=index, calibration=CALIBRATION), second=rescorer, floor=floor_of(floor))


def judged(judge, rows, *, top=5):
    texts = [text(row) for row in rows]
    return judge.judge(texts, np.arange(len(texts)), size=len(texts), top=top)


@given(st.integers(1, 60), st.integers(0, 2**32 - 1), st.integers(1, 8), st.floats(0, 1))
@settings(deadline=None, max_examples=30)
def test_where_everything_is_a_candidate_the_cascade_is_the_fusion_of_both_encoders(size, seed, top, share):
    rng = np.random.default_rng(seed)
    references = [reference(at, *rng.integers(1, 9, (rng.integers(1, 4), 4))) for at in range(size)]
    rows = rng.integers(1, 9, (7, 4))
    full = OneStage(
        index=Index.build(references, encoders=(Numbers(is_sparse=True), Turned()), weights=(1 - share, share)),
        calibration=CALIBRATION,
    )
    first = Index.build(references, encoders=(Numbers(is_sparse=True), Numbers()), weights=(0.5, 0.5))
    late = replace(CALIBRATION, weights=(1 - share, 0.0, share))
    both = Cascade(
        first=OneStage(index=first, calibration=CALIBRATION),
        second=Rescorer(references=tuple(references), index=first, encoder=Turned(), calibration=late),
        floor=floor_of(0.0),
    )
    # Texts of one reference in the two encoders: the lexical one reads it whole, which here is its first.
    expected, found = judged(full, rows, top=size), judged(both, rows, top=size)
    # The second stage holds rows of references in half precision.
    assert np.allclose(found.found.similarities, expected.found.similarities, atol=1e-3)
    assert np.allclose(found.probabilities, expected.probabilities, atol=1e-2)
    assert judged(both, rows, top=top).found.references.shape == (7, min(top, size))


def test_a_post_under_the_floor_keeps_the_first_stages_order_reaches_no_tier_and_is_not_encoded_again():
    second = Turned()
    references = [reference("a", (1, 0, 0)), reference("b", (0, 1, 0))]
    found = judged(cascade_over(references, floor=0.9, second=second), [(1, 0, 0), (1, 1, 1)])
    assert found.levels.any(axis=1).tolist() == [True, False]
    assert found.found.similarities[1] == pytest.approx([0.577, 0.577], abs=1e-3)
    assert "1 1 1" not in second.asked
    assert sorted(second.asked) == ["1 0 0", "1 0 0"]  # the post, and its one candidate


def test_a_floor_is_one_of_similarity_too():
    judge = cascade_over([reference("a", (1, 0, 0)), reference("b", (1, 0, 0))])
    rows = [(1, 0, 0), (1, 1, 1)]
    for least, looked in ((0.5, [True, True]), (0.9, [True, False]), (2.0, [False, False])):
        assert judged(replace(judge, floor=floor_of(0.0, least)), rows).levels.any(axis=1).tolist() == looked


def test_a_post_that_is_like_nothing_is_not_looked_at_again_however_low_the_floor():
    second = Turned()
    found = judged(cascade_over([reference("a", (1, 0, 0))], second=second), [(0, 1, 0)])
    assert found.levels.any(axis=1).tolist() == [False]
    assert second.asked == []


def test_only_candidates_are_encoded_and_each_once(monkeypatch):
    monkeypatch.setattr(cascade, "DEPTH", 2)
    second = Turned()
    references = [reference("a", (9, 1, 0)), reference("b", (8, 2, 0)), reference("c", (1, 9, 0), (2, 9, 0))]
    judge = cascade_over(references, second=second)
    judged(judge, [(9, 1, 0)], top=1)
    assert sorted(second.asked) == ["8 2 0", "9 1 0", "9 1 0"]
    judged(judge, [(1, 9, 0)], top=1)
    assert sorted(second.asked[3:]) == ["1 9 0", "1 9 0", "2 9 0"]


@pytest.mark.parametrize(("top", "candidates"), [(6, 6), (3, 3), (1, 2)])
def test_candidates_are_as_many_as_are_asked_for_and_those_near_the_best(top, candidates, monkeypatch):
    monkeypatch.setattr(cascade, "LEAST_SHARE", 0.6)
    second = Turned()
    references = [reference(at, (1, at, 0)) for at in range(6)]
    judged(cascade_over(references, second=second), [(1, 0, 0)], top=top)
    assert len(second.asked) == candidates + 1


def test_the_second_stage_looks_at_each_window_of_a_post_and_says_which_was_best():
    references = [reference("a", (1, 0, 0)), reference("b", (0, 1, 0)), reference("c", (0, 0, 1))]
    texts = [text((1, 1, 1)), text((0, 1, 0)), text((0, 0, 1)), text((1, 0, 1)), text((0, 1, 1))]
    found = cascade_over(references, floor=0.8).judge(texts, np.array([0, 1, 1, 1, 2]), size=3, top=3)
    assert found.levels.any(axis=1).tolist() == [False, True, False]
    assert dict(zip(found.found.references[1, :2].tolist(), found.found.texts[1, :2].tolist(), strict=True)) == {
        1: 1,
        2: 2,
    }


def test_no_references_and_no_posts_are_no_error():
    assert judged(cascade_over([]), [(1, 0)]).found.references.shape == (1, 0)
    letters = cascade_over([reference("a", (1, 0))], encoder=Letters(), second=Letters())
    assert judged(letters, []).found.references.shape == (0, 1)


def test_a_reference_without_texts_apart_is_read_whole():
    bare = replace(reference("a", (1, 0, 0)), texts=())
    found = judged(cascade_over([bare], encoder=Numbers(is_sparse=True), own=0.5), [(1, 0, 0)])
    assert found.found.similarities[0] == pytest.approx([1.0])


def test_a_matcher_over_a_cascade_names_both_stages_and_gives_no_tier_below_the_floor():
    def views(words):
        return SpellingViews(accented=words, folded=words)

    claims = [Reference(id=name, whole=views(name), texts=(views(name),)) for name in ("aaab", "ccdd")]
    judge = cascade_over(claims, encoder=Letters(), own=0.5, floor=0.85, second=Letters("again"))
    stances = StanceReader(model=open_stance_model(), encoder=None)
    matcher = Matcher(references=tuple(claims), judge=judge, stances=stances, views=views)
    sure, unsure = matcher.match([post("aaab aaab"), post("abcd")], top=2)
    assert matcher.model_id == "cascade:letters>again"
    assert [(match.claim_id, match.tier is None) for match in sure] == [("aaab", False)]
    assert [match.tier for match in unsure] == [None, None]
    assert [len(found) for found in matcher.match([post("aaab"), post("abcd")], top=2, tiered_only=True)] == [1, 0]


def test_rows_of_references_that_are_not_held_are_made_again(monkeypatch):
    rows = np.random.default_rng(6).integers(1, 9, (40, 2))
    references, texts = [reference(at, row) for at, row in enumerate(rows)], [(1, 1), (2, 1), (1, 9)]
    held = judged(cascade_over(references), texts, top=9)
    for name, number in {"KNOWN_REFERENCES": 2, "TEXTS_AT_ONCE": 1, "PAIRS_AT_ONCE": 1}.items():
        monkeypatch.setattr(rescoring, name, number)
    again = judged(cascade_over(references), texts, top=9)
    assert np.array_equal(again.found.references, held.found.references)
    assert np.allclose(again.found.similarities, held.found.similarities)
    assert np.allclose(again.probabilities, held.probabilities)
