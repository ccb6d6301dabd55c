"""The command ``doctor``: check the installation and the workspace, and say what to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rumorwatch.cli.display import plural, shown
from rumorwatch.cli.output import console, json_option, print_json
from rumorwatch.domain.errors import HealthError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.table import Table

    from rumorwatch.cli.checks import Check


@click.command()
@json_option
@click.pass_obj
def doctor(path: Path, *, as_json: bool) -> None:
    """Check Python, packages, settings, feeds, channels, disk, files, lock, keys, database, clock, claims and models.

    Exit code 0 when no check fails (warnings are fine), 1 otherwise.
    """
    from rumorwatch.cli.checks import Outcome, check_all

    checks = list(check_all(path))
    if as_json:
        print_json(
            {"check": check.name, "result": check.outcome.value, "detail": check.detail, "remedy": check.remedy}
            for check in checks
        )
    else:
        console().print(_table(checks))
    failed = [check.name for check in checks if check.outcome is Outcome.FAIL]
    if failed:
        raise HealthError(
            code="RW-U32",
            failed=f"{plural(len(failed), 'check')} of {len(checks)} failed: {', '.join(failed)}",
            kept="Nothing was changed",
            remedy="Mend them in this order; each says how",
        )


def _table(checks: Sequence[Check]) -> Table:
    from rich.table import Table
    from rich.text import Text

    from rumorwatch.cli.checks import Outcome

    styles = {Outcome.OK: "green", Outcome.WARN: "bold yellow", Outcome.FAIL: "bold red"}
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for check in checks:
        said = Text(shown(check.detail))
        if check.remedy:
            said.append(f"\n→ {shown(check.remedy)}", style="italic")
        grid.add_row(Text(check.outcome.value, style=styles[check.outcome]), check.name, said)
    return grid
