"""The commands ``alerts ack``, ``assign``, ``silence``, ``unsilence`` and ``close``: what people do with an alert."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.acting import actor_of, by_option, comment_option
from rumorwatch.cli.output import local_time, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.agencies import DESK
from rumorwatch.domain.alerts import Outcome
from rumorwatch.domain.errors import UsageError, quoted

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.agencies import Agency, AgencyId
    from rumorwatch.domain.alerts import Alert
    from rumorwatch.respond.actions import Actor

_OUTCOMES = [one.value for one in Outcome if one is not Outcome.FADED]
"""How a person may close an alert; that it faded only a scan says."""


@click.command()
@click.argument("said", metavar="ALERT")
@click.option("--agency", "agencies", multiple=True, metavar="ID", help="Only this agency's part; may be repeated.")
@by_option
@click.pass_obj
def ack(path: Path, said: str, *, agencies: tuple[str, ...], by: str) -> None:
    """Acknowledge ALERT: somebody looks into it.

    ALERT is its id, or the reply code of a message, which works once, for the agencies that the message went to.
    """
    from rumorwatch.respond.actions import acknowledge
    from rumorwatch.sending import agencies_of

    with opened(path) as workspace:
        known = agencies_of(workspace)
        named = frozenset(_agency(workspace, name).id for name in agencies)
        alert, actor, asked = _meant(workspace, said, by=by)
        now = workspace.clock.now()
        with workspace.store.write() as unit:
            current = unit.alerts.get(alert.id) or alert
            fresh = acknowledge(
                unit,
                current,
                agencies=named or asked,
                desk=known[DESK],
                actor=actor,
                now=now,
            )
            parts = unit.duties.assignments([alert.id]).get(alert.id, ())
    if fresh:
        due = min(one.answer_by for one in fresh)
        say(f"{alert.id} acknowledged by {actor.name}; the answer is due {local_time(due)}")
        return
    for one in parts:
        if one.acknowledged_at is not None:
            say(f"{alert.id} was acknowledged by {one.acknowledged_by} at {local_time(one.acknowledged_at)} already")


@click.command()
@click.argument("alert_id", metavar="ALERT")
@click.argument("agency_id", metavar="AGENCY")
@click.option("--only", is_flag=True, help="Take the parts of the other agencies away.")
@comment_option()
@by_option
@click.pass_obj
def assign(path: Path, alert_id: str, agency_id: str, *, only: bool, comment: str, by: str) -> None:
    """Give AGENCY a part of ALERT; what scans route is then no longer added to it.

    AGENCY is an id of agencies.toml, or `desk`. Its deadlines begin now; one that had a part keeps them.
    """
    from rumorwatch.cli.alertdetail import find_alert
    from rumorwatch.respond import actions

    with opened(path) as workspace:
        agency = _agency(workspace, agency_id)
        alert = find_alert(workspace.store, alert_id)
        with workspace.store.write() as unit:
            current = unit.alerts.get(alert.id) or alert
            had = any(one.agency == agency.id for one in unit.duties.assignments([alert.id]).get(alert.id, ()))
            made = actions.assign(
                unit,
                current,
                agency,
                only=only,
                comment=comment,
                actor=actor_of(by),
                now=workspace.clock.now(),
            )
    told = "It had a part, which keeps its deadlines" if had else "The next `scan --notify` tells it"
    say(
        f"{alert.id} assigned to {agency.name or 'the desk'}: acknowledge by {local_time(made.acknowledge_by)}, "
        f"answer by {local_time(made.answer_by)}. {told}"
    )


@click.command()
@click.argument("alert_id", metavar="ALERT")
@click.option("--for", "span", metavar="SPAN", help="How long: 90min, 4h, 2d.")
@click.option("--until", metavar="TIME", help="Until when; without a zone, Vietnam's time.")
@comment_option(required=True)
@by_option
@click.pass_context
def silence(ctx: click.Context, alert_id: str, *, span: str | None, until: str | None, comment: str, by: str) -> None:
    """Tell nobody about the rumor of ALERT for a while; what that hides is counted.

    It ends by itself: at its end, or when the alert is closed.
    """
    from rumorwatch.cli.alertdetail import find_alert
    from rumorwatch.respond import actions

    with opened(ctx.obj) as workspace:
        now = workspace.clock.now()
        end = _end(ctx, span=span, until=until, now=now)
        alert = find_alert(workspace.store, alert_id)
        with workspace.store.write() as unit:
            current = unit.alerts.get(alert.id) or alert
            made = actions.silence(unit, current, until=end, comment=comment, actor=actor_of(by), now=now)
    say(f"{alert.id} is silent until {local_time(made.ends_at)} ({made.id})")


@click.command()
@click.argument("alert_id", metavar="ALERT")
@by_option
@click.pass_obj
def unsilence(path: Path, alert_id: str, *, by: str) -> None:
    """End the silence on the rumor of ALERT now."""
    from rumorwatch.cli.alertdetail import find_alert
    from rumorwatch.respond import actions

    with opened(path) as workspace:
        alert = find_alert(workspace.store, alert_id)
        with workspace.store.write() as unit:
            ended = actions.unsilence(unit, alert, actor=actor_of(by), now=workspace.clock.now())
    say(f"{alert.id} is told again" if ended else f"{alert.id} was not silent")


@click.command()
@click.argument("alert_id", metavar="ALERT")
@click.option("--outcome", type=click.Choice(_OUTCOMES), required=True, help="How it ended.")
@click.option("--of", "other", metavar="OTHER", help="The other alert, of outcome duplicate.")
@comment_option()
@by_option
@click.pass_obj
def close(path: Path, alert_id: str, *, outcome: str, other: str | None, comment: str, by: str) -> None:
    """Close ALERT, saying how it ended.

    A rumor that is seen again three times after that opens another alert; one that was no rumor, or an opinion, does
    not while its posts are in the window.
    """
    from rumorwatch.cli.alertdetail import find_alert
    from rumorwatch.respond import actions

    with opened(path) as workspace:
        alert = find_alert(workspace.store, alert_id)
        duplicate_of = find_alert(workspace.store, other).id if other else None
        with workspace.store.write() as unit:
            actions.close(
                unit,
                unit.alerts.get(alert.id) or alert,
                outcome=Outcome(outcome),
                duplicate_of=duplicate_of,
                comment=comment,
                actor=actor_of(by),
                now=workspace.clock.now(),
            )
    say(f"{alert.id} closed as {outcome}. Whoever was told of it is told so by the next `scan --notify`")


def _meant(workspace: Workspace, said: str, *, by: str) -> tuple[Alert, Actor, frozenset[AgencyId] | None]:
    """Return the alert, who acts, and whose parts a code is for; None: everybody's."""
    from rumorwatch.alert.reaching import contacts_of
    from rumorwatch.alert.tokens import code_owner, normal_code
    from rumorwatch.cli.alertdetail import find_alert
    from rumorwatch.domain.alerts import AlertStatus
    from rumorwatch.respond.actions import Actor

    code = normal_code(said)
    if code is None:
        return find_alert(workspace.store, said), actor_of(by), None
    with workspace.store.read() as unit:
        alerts = {alert.id: alert for alert in unit.alerts.all(status=AlertStatus.OPEN)}
    channels = [channel.id for channel in workspace.channels]
    owner = code_owner(code, secret=workspace.ack_secret, alerts=alerts, channels=channels)
    if owner is None:
        raise UsageError(
            code="RW-U65",
            failed=f'"{quoted(said)}" is no reply code of an open alert',
            kept="Nothing was changed",
            remedy="Look at the message again, or name the alert: `rumorwatch alerts ack A-…`",
        )
    alert_id, channel = owner
    whose = None
    if channel in contacts_of(workspace.agencies):
        whose = frozenset(agency.id for agency in workspace.agencies if channel in agency.contacts)
    return alerts[alert_id], Actor(name=actor_of(by).name, code=code, channel=channel), whose


def _agency(workspace: Workspace, name: str) -> Agency:
    from rumorwatch.sending import agencies_of

    known = agencies_of(workspace)
    for agency in known.values():
        if name in {agency.id, agency.name} and name:
            return agency
    raise UsageError(
        code="RW-U67",
        failed=f'no agency "{quoted(name)}" in agencies.toml',
        kept="Nothing was changed",
        remedy=f"Known: {', '.join(known)}",
    )


def _end(ctx: click.Context, *, span: str | None, until: str | None, now: datetime) -> datetime:
    from rumorwatch.cli.moments import moment_or_span

    if (span is None) == (until is None):
        raise click.UsageError("give one of --for and --until", ctx=ctx)
    typed = moment_or_span(ctx, ctx.command.params[1 if span else 2], span or until)
    if span and not isinstance(typed, timedelta):
        raise click.UsageError(f"{span!r} is no span: write 90min, 4h or 2d", ctx=ctx)
    return now + typed if isinstance(typed, timedelta) else typed  # type: ignore[return-value]
