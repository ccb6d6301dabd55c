"""The command line as a whole: help, completion, exit codes, what is imported."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import click
import pytest

from rumorwatch.cli.app import COMMANDS, rumorwatch

ROOT = Path(__file__).parents[2]
WRITTEN_BY_US = sorted(COMMANDS)


def commands(command: click.Command, context: click.Context, name: str) -> list[tuple[str, click.Command]]:
    found = [(name, command)]
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            under = command.get_command(context, sub)
            assert under is not None
            found += commands(under, click.Context(under, info_name=sub, parent=context), f"{name} {sub}".strip())
    return found


@pytest.mark.parametrize("name", WRITTEN_BY_US)
def test_every_command_and_every_option_says_what_it_is_for(name):
    context = click.Context(rumorwatch)
    command = rumorwatch.get_command(context, name)
    assert command is not None
    for path, found in commands(command, context, name):
        assert found.help, path
        for parameter in found.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{path} {parameter.name}"
            else:
                shown = (parameter.metavar or parameter.make_metavar(context)).strip("[]. ")
                assert shown in found.help or shown in {"URL", "ID"}, f"{path} {parameter.name} is not explained"


@pytest.mark.parametrize("name", WRITTEN_BY_US)
def test_every_listing_command_takes_json(name):
    context = click.Context(rumorwatch)
    command = rumorwatch.get_command(context, name)
    assert command is not None
    for path, found in commands(command, context, name):
        if path.split()[-1] in {"list", "show", "check", "scan", "status", "doctor", "match", "evaluate"}:
            assert any("--json" in parameter.opts for parameter in found.params), path


def test_the_page_of_commands_names_every_command_and_option():
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    for path, found in commands(rumorwatch, click.Context(rumorwatch), ""):
        if path and not isinstance(found, click.Group):
            assert f"`{path}" in page, path
        for parameter in found.params:
            if isinstance(parameter, click.Option) and parameter.name != "help":
                assert any(option in page for option in parameter.opts), f"{path} {parameter.opts}"


@pytest.mark.parametrize(("shell", "sign"), [("bash", "complete "), ("zsh", "compdef"), ("fish", "complete ")])
def test_completion_scripts_are_given_for_each_shell(shell, sign):
    done = subprocess.run(
        [sys.executable, "-m", "rumorwatch"],
        env={"_RUMORWATCH_COMPLETE": f"{shell}_source", "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert sign in done.stdout


def test_completion_completes_commands_and_choices():
    def completed(words: str, at: int) -> set[str]:
        done = subprocess.run(
            [sys.executable, "-m", "rumorwatch"],
            env={
                "_RUMORWATCH_COMPLETE": "bash_complete",
                "COMP_WORDS": words,
                "COMP_CWORD": str(at),
                "PYTHONPATH": str(ROOT),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return {line.partition(",")[2] for line in done.stdout.splitlines()}

    assert completed("rumorwatch al", 1) == {"alerts"}
    assert completed("rumorwatch alerts list --level m", 4) == {"medium", "monitor"}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["alerts", "--help"], ["feeds", "add", "--help"], ["claims", "--help"]]
)
def test_help_imports_nothing_heavy(arguments):
    heavy = (
        "numpy",
        "scipy",
        "sqlalchemy",
        "pydantic",
        "httpx2",
        "torch",
        "sklearn",
        "sentence_transformers",
        "onnxruntime",
        "tokenizers",
        "rich",
        "opencc",
    )
    program = (
        f"import sys; from rumorwatch.cli.app import run; run({arguments!r}); "
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--help"], 0), (["nothing"], 2), (["alerts", "list", "--level", "loud"], 2), (["claims", "add"], 2)],
)
def test_usage_errors_exit_2_and_help_0(cli, arguments, code):
    assert cli(*arguments).code == code


def test_the_version_is_told_installed_or_not(cli, monkeypatch):
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", lambda _: "9.8.7")
    assert cli("--version").out == "rumorwatch, version 9.8.7\n"
    monkeypatch.setattr(metadata, "version", missing)
    said = cli("--version")
    assert (said.code, said.out) == (0, "rumorwatch, version unknown (a checkout that is not installed)\n")


@pytest.mark.parametrize("command", [("alerts", "list"), ("status",), ("claims", "list"), ("feeds", "list")])
def test_a_folder_without_a_workspace_is_rw_u01(cli, workspace, command):
    (workspace / "rumorwatch.toml").unlink()
    said = cli(*command)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("RW-U01 ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("command", [("alerts", "list"), ("status",), ("claims", "list"), ("posts", "show", "p1")])
def test_a_damaged_database_is_exit_3_in_one_line(cli, workspace, command):
    (workspace / "rumorwatch.db").write_bytes(b"no database" * 1000)
    said = cli(*command)
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("RW-S05 ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("content", [b"[scan\n", b"\xff\xfe\x00"])
def test_a_settings_file_that_is_no_toml_is_rw_u02(cli, workspace, content):
    (workspace / "rumorwatch.toml").write_bytes(content)
    said = cli("status")
    assert (said.code, said.err[:7]) == (1, "RW-U02 ")
    assert said.err.count("\n") == 1
