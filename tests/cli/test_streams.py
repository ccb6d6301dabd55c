"""Where the output goes: a reader that left, a full disk, no stdout at all, a terminal of another character set."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRINTING = [
    ("--help",),
    ("--version",),
    ("feeds", "list"),
    ("feeds", "list", "--json"),
    ("feeds", "export"),
    ("claims", "export"),
    ("claims", "list", "--json"),
]
"""By click, by rich, by ourselves, and as bytes."""
FULL = Path("/dev/full")


@pytest.fixture
def ours(workspace, cli):
    """The workspace with a claim, for what is exported as bytes."""
    assert cli("claims", "add", "--id", "dam", "--text", "đập sắp vỡ").code == 0
    assert cli("claims", "add", "--id", "long", "--text", "more than a buffer holds " * 700).code == 0
    return workspace


def rumorwatch(workspace, *arguments, stdout, closed=(), **environment):
    program = [sys.executable, "-m", "rumorwatch", "-w", str(workspace), *arguments]
    shell = ["sh", "-c", f'exec "$@" {" ".join(f"{number}>&-" for number in closed)}', "sh", *program]
    environment = {"PYTHONUNBUFFERED": "", **environment}
    return subprocess.run(
        shell,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_reader_that_left_is_no_error_and_nothing_is_said(ours, arguments):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as pipe:
        done = rumorwatch(ours, *arguments, stdout=pipe)
    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if "exported" not in line and "1 feed" not in line] == []


def test_a_reader_that_left_hides_no_error(workspace):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as pipe:
        done = rumorwatch(workspace, "status", "--json", stdout=pipe)
    assert (done.returncode, done.stderr[:6]) == (1, "RW-U30")


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_full_disk_behind_stdout_is_rw_x02_in_one_line(ours, arguments, unbuffered):
    with FULL.open("w") as full:
        done = rumorwatch(ours, *arguments, stdout=full, PYTHONUNBUFFERED=unbuffered)
    told = [line for line in done.stderr.splitlines() if "exported" not in line and "1 feed" not in line]
    assert (done.returncode, len(told), told[0][:6]) == (1, 1, "RW-X02")
    assert "No space left" in told[0]


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_closed_stdout_is_rw_x02_in_one_line(ours, arguments):
    done = rumorwatch(ours, *arguments, stdout=None, closed=(1,))
    told = [line for line in done.stderr.splitlines() if "exported" not in line and "1 feed" not in line]
    assert (done.returncode, len(told), told[0][:6]) == (1, 1, "RW-X02")


def test_a_closed_stdout_does_not_stop_what_prints_nothing(workspace):
    done = rumorwatch(workspace, "feeds", "pause", "group", stdout=None, closed=(1,))
    assert (done.returncode, "paused" in done.stderr) == (0, True)


def test_a_closed_stderr_does_not_stop_the_output(ours):
    done = rumorwatch(ours, "claims", "export", stdout=subprocess.PIPE, closed=(2,))
    assert (done.returncode, json.loads(done.stdout.splitlines()[0])["id"]) == (0, "dam")


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "utf-8"])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_output_is_utf_8_whatever_the_terminal_says(ours, encoding, form):
    done = rumorwatch(ours, "claims", "list", *form, stdout=subprocess.PIPE, PYTHONIOENCODING=encoding)
    assert (done.returncode, "đập sắp vỡ" in done.stdout) == (0, True)


def test_an_error_from_elsewhere_than_stdout_stays_a_fault_of_ours(cli, monkeypatch, tmp_path):
    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("rumorwatch.collect.opml.write_opml", lambda _: full())
    said = cli("feeds", "export")
    assert (said.code, said.err[:6]) == (70, "RW-X01")
