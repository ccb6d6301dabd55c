"""The command ``status``: is the workspace healthy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.display import age, ago, plural
from rumorwatch.cli.output import console, local_time, print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.errors import HealthError
from rumorwatch.domain.rumors import Level

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table
    from rich.text import Text

    from rumorwatch.cli.standing import Standing

_DEGRADED = 4
"""Exit code when another model than the one in the settings is in force (docs/commands.md)."""
MAX_SCAN_AGE_MIN = 120
"""The prize is inside the first two hours (domain.md, Known facts): a scan older than that can no longer give it."""


@click.command()
@click.option(
    "--max-age",
    "max_age_min",
    type=click.IntRange(min=1),
    default=MAX_SCAN_AGE_MIN,
    show_default=True,
    metavar="MINUTES",
    help="Oldest last scan that is still healthy; set it to three times your cron interval.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, UTF-8, instead of a table.")
@click.pass_obj
def status(path: Path, *, max_age_min: int, as_json: bool) -> int:
    """Show whether the workspace is healthy: last scan, posts, alerts, feeds, model, notices.

    Exit code 0 when it is; 1 with one line on stderr when it was never scanned, or not lately; 4
    when a model is missing and matching is lexical only.
    """
    from rumorwatch.cli.standing import standing_of, standing_row

    with opened(path) as workspace:
        standing = standing_of(workspace)
    unwell = _unwell(standing, timedelta(minutes=max_age_min))
    if as_json:
        print_json([{**standing_row(standing), "healthy": unwell is None, "problem": unwell and str(unwell)}])
    else:
        console().print(_table(standing))
    for warning in standing.degraded:
        say(str(warning))
    if unwell:
        raise unwell
    return _DEGRADED if standing.degraded else 0


def _unwell(standing: Standing, max_age: timedelta) -> HealthError | None:
    if standing.last_scan_at is None:
        return HealthError(
            code="RW-U30", failed="this workspace was never scanned", remedy="Run `rumorwatch scan`, then from cron"
        )
    since = standing.now - standing.last_scan_at
    if since <= max_age:
        return None
    return HealthError(
        code="RW-U31",
        failed=f"the last scan was {age(since)} ago ({local_time(standing.last_scan_at)}), more than {age(max_age)}",
        kept="What was stored stays, and goes out of date",
        remedy="Look at cron and its mail, then run `rumorwatch scan`",
    )


def _table(standing: Standing) -> Table:
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
        ("notices", _notices(standing)),
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
