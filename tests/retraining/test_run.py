"""A retraining from judgments to what decides: promoted, refused, or cut off in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from retraining.analysts import answers, asked_of, copies, store
from rumorwatch.bootstrap import open_workspace
from rumorwatch.domain.duties import Action
from rumorwatch.domain.trained import GateAnswer, ModelPart
from rumorwatch.retraining.drafts import NothingTaught
from rumorwatch.retraining.run import Asked, retrain
from rumorwatch.train.gate import LEAST_CASES

if TYPE_CHECKING:
    from pathlib import Path

MATCHER, STANCE, RANKING = ModelPart.MATCHER, ModelPart.STANCE, ModelPart.RANKING


def trained(folder: Path, *parts: ModelPart, **more):
    workspace = open_workspace(folder)
    results = list(retrain(workspace, Asked(parts=parts, actor="Hoa", **more)))
    workspace.close()
    return results


def known_to(folder: Path):
    workspace = open_workspace(folder)
    with workspace.store.read() as unit:
        known = (unit.trained.all(), unit.trained.in_force(), unit.audit.entries())
    workspace.close()
    return known


def test_without_judgments_nothing_is_trained_and_it_says_why(demo):
    results = trained(demo, MATCHER, STANCE, RANKING)
    assert all(isinstance(one, NothingTaught) and one.why for one in results)
    models, in_force, _ = known_to(demo)
    assert (models, in_force) == ([], {})


def test_what_passes_the_gate_decides_from_then_on_and_the_audit_says_who_did_it(demo):
    asked = asked_of(demo, number=60)
    store(demo, asked, answers(asked))
    (result,) = trained(demo, MATCHER)
    assert result.promoted, result.gate.objections
    (model,), in_force, audit = known_to(demo)
    assert model.gate is GateAnswer.PASSED
    assert in_force[MATCHER].id == model.id == result.id
    assert (audit[-1].action, audit[-1].actor) == (Action.PROMOTE, "Hoa")
    manifest = json.loads((demo / "models" / model.id / "manifest.json").read_text("utf-8"))
    assert manifest["judgments"] == model.judgments > 0
    assert manifest["gate"]["figures"]
    workspace = open_workspace(demo)
    assert model.id in workspace.matcher.models.named
    assert workspace.matcher.wordings
    workspace.close()


@pytest.mark.slow
def test_equal_judgments_make_an_equal_model(demo):
    asked = asked_of(demo, number=40)
    store(demo, asked, answers(asked, stances=False))
    first, second = (trained(demo, MATCHER, dry_run=True)[0].draft.files for _ in range(2))
    assert first == second


def test_a_dry_run_asks_the_gate_and_writes_nothing(demo):
    asked = asked_of(demo, number=40)
    store(demo, asked, answers(asked))
    (result,) = trained(demo, STANCE, dry_run=True)
    assert result.gate.figures
    assert (result.id, result.promoted) == (None, False)
    assert not (demo / "models").exists()
    assert known_to(demo)[:2] == ([], {})


def test_a_model_that_is_worse_is_kept_to_look_at_and_does_not_decide(demo):
    asked = asked_of(demo, number=200)
    store(demo, asked, answers(asked, wrong=lambda _: True, stances=False))
    (result,) = trained(demo, MATCHER)
    assert not result.promoted
    assert result.gate.objections
    (model,), in_force, audit = known_to(demo)
    assert model.gate is GateAnswer.REFUSED
    assert model.why == result.gate.objections
    assert in_force == {}
    assert audit == []


def test_answers_that_are_copies_teach_nothing_and_the_names_are_told(demo):
    asked = asked_of(demo, number=120)
    honest = [answers(asked, analyst=name, wrong=lambda at, k=k: at % 23 == k) for k, name in enumerate(("An", "Binh"))]
    erring = answers(asked, analyst="Chi", wrong=lambda at: at % 11 == 5)
    store(demo, asked, [*honest[0], *honest[1], *erring, *copies(erring, analyst="Dung")])
    (result,) = trained(demo, STANCE)
    assert not result.promoted
    (said,) = [one for one in result.gate.objections if "copies" in one]
    assert "Chi and Dung" in said
    assert "--without" in said


def test_an_analyst_out_of_line_does_not_teach(demo):
    from rumorwatch.retraining.judged import gather

    asked = asked_of(demo, number=80)
    honest = [judgment for name in ("An", "Binh", "Chi") for judgment in answers(asked, analyst=name)]
    store(demo, asked, [*honest, *answers(asked, analyst="Dung", wrong=lambda at: at % 2 == 0)])
    workspace = open_workspace(demo)
    judged, conduct = gather(workspace.store)
    workspace.close()
    assert [line.analyst for line in conduct.out_of_line] == ["Dung"]
    assert {one.analyst for one in judged.judgments} == {"An", "Binh", "Chi"}


def test_one_answer_to_everything_is_refused(demo):
    from retraining.analysts import known_stances

    known = known_stances()
    asked = [
        (post, match)
        for post, match in asked_of(demo, number=400)
        if (str(post.external_id), str(match.claim_id)) in known
    ][: 2 * LEAST_CASES]
    store(demo, asked, answers(asked, stances=False))
    (result,) = trained(demo, MATCHER)
    assert not result.promoted
    assert any("all" in one and "are same" in one for one in result.gate.objections)


def test_an_analyst_can_be_left_out(demo):
    asked = asked_of(demo, number=30)
    store(demo, asked, answers(asked, analyst="Lan"))
    (result,) = trained(demo, STANCE, without=("  lan ",))
    assert isinstance(result, NothingTaught)


@pytest.mark.slow
def test_a_damaged_model_in_force_is_trained_anew_beside_what_took_its_place(demo):
    asked = asked_of(demo, number=60)
    store(demo, asked, answers(asked, stances=False))
    (first,) = trained(demo, MATCHER)
    assert first.promoted
    (demo / "models" / first.id / "constants.json").write_text("{}", "utf-8")
    (again,) = trained(demo, MATCHER)
    assert again.promoted, again.gate.objections
    workspace = open_workspace(demo)
    assert workspace.in_force.faults == ()
    assert workspace.in_force.matcher.id == again.id
    workspace.close()


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["fitting the probabilities", "answering the hard cases", "asking the gate"])
def test_a_kill_leaves_the_old_model_in_force_and_the_next_retraining_works(demo, stage):
    asked = asked_of(demo, number=60)
    store(demo, asked, answers(asked))
    command = [sys.executable, "-m", "rumorwatch", "-w", str(demo), "retrain", "--what", "matcher"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        for line in process.stderr:
            if line.strip() == stage:
                os.kill(process.pid, signal.SIGKILL)
                break
    assert process.returncode == -signal.SIGKILL
    assert known_to(demo)[:2] == ([], {})
    (result,) = trained(demo, MATCHER)
    assert result.promoted
    assert sorted(path.name for path in (demo / "models").iterdir()) == [result.id]
