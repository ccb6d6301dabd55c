"""What is installed works from any folder: the wheel carries models, feeds and everything the package reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_every_file_the_package_reads_is_in_the_wheel(unpacked):
    read = [path.relative_to(ROOT) for path in (ROOT / "rumorwatch").rglob("*") if path.suffix in {".json", ".txt"}]
    assert read
    assert [str(path) for path in read if not (unpacked / path).is_file()] == []
    assert (unpacked / "rumorwatch" / "_bundled" / "models" / "lexical" / "manifest.json").is_file()
    assert (unpacked / "rumorwatch" / "_bundled" / "models" / "manifests.json").is_file()
    assert (unpacked / "rumorwatch" / "_bundled" / "feeds" / "demo" / "feeds.toml").is_file()


def test_the_demo_runs_from_the_wheel_alone_in_any_folder(unpacked, tmp_path):
    def run(*arguments):
        command = [sys.executable, "-m", "rumorwatch", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(unpacked)}
        return subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)

    run("init", "here", "--demo")
    alerts = [json.loads(line) for line in run("--workspace", "here", "scan", "--json").stdout.splitlines()]
    assert alerts[0]["claim_id"] == "dap-da-nga"
