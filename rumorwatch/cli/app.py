"""The command line as a whole: finds commands lazily and turns errors into one line and an exit code."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.streams import finish, lost_output
from rumorwatch.domain.errors import RumorwatchError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "agencies": "Who answers which rumors by when: list, check.",
    "alerts": "The duty officer's list: list and show alerts.",
    "audit": "What people did: list it, and verify that nothing of it was changed.",
    "claims": "Known false claims: add, list, show, import, export, retire.",
    "doctor": "Check the installation and the workspace, and say what to mend.",
    "evaluate": "Measure matching on files of posts, claims and pairs.",
    "feeds": "Where posts come from: add, list, check, import, export, pause.",
    "init": "Make a workspace, empty or with the recorded demo.",
    "label": "Teach it: answer questions, exchange spreadsheets, see how analysts agree.",
    "match": "Match a file of posts with a file of claims; no workspace needed.",
    "models": "Models that turn texts into numbers: list, show, use.",
    "posts": "Import an archive of posts, or show what is stored.",
    "replay": "Feed an archive through the pipeline and measure how early it would have warned.",
    "report": "What it was worth: how early rumors were answered, and how each agency did its part.",
    "retrain": "Train models on what analysts said; what passes the gate decides from the next scan on.",
    "scan": "One pass: collect, match, rank, alert; prints ranked alerts.",
    "statements": "Official statements: add, list, show, import, export, retire.",
    "status": "Is the workspace healthy: last scan, feeds, alerts, model.",
}
"""Commands with their line in ``--help``: nothing is imported to print it. Each is ``cli/NAME.py`` with ``NAME``."""
_BUG = 70
"""EX_SOFTWARE of sysexits.h."""
_INTERRUPTED = 130
"""128 + SIGINT, as shells say it."""


class _Commands(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"rumorwatch.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


def _tell_version(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's signature
    if not asked or ctx.resilient_parsing:
        return
    from importlib import metadata

    try:
        version = metadata.version("rumorwatch")
    except metadata.PackageNotFoundError:
        version = "unknown (a checkout that is not installed)"
    click.echo(f"rumorwatch, version {version}")
    ctx.exit()


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--workspace",
    "-w",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="RUMORWATCH_WORKSPACE",
    default=Path(),
    show_default="current folder",
    help="Folder of the workspace; also RUMORWATCH_WORKSPACE.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="Show the version and exit.",
)
@click.pass_context
def rumorwatch(ctx: click.Context, workspace: Path) -> None:
    """Hear a rumor early, see which one to answer first, publish the rebuttal before it peaks.

    Start with: rumorwatch init my-workspace --demo, then rumorwatch --workspace my-workspace scan
    """
    ctx.obj = workspace


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; a known error is one line on stderr, a bug leaves a saved traceback."""
    try:
        result = rumorwatch.main(args=list(arguments), prog_name="rumorwatch", standalone_mode=False)
        code = result if isinstance(result, int) else 0
    except (click.Abort, KeyboardInterrupt):
        code = _INTERRUPTED
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except RumorwatchError as error:
        click.echo(str(error), err=True)
        code = error.exit_code
    except SystemExit:
        # Completion ends so; and click and rich, when the reader of a pipe (head, less) left.
        if not isinstance(lost_output(), BrokenPipeError):
            raise
        code = 0
    except Exception as error:  # noqa: BLE001 - the last line of defence: whatever it is, it is saved and said
        # When stdout is what failed, finish() says so.
        code = 0 if error is lost_output() else _tell_bug(error)
    return finish(code)


def _tell_bug(error: Exception) -> int:
    click.echo(_save_bug(error), err=True)
    return _BUG


def _save_bug(error: Exception) -> str:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="rumorwatch-bug-", suffix=".txt", delete=False) as file:
        traceback.print_exception(error, file=file)
    return (
        f"RW-X01 rumorwatch has a fault of its own ({type(error).__name__}). What was stored stays. "
        f"The traceback is in {file.name}: please report it."
    )
