"""What scripts/cron holds: units, timers, crontab and logrotate that agree with each other and with the program."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from rumorwatch.cli.app import rumorwatch
from rumorwatch.storage.lock import LOCK_NAME

FOLDER = Path(__file__).parents[2] / "scripts" / "cron"
WORKSPACE, USER, PROGRAM = "/srv/rumors", "rumorwatch", "/opt/rumorwatch/bin/rumorwatch"
SERVICES = sorted(FOLDER.glob("*.service"))
CRONTAB = (FOLDER / "crontab.example").read_text("utf-8")
JOBS = [line.split(None, 6) for line in CRONTAB.splitlines() if re.match(r"[*\d]", line)]


class _Keys(dict):
    """systemd allows a key twice: all its values, one a line."""

    def __setitem__(self, key, value):
        super().__setitem__(key, [*self[key], *value] if key in self and isinstance(value, list) else value)


def unit(path):
    parser = configparser.ConfigParser(strict=False, interpolation=None, dict_type=_Keys, delimiters=("=",))
    parser.optionxform = str
    parser.read_string(path.read_text("utf-8"))
    return {name: dict(parser[name]) for name in parser.sections()}


def assert_is_a_command(words):
    found: click.Command = rumorwatch
    options = set()
    for word in words:
        if word.startswith("-"):
            options.add(word)
        else:
            assert isinstance(found, click.Group), words
            found = found.get_command(click.Context(found), word)
            assert found is not None, words
    assert options <= {name for parameter in found.params for name in parameter.opts}, words


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_a_service_runs_a_command_that_exists_in_its_workspace_and_writes_nowhere_else(path):
    service = unit(path)["Service"]
    program, *words = shlex.split(service["ExecStart"])
    assert program == PROGRAM
    assert_is_a_command(words)
    assert service["Environment"] == f"RUMORWATCH_WORKSPACE={WORKSPACE}"
    assert (service["ReadWritePaths"], service["User"], service["Type"]) == (WORKSPACE, USER, "oneshot")


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_a_service_has_no_right_that_it_does_not_need(path):
    service = unit(path)["Service"]
    for key, value in {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "CapabilityBoundingSet": "",
        "RestrictNamespaces": "yes",
        "SystemCallArchitectures": "native",
        "UMask": "0027",
    }.items():
        assert service[key] == value, key
    assert {"RestrictAddressFamilies", "SystemCallFilter", "MemoryMax", "TimeoutStartSec"} <= service.keys()


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_a_service_has_its_timer(path):
    timer = unit(path.with_suffix(".timer"))
    assert timer["Timer"]["OnCalendar"]
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_exit_codes_that_need_no_person_are_no_failure_of_the_unit():
    scan, send, status = (unit(FOLDER / f"rumorwatch-{name}.service")["Service"] for name in ("scan", "send", "status"))
    assert scan["SuccessExitStatus"] == "4 5 75"
    assert send["SuccessExitStatus"] == "5 75"
    assert status["SuccessExitStatus"] == "4"


def test_the_crontab_runs_commands_that_exist_as_the_same_user_in_the_same_workspace():
    assert f"RUMORWATCH_WORKSPACE={WORKSPACE}\n" in CRONTAB
    assert f"PATH={Path(PROGRAM).parent}:" in CRONTAB
    commands = [job[6].rpartition("&& ")[2].partition(" >")[0] for job in JOBS]
    assert commands == ["rumorwatch scan --notify", "rumorwatch alerts send", "rumorwatch status"]
    for command in commands:
        assert_is_a_command(shlex.split(command)[1:])
    assert {job[5] for job in JOBS} == {USER}
    assert f"{WORKSPACE}/{LOCK_NAME} " in CRONTAB
    assert not any("%" in job[6] for job in JOBS)  # cron would end the command there


def test_a_sending_never_begins_in_the_minute_of_a_scan():
    def minutes(field):
        spans = (re.fullmatch(r"(\d+)(?:-|\.\.)(\d+)", part) for part in field.split(","))
        return {minute for span in spans if span for minute in range(int(span[1]), int(span[2]) + 1)}

    scan, send, _ = (job[0] for job in JOBS)
    assert scan == "*/10"
    timers = [unit(FOLDER / f"rumorwatch-{name}.timer")["Timer"]["OnCalendar"] for name in ("scan", "send")]
    assert timers[0] == "*:0/10:07"
    for written in (send, timers[1].removeprefix("*:")):
        assert minutes(written) == set(range(60)) - set(range(0, 60, 10))


def test_logs_are_rotated_in_the_workspace_as_its_user():
    text = (FOLDER / "logrotate.example").read_text("utf-8")
    assert f"{WORKSPACE}/log/run.log {{" in text
    assert f"su {USER} {USER}" in text
    assert f"create 0640 {USER} {USER}" in text


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_knows_every_key(tmp_path):
    for path in FOLDER.glob("rumorwatch-*"):
        said = path.read_text("utf-8").replace(PROGRAM, "/bin/true").replace(f"={USER}\n", "=root\n")
        (tmp_path / path.name).write_text(said)
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if str(tmp_path) in line] == []
    assert done.returncode == 0
