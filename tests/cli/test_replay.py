"""The command replay: an archive in, figures out."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

SAYS = "they say the harbor bridge will collapse at the next spring tide"
ARCHIVE = [
    {"id": "a", "text": f"{SAYS}, keep away", "published_at": "2026-01-01T08:01:00Z", "author": "x", "rumor": "r1"},
    {"id": "b", "text": f"{SAYS}!!", "published_at": "2026-01-01T10:10:00Z", "author": "y", "rumor": "r1"},
    {"id": "c", "kind": "repost", "reply_to": "b", "published_at": "2026-01-01T10:20:00Z", "rumor": "r1"},
    {"id": "d", "text": "fresh oranges and eggs at the corner stall", "published_at": "2026-01-01T09:00:00Z"},
]


@pytest.fixture
def replayed(cli, tmp_path):
    def run(*more, archive=ARCHIVE):
        files = {"archive": archive, "claims": [{"id": "bridge", "text": SAYS.removeprefix("they say ")}]}
        for name, rows in files.items():
            (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        arguments = [f"--{name}={tmp_path / name}.jsonl" for name in files]
        return cli("replay", *arguments, "--model", "lexical", *more)

    return run


def test_the_figures_of_an_archive_are_one_object(replayed):
    (row,) = replayed("--json").rows
    assert row.pop("seconds") > 0
    assert row == {
        "posts": 4,
        "rumors": 1,
        "alerted": 1,
        "precision@10_per_day": 1.0,
        "recall": 1.0,
        "median_minutes_to_alert": 4.0,
        "lead_minutes": {"median": 115.0, "p25": 115.0, "p75": 115.0},
        "alerted_before_peak": 1.0,
        "alerts_per_day": 1.0,
    }


def test_a_longer_step_warns_later(replayed):
    (row,) = replayed("--json", "--step-min", "60").rows
    assert row["median_minutes_to_alert"] == 59.0


def test_for_people_it_is_a_table(replayed):
    said = replayed()
    assert "median_minutes_to_alert" in said.out
    assert "lead_minutes p75" in said.out


def test_a_broken_row_is_named_and_left_out(replayed):
    said = replayed("--json", archive=[*ARCHIVE, {"id": "e", "text": "no date"}])
    assert said.code == 0
    assert said.rows[0]["posts"] == 4
    assert 'line 5: "published_at" is missing; left out' in said.err
    assert "1 rows left out, 4 posts read" in said.err


def test_an_archive_without_posts_is_an_error(replayed):
    said = replayed(archive=[])
    assert (said.code, "RW-F22" in said.err) == (1, True)


def test_a_comparison_prints_both_sides_and_what_changes(replayed, tmp_path):
    slower = tmp_path / "slower.toml"
    slower.write_text("[emerge]\nenabled = false\n[alert]\nmin_expected_sources = 1000\n")
    a, b, changes = replayed("--json", "--against-settings", str(slower)).rows
    assert (a["recall"], a.keys()) == (1.0, b.keys())
    assert changes["recall"]["difference"] == b["recall"] - a["recall"]
    assert (changes["rumors"], changes["resamples"]) == (1, 2000)


def test_a_side_that_is_the_same_changes_nothing(replayed):
    _, _, changes = replayed("--json", "--against-model", "lexical").rows
    assert changes["recall"] == {"difference": 0.0, "low": None, "high": None}
    assert changes["alerts_per_day"]["difference"] == 0.0


def test_a_comparison_for_people_is_a_table_of_measures(replayed, tmp_path):
    weights = json.loads(resources.files("rumorwatch.rank").joinpath("weights.json").read_text("utf-8"))
    (tmp_path / "weights.json").write_text(json.dumps(weights | {"version": "mine"}))
    said = replayed("--against-weights", str(tmp_path / "weights.json"))
    assert said.code == 0
    for part in ("b - a", "95 % interval", "precision@10_per_day", "median_minutes_to_alert"):
        assert part in said.out


@pytest.mark.parametrize("option", ["--settings", "--against-settings", "--weights", "--against-weights"])
@pytest.mark.parametrize("content", [None, "{"])
def test_a_file_of_a_side_that_cannot_be_used_is_told_before_anything_is_replayed(replayed, tmp_path, option, content):
    file = tmp_path / "mine"
    if content:
        file.write_text(content)
    said = replayed(option, str(file), archive=[])
    assert said.code == 1
    assert "mine" in said.err
    assert "no post" not in said.err


HOSTILE = "<script>alert(1)</script> | [x](javascript:alert) ]]> they say the harbor bridge will collapse"


def test_a_report_is_written_whole_in_html_and_markdown_with_its_plots(replayed, tmp_path):
    folder = tmp_path / "new" / "report"
    more = {"id": "h", "text": HOSTILE, "published_at": "2026-01-01T08:00:00Z", "author": "z", "rumor": "<r&2>"}
    said = replayed("--report", str(folder), "--against-model", "lexical", archive=[*ARCHIVE, more])
    assert said.code == 0
    assert "report.html" in said.err
    html, markdown = ((folder / f"report.{kind}").read_text("utf-8") for kind in ("html", "md"))
    for text in (html, markdown):
        assert "95 % interval" in text
        assert "Rumors that were missed" in text
        assert "<script" not in text
    plots = re.findall(r"\]\(([a-z-]+\.svg)\)", markdown)
    assert {"lead.svg", "over-time.svg"} < set(plots)
    for name in plots:
        ET.fromstring((folder / name).read_text("utf-8"))
    assert sorted(one.name for one in folder.iterdir()) == sorted({*plots, "report.html", "report.md"})


def test_an_archive_that_knows_no_rumor_has_a_report_too(replayed, tmp_path):
    archive = [{key: value for key, value in row.items() if key != "rumor"} for row in ARCHIVE]
    assert replayed("--report", str(tmp_path / "report"), archive=archive[:1]).code == 0
    assert "does not say which posts belong to a rumor" in (tmp_path / "report" / "report.md").read_text("utf-8")


def test_a_report_that_cannot_be_written_is_an_error(replayed, tmp_path):
    (tmp_path / "taken").write_text("")
    said = replayed("--report", str(tmp_path / "taken" / "inside"))
    assert said.code == 1
    assert "RW-F09" in said.err


WEIGHTS = json.loads(resources.files("rumorwatch.rank").joinpath("weights.json").read_text("utf-8"))
TOLD = {
    "r1": (
        "the water plant put poison into the pipes and eleven children died in the hospital last night",
        "eleven children died last night because poison from the water plant is in the pipes",
        "do not drink from the tap: the water plant poisoned the pipes, eleven children are dead in the hospital",
    ),
    "r2": (
        "the savings bank is bankrupt and all accounts are frozen from tomorrow morning",
        "take out your money, the savings bank is bankrupt and freezes all accounts tomorrow",
        "from tomorrow morning all accounts at the savings bank are frozen because it is bankrupt",
    ),
}
MANY = [
    {
        "id": f"{rumor}-{number}",
        "text": text,
        "author": f"{rumor}-{number}",
        "published_at": f"2026-01-0{rumor[1]}T08:{10 + 10 * number}:00Z",
        "rumor": rumor,
    }
    for rumor, texts in TOLD.items()
    for number, text in enumerate(texts)
]


@pytest.fixture
def files(tmp_path):
    (tmp_path / "deaf.toml").write_text("[alert]\nmin_expected_sources = 900.0\n[emerge]\nenabled = false\n")
    (tmp_path / "trial.json").write_text(json.dumps(WEIGHTS | {"version": "trial"}))
    return tmp_path


def test_settings_that_hear_less_alert_less(replayed, files):
    a, b, differences = replayed("--json", f"--against-settings={files / 'deaf.toml'}", archive=MANY).rows
    assert a["alerted"] > 0
    assert b["alerted"] < a["alerted"]
    assert differences["recall"]["difference"] == pytest.approx(b["recall"] - a["recall"], abs=1e-3)
    assert differences["recall"]["low"] < 0


def test_what_is_not_named_for_the_other_side_is_as_on_the_first(replayed, files):
    deaf = f"--settings={files / 'deaf.toml'}"
    (alone,) = replayed("--json", deaf, archive=MANY).rows
    a, b, _ = replayed("--json", deaf, f"--against-weights={files / 'trial.json'}", archive=MANY).rows
    assert alone["alerted"] == a["alerted"] == b["alerted"]


def test_a_later_report_takes_away_the_plots_that_it_has_not(replayed, files):
    folder = files / "report"
    folder.mkdir()
    for name in ("volume-worst.svg", "mine.svg", "notes.txt"):
        (folder / name).write_text("old")
    replayed("--report", str(folder))
    assert not (folder / "volume-worst.svg").exists()
    assert (folder / "mine.svg").read_text() == (folder / "notes.txt").read_text() == "old"


def test_no_passwords_get_into_a_report(replayed, files):
    (files / "secret.toml").write_text('[storage]\nurl = "postgresql://me:hunter2@db/x"\n[scan]\nwindow_days = 7\n')
    replayed(f"--settings={files / 'secret.toml'}", "--report", str(files / "report"))
    page = (files / "report" / "report.html").read_text()
    assert "hunter2" not in page
    assert "scan.window_days = 7" in page


def test_a_folder_that_cannot_be_made_is_an_error_before_the_replay(replayed, tmp_path):
    (tmp_path / "file").write_text("")
    said = replayed("--report", str(tmp_path / "file" / "report"))
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("RW-F09")
    assert "Nothing was replayed" in said.err


def test_a_full_disk_leaves_the_earlier_page_whole(replayed, files, monkeypatch):
    folder = files / "report"
    replayed("--report", str(folder))
    before = (folder / "report.html").read_bytes()
    replace = Path.replace

    def full(self, target):
        if Path(target).name == "report.html":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    said = replayed("--report", str(folder))
    assert (said.code, said.err.startswith("RW-F09")) == (1, True)
    assert (folder / "report.html").read_bytes() == before
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_a_report_says_what_made_it(replayed, files):
    folder = files / "report"
    replayed("--report", str(folder), f"--against-weights={files / 'trial.json'}")
    page = (folder / "report.html").read_text("utf-8")
    for name in ("archive.jsonl", "claims.jsonl"):
        assert sha256((files / name).read_bytes()).hexdigest() in page
    assert sha256((files / "trial.json").read_bytes()).hexdigest()[:16] in page
    assert "trial (trial.json" in page
    assert f"--report {folder}" in page


def test_settings_bring_the_weights_that_they_name(replayed, tmp_path):
    weights = json.loads(resources.files("rumorwatch.rank").joinpath("weights.json").read_text("utf-8"))
    (tmp_path / "mine.json").write_text(json.dumps(weights | {"version": "mine-7"}), "utf-8")
    (tmp_path / "mine.toml").write_text('[rank]\nweights = "mine.json"\n', "utf-8")
    assert replayed("--settings", str(tmp_path / "mine.toml"), "--report", str(tmp_path / "report")).code == 0
    assert "mine-7" in (tmp_path / "report" / "report.html").read_text("utf-8")
    (tmp_path / "mine.json").write_text("{", "utf-8")
    assert "RW-F24" in replayed("--settings", str(tmp_path / "mine.toml")).err
