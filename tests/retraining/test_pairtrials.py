"""Trials of pairs: what counts as found, as confirmed, and as kept out of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from nouns import NOW, match, post
from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.labels import JudgedText, Label
from rumorwatch.domain.matches import MIN_COUNTED, Match, Tier
from rumorwatch.domain.posts import Language
from rumorwatch.normalize.posts import hash_of_text
from rumorwatch.normalize.text import views
from rumorwatch.retraining.frozen import HardPair
from rumorwatch.retraining.pairtrials import (
    evidence_trials,
    fallen_claims,
    gold_trial,
    hard_claims,
    hard_trials,
)
from rumorwatch.train.evidence import COLUMNS, Fitted, PairList, TierBegins
from rumorwatch.train.examples import PairExample
from rumorwatch.train.gate import Answers, Measure, Trial, figures_of

POST = post("1")
"""What matches are of: nobody looks at it."""


@dataclass
class Told:
    """A matcher that was told what each text matches."""

    found: dict[str, list[Match]]

    def match(self, posts, *, top):
        return [self.found.get(post.text, [])[:top] for post in posts]


def hard(post: str, *, claim: str = "the dam holds", changed: bool = False, kind: str = "number") -> HardPair:
    return HardPair(language=Language.EN, kind=kind, is_changed=changed, claim=claim, post=post)


def matched(claim: str, *, tier: Tier | None = Tier.CONFIRMED, probability: float = 0.9) -> Match:
    ids = {one.text: one.id for one in hard_claims([hard("", claim=claim)])}
    return replace(match(POST), claim_id=ids[claim], tier=tier, probability=probability)


def asked(pairs, before, after=None):
    posts = [views(pair.post) for pair in pairs]
    found, confirmed, held = hard_trials(pairs, posts, Told(before), Told(before if after is None else after))
    return found, confirmed, held


def counts(answers: Answers) -> list[tuple[float, float, float]]:
    return list(zip(answers.hits.tolist(), answers.false.tolist(), answers.missed.tolist(), strict=True))


def test_each_claim_of_hard_pairs_is_listed_once():
    pairs = [hard("a"), hard("b"), hard("c", claim="the dam breaks")]
    assert [claim.text for claim in hard_claims(pairs)] == ["the dam holds", "the dam breaks"]


@pytest.mark.parametrize(
    ("changed", "said", "found", "confirmed"),
    [
        (False, [matched("the dam holds")], (1, 0, 0), (1, 0, 0)),
        (False, [matched("the dam holds", tier=Tier.SUGGESTED)], (1, 0, 0), (0, 0, 1)),
        (False, [matched("the dam holds", tier=Tier.SUGGESTED, probability=MIN_COUNTED / 2)], (0, 0, 1), (0, 0, 1)),
        (False, [matched("the dam holds", tier=None)], (0, 0, 1), (0, 0, 1)),
        (False, [], (0, 0, 1), (0, 0, 1)),
        (False, [matched("the dam breaks")], (0, 1, 1), (0, 1, 1)),
        (True, [matched("the dam holds")], (0, 0, 0), (0, 1, 0)),
        (True, [matched("the dam holds", tier=Tier.SUGGESTED)], (0, 0, 0), (0, 0, 0)),
        (True, [], (0, 0, 0), (0, 0, 0)),
    ],
)
def test_to_find_a_changed_fact_is_neither_right_nor_wrong_and_to_confirm_it_is_wrong(changed, said, found, confirmed):
    pairs = [hard("post", changed=changed), hard("other", claim="the dam breaks")]
    trials = asked(pairs, {"post": said, "other": [matched("the dam breaks")]})
    assert counts(trials[0].before)[0] == found
    assert counts(trials[1].before)[0] == confirmed


def test_only_changed_facts_are_to_be_held():
    pairs = [hard("kept"), hard("changed", changed=True), hard("confirmed", changed=True)]
    _, _, held = asked(pairs, {}, {"confirmed": [matched("the dam holds")], "kept": [matched("the dam holds")]})
    assert held.measure is Measure.HELD
    (figure,) = figures_of(held, seed=0)
    assert (figure.cases, figure.before, figure.after) == (2, 1.0, 0.5)


def test_hard_pairs_are_asked_by_language_and_kind():
    pairs = [hard(f"p{at}", kind="number" if at % 2 else "negation") for at in range(60)]
    found, *_ = asked(pairs, {})
    assert [figure.part for figure in figures_of(found, seed=0)] == ["", "in en", "negation", "number"]


FLAT = Fitted(
    intercept=0.0,
    slopes=dict.fromkeys(COLUMNS, 0.0) | {"similarity": 1.0},
    offsets={},
    tiers={"": TierBegins(confirmed=0.9, suggested=0.6)},
)


def evidence(chances, right, *, binds=True, many=None) -> PairList:
    odds = np.log(np.array(chances) / (1 - np.array(chances)))
    return PairList(
        name="posts",
        binds=binds,
        columns={name: odds if name == "similarity" else np.zeros(len(odds)) for name in COLUMNS},
        bands=np.array(["en, long"] * len(odds), object),
        right=np.array(right, bool),
        counts=np.ones(len(odds)) if many is None else np.array(many, float),
    )


def test_of_evidence_that_binds_confirmed_is_right_and_complete_and_suggested_only_complete():
    lists = [
        evidence([0.95, 0.95, 0.7, 0.5, 0.7], [True, False, True, True, False], many=[1, 20, 1, 1, 1]),
        evidence([0.95], [False], binds=False),
    ]
    confirmed, suggested = evidence_trials(lists, FLAT, FLAT)
    assert counts(confirmed.before) == [(1, 0, 0), (0, 20, 0), (0, 0, 1), (0, 0, 1), (0, 0, 0)]
    assert suggested.measure is Measure.RECALL
    assert figures_of(suggested, seed=0)[0].before == pytest.approx(2 / 3)


def pair(text: str, *, claim: str = "c1", label: Label = Label.SAME) -> PairExample:
    return PairExample(text_hash=hash_of_text(views(text).folded), claim_id=ClaimId(claim), label=label, at=NOW)


def test_gold_pairs_are_found_when_the_match_counts():
    said = ("one", "two", "three", "four")
    texts = {
        hash_of_text(views(text).folded): JudgedText(
            text_hash=hash_of_text(views(text).folded), views=views(text), language=Language.EN, published_at=NOW
        )
        for text in said
    }
    same = [pair("one"), pair("two"), pair("three", label=Label.NOT_SAME), pair("four", claim="c2")]
    counted = replace(match(POST), claim_id=ClaimId("c1"), tier=Tier.SUGGESTED, probability=0.6)
    after = Told({"one": [counted], "three": [counted], "four": [counted]})
    trial = gold_trial(same, texts, Told({}), after, name="gold set")
    assert counts(trial.before) == [(0, 0, 1), (0, 0, 1), (0, 0, 0), (0, 0, 1)]
    assert counts(trial.after) == [(1, 0, 0), (0, 0, 1), (0, 1, 0), (0, 0, 1)]
    assert trial.groups.tolist() == ["c1", "c1", "c1", "c2"]


def judged(before: int, after: int, *, of: int) -> Trial:
    """Of so many posts of one claim each model finds the first."""

    def answers(found: int) -> Answers:
        hits = (np.arange(of) < found).astype(float)
        return Answers(hits=hits, false=np.zeros(of), missed=1 - hits)

    groups = np.array(["c1"] * of, object)
    return Trial(
        name="judged", measure=Measure.F1, groups=groups, parts={}, before=answers(before), after=answers(after)
    )


@pytest.mark.parametrize(
    ("before", "after", "of", "falls"),
    [
        (3, 1, 3, True),
        (3, 2, 3, False),  # one is chance
        (2, 0, 2, False),  # of two there is no share
        (5, 5, 5, False),
        (300, 298, 300, False),  # under five points: what turns by chance among so many
        (300, 284, 300, True),
    ],
)
def test_a_claim_falls_when_clearly_fewer_of_its_posts_are_found(before, after, of, falls):
    said = fallen_claims(judged(before, after, of=of))
    assert bool(said) is falls
    if falls:
        assert said == [f"claim c1: {after} instead of {before} of its {of} judged posts are found"]
