"""The command ``status``: is the workspace healthy."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.display import ago, plural
from rumorwatch.cli.output import console, local_time, print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.rumors import Level
from rumorwatch.watch.standing import MB

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.table import Table
    from rich.text import Text

    from rumorwatch.domain.errors import HealthError
    from rumorwatch.watch.standing import Standing

_DEGRADED = 4
"""Exit code when another model than the one in the settings is in force (docs/commands.md)."""


@click.command()
@click.option(
    "--max-age",
    "max_age_min",
    type=click.IntRange(min=1),
    default=None,
    show_default="watch.max_scan_age_min",
    metavar="MINUTES",
    help="Oldest last scan that is still healthy.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, UTF-8, instead of a table.")
@click.pass_obj
def status(path: Path, *, max_age_min: int | None, as_json: bool) -> int:
    """Show whether the workspace is healthy: scans, alerts, feeds, models, notices, disk.

    Exit code 0 when it is; 1 with one line on stderr when there was no scan lately, a feed went quiet, notices wait or
    were refused, or the disk is nearly full; 4 when only a model is missing.
    """
    from rumorwatch.cli.problems import problems_of
    from rumorwatch.watch.standing import standing_of, standing_row

    with opened(path) as workspace:
        standing, watch = standing_of(workspace), workspace.settings.watch
    problems = problems_of(
        standing,
        max_scan_age=timedelta(minutes=watch.max_scan_age_min if max_age_min is None else max_age_min),
        min_free_mb=watch.min_free_mb,
    )
    if as_json:
        said = [str(problem) for problem in problems]
        row = {"healthy": not said, "problem": said[0] if said else None, "problems": said}
        print_json([{**standing_row(standing), **row}])
    else:
        console().print(_table(standing, problems))
    for warning in (*standing.degraded, *standing.faults):
        say(str(warning))
    if problems:
        more = f"{plural(len(problems) - 1, 'other problem')} listed above" if problems[1:] else ""
        raise replace(problems[0], next=more)
    return _DEGRADED if standing.degraded or standing.faults else 0


def _table(standing: Standing, problems: Sequence[HealthError]) -> Table:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, said in (
        ("last scan", _last_scan(standing)),
        ("posts", f"{standing.posts:,} stored"),
        ("claims", f"{standing.claims:,} in use" if standing.claims else "none: claim matching is off"),
        ("statements", f"{standing.statements:,} in use"),
        ("alerts", _alerts(standing)),
        ("feeds", _feeds(standing)),
        ("model", f"{standing.model}, DEGRADED: a model is missing" if standing.degraded else standing.model),
        *([("trained", ", ".join(standing.trained.values()))] if standing.trained else ()),
        *([("foresight", f"DEGRADED: {', '.join(one.code for one in standing.faults)}")] if standing.faults else ()),
        ("notices", _notices(standing)),
        ("disk", f"{standing.free_bytes / MB:,.0f} MB free"),
        *(("problem", Text(str(problem), style="bold red")) for problem in problems),
    ):
        grid.add_row(name, said if isinstance(said, Text) else Text(said))
    return grid


def _last_scan(standing: Standing) -> str:
    if standing.last_scan_at is None:
        return "never"
    return f"{local_time(standing.last_scan_at)}, {ago(standing.last_scan_at, now=standing.now)}"


def _alerts(standing: Standing) -> str:
    levels = ", ".join(f"{standing.alerts[level]} {level}" for level in Level if standing.alerts.get(level))
    overdue = f"; {standing.overdue} overdue" if standing.overdue else ""
    return f"{sum(standing.alerts.values())} open{f' ({levels})' if levels else ''}{overdue}"


def _notices(standing: Standing) -> str:
    backlog = standing.backlog
    waiting = f"{plural(backlog.waiting, 'notice')} not sent yet" if backlog.waiting else "all sent"
    return f"{waiting}; {plural(backlog.dead, 'message')} refused" if backlog.dead else waiting


def _feeds(standing: Standing) -> Text:
    from rich.text import Text

    from rumorwatch.cli.feedrows import HEALTH_STYLES, SICK

    said = Text("; ").join(
        Text(f"{len(names)} {health}", style=HEALTH_STYLES[health]).append(
            f" ({', '.join(names)})" if health in SICK else "",
        )
        for health, names in standing.feeds.items()
    )
    return said or Text("none: add one with `rumorwatch feeds add URL --id NAME`")
