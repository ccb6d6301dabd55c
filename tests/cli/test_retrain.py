"""``retrain``: what becomes of each part, in words and as JSON, and whose judgments count."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from retraining.analysts import answers, asked_of, store
from retraining.conftest import demo, scanned
from rumorwatch.bootstrap import open_workspace
from rumorwatch.cli.app import run
from rumorwatch.domain.trained import ModelPart
from rumorwatch.retraining.drafts import Draft, NothingTaught, Retrained
from rumorwatch.train.gate import Figure, GateResult, Measure

if TYPE_CHECKING:
    from pathlib import Path

    from rumorwatch.retraining.run import Asked

__all__ = ["demo", "scanned"]

FIGURE = Figure(
    set="hard cases, found",
    part="",
    measure=Measure.F1,
    cases=1021,
    before=0.61234,
    after=0.65678,
    interval=(0.01234, 0.07654),
    net_lost=-3,
)
PART = Figure(
    set="hard cases, found",
    part="in vi",
    measure=Measure.F1,
    cases=340,
    before=0.5,
    after=0.4,
    interval=(-0.2, -0.05),
    net_lost=9,
)


def draft(part=ModelPart.MATCHER) -> Draft:
    return Draft(
        part=part,
        files={},
        base="matcher-1",
        judgments=57,
        trials=[],
        held_out=(FIGURE,),
        learned=("57 judged pairs taught how likely matches are",),
    )


def retrained(*, passed: bool, name: str | None = "matcher-ABCDEFGHJK", **more) -> Retrained:
    gate = GateResult(figures=(FIGURE, PART), objections=() if passed else ("in vi: F1 falls",))
    return Retrained(draft=draft(), gate=gate, id=name, promoted=passed and name is not None, **more)


@pytest.fixture
def results(monkeypatch):
    """What the training is told to have come to, and what was asked of it."""
    asked: list[Asked] = []
    told: list[Retrained | NothingTaught] = []

    def known(_workspace, wanted, *, step):
        step("training")
        asked.append(wanted)
        return iter(told)

    monkeypatch.setattr("rumorwatch.retraining.run.retrain", known)
    return told, asked


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (retrained(passed=True), "matcher: matcher-ABCDEFGHJK passed the gate and decides from the next scan on"),
        (retrained(passed=False), "matcher: the model in force stays; matcher-ABCDEFGHJK is kept to look at"),
        (retrained(passed=True, name=None), "matcher: it would pass the gate"),
        (retrained(passed=False, name=None), "matcher: the gate would refuse it"),
        (
            retrained(passed=True, overruled=True),
            "matcher: matcher-ABCDEFGHJK passed the gate and decides nothing: rumorwatch.toml names another",
        ),
        (NothingTaught(part=ModelPart.STANCE, why="nobody said"), "stance: nothing was trained: nobody said"),
    ],
)
def test_what_became_of_a_part_is_said(cli, results, result, said):
    results[0].append(result)
    found = cli("retrain")
    assert found.code == 0
    assert said in found.err.replace("\n", " ")


def test_figures_of_whole_sets_are_a_table_and_reasons_are_told(cli, results):
    results[0].append(retrained(passed=False))
    found = cli("retrain")
    assert "61.2" in found.out
    assert "+4.4 (+1.2 to +7.7)" in found.out
    assert "1021" in found.out
    assert "in vi" not in found.out
    assert "matcher: refused: in vi: F1 falls" in found.err
    assert "matcher: 57 judged pairs taught how likely matches are" in found.err


def test_as_json_a_part_is_a_line(cli, results):
    results[0].extend([retrained(passed=False), NothingTaught(part=ModelPart.STANCE, why="nobody said")])
    found = cli("retrain", "--json")
    matcher, stance = found.rows
    whole = {
        "set": "hard cases, found",
        "part": "",
        "measure": "F1",
        "cases": 1021,
        "before": 0.6123,
        "after": 0.6568,
        "interval": [0.0123, 0.0765],
    }
    assert matcher["figures"][0] == whole
    assert matcher["held_out"] == [whole]
    assert [one["part"] for one in matcher["figures"]] == ["", "in vi"]
    told = {name: matcher[name] for name in ("part", "id", "gate", "promoted", "why", "judgments", "learned")}
    assert told == {
        "part": "matcher",
        "id": "matcher-ABCDEFGHJK",
        "gate": "refused",
        "promoted": False,
        "why": ["in vi: F1 falls"],
        "judgments": 57,
        "learned": ["57 judged pairs taught how likely matches are"],
    }
    assert stance == {"part": "stance", "id": None, "gate": None, "promoted": False, "why": ["nobody said"]}
    assert found.err == ""


def test_what_is_asked_for_is_what_is_trained(cli, results):
    _, asked = results
    cli("retrain")
    cli("retrain", "--what", "stance", "--what", "encoder", "--without", "Lan", "--dry-run", "--by", "Hoa")
    assert asked[0].parts == (ModelPart.MATCHER, ModelPart.STANCE, ModelPart.RANKING)
    assert (asked[0].dry_run, tuple(asked[0].without)) == (False, ())
    assert asked[1].parts == (ModelPart.STANCE, ModelPart.ENCODER)
    assert (asked[1].dry_run, tuple(asked[1].without), asked[1].actor) == (True, ("Lan",), "Hoa")


def test_a_retraining_without_an_analyst_takes_only_the_others(demo: Path, capsys):
    asked = asked_of(demo, number=40)
    store(demo, asked, [*answers(asked[:25], analyst="Lan"), *answers(asked[25:], analyst="Minh")])
    counts = []
    for without in ((), ("--without", "minh"), ("--without", "lan", "--without", "Minh")):
        capsys.readouterr()
        command = ["-w", str(demo), "retrain", "--what", "stance", "--dry-run", "--json", *without]
        assert run(command) == 0
        (row,) = map(json.loads, capsys.readouterr().out.splitlines())
        counts.append(row.get("judgments"))
    assert counts[0] > counts[1] > 0
    assert counts[2] is None
    workspace = open_workspace(demo)
    with workspace.store.read() as unit:
        assert unit.trained.all() == []
    workspace.close()
