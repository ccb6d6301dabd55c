"""Demo workspaces, scanned once and copied for each test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from rumorwatch.bootstrap import open_workspace, scan_parts
from rumorwatch.cli.app import run
from rumorwatch.pipeline import scan

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo workspace after its first scan; not to be changed."""
    folder = tmp_path_factory.mktemp("retraining") / "demo"
    assert run(["init", str(folder), "--demo"]) == 0
    workspace = open_workspace(folder)
    scan(scan_parts(workspace))
    workspace.close()
    return folder


@pytest.fixture
def demo(scanned: Path, tmp_path: Path) -> Path:
    """A scanned demo workspace of one's own."""
    shutil.copytree(scanned, tmp_path / "demo")
    return tmp_path / "demo"
