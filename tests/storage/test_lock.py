"""Runs never overlap."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from rumorwatch.domain.errors import LockedError, StoreError
from rumorwatch.storage.lock import LOCK_NAME, workspace_lock

HOLD = """
import sys
from pathlib import Path
from rumorwatch.storage.lock import workspace_lock
with workspace_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_s09_the_second_run_is_refused_and_told_who_holds_the_lock(tmp_path, holder):
    with pytest.raises(LockedError) as caught, workspace_lock(tmp_path):
        pass
    error = caught.value
    assert (error.code, error.exit_code) == ("RW-S09", 75)
    assert f"process {holder.pid} since 20" in error.failed
    assert "\n" not in str(error)


def test_a_refused_run_does_not_disturb_what_the_holder_wrote(tmp_path, holder):
    before = (tmp_path / LOCK_NAME).read_bytes()
    with pytest.raises(LockedError), workspace_lock(tmp_path):
        pass
    assert str(holder.pid).encode() in before
    assert (tmp_path / LOCK_NAME).read_bytes() == before


def test_the_lock_is_free_when_its_holder_was_killed(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with workspace_lock(tmp_path):
        assert f"process {os.getpid()} " in (tmp_path / LOCK_NAME).read_text()


def test_the_lock_is_free_after_the_block_even_when_it_raised(tmp_path):
    with pytest.raises(ZeroDivisionError), workspace_lock(tmp_path):
        _ = 1 / 0
    with workspace_lock(tmp_path):
        pass
    assert (tmp_path / LOCK_NAME).read_text() == ""


def test_two_locks_in_one_process_exclude_each_other_too(tmp_path):
    with workspace_lock(tmp_path), pytest.raises(LockedError), workspace_lock(tmp_path):
        pass


def test_s01_a_lock_file_that_cannot_be_made(tmp_path):
    with pytest.raises(StoreError) as caught, workspace_lock(tmp_path / "nowhere"):
        pass
    assert caught.value.code == "RW-S01"


def test_what_a_stranger_wrote_into_the_lock_file_is_shown_harmless(tmp_path, holder):
    (tmp_path / LOCK_NAME).write_text("\x1b[31mprocess\n" + "x" * 500)
    with pytest.raises(LockedError) as caught, workspace_lock(tmp_path):
        pass
    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert holder.poll() is None
