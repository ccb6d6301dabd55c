"""Several programs at once, and one that is killed."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys

import pytest

from storage.conftest import URL

OPEN = f"""
import os, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
from nouns import match, post
from rumorwatch.storage.engine import open_store
workspace, name = Path(sys.argv[1]), sys.argv[2]
sys.stdin.readline()
store = open_store({URL!r}, workspace=workspace, busy_timeout_s=30)
"""
WRITE_50 = (
    OPEN
    + """
for number in range(50):
    with store.write() as unit:
        unit.posts.add([post(f"{name}-{number}-{one}") for one in range(2)])
        unit.put_meta("written", str(int(unit.get_meta("written") or 0) + 1))
store.close()
"""
)
KILLED_AMID = (
    OPEN
    + """
with store.write() as unit:
    unit.posts.add([post(f"kept-{number}") for number in range(100)])
with store.write() as unit:
    posts = [post(f"half-{number}", text="long " * 2000) for number in range(500)]
    unit.posts.add(posts)
    unit.matches.put({one.key: [match(one)] for one in posts}, basis="b")
    os.kill(os.getpid(), signal.SIGKILL)
"""
)


@pytest.fixture
def start(tmp_path, pytestconfig):
    """Start a program on one workspace; it waits for a line on its standard input."""
    tests = str(pytestconfig.rootpath / "tests")

    def start_one(code, name):
        command = [sys.executable, "-c", code, str(tmp_path), name, tests]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    return start_one


def row(path, query):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchone()
    finally:
        connection.close()


def test_four_programs_make_one_database_and_write_50_units_each_without_an_error(tmp_path, start):
    programs = [start(WRITE_50, name) for name in "abcd"]
    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    errors = [program.communicate()[1] for program in programs]
    assert (errors, [program.returncode for program in programs]) == ([""] * 4, [0] * 4)
    path = tmp_path / "rumorwatch.db"
    assert row(path, "SELECT count(*) FROM post") == (400,)
    assert row(path, "SELECT value FROM meta WHERE name = 'written'") == ("200",)
    assert row(path, "PRAGMA integrity_check") == ("ok",)


def test_a_kill_in_the_middle_of_a_unit_leaves_the_units_before_and_nothing_of_it(tmp_path, start):
    program = start(KILLED_AMID, "a")
    program.communicate("go\n")
    assert program.returncode == -signal.SIGKILL
    path = tmp_path / "rumorwatch.db"
    assert row(path, "PRAGMA integrity_check") == ("ok",)
    assert row(path, "SELECT count(*), min(external_id LIKE 'kept-%') FROM post") == (100, 1)
    assert row(path, "SELECT count(*) FROM match") == (0,)
