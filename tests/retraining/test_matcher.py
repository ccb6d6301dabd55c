"""Training the matcher: what is measured is fair, and only the cascade is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retraining.analysts import answers, asked_of, store
from rumorwatch.bootstrap import open_workspace
from rumorwatch.domain.labels import Label
from rumorwatch.domain.trained import ModelPart
from rumorwatch.models import open_models
from rumorwatch.retraining.drafts import NothingTaught
from rumorwatch.retraining.judged import gather
from rumorwatch.retraining.matcher import HELD_OUT, MatcherTraining
from rumorwatch.retraining.run import Asked, retrain

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def judged(demo):
    asked = asked_of(demo, number=80)
    store(demo, asked, answers(asked, stances=False, gold_every=4))
    workspace = open_workspace(demo)
    found, _ = gather(workspace.store)
    workspace.close()
    return found


def training(judged, wordings) -> MatcherTraining:
    return MatcherTraining(
        models=open_models(()), in_force_wordings=wordings, judged=judged, seed=0, step=lambda _: None
    )


def wordings_of(examples, texts):
    found = {}
    for one in examples:
        if one.label is Label.SAME:
            found.setdefault(one.claim_id, []).append(texts[one.text_hash].views.accented)
    return found


def test_a_text_that_taught_the_model_in_force_and_was_drawn_later_is_no_merit_of_it(judged):
    gold = judged.gold.same
    plain, taught = (
        training(judged, wordings).measured_on(gold, texts=judged.texts)
        for wordings in ({}, wordings_of(gold, judged.texts))
    )
    assert plain.before.hits.sum() < sum(one.label is Label.SAME for one in gold)
    assert taught.before.hits.tolist() == plain.before.hits.tolist()


def test_claims_that_are_held_out_are_measured_beside_the_model_that_ships(judged):
    """The one in force may have been taught these very claims."""
    plain, taught = (
        training(judged, wordings).held_out_figures()
        for wordings in ({}, wordings_of(judged.teaching.same, judged.texts))
    )
    assert plain == taught
    assert {figure.set for figure in plain} == {HELD_OUT}


@pytest.mark.parametrize("models", ['["lexical"]', '["models/of-another-town"]'])
def test_other_models_than_the_cascade_are_not_trained_nor_even_opened(demo: Path, models):
    asked = asked_of(demo, number=30)
    store(demo, asked, answers(asked))
    with (demo / "rumorwatch.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n[match]\nmodel = {models}\n")
    workspace = open_workspace(demo)
    (result,) = retrain(workspace, Asked(parts=(ModelPart.MATCHER,)))
    workspace.close()
    assert isinstance(result, NothingTaught)
    assert "only the cascade" in result.why
