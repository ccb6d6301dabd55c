"""Fifty runs on one workspace at once: one works, the others give way."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from collect.loopback import reply, serving
from rumorwatch.storage.lock import LOCK_NAME

COMMAND = str(Path(sys.executable).parent / "rumorwatch")
MANY = 50


@pytest.mark.slow
def test_of_fifty_runs_at_once_one_works_and_the_others_give_way(tmp_path, capsys):
    asked, go_on = threading.Event(), threading.Event()

    def slowly(connection):
        asked.set()
        go_on.wait(120)
        connection.sendall(reply())

    with serving() as server:
        server.answers["/feed"] = slowly
        (tmp_path / "rumorwatch.toml").write_text(
            f'[fetch]\ntotal_s = 110\nallow_hosts = ["localhost:{server.port}"]\nrespect_robots = false\n'
        )
        (tmp_path / "feeds.toml").write_text(
            f'[[feed]]\nid = "slow"\nurl = "{server.url()}"\nbasis = "test"\n', encoding="utf-8"
        )
        scan = [COMMAND, "-w", str(tmp_path), "scan"]
        with subprocess.Popen(scan, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as working:
            assert asked.wait(60)
            losers = [_started(scan) for _ in range(MANY)]
            ended = [_ended(process, began) for process, began in losers]
            lock_is_held = (tmp_path / LOCK_NAME).read_text().startswith(f"process {working.pid} ")
            go_on.set()
            said = working.communicate(timeout=120)[1].decode()
    assert ([code for code, _, _ in ended], working.returncode, lock_is_held) == ([75] * MANY, 0, True), said
    walls, cpus = (sorted(one[place] for one in ended) for place in (1, 2))
    with capsys.disabled():
        sys.stdout.write(f"\nlosers: wall {walls[0]:.2f} to {walls[-1]:.2f} s, CPU {cpus[0]:.2f} to {cpus[-1]:.2f} s\n")
    # CPU, not wall time: fifty interpreters start on as many cores as there are, and share them with others.
    assert cpus[-1] < 1


def _started(command):
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL), time.monotonic()


def _ended(process, began):
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, time.monotonic() - began, used.ru_utime + used.ru_stime
