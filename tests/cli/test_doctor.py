"""``doctor``: every check, and that it says what to mend."""

from __future__ import annotations

import importlib
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nouns import NOW
from rumorwatch.cli.checks import FAIL_FREE_MB, WARN_FREE_MB, Outcome, check_clock, check_disk, check_python
from rumorwatch.cli.packages import HEAVY, MODULES, package_checks
from rumorwatch.storage.lock import workspace_lock


def results(said) -> dict[str, str]:
    return {row["check"]: row["result"] for row in said.rows}


def test_a_sound_workspace_passes_and_a_warning_is_no_failure(cli):
    said = cli("doctor", "--json")
    assert said.code == 0
    assert results(said) == {
        "python": "ok", "packages": "ok", "settings": "ok", "feeds": "ok", "channels": "ok", "disk": "ok",
        "watch files": "ok", "lock": "ok", "author key": "ok", "database": "ok", "clock": "ok",
        "claims": "warn", "models": "ok",
    }  # fmt: skip
    assert all(row["remedy"] for row in said.rows if row["result"] != "ok")


def test_the_table_says_what_to_mend(cli):
    assert "claims import" in cli("doctor").out


def readable_key(path: Path) -> None:
    (path / "author.key").write_text("00")
    (path / "author.key").chmod(0o644)


def test_without_a_workspace_the_installation_is_still_checked(cli, workspace):
    (workspace / "rumorwatch.toml").unlink()
    said = cli("doctor", "--json")
    assert said.code == 1
    assert results(said) == {"python": "ok", "packages": "ok", "settings": "fail"}
    assert said.err.startswith("RW-U32 1 check of 3 failed: settings")


def foreign_key(path):
    """Write a key file that is none of ours, as only its owner can read it."""
    (path / "author.key").write_text("no key")
    (path / "author.key").chmod(0o600)


@pytest.mark.parametrize(
    ("check", "code", "harm"),
    [
        ("feeds", "RW-U12", lambda path: (path / "feeds.toml").write_text("[[feed]]\nid = 3\n")),
        ("author key", "RW-U06", readable_key),
        ("author key", "RW-U05", foreign_key),
        ("author key", "RW-U05", lambda path: (path / "author.key").mkdir()),
        ("database", "RW-S05", lambda path: (path / "rumorwatch.db").write_bytes(b"no database" * 1000)),
    ],
    ids=["feeds", "key readable", "key not ours", "key a folder", "database"],
)  # fmt: skip
def test_what_is_broken_fails_with_its_code_and_the_rest_is_still_checked(cli, workspace, check, code, harm):
    harm(workspace)
    said = cli("doctor", "--json")
    assert said.code == 1
    assert results(said)[check] == "fail"
    (row,) = (row for row in said.rows if row["check"] == check)
    assert row["detail"].startswith(code)
    assert row["remedy"]
    assert results(said)["disk"] == "ok"


def test_no_feeds_to_read_is_a_warning(cli, workspace):
    (workspace / "feeds.toml").write_text("")
    assert results(cli("doctor", "--json"))["feeds"] == "warn"


def test_a_run_at_work_is_a_warning(cli, workspace):
    with workspace_lock(workspace):
        assert results(cli("doctor", "--json"))["lock"] == "warn"


@pytest.mark.parametrize(
    ("free_mb", "outcome"),
    [
        (WARN_FREE_MB, Outcome.OK),
        (WARN_FREE_MB - 1, Outcome.WARN),
        (FAIL_FREE_MB, Outcome.WARN),
        (FAIL_FREE_MB - 1, Outcome.FAIL),
    ],
)
def test_disk_room_has_two_limits(free_mb, outcome):
    assert check_disk(free_mb * 1_000_000).outcome is outcome


def test_disk_room_fails_where_status_does():
    assert check_disk(1_499_000_000, min_free_mb=1500).outcome is Outcome.FAIL


def test_a_watch_file_that_cannot_be_written_fails_and_a_missing_variable_is_a_warning(cli, workspace):
    settings = workspace / "rumorwatch.toml"
    known = settings.read_text()
    settings.write_text(known + '[watch]\nlog_file = "nowhere/run.log"\n')
    assert results(cli("doctor", "--json"))["watch files"] == "fail"
    settings.write_text(known + '[watch]\nheartbeat_url = "env:NO_SUCH_VARIABLE"\n')
    assert results(cli("doctor", "--json"))["watch files"] == "warn"


@pytest.mark.parametrize(
    ("now", "last_scan_at", "outcome"),
    [
        (NOW, None, Outcome.OK),
        (NOW, NOW + timedelta(minutes=5), Outcome.OK),
        (NOW, NOW + timedelta(days=1), Outcome.FAIL),
        (datetime(1970, 1, 2, tzinfo=UTC), None, Outcome.FAIL),
    ],
)
def test_a_clock_never_set_or_once_a_day_ahead_fails(now, last_scan_at, outcome):
    assert check_clock(now, last_scan_at=last_scan_at, fixed=False).outcome is outcome


@pytest.mark.parametrize(
    ("version", "outcome"), [((3, 10, 9), Outcome.FAIL), ((3, 11, 0), Outcome.OK), ((4, 0), Outcome.OK)]
)
def test_an_older_python_fails(version, outcome):
    assert check_python(version).outcome is outcome


def test_every_dependency_is_checked():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    needed = {
        "".join(char for char in line.split("[")[0].split(">")[0].split("=")[0]) for line in project["dependencies"]
    }
    assert set(MODULES) == needed
    assert set(MODULES) >= HEAVY


def test_a_package_that_is_missing_or_broken_fails_by_name(monkeypatch):
    def broken(name: str) -> None:
        raise OSError(f"{name}: undefined symbol")

    monkeypatch.setitem(MODULES, "no-such-package", "no_such_package")
    monkeypatch.setattr(importlib, "import_module", broken)
    found = {check.name: check for check in package_checks()}
    assert found["package no-such-package"].detail == "no-such-package is not installed"
    assert "undefined symbol" in found["package click"].detail
    assert "package sentence-transformers" not in found
