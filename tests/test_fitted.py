"""The credibility model where it is needed: opened late, and done without where it cannot be used."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime

import pytest

from rumorwatch.cli.app import run
from rumorwatch.domain.errors import ModelError
from rumorwatch.embed.bundled import models_dir
from rumorwatch.fitted import CREDIBILITY, WEIGHTS, open_credibility

AT = datetime(2026, 10, 7, tzinfo=UTC)


@pytest.fixture
def models(tmp_path):
    """A folder with a copy of the shipped model."""
    shutil.copytree(models_dir() / CREDIBILITY, tmp_path / "models" / CREDIBILITY)
    return tmp_path / "models"


def test_its_languages_and_threshold_are_those_of_its_manifest(models):
    manifest = json.loads((models / CREDIBILITY / "manifest.json").read_text("utf-8"))
    opened = open_credibility(models=models)
    assert opened.min_probability == manifest["alert"]["min_probability"]
    assert [language for language in ("zh", "vi", "en") if opened.speaks(language)] == manifest["languages"]
    assert opened.begin("大坝决堤了", at=AT, source="a", language="zh").probability(AT) > 0


@pytest.mark.parametrize("damage", ["weights", "manifest", "threshold", "missing"])
def test_a_damaged_model_is_known_before_it_is_needed(models, damage):
    folder = models / CREDIBILITY
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    match damage:
        case "weights":
            (folder / WEIGHTS).write_bytes(b"torn")
        case "manifest":
            (folder / "manifest.json").write_text("{", "utf-8")
        case "threshold":
            (folder / "manifest.json").write_text(json.dumps(manifest | {"alert": {}}), "utf-8")
        case "missing":
            shutil.rmtree(folder)
    with pytest.raises(ModelError, match="without regard to how their answers read"):
        open_credibility(models=models)


def test_a_model_that_breaks_when_it_is_opened_follows_no_thread(models):
    opened = open_credibility(models=models)
    (models / CREDIBILITY / WEIGHTS).unlink()
    assert opened.begin("大坝决堤了", at=AT, source="a", language="zh") is None
    assert opened.fault.code == "RW-M06"
    assert not opened.speaks("zh")


def test_a_scan_without_it_goes_on_and_says_so(tmp_path, monkeypatch, capsys):
    def broken():
        raise ModelError("RW-M06", "the weights are torn", next="Until then threads are not read")

    monkeypatch.setattr("rumorwatch.foresight.open_credibility", broken)
    workspace = str(tmp_path / "workspace")
    assert run(["init", workspace, "--demo"]) == 0
    capsys.readouterr()
    assert run(["--workspace", workspace, "scan", "--json"]) == 4
    said = capsys.readouterr()
    assert "threads are not read" in said.err
    assert any(json.loads(line)["claim_id"] is None for line in said.out.splitlines())
