"""The commands ``alerts``: the duty officer's list, and the one window of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rumorwatch.cli.alertactions import ack, assign, close, silence, unsilence
from rumorwatch.cli.alertsending import channels, send
from rumorwatch.cli.output import json_option, print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.rumors import Level

if TYPE_CHECKING:
    from pathlib import Path

_LEVELS = [level.value for level in Level]


@click.group()
def alerts() -> None:
    """Work with alerts: rumors that need a person."""


for _command in (ack, assign, channels, close, send, silence, unsilence):
    alerts.add_command(_command)


@alerts.command(name="list")
@click.option(
    "--level", type=click.Choice(_LEVELS), default=Level.MONITOR.value, show_default=True, help="Lowest level to list."
)
@click.option("--all", "closed_too", is_flag=True, help="List closed alerts too.")
@json_option
@click.pass_obj
def list_alerts(path: Path, *, level: str, closed_too: bool, as_json: bool) -> None:
    """List alerts as last ranked, most urgent first; `rumorwatch scan` ranks them anew."""
    from rumorwatch.alert.decide import at_least
    from rumorwatch.cli.alertrows import alert_row, alerts_table
    from rumorwatch.cli.output import console
    from rumorwatch.cli.owners import owners_of
    from rumorwatch.domain.alerts import AlertStatus

    with opened(path) as workspace:
        with workspace.store.read() as unit:
            stored = unit.alerts.all(status=None if closed_too else AlertStatus.OPEN)
            chosen = [alert for alert in stored if at_least(alert.priority.level, Level(level))]
            owners = owners_of(unit, chosen, workspace)
        if as_json:
            print_json(alert_row(alert, owners.get(alert.id)) for alert in chosen)
        elif chosen:
            console().print(alerts_table(chosen, workspace.clock.now(), owners=owners))
            say("One alert whole: rumorwatch alerts show ALERT")
        else:
            say("No alerts, open or closed" if closed_too else f"No open alerts of level {level} or higher")


@alerts.command
@click.argument("alert_id", metavar="ALERT")
@click.option(
    "--sightings",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    metavar="N",
    help="Most sightings to show, newest first.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, UTF-8, instead of the window.")
@click.pass_obj
def show(path: Path, alert_id: str, *, sightings: int, as_json: bool) -> None:
    """Show one ALERT whole: claim, why, sightings, official statement, deadline, notices.

    ALERT is its id, as in A-4F7K2Q; case and the A- do not matter.
    """
    from rumorwatch.cli.alertdetail import detail_of, detail_row, find_alert

    with opened(path) as workspace:
        detail = detail_of(workspace, find_alert(workspace.store, alert_id))
        if as_json:
            print_json([detail_row(detail, most_sightings=sightings)])
            return
        from rumorwatch.cli.alertview import alert_view
        from rumorwatch.cli.output import console

        width = console().width
        console().print(alert_view(detail, workspace.clock.now(), width=width, most_sightings=sightings))
