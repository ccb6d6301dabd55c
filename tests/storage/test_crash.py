"""A fault at every system call that writes: what was acknowledged stays, and the next program goes on.

Random kills are too weak to see this (safety.md, Nothing lost): a kill hits each call once, from the making of the
database on. An error lasts from its call on, so that every fifth call shows the same.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys

import pytest

from storage.conftest import URL

PROGRAM = f"""
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from labelnouns import judged_text, judgment
from nouns import match, post
from rumorwatch.domain.errors import StoreError
from rumorwatch.storage.engine import open_store
try:
    store = open_store({URL!r}, workspace=Path(sys.argv[1]), busy_timeout_s=1)
    for batch in range(2):
        posts = [post(f"{{batch}}-{{number}}", text="long") for number in range(5)]
        with store.write() as unit:
            unit.posts.add(posts)
            unit.matches.put({{one.key: [match(one)] for one in posts}}, basis="b")
            names = [one.external_id for one in posts]
            unit.judgments.add([judgment(name) for name in names], [judged_text(name) for name in names])
        print("stored", flush=True)
    store.close()
except StoreError as error:
    sys.exit(error.code)
"""
CALLS = ("openat", "pwrite64", "fdatasync", "fsync", "ftruncate", "unlink")
FAULTS = ("signal=SIGKILL", "error=ENOSPC", "error=EIO")


def program(workspace, *, tests, fault=None, call=None, number=0):
    """Run the program, with a fault at one call on a file of the database, or at it and every later one."""
    command = [sys.executable, "-c", PROGRAM, str(workspace), str(tests)]
    log = workspace / "trace"
    if fault:
        when = f"{number}" if fault.startswith("signal") else f"{number}+"
        files = [f"--trace-path={workspace}/rumorwatch.db{end}" for end in ("", "-wal", "-shm", "-journal")]
        injected = ["-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={when}"]
        command = ["strace", "-f", "-qq", "-o", str(log), *files, *injected, *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    hit = fault and ("SIGKILL" if fault.startswith("signal") else "(INJECTED)") in log.read_text(errors="replace")
    return done, hit


def rows(workspace):
    connection = sqlite3.connect(workspace / "rumorwatch.db")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = ("post", "match", "judgment", "judged_text")
        return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    finally:
        connection.close()


def acknowledged(workspace, said):
    """Check that what was said to be stored is there before anything was repaired, and no unit by half."""
    units = said.count("stored")
    if units:
        assert rows(workspace) in ([5 * units] * 4, [5 * units + 5] * 4)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="faults are planted with strace")
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", CALLS)
def test_a_fault_at_any_call_loses_nothing_acknowledged_and_stores_no_half_unit(tmp_path, pytestconfig, fault, call):
    tests, number, is_kill = pytestconfig.rootpath / "tests", 1, fault.startswith("signal")
    while True:
        workspace = tmp_path / str(number)
        workspace.mkdir()
        done, hit = program(workspace, tests=tests, fault=fault, call=call, number=number)
        if not hit:
            break
        if is_kill:
            acknowledged(workspace, done.stdout)
        assert "Traceback" not in done.stderr, f"{call} {number}: {done.stderr}"
        again, _ = program(workspace, tests=tests)
        assert again.returncode == 0, f"{call} {number}: {again.stderr}"
        assert rows(workspace) == [10] * 4
        shutil.rmtree(workspace)
        number += 1 if is_kill else 5
    assert number > 1 or call == "fsync"
