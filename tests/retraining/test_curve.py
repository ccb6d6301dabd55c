"""The learning curve of a workspace: what was known at each point, measured on one gold set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retraining.analysts import answers, asked_of, store
from rumorwatch.bootstrap import open_workspace
from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.domain.errors import LearningError
from rumorwatch.domain.labels import AskReason, JudgmentId, Label, Question, Subject
from rumorwatch.retraining.curve import LEAST_GOLD, STEPS, learning_curve

CLAIM = ClaimId("made-here")


def curve_of(folder, **more):
    workspace = open_workspace(folder)
    try:
        return learning_curve(workspace, more=None, **more)
    finally:
        workspace.close()


def test_each_point_has_a_fifth_more_of_the_judgments_that_teach(demo):
    asked = asked_of(demo, number=4 * LEAST_GOLD)
    made = answers(asked, stances=False, gold_every=2)
    store(demo, asked, made)
    said = []
    curve = curve_of(demo, step=said.append)
    assert curve.gold >= LEAST_GOLD
    amounts = [point.judgments for point in curve.points]
    assert amounts[0] == 0
    assert len(amounts) == STEPS + 1
    assert amounts[-1] < len(made) - curve.gold + 1  # copies of what is gold teach nothing either
    assert curve.last == amounts[-1] - amounts[-2]
    assert curve.bought == curve.points[-1].f1 - curve.points[-2].f1
    assert [line for line in said if line.startswith("training on")] == [
        f"training on {amount} of {amounts[-1]} judgments" for amount in amounts
    ]


@pytest.mark.parametrize("reason", [AskReason.CHOSEN, AskReason.RANDOM])
def test_a_claim_finds_nothing_before_it_was_made_whatever_it_was_made_of(demo, reason):
    """All gold pairs that are right are of one claim, made of a post half way through the judgments."""
    asked = asked_of(demo, number=4 * LEAST_GOLD)
    made = answers(asked, stances=False, gold_every=2)
    drawn = {one.subject.text_hash for one in made if one.reason is AskReason.RANDOM}
    of = next(post for post, _ in asked if (post.text_hash in drawn) is (reason is AskReason.RANDOM))
    half = len(made) // 2
    making = replace(
        made[half],
        id=JudgmentId("J-MAKESCLAIM"),
        subject=Subject(question=Question.CLAIM, text_hash=of.text_hash),
        label=Label.NEW_CLAIM,
        made_claim=CLAIM,
        reason=reason,
    )
    about = [
        replace(one, label=Label.NOT_SAME)
        if one.subject.text_hash == of.text_hash
        else replace(one, subject=replace(one.subject, claim_id=CLAIM), label=Label.SAME)
        if one.subject.text_hash in drawn
        else one
        for one in made
    ]
    said = sorted({post.text for post, _ in asked if post.text_hash in drawn})
    workspace = open_workspace(demo)
    with workspace.store.write() as unit:
        unit.claims.add([Claim(id=CLAIM, text=of.text, wordings=tuple(f"they say {text}" for text in said))])
    workspace.close()
    store(demo, asked, [*about[:half], making, *about[half:]])
    points = curve_of(demo).points
    assert [point.f1 for point in points[: STEPS // 2]] == [0.0] * (STEPS // 2)
    assert points[-1].f1 > 0


@pytest.mark.parametrize(("gold_every", "code"), [(1000, "RW-L35"), (1, "RW-L36")])
def test_too_little_to_measure_or_to_learn_is_said(demo, gold_every, code):
    asked = asked_of(demo, number=3 * LEAST_GOLD)
    store(demo, asked, answers(asked, stances=False, gold_every=gold_every))
    with pytest.raises(LearningError) as raised:
        curve_of(demo)
    assert raised.value.code == code


def test_other_models_learn_nothing_that_could_be_drawn(demo):
    with (demo / "rumorwatch.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[match]\nmodel = ["lexical", "static"]\n')
    with pytest.raises(LearningError) as raised:
        curve_of(demo)
    assert raised.value.code == "RW-L37"


def test_more_judgments_can_be_looked_ahead_to(demo):
    asked = asked_of(demo, number=4 * LEAST_GOLD)
    store(demo, asked, answers(asked, stances=False, gold_every=2))
    workspace = open_workspace(demo)
    curve = learning_curve(workspace, more=1000)
    workspace.close()
    assert curve.ahead is None or curve.ahead.judgments == curve.points[-1].judgments + 1000
