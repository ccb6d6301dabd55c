"""Training the ranking: what is learned from alerts, by which weights they were ranked, and what is measured."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from labelnouns import judgment, subject
from nouns import NOW
from rumorwatch.bootstrap import open_workspace
from rumorwatch.domain.labels import AskReason, JudgedText, Label, Question, Shown
from rumorwatch.domain.posts import Language, SpellingViews
from rumorwatch.domain.trained import ModelPart
from rumorwatch.rank.learning import ENOUGH_EACH, JudgedAlert
from rumorwatch.rank.weights import as_json, load_weights
from rumorwatch.retraining.drafts import NothingTaught
from rumorwatch.retraining.parts import known_weights
from rumorwatch.retraining.ranking import judged_alerts, order_trial
from rumorwatch.retraining.run import Asked, retrain
from rumorwatch.train.examples import UrgencyExample
from rumorwatch.train.gate import figures_of
from rumorwatch.train.succession import roll_back
from trainednouns import promote, write_trained

if TYPE_CHECKING:
    from pathlib import Path

HAND = load_weights()
NAMES = sorted(HAND.points)


def alert(*, needs: bool, **shares: float) -> JudgedAlert:
    return JudgedAlert(shares=dict.fromkeys(NAMES, 0.0) | shares, needs_answer=needs)


def example(version: str = HAND.version, **factors: float) -> UrgencyExample:
    return UrgencyExample(text_hash="t", factors=factors, weights_version=version, needs_answer=True, at=NOW)


def test_shares_are_of_the_weights_that_an_alert_was_ranked_by():
    name = NAMES[0]
    doubled = replace(HAND, version="doubled", points={**HAND.points, name: 2 * HAND.points[name]})
    known = {one.version: one for one in (HAND, doubled)}
    points = HAND.points[name] / 2
    asked = [example(**{name: points}), example("doubled", **{name: points}), example("forgotten", **{name: points})]
    assert [one.shares[name] for one in judged_alerts(asked, known=known)] == [0.5, 0.25]


def test_order_is_the_share_of_twos_ranked_rightly_and_ties_are_half_right():
    first, second = sorted(NAMES, key=HAND.points.__getitem__)[-2:]
    judged = [
        alert(needs=True, **{first: 1.0}),
        alert(needs=True),
        alert(needs=False, **{second: 1.0}),
        alert(needs=False),
    ]
    none = replace(HAND, points=dict.fromkeys(NAMES, 0.0))
    only = replace(none, points={**none.points, first: 100.0})
    trial = order_trial(judged, none, only, name="order")
    (figure,) = figures_of(trial, seed=0)
    assert figure.before == 0.5
    # Of four twos the first needing alert is ahead of both others, the second is level with both.
    assert figure.after == 0.75
    assert figure.cases == 2


@pytest.mark.parametrize("needs", [True, False])
def test_alerts_of_one_answer_have_no_order(needs):
    assert figures_of(order_trial([alert(needs=needs)] * 3, HAND, HAND, name="order"), seed=0) == []


@pytest.fixture
def workspace_folder(tmp_path: Path) -> Path:
    (tmp_path / "rumorwatch.toml").write_text("", "utf-8")
    (tmp_path / "feeds.toml").write_text("", "utf-8")
    return tmp_path


def judge(folder: Path, needs: list[bool], *, version: str = HAND.version) -> None:
    """Store judged alerts: those that need an answer are harmful and nothing else, the others are fast."""
    harm, velocity = "harm", "velocity"
    judgments, texts = [], []
    for at, one in enumerate(needs):
        about = subject(f"text {at}", question=Question.URGENCY, claim=None)
        name = harm if one else velocity
        judgments.append(
            judgment(
                f"u{at}",
                subject=about,
                label=Label.ESCALATE if one else Label.IGNORE,
                at=NOW + timedelta(minutes=at),
                reason=AskReason.CHOSEN,
                shown=Shown(factors={name: HAND.points[name]}, weights_version=version),
            )
        )
        texts.append(
            JudgedText(
                text_hash=about.text_hash,
                views=SpellingViews(accented=f"text {at}", folded=f"text {at}"),
                language=Language.EN,
                published_at=NOW,
            )
        )
    workspace = open_workspace(folder)
    with workspace.store.write() as unit:
        unit.judgments.add(judgments, texts)
    workspace.close()


def ranked(folder: Path):
    workspace = open_workspace(folder)
    (result,) = retrain(workspace, Asked(parts=(ModelPart.RANKING,), dry_run=True))
    workspace.close()
    return result


def test_what_analysts_escalate_ranks_higher(workspace_folder):
    judge(workspace_folder, [at % 2 == 0 for at in range(4 * ENOUGH_EACH)])
    result = ranked(workspace_folder)
    assert result.gate.passed
    assert result.draft.judgments == 4 * ENOUGH_EACH
    (figure,) = result.gate.figures
    assert figure.after > figure.before


def test_few_judged_alerts_teach_nothing(workspace_folder):
    judge(workspace_folder, [at % 2 == 0 for at in range(2 * ENOUGH_EACH)])
    result = ranked(workspace_folder)
    assert isinstance(result, NothingTaught)
    assert "needed before the last fifth" in result.why


def test_a_ranking_that_nothing_measured_is_refused(workspace_folder):
    """The last fifth has one answer only, and no alert was drawn by chance."""
    judge(workspace_folder, [at % 2 == 0 or at >= 160 for at in range(200)])
    result = ranked(workspace_folder)
    assert result.gate.figures == ()
    assert not result.gate.passed
    (said,) = result.gate.objections
    assert "one answer" in said


def test_alerts_ranked_by_a_model_that_is_not_in_force_any_more_still_teach(workspace_folder):
    trained = write_trained(workspace_folder / "models", ModelPart.RANKING)
    workspace = open_workspace(workspace_folder)
    promote(workspace.store, trained)
    with workspace.store.write() as unit:
        roll_back(unit, ModelPart.RANKING, fault_of=lambda _: None, actor="Lan", now=NOW)
    assert trained.id in known_weights(workspace)
    workspace.close()
    judge(workspace_folder, [at % 2 == 0 for at in range(4 * ENOUGH_EACH)], version=trained.id)
    assert ranked(workspace_folder).draft.judgments == 4 * ENOUGH_EACH


def test_alerts_ranked_by_a_model_that_is_damaged_teach_nothing(workspace_folder):
    trained = write_trained(workspace_folder / "models", ModelPart.RANKING)
    (workspace_folder / "models" / trained.id / "weights.json").write_text("{}", "utf-8")
    workspace = open_workspace(workspace_folder)
    with workspace.store.write() as unit:
        unit.trained.add(trained)
    assert known_weights(workspace).keys() == {HAND.version}
    workspace.close()
    judge(workspace_folder, [at % 2 == 0 for at in range(4 * ENOUGH_EACH)], version=trained.id)
    assert isinstance(ranked(workspace_folder), NothingTaught)


def test_weights_that_the_settings_name_go_before_a_ranking_that_passed(workspace_folder):
    (workspace_folder / "own.json").write_text(json.dumps(as_json(HAND, source="a test")), "utf-8")
    (workspace_folder / "rumorwatch.toml").write_text('[rank]\nweights = "own.json"\n', "utf-8")
    judge(workspace_folder, [at % 2 == 0 for at in range(4 * ENOUGH_EACH)])
    workspace = open_workspace(workspace_folder)
    (result,) = retrain(workspace, Asked(parts=(ModelPart.RANKING,)))
    workspace.close()
    assert result.promoted
    assert result.overruled
