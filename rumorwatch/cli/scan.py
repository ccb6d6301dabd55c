"""The command ``scan``: one pass for people and for cron."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.display import plural
from rumorwatch.cli.output import json_option, print_json, say
from rumorwatch.cli.progress import progress
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.alerts import Alert
    from rumorwatch.domain.errors import FeedError
    from rumorwatch.domain.feeds import FeedState
    from rumorwatch.domain.runs import ScanReport
    from rumorwatch.watch.watcher import Watcher

_LEVELS = ("high", "medium", "low", "monitor")
_DEGRADED = 4
"""Exit code of a scan that had to fall back to another model (docs/commands.md)."""
_SHIPPED_DAMAGED = frozenset({"RW-M01", "RW-M02", "RW-M06"})
"""The lexical model itself cannot be read: there is nothing to fall back to."""


@click.command()
@click.option("--notify", is_flag=True, help="For cron: tell each channel what it was not told yet; silent otherwise.")
@json_option
@click.option(
    "--level", type=click.Choice(_LEVELS), default="monitor", show_default=True, help="Lowest level to print."
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"]),
    help="Print only alerts with a sighting since then; without a zone, Vietnam's time.",
)
@click.option("--feed", "feeds", multiple=True, metavar="NAME", help="Visit only this feed; may be repeated.")
@click.pass_context
def scan(
    ctx: click.Context,
    *,
    notify: bool,
    as_json: bool,
    level: str,
    since: datetime | None,
    feeds: Sequence[str],
) -> int:
    """One pass: collect from the feeds, match, rank, alert; prints open alerts, most urgent first."""
    if notify and (since is not None or ctx.get_parameter_source("level") is not click.core.ParameterSource.DEFAULT):
        raise click.UsageError("--level and --since choose what is printed; --notify tells what the settings say", ctx)
    with opened(ctx.obj, lock=True) as workspace:
        from rumorwatch.cli.alertsending import backlog_exit
        from rumorwatch.watch.watcher import watching

        with watching(workspace, command="scan", say=say) as watcher:
            scanning = partial(
                _scan, watcher=watcher, feeds=feeds, level=level, since=since, notify=notify, as_json=as_json
            )
            degraded = _with_what_works(workspace, scanning)
            code = _DEGRADED if degraded else backlog_exit(workspace) if notify else 0
    if notify:  # one by hand tells nobody, and would hide that cron stopped; the lock is free: a ping may take long
        watcher.beat(os.environ)
    return code


def _with_what_works(workspace: Workspace, scanning: Callable[[Workspace], bool]) -> bool:
    """Scan; a model that opens may still break in use: what was stored stays, the rest is matched by simpler ones."""
    try:
        return scanning(workspace)
    except ModelError as error:
        known = (*workspace.broken_models.values(), *workspace.broken_trained.values())
        if error.code in _SHIPPED_DAMAGED or error in known:
            raise
        with closing(workspace.without_model(error)) as simpler:
            return _with_what_works(simpler, scanning)


def _scan(
    workspace: Workspace,
    *,
    watcher: Watcher,
    feeds: Sequence[str],
    level: str,
    since: datetime | None,
    notify: bool,
    as_json: bool,
) -> bool:
    """Run and print; return whether another model than the one in the settings was used."""
    report = _run(workspace, feeds, quiet=notify)
    if notify:
        from rumorwatch.cli.alertsending import tell_trouble
        from rumorwatch.cli.rows import Rows
        from rumorwatch.sending import deliver

        sent = deliver(workspace, stdout=sys.stdout, printer=partial(Rows, workspace) if as_json else None)
        tell_trouble(sent)
        watcher.scanned(workspace, report, sent=sent)
    else:
        watcher.scanned(workspace, report)
        _print(_chosen(report, level=level, since=since), report, workspace, as_json=as_json)
    return workspace.matcher.degraded or bool(workspace.foresight.faults)


def _run(workspace: Workspace, feeds: Sequence[str], *, quiet: bool) -> ScanReport:
    """Run the pipeline and say on stderr how it went."""
    from rumorwatch.pipeline import scan as run
    from rumorwatch.scanning import scan_parts

    with workspace.store.read() as unit:
        before = unit.feeds.states()
    with progress("feeds", total=len(feeds) or len(workspace.feeds), quiet=quiet) as advance:
        report = run(scan_parts(workspace, only=feeds, on_visit=lambda _: advance(1)))
    if not quiet:
        say(_summary(report))
        for taken in report.taken:
            for note in taken.notes:
                say(f'feed "{taken.feed_id}": {note}')
        if not workspace.matcher.claims:
            say("No claims loaded: posts are collected, claim matching is off. Add some: rumorwatch claims import FILE")
    for taken in report.taken:
        if taken.error and not (quiet and _was_told(taken.error, before.get(taken.feed_id))):
            say(str(taken.error))
    for warning in workspace.matcher.warnings:
        say(str(warning))
    for fault in workspace.foresight.faults:
        say(str(fault))
    if workspace.foresight.reader_fault is not None:
        say("New rumors are not looked for until that is mended")
    return report


def _was_told(error: FeedError, before: FeedState | None) -> bool:
    """Return whether the run before met the same error: it is told when it begins; ``status`` shows that it lasts."""
    return before is not None and (before.last_error or "").startswith(error.code)


def _summary(report: ScanReport) -> str:
    failed = sum(taken.error is not None for taken in report.taken)
    skipped = sum(taken.skipped is not None for taken in report.taken)
    read, new = sum(taken.read for taken in report.taken), sum(taken.new for taken in report.taken)
    parts = [
        plural(len(report.taken), "feed"),
        f"{failed} failed" if failed else "",
        f"{skipped} not due" if skipped else "",
        f"{plural(read, 'post')} read, {new} new",
        f"{report.rematched} matched again" if report.rematched else "",
        plural(len(report.alerts), "open alert"),
    ]
    return ", ".join(part for part in parts if part)


def _chosen(report: ScanReport, *, level: str, since: datetime | None) -> list[Alert]:
    """Return the alerts to print, most urgent first."""
    from rumorwatch.alert.decide import at_least
    from rumorwatch.cli.output import in_local_zone
    from rumorwatch.domain.rumors import Level

    start = in_local_zone(since) if since else None
    return [
        alert
        for alert in report.alerts
        if at_least(alert.priority.level, Level(level)) and (start is None or alert.last_seen >= start)
    ]


def _print(alerts: Sequence[Alert], report: ScanReport, workspace: Workspace, *, as_json: bool) -> None:
    from rumorwatch.cli.alertrows import alert_row, alerts_table
    from rumorwatch.cli.output import console
    from rumorwatch.cli.owners import owners_of

    with workspace.store.read() as unit:
        owners = owners_of(unit, alerts, workspace)
    if as_json:
        print_json(alert_row(alert, owners.get(alert.id)) for alert in alerts)
    elif alerts:
        console().print(alerts_table(alerts, now=report.at, owners=owners))
        say(f"One alert whole: rumorwatch --workspace {quote(str(workspace.path))} alerts show {alerts[0].id}")
