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
JUDGE = (
    OPEN
    + """
from labelnouns import judged_text, judgment
new = 0
for number in range(30):
    names = [f"{name}-{number}-0", f"{name}-{number}-1", f"either-{number}"]
    with store.write() as unit:
        before = str(len(unit.judgments.all()))
        given = [judgment(one, analyst=name, comment=before) for one in names]
        new += len(unit.judgments.add(given, [judged_text(f"of {one}") for one in names]))
print(new)
store.close()
"""
)
JUDGE_IN_TURN = (
    OPEN
    + """
from labelnouns import judgment
for turn in sys.stdin:
    with store.write() as unit:
        unit.judgments.add([judgment(f"{name}-{turn.strip()}", analyst=name)], [])
    with store.read() as unit:
        print(*(one.analyst for one in unit.judgments.standing()), flush=True)
store.close()
"""
)
KILLED_WHILE_JUDGING = (
    OPEN
    + """
from labelnouns import full_judgment, judged_text, judgment
with store.write() as unit:
    unit.judgments.add([judgment(f"kept-{number}") for number in range(100)], [judged_text("kept")])
with store.write() as unit:
    unit.judgments.add(
        [full_judgment(f"half-{number}", comment="long " * 2000) for number in range(500)],
        [judged_text(f"half-{number}") for number in range(500)],
    )
    os.kill(os.getpid(), signal.SIGKILL)
"""
)


@pytest.fixture
def start(tmp_path, pytestconfig):
    """Start a program on one workspace; it waits for a line on its standard input."""
    tests = str(pytestconfig.rootpath / "tests")

    def start_one(code, name):
        command = [sys.executable, "-c", code, str(tmp_path), name, tests]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, **pipes, text=True)

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


def test_two_programs_that_judge_at_once_lose_no_judgment_and_store_none_twice(tmp_path, start):
    programs = [start(JUDGE, name) for name in "ab"]
    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    said = [program.communicate() for program in programs]
    assert [errors for _, errors in said] == ["", ""]
    path = tmp_path / "rumorwatch.db"
    # Each 60 of their own, and 30 that both gave: one was told of each that it is new.
    assert sum(int(new) for new, _ in said) == 150
    assert row(path, "SELECT count(*), count(DISTINCT id), min(number), max(number) FROM judgment") == (
        150,
        150,
        1,
        150,
    )
    assert row(path, "SELECT count(*) FROM judged_text") == (150,)
    # Whoever wrote saw everything that was stored before, whoever had stored it.
    firsts = "SELECT min(number) AS first, analyst, comment AS seen FROM judgment GROUP BY analyst, comment"
    assert row(path, f"SELECT count(*), sum(seen = first - 1) FROM ({firsts})") == (60, 60)


def test_each_of_two_programs_sees_what_the_other_judged_since(start):
    programs = [start(JUDGE_IN_TURN, name) for name in "ab"]
    seen = []
    for turn in ("go", "1", "2"):
        for program in programs:
            program.stdin.write(f"{turn}\n")
            program.stdin.flush()
            if turn != "go":
                seen.append(program.stdout.readline().split())
    assert [program.communicate()[1] for program in programs] == ["", ""]
    assert seen == [["a"], ["a", "b"], ["a", "b", "a"], ["a", "b", "a", "b"]]


def test_a_kill_while_judgments_are_stored_leaves_those_before_and_no_part_of_the_batch(tmp_path, start):
    program = start(KILLED_WHILE_JUDGING, "a")
    program.communicate("go\n")
    assert program.returncode == -signal.SIGKILL
    path = tmp_path / "rumorwatch.db"
    assert row(path, "PRAGMA integrity_check") == ("ok",)
    assert row(path, "SELECT count(*), max(number), min(id LIKE '%kept-%') FROM judgment") == (100, 100, 1)
    assert row(path, "SELECT count(*) FROM judged_text") == (1,)


def test_a_kill_in_the_middle_of_a_unit_leaves_the_units_before_and_nothing_of_it(tmp_path, start):
    program = start(KILLED_AMID, "a")
    program.communicate("go\n")
    assert program.returncode == -signal.SIGKILL
    path = tmp_path / "rumorwatch.db"
    assert row(path, "PRAGMA integrity_check") == ("ok",)
    assert row(path, "SELECT count(*), min(external_id LIKE 'kept-%') FROM post") == (100, 1)
    assert row(path, "SELECT count(*) FROM match") == (0,)
