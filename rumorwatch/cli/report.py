"""The command ``report``: what it was worth."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.moments import before, moment_or_span
from rumorwatch.cli.output import console, print_json
from rumorwatch.cli.workspace import opened

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.respond.effect import Effect


@click.command()
@click.option(
    "--since",
    metavar="TIME",
    callback=moment_or_span,
    default="30d",
    show_default=True,
    help="Beginning of the period: 2026-11-22, 2026-11-22T14:30, or a span before now: 90min, 36h, 14d.",
)
@click.option(
    "--until",
    metavar="TIME",
    callback=moment_or_span,
    help="Its end, not in it; default: now. What people did later is not counted.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, UTF-8, instead of tables.")
@click.pass_obj
def report(path: Path, *, since: datetime | timedelta, until: datetime | timedelta | None, as_json: bool) -> None:
    """Show how many rumors were answered before their peak, how fast, and how each agency did its part.

    A rumor counts where it was first seen in the period, an agency's part where it was assigned in
    it. Who has not answered yet counts as still waiting.
    """
    from rumorwatch.cli.reportview import effect_row, headline, tables_of

    with opened(path) as workspace:
        now = workspace.clock.now()
        # What was done at this very moment was done: a recorded workspace's clock stands still.
        end = now + timedelta(microseconds=1) if until is None else min(now, before(now, until))
        begin = before(now, since)
        if begin >= end:
            raise click.BadParameter("the period ends before it begins", param_hint="--since")
        effect = _effect(workspace, since=begin, until=end)
    if as_json:
        print_json([effect_row(effect)])
        return
    for said in headline(effect):
        console().print(said, markup=False)
    for made in tables_of(effect):
        console().print(made)


def _effect(workspace: Workspace, *, since: datetime, until: datetime) -> Effect:
    from rumorwatch.domain.alerts import AlertStatus
    from rumorwatch.respond.effect import effect_of

    with workspace.store.read() as unit:
        ledgers, assignments = unit.duties.ledgers(), unit.duties.assignments()
        closed = unit.alerts.all(status=AlertStatus.CLOSED)
    return effect_of(
        ledgers,
        assignments,
        workspace.agencies,
        since=since,
        until=until,
        closed=closed,
    )
