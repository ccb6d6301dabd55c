"""``models``: what ships, what is in use, and choosing another."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from anchors import write_anchors

from rumorwatch.embed import bundled
from standins import write_mini, write_static


@pytest.fixture(autouse=True)
def models(tmp_path, monkeypatch):
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


def in_settings(workspace):
    return tomllib.loads((workspace / "rumorwatch.toml").read_text())["match"]["model"]


def test_list_says_what_ships_what_is_used_and_whether_it_is_sound(cli, models):
    (models / "mini" / "model.onnx").write_bytes(b"x")
    shutil.rmtree(models / "static")
    rows = {row["name"]: row for row in cli("models", "list", "--json").rows}
    assert {name: (row["state"], row["in_use"]) for name, row in rows.items()} == {
        "cascade": ("missing", True),
        "lexical": ("ok", True),
        "static": ("missing", True),
        "mini": ("damaged", True),
    }
    assert list(rows["cascade"]) == list(rows["mini"])
    assert list(rows["mini"]) == list(rows["static"])
    assert "model.onnx" in rows["mini"]["faults"][0]
    assert rows["mini"]["licence"] == "CC0-1.0"
    table = cli("models", "list")
    assert table.code == 0
    assert "damaged" in table.out


def test_list_works_without_a_workspace_and_not_with_broken_settings(cli, workspace):
    (workspace / "rumorwatch.toml").write_text("[match]\nmodel = []\n")
    assert "RW-U03" in cli("models", "list").err
    (workspace / "rumorwatch.toml").unlink()
    said = cli("models", "list", "--json")
    assert [row["in_use"] for row in said.rows] == [False, False, False, False]


def test_list_names_what_is_used_and_does_not_ship_and_asks_no_hub_for_it(cli, workspace):
    (workspace / "mine").mkdir()
    (workspace / "mine" / "model.safetensors").write_bytes(b"x" * 200_000)
    (workspace / "rumorwatch.toml").write_text('[match]\nmodel = ["mine", "organization/never-fetched"]\n')
    mine, hub = cli("models", "list", "--json").rows[4:]
    assert (mine["state"], mine["mb"]) == ("ok", 0.2)
    assert (hub["name"], hub["state"]) == ("organization/never-fetched", "not here")


def test_show_says_everything_of_one_model(cli):
    (row,) = cli("models", "show", "static", "--json").rows
    assert row["data"] == [{"name": "made up", "licence": "CC0-1.0"}]
    assert row["metrics"] == {"retrieval": {"vi to en": 0.5}}
    assert row["state"] == "ok"
    assert set(row["files"]) == {"model.safetensors", "tokenizer.json"}
    view = cli("models", "show", "static").out
    assert "made up" in view
    assert "retrieval, vi to en" in view


def test_show_of_the_cascade_is_all_its_models_together(cli, models):
    (row,) = cli("models", "show", "cascade", "--json").rows
    assert list(row) == list(cli("models", "show", "mini", "--json").rows[0])
    assert (row["kind"], row["in_use"], row["state"]) == ("cascade", True, "ok")
    assert {"static/tokenizer.json", "mini/model.onnx"} <= set(row["files"])
    (models / "static" / "tokenizer.json").write_bytes(b"{}")
    shown = cli("models", "show", "cascade")
    assert "static: tokenizer.json" in shown.out


def test_show_of_the_cascade_says_what_its_tiers_reach_with_the_interval(cli, models):
    (row,) = cli("models", "show", "cascade", "--json").rows
    reached = row["metrics"]["tiers"]["en, long"]
    low, high = reached["confirmed_precision_interval"]
    said = f"{reached['confirmed_precision']} ({low} to {high})"
    assert said in cli("models", "show", "cascade").out
    (models / "matcher" / "manifest.json").write_text("{}")
    assert "not the manifest that was shipped" in cli("models", "show", "cascade").out
    write_anchors(models)
    assert "constants of the cascade are not complete" in cli("models", "show", "cascade").out
    rows = {one["name"]: one for one in cli("models", "list", "--json").rows}
    assert rows["cascade"]["state"] == "damaged"


def test_show_of_a_damaged_model_names_the_file(cli, models):
    (models / "static" / "tokenizer.json").write_bytes(b"{}")
    (row,) = cli("models", "show", "static", "--json").rows
    assert row["state"] == "damaged"
    assert "tokenizer.json" in cli("models", "show", "static").out


def test_show_of_a_model_that_does_not_ship_is_a_usage_error(cli):
    said = cli("models", "show", "huge")
    assert said.code == 2
    assert said.err.startswith("RW-U33")


def test_use_writes_the_settings_keeps_their_comments_and_says_what_was(cli, workspace):
    file = workspace / "rumorwatch.toml"
    file.write_text("# ours\n[match]\ntop = 3 # few\nmodel = 'lexical'\n")
    said = cli("models", "use", "lexical", "mini")
    assert (said.code, said.err) == (
        0,
        "match.model is now lexical + mini; it was lexical. The next scan matches the window again with it\n",
    )
    assert in_settings(workspace) == ["lexical", "mini"]
    assert "# ours" in file.read_text()
    assert "top = 3 # few" in file.read_text()
    assert [row["in_use"] for row in cli("models", "list", "--json").rows] == [False, True, False, True]


def test_use_of_what_is_used_already_leaves_the_file(cli, workspace):
    cli("models", "use", "static")
    before = (workspace / "rumorwatch.toml").stat().st_mtime_ns
    assert "already" in cli("models", "use", "static", "static").err
    assert (workspace / "rumorwatch.toml").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("name", "code"), [("mini", "RW-M07"), ("static", "RW-M01"), ("no-such-folder", "RW-M03"), ("empty", "RW-M04")]
)
def test_use_refuses_what_cannot_be_used_and_leaves_the_settings(cli, models, workspace, name, code):
    (models / "mini" / "model.onnx").write_bytes(b"x")
    shutil.rmtree(models / "static")
    (workspace / "empty").mkdir()
    before = (workspace / "rumorwatch.toml").read_bytes()
    said = cli("models", "use", name)
    assert said.code == 1
    assert said.err.startswith(code)
    assert (workspace / "rumorwatch.toml").read_bytes() == before


@pytest.mark.parametrize(
    "text", ["match.top = 2\n", "match = { top = 2 }\n", "[match]\n", "", "[scan]\nwindow_days = 3\n"]
)
def test_use_writes_into_any_form_of_settings(cli, workspace, text):
    (workspace / "rumorwatch.toml").write_text(text)
    assert cli("models", "use", "static").code == 0
    assert in_settings(workspace) == ["static"]
    assert cli("status").code in {0, 1}


@pytest.fixture
def posted(cli, workspace):
    """A claim, and a feed with a post that repeats it."""
    cli("claims", "add", "--id", "c1", "--text", "The reservoir above the town will break tonight")
    (workspace / "posts.jsonl").write_text(
        '{"id": "1", "text": "they say the reservoir above the town breaks tonight"}\n'
    )
    (workspace / "feeds.toml").write_text('[[feed]]\nid = "group"\nurl = "file:posts.jsonl"\nkind = "posts"\n')


@pytest.mark.usefixtures("posted")
def test_a_scan_with_a_damaged_model_is_lexical_says_so_and_exits_4(cli, models):
    cli("models", "use", "lexical", "mini")
    (models / "mini" / "model.onnx").write_bytes(b"x")
    said = cli("scan")
    assert said.code == 4
    assert "RW-M07" in said.err
    assert "lexical only" in said.err


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize(
    ("broken", "code", "used"),
    [
        ({"mini": None}, "RW-M01", "lexical + static"),
        ({"mini": "manifest.json"}, "RW-M02", "lexical + static"),
        ({"mini": "model.onnx"}, "RW-M07", "lexical + static"),
        ({"matcher": None}, "RW-M01", "lexical + static"),
        ({"matcher": "manifest.json"}, "RW-M02", "lexical + static"),
        ({"static": "model.safetensors"}, "RW-M07", "lexical"),
        ({"static": None, "mini": None}, "RW-M01", "lexical"),
        ({"static": "model.safetensors", "mini": None}, "RW-M01", "lexical"),
    ],
)
def test_a_scan_whose_cascade_is_broken_uses_what_of_it_works_says_so_and_exits_4(cli, models, broken, code, used):
    for name, file in broken.items():
        if file is None:
            shutil.rmtree(models / name)
        else:
            (models / name / file).write_bytes(b"x")
    said = cli("scan", "--json")
    assert said.code == 4
    assert code in said.err
    assert f"matching is {used} only" in said.err
    assert [row["claim_id"] for row in cli("alerts", "list", "--json").rows] == [row["claim_id"] for row in said.rows]


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize("file", [None, "manifest.json", "weights.safetensors"])
def test_a_scan_without_the_stance_model_tells_stances_by_cue_words_says_so_and_exits_4(cli, models, file):
    if file is None:
        shutil.rmtree(models / "stance")
    else:
        (models / "stance" / file).write_bytes(b"x")
    said = cli("scan", "--json")
    assert said.code == 4
    assert "stances are told by cue words only" in said.err
    assert [row["claim_id"] for row in cli("alerts", "list", "--json").rows] == [row["claim_id"] for row in said.rows]


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize("names", [["lexical", "mini"], ["cascade"]])
def test_rows_of_statements_are_remembered_before_the_transaction_that_ranks(cli, workspace, names):
    cli("models", "use", *names)
    (workspace / "rumorwatch.toml").write_text(
        (workspace / "rumorwatch.toml").read_text() + "[storage]\nbusy_timeout_s = 0.0\n" + NO_NEW_RUMORS
    )
    cli("statements", "add", "--id", "s1", "--agency", "a", "--text", "The reservoir above the town will not break")
    said = cli("scan")
    assert (said.code, "RW-S02" in said.err) == (0, False)


NO_NEW_RUMORS = "[emerge]\nenabled = false\n"
"""The made-up encoder has rows that no model of classes was fitted on."""


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize("kinds", [None, "manifest.json", "weights.safetensors", "of another encoder"])
def test_a_scan_without_the_model_of_kinds_looks_for_no_new_rumor_says_so_and_exits_4(cli, models, kinds):
    shipped = Path(__file__).parents[2] / "models" / "kinds"
    if kinds is not None:
        shutil.copytree(shipped, models / "kinds")
        write_anchors(models)
    if kinds in {"manifest.json", "weights.safetensors"}:
        (models / "kinds" / kinds).write_bytes(b"x")
    said = cli("scan", "--json")
    assert said.code == 4
    assert "ew rumors are not looked for" in said.err
    assert [row["claim_id"] for row in cli("alerts", "list", "--json").rows] == [row["claim_id"] for row in said.rows]


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize("broken", [None, "manifest.json", "weights.safetensors"])
def test_a_scan_without_the_model_of_forecasts_forecasts_nothing_says_so_and_exits_4(cli, models, workspace, broken):
    (workspace / "rumorwatch.toml").write_text(NO_NEW_RUMORS)
    if broken:
        (models / "forecast" / broken).write_bytes(b"x")
    else:
        shutil.rmtree(models / "forecast")
    said = cli("scan", "--json")
    assert said.code == 4
    assert "Until then nothing is forecast" in said.err
    assert said.rows
    assert {row["factors"]["forecast"] for row in said.rows} == {0.0}


SCAN = """
import sys
from pathlib import Path
from rumorwatch.embed import bundled
bundled.models_dir = lambda: Path(sys.argv[1])
from rumorwatch.cli.app import run
assert run(["--workspace", sys.argv[2], "scan", "--notify"]) == 0
print(sorted(set(sys.modules) & {"onnxruntime", "tokenizers", "scipy", "torch", "sentence_transformers", "sklearn"}))
"""


@pytest.mark.usefixtures("posted")
def test_a_scan_that_has_nothing_to_match_loads_no_model(models, workspace):
    settings = workspace / "rumorwatch.toml"
    settings.write_text(settings.read_text() + NO_NEW_RUMORS)
    first, idle = (
        subprocess.run(
            [sys.executable, "-c", SCAN, models, workspace], capture_output=True, text=True, check=True
        ).stdout.splitlines()[-1]
        for _ in range(2)
    )
    assert first == "['onnxruntime', 'scipy', 'tokenizers']"
    assert idle == "[]"


def test_status_names_what_is_in_force(cli, models):
    assert cli("status", "--json").rows[0]["model"] == "cascade"
    shutil.rmtree(models / "mini")
    row = cli("status", "--json").rows[0]
    assert (row["model"], row["degraded"]) == ("lexical + static", True)


def test_the_cascade_can_be_chosen_again_and_stands_alone(cli, workspace):
    cli("models", "use", "static")
    assert cli("models", "use", "cascade").code == 0
    assert in_settings(workspace) == ["cascade"]
    said = cli("models", "use", "cascade", "static")
    assert (said.code, said.err[:6]) == (1, "RW-M12")
    assert in_settings(workspace) == ["cascade"]
    (workspace / "rumorwatch.toml").write_text('[match]\nmodel = ["cascade", "static"]\n')
    assert "stands alone" in cli("status").err


def test_doctor_finds_a_damaged_part_of_the_cascade(cli, models):
    (models / "mini" / "model.onnx").write_bytes(b"x")
    rows = {row["check"]: row for row in cli("doctor", "--json").rows}
    assert rows["models"]["result"] == "fail"
    assert "model.onnx" in rows["models"]["detail"]


def test_doctor_finds_a_damaged_model_before_a_scan_does(cli, models):
    cli("models", "use", "static")
    (models / "static" / "tokenizer.json").write_bytes(b"{}")
    rows = {row["check"]: row for row in cli("doctor", "--json").rows}
    assert rows["models"]["result"] == "fail"
    assert "tokenizer.json" in rows["models"]["detail"]
