"""``models`` of trained models: listed, shown, put in force, rolled back, compared; and what scans make of them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from anchors import write_anchors

from nouns import NOW
from rumorwatch.domain.trained import GateAnswer, ModelPart
from rumorwatch.embed import bundled
from rumorwatch.storage.lock import workspace_lock
from rumorwatch.train.registry import CONSTANTS, POINTS, WEIGHTS
from standins import DIMENSIONS, MAX_TOKENS, write_mini, write_static
from trainednouns import encoder_files, matcher_files, promote, ranking_files, write_trained

POST = "they say the reservoir above the town breaks tonight"
WORDING = "nghe đồn hồ cũ trên đồi tràn bờ trước sáng mai bà con ơi"


@pytest.fixture(autouse=True)
def shipped(tmp_path, monkeypatch):
    """Shipped models, two of them made up."""
    folder = tmp_path / "shipped"
    for name in ("forecast", "lexical", "matcher", "stance"):
        shutil.copytree(bundled.models_dir() / name, folder / name)
    write_static(folder / "static")
    pytest.importorskip("onnx", reason="pip install rumorwatch[dev]")
    write_mini(folder / "mini")
    write_anchors(folder)
    monkeypatch.setattr(bundled, "models_dir", lambda: folder)
    return folder


@pytest.fixture
def settings(workspace):
    """The settings file; new rumors are not looked for: the made-up encoder has rows no model of classes knows."""
    file = workspace / "rumorwatch.toml"
    file.write_text(file.read_text() + "[emerge]\nenabled = false\n")
    return file


@pytest.fixture
def posted(cli, workspace, settings):
    """A claim, and a feed with a post that repeats it."""
    cli("claims", "add", "--id", "c1", "--text", "The reservoir above the town will break tonight")
    (workspace / "posts.jsonl").write_text(json.dumps({"id": "1", "text": POST}) + "\n")
    (workspace / "feeds.toml").write_text('[[feed]]\nid = "group"\nurl = "file:posts.jsonl"\nkind = "posts"\n')
    return settings


@pytest.fixture
def folder(workspace):
    return workspace / "models"


@pytest.fixture
def make(folder, store, tmp_path):
    """Write a model of a part and store it; it is put in force unless it is only added."""

    def call(part, files=None, *, force=True, **told):
        if part is ModelPart.ENCODER and files is None:
            files = encoder_files(write_mini(tmp_path / f"mini-{told.get('seed', 1)}", seed=told.get("seed", 1)))
            told |= {"dimensions": DIMENSIONS, "max_tokens": MAX_TOKENS}
        one = write_trained(folder, part, files, **told)
        with store.write() as unit:
            unit.trained.add(one)
        if force:
            promote(store, one)
        return one

    call.folder = folder
    return call


def matches(store):
    with store.read() as unit:
        return [one for _, one in unit.matches.of_claims(None, since=NOW - timedelta(days=30))]


def rows_of(cli, *names):
    return {row["name"]: row for row in cli("models", "list", "--json").rows if not names or row["name"] in names}


def test_list_has_trained_models_with_their_gate_their_parent_and_whether_they_are_sound(cli, make, folder):
    one = make(ModelPart.RANKING)
    two = make(ModelPart.RANKING, seed=8, parent=one.id, force=False, gate=GateAnswer.REFUSED)
    (folder / two.id / POINTS).write_bytes(b"{}")
    gone = make(ModelPart.MATCHER, force=False)
    shutil.rmtree(folder / gone.id)
    rows = rows_of(cli)
    assert len({tuple(row) for row in rows.values()}) == 1
    told = ("part", "made_at", "gate", "judgments", "parent", "in_force", "in_use", "state")
    assert [rows[one.id][name] for name in told] == ["ranking", NOW.isoformat(), "passed", 120, None, True, True, "ok"]
    assert [rows[two.id][name] for name in told[2:]] == ["refused", 120, one.id, False, False, "damaged"]
    assert (rows[gone.id]["state"], rows[gone.id]["mb"]) == ("missing", None)
    assert rows["mini"]["part"] is rows["cascade"]["in_force"] is None
    table = cli("models", "list").out
    assert one.id in table
    assert "refused" in table


def test_an_encoder_in_force_takes_the_place_of_mini_in_the_cascade(cli, make, settings):
    encoder = make(ModelPart.ENCODER)
    rows = rows_of(cli)
    assert [rows[name]["in_use"] for name in ("cascade", "static", "mini", encoder.id)] == [True, True, False, True]
    settings.write_text('[match]\nmodel = ["lexical", "mini"]\n')
    rows = rows_of(cli, "mini", encoder.id)
    assert [(row["in_use"], row["in_force"]) for row in rows.values()] == [(True, None), (False, True)]
    assert "not used" in cli("models", "list").out


def test_weights_that_settings_name_go_first_and_it_is_said(cli, make, workspace, settings):
    ranking = make(ModelPart.RANKING, force=False)
    (workspace / "own.json").write_bytes(ranking_files(velocity=16, burst=8)[POINTS])
    settings.write_text(settings.read_text() + '[rank]\nweights = "own.json"\n')
    said = cli("models", "use", ranking.id)
    assert (said.code, "rank.weights in rumorwatch.toml names another" in said.err) == (0, True)
    row = rows_of(cli, ranking.id)[ranking.id]
    assert (row["in_force"], row["in_use"]) == (True, False)
    assert "rank.weights in rumorwatch.toml names another" in " ".join(cli("models", "show", ranking.id).out.split())
    assert cli("status", "--json").rows[0]["trained"] == {}


def test_show_has_the_manifest_and_the_reasons_of_the_gate(cli, make, folder):
    one = make(ModelPart.MATCHER, force=False, gate=GateAnswer.REFUSED)
    (row,) = cli("models", "show", one.id, "--json").rows
    assert (row["part"], row["gate"], row["why"]) == ("matcher", "refused", list(one.why))
    assert (row["metrics"], row["manifest"]["seed"], set(row["files"])) == (
        {"F1": 0.5},
        7,
        {"constants.json", "wordings.jsonl"},
    )
    view = cli("models", "show", one.id).out
    assert "fell from .97 to .91" in view
    assert "F1" in view
    (folder / one.id / "manifest.json").write_text("{}")
    (row,) = cli("models", "show", one.id, "--json").rows
    assert (row["state"], row["manifest"], row["gate"]) == ("damaged", {}, "refused")


def test_use_puts_a_model_in_force_says_what_was_and_how_to_go_back(cli, make, store):
    one, two = make(ModelPart.STANCE), make(ModelPart.STANCE, seed=8, force=False)
    said = cli("models", "use", two.id, "--by", "Minh", "--comment", "fewer  mistakes")
    assert said.code == 0
    assert f"{two.id} is in force; it was {one.id}" in said.err
    assert "rumorwatch models rollback stance" in said.err
    with store.read() as unit:
        last = unit.audit.of("stance")[-1]
        assert unit.trained.in_force()[ModelPart.STANCE].before == one.id
    assert (last.action, last.actor, last.details["in force"], last.details["comment"]) == (
        "use_model",
        "Minh",
        two.id,
        "fewer mistakes",
    )
    assert "is in force already" in cli("models", "use", two.id).err
    assert cli("audit", "list", "--subject", "stance").out.count("use_model") == 1


def test_use_refuses_what_did_not_pass_the_gate_and_what_is_broken_or_unknown(cli, make, folder, store):
    refused = make(ModelPart.MATCHER, force=False, gate=GateAnswer.REFUSED)
    said = cli("models", "use", refused.id)
    assert (said.code, said.err[:6], "fell from .97 to .91" in said.err) == (1, "RW-L20", True)
    torn = make(ModelPart.STANCE, force=False)
    (folder / torn.id / WEIGHTS).write_bytes(b"x")
    assert cli("models", "use", torn.id).err.startswith("RW-M14")
    other = make(ModelPart.STANCE, {WEIGHTS: b"no weights"}, force=False)
    assert cli("models", "use", other.id).err.startswith("RW-M15")
    said = cli("models", "use", "stance-0000000000")
    assert (said.code, said.err[:6]) == (2, "RW-U33")
    said = cli("models", "use", refused.id, "lexical")
    assert (said.code, said.err[:6]) == (2, "RW-U79")
    assert cli("models", "use", torn.id, "--by", " ").err.startswith("RW-U66") is False
    with store.read() as unit:
        assert unit.trained.in_force() == {}
        assert unit.audit.entries() == []


def test_rollback_puts_back_what_was_there_at_once_though_a_scan_is_running(cli, workspace, make, store):
    one, two = make(ModelPart.RANKING), make(ModelPart.RANKING, seed=8)
    began = time.monotonic()
    with workspace_lock(workspace):
        said = cli("models", "rollback", "--by", "Lan")
    assert time.monotonic() - began < 5
    assert said.code == 0
    assert f"{one.id} is in force again; it was {two.id}" in said.err
    assert "Further back is shipped" in said.err
    said = cli("models", "rollback", "ranking")
    assert "the ranking model that ships is in force again" in said.err
    assert f"rumorwatch models use {one.id}" in said.err
    said = cli("models", "rollback")
    assert (said.code, said.err[:6]) == (2, "RW-U78")
    with store.read() as unit:
        assert [entry.action for entry in unit.audit.of("ranking")][2:] == ["roll_back", "roll_back"]
        assert unit.trained.get(two.id) is not None


def test_rollback_passes_over_what_is_damaged_and_says_so(cli, make, folder):
    one, two, three = (make(ModelPart.RANKING, seed=seed) for seed in (1, 2, 3))
    (folder / two.id / POINTS).write_bytes(b"{}")
    said = cli("models", "rollback")
    assert f"{one.id} is in force again; it was {three.id}" in said.err
    assert f"Passed over: RW-M14 trained model {two.id}" in said.err


def test_diff_shows_constants_tiers_wordings_metrics_and_judgments(cli, make):
    old = make(ModelPart.MATCHER, matcher_files({"c1": ("kept", "gone")}), metrics={"precision": 0.97})
    tiers = json.loads(matcher_files()[CONSTANTS])["tiers"] | {"vi, short": {"confirmed": 0.9, "suggested": 0.0006}}
    new = make(
        ModelPart.MATCHER,
        matcher_files({"c1": ("kept", "new"), "c2": ("other",)}, intercept=-15.0, tiers=tiers),
        metrics={"precision": 0.98},
        force=False,
    )
    (row,) = cli("models", "diff", new.id, "--json").rows
    assert (row["from"], row["to"]) == (old.id, new.id)
    assert row["constants"] == [{"name": "intercept", "from": -15.6441, "to": -15.0}]
    assert row["tiers"] == [{"name": "vi, short, confirmed", "from": 0.9446, "to": 0.9}]
    assert row["wordings"] == [
        {"claim_id": "c1", "added": ["new"], "removed": ["gone"]},
        {"claim_id": "c2", "added": ["other"], "removed": []},
    ]
    assert row["metrics"] == [{"name": "precision", "from": 0.97, "to": 0.98}]
    assert row["judgments"] == {"from": 120, "to": 120}
    view = cli("models", "diff", new.id).out
    assert "vi, short, confirmed" in view
    assert "other" in view


FIGURE = {"set": "frozen", "part": "vi", "measure": "F1", "cases": 40, "net_lost": -2}


def test_figures_of_what_a_model_was_trained_from_are_those_of_the_same_cases(cli, make):
    gate = {
        "answer": "passed",
        "why": [],
        "figures": [{**FIGURE, "before": 0.8, "after": 0.9, "interval": [0.02, 0.18]}],
    }
    held_out = {"held out": [{**FIGURE, "set": "gold", "part": "", "before": 0.7, "after": 0.75, "interval": [0, 0.1]}]}
    one = make(ModelPart.RANKING, told={"gate": gate}, metrics={"held out": [], "hours": 3})
    two = make(ModelPart.RANKING, seed=8, parent=one.id, told={"gate": gate, "metrics": held_out, "learned": ["more"]})
    (row,) = cli("models", "diff", two.id, "--json").rows
    assert row["metrics"] == [
        {"name": "frozen, vi, F1", "from": 0.8, "to": 0.9},
        {"name": "gold, F1", "from": 0.7, "to": 0.75},
    ]
    view = " ".join(cli("models", "show", two.id).out.split())
    assert "frozen, vi, F1 40 0.8 0.9 0.02 to 0.18" in view
    assert "learned more" in view
    assert "hours 3" in " ".join(cli("models", "show", one.id).out.split())


def test_diff_goes_against_what_is_in_force_what_it_replaced_or_what_ships(cli, make):
    ranking = make(ModelPart.RANKING)
    (row,) = cli("models", "diff", ranking.id, "--json").rows
    assert row["from"].startswith("shipped")
    assert {one["name"]: (one["from"], one["to"]) for one in row["points"]} == {
        "points, velocity": (18, 17),
        "points, burst": (6, 7),
    }
    assert row["judgments"]["from"] is None
    later = make(ModelPart.RANKING, seed=9)
    assert cli("models", "diff", later.id, "--json").rows[0]["from"] == ranking.id
    assert cli("models", "diff", later.id, ranking.id, "--json").rows[0]["from"] == ranking.id
    assert "No constant, threshold, weight or wording differs" in cli("models", "diff", later.id).err
    stance = make(ModelPart.STANCE)
    assert cli("models", "diff", stance.id, "--json").rows[0]["files"] == []
    said = cli("models", "diff", stance.id, ranking.id)
    assert (said.code, said.err[:6]) == (2, "RW-U79")
    assert cli("models", "diff", "stance-0000000000").err.startswith("RW-U33")


@pytest.mark.usefixtures("posted")
def test_every_match_and_alert_names_the_models_that_decided(cli, make, store):
    assert cli("scan").code == 0
    (first,) = matches(store)
    assert first.model_id.endswith(" matcher-1 stance-1")
    with store.read() as unit:
        (alert,) = unit.alerts.all()
    assert alert.model_id.startswith("lexical+static-0:")
    assert alert.model_id.endswith(" matcher-1 stance-1 hand-3")
    made = {part: make(part) for part in ModelPart}
    assert cli("scan").code == 0
    (second,) = matches(store)
    encoder = made[ModelPart.ENCODER].id
    assert f">{encoder}:" in second.model_id
    assert second.model_id.endswith(f" {made[ModelPart.MATCHER].id} {made[ModelPart.STANCE].id}")
    with store.read() as unit:
        (alert,) = unit.alerts.all()
    assert f">{encoder}:" in alert.model_id
    assert alert.model_id.endswith(f"{made[ModelPart.STANCE].id} {made[ModelPart.RANKING].id}")
    assert alert.priority.weights_version == made[ModelPart.RANKING].id
    assert cli("status", "--json").rows[0]["trained"] == {part.value: one.id for part, one in made.items()}
    assert made[ModelPart.RANKING].id in cli("status").out


def test_a_wording_learned_finds_posts_and_rolling_back_lets_them_go(cli, make, store, workspace, posted):
    posted.write_text(posted.read_text() + '[match]\nmodel = ["lexical"]\n')  # made-up rows find anything
    (workspace / "posts.jsonl").write_text(json.dumps({"id": "1", "text": WORDING}) + "\n")
    cli("scan")
    assert matches(store) == []
    make(ModelPart.MATCHER, matcher_files({"c1": (WORDING,), "no-such-claim": ("anything",)}))
    cli("scan")
    assert [one.claim_id for one in matches(store)] == ["c1"]
    cli("models", "rollback")
    cli("scan")
    assert matches(store) == []
    cli("claims", "retire", "c1")
    cli("models", "use", rows_of(cli).popitem()[0])
    assert cli("scan").code == 0


DAMAGES = {
    ModelPart.MATCHER: (CONSTANTS, "RW-M14"),
    ModelPart.STANCE: (WEIGHTS, "RW-M14"),
    ModelPart.RANKING: (POINTS, "RW-M14"),
    ModelPart.ENCODER: ("model.onnx", "RW-M14"),
}


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize("part", list(ModelPart))
@pytest.mark.parametrize("has_before", [False, True])
def test_a_scan_without_a_sound_model_in_force_uses_the_one_before_says_so_and_exits_4(
    cli, make, store, part, has_before
):
    before = make(part, seed=5) if has_before else None
    one = make(part, seed=6)
    file, code = DAMAGES[part]
    place = make.folder / one.id
    (place / file).write_bytes(b"x")
    said = cli("scan", "--json")
    assert said.code == 4
    assert code in said.err
    assert one.id in said.err
    meanwhile = f"{before.id} decides" if before else f"the {part} model that ships decides"
    assert f"Until then {meanwhile}" in said.err
    (row,) = said.rows
    (found,) = matches(store)
    with store.read() as unit:
        (alert,) = unit.alerts.all()
    used = f"{alert.model_id} {found.model_id}"
    assert one.id not in used
    assert before is None or before.id in used
    assert row["claim_id"] == "c1"
    shutil.rmtree(place)
    status = cli("status", "--json")
    assert status.rows[0]["degraded"] is True
    assert one.id in status.err
    doctor = {row["check"]: row for row in cli("doctor", "--json").rows}["models"]
    assert (doctor["result"], one.id in doctor["detail"], "models rollback" in doctor["remedy"]) == ("fail", True, True)


def test_doctor_finds_a_damaged_encoder_before_a_scan_does(cli, make, folder):
    one = make(ModelPart.ENCODER)
    assert one.id in {row["check"]: row for row in cli("doctor", "--json").rows}["models"]["detail"]
    (folder / one.id / "model.onnx").write_bytes(b"x")
    row = {row["check"]: row for row in cli("doctor", "--json").rows}["models"]
    assert (row["result"], "model.onnx" in row["detail"]) == ("fail", True)


@pytest.mark.usefixtures("posted")
def test_an_encoder_and_stance_weights_that_cannot_be_loaded_are_replaced_one_after_the_other(cli, make):
    make(ModelPart.STANCE, {WEIGHTS: b"no weights"})
    make(ModelPart.ENCODER, {"model.onnx": b"x", "model.safetensors": b"x", "tokenizer.json": b"x"}, dimensions=64)
    said = cli("scan", "--json")
    assert (said.code, said.err.count("RW-M15")) == (4, 2)
    assert [row["claim_id"] for row in said.rows] == ["c1"]


SCAN = """
import sys
from pathlib import Path
from rumorwatch.embed import bundled
bundled.models_dir = lambda: Path(sys.argv[1])
from rumorwatch.cli.app import run
assert run(["--workspace", sys.argv[2], "scan", "--notify"]) == 0
heavy = {"onnxruntime", "tokenizers", "scipy", "torch", "sentence_transformers", "sklearn", "safetensors", "numpy"}
print(sorted(set(sys.modules) & heavy))
"""
WITHOUT_TRAINED = "['numpy', 'safetensors']"
"""What an idle scan with an open alert imports: it forecasts."""


@pytest.mark.usefixtures("posted")
def test_a_scan_with_nothing_to_match_reads_no_more_than_ids_of_models_in_force(make, shipped, workspace):
    for part in ModelPart:
        make(part)
    first, idle = (
        subprocess.run(
            [sys.executable, "-c", SCAN, shipped, workspace], capture_output=True, text=True, check=True
        ).stdout.splitlines()[-1]
        for _ in range(2)
    )
    assert first == "['numpy', 'onnxruntime', 'safetensors', 'scipy', 'tokenizers']"
    assert idle == WITHOUT_TRAINED


def test_replaying_and_matching_files_go_on_with_what_ships(cli, make, workspace, folder):
    for part in ModelPart:
        make(part)
    shutil.rmtree(folder)
    (workspace / "p.jsonl").write_text(json.dumps({"id": "1", "text": POST}) + "\n")
    (workspace / "c.jsonl").write_text(json.dumps({"id": "c1", "text": "The reservoir will break tonight"}) + "\n")
    files = ("--posts", str(workspace / "p.jsonl"), "--claims", str(workspace / "c.jsonl"))
    said = cli("match", *files, "--json")
    assert (said.code, "RW-M" in said.err) == (0, False)
