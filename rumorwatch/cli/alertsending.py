"""The commands ``alerts send`` and ``alerts channels``: what waits, sent now, and how each channel does."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.display import ago, plural
from rumorwatch.cli.output import console, json_option, print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.errors import DeliveryError, UsageError, quoted
from rumorwatch.domain.messages import Accepted, Deferred, Refused, Stage
from rumorwatch.watch.watcher import watching

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rumorwatch.alert.outbox import Sent
    from rumorwatch.bootstrap import Workspace

BACKLOG = 5
"""Exit code of a delivery backlog (docs/commands.md)."""


@click.command()
@click.option("--test", "tested", metavar="CHANNEL", help="Send a test message to this channel, and nothing else.")
@click.option("--again", is_flag=True, help="Try messages again that a channel refused.")
@click.option("--by", envvar="RUMORWATCH_ACTOR", default=None, metavar="NAME", help="Who does it, for the audit.")
@click.pass_obj
def send(path: Path, *, tested: str | None, again: bool, by: str | None) -> int:
    """Send what waits and is due; for cron between scans. Silent when nothing waits.

    Exit code 5 when a message waits longer than `deliver.backlog_min`, or a channel refused one.
    """
    from rumorwatch.sending import deliver

    with opened(path, lock=tested is None) as workspace:
        if tested is not None:
            _test(workspace, tested)
            return 0
        with watching(workspace, command="send", say=say) as watcher:
            if again:
                _again(workspace, by=by)
            sent = deliver(workspace, stdout=sys.stdout)
            tell_trouble(sent)
            watcher.sent(sent)
        return backlog_exit(workspace)


def tell_trouble(sent: Sequence[Sent]) -> None:
    """Say on stderr what was not taken; a channel that fails is told when it begins to, as a feed is."""
    for one in sent:
        match one.receipt:
            case Deferred(why=why) if one.is_first_failure:
                say(f'RW-D01 channel "{one.channel}": not taken ({why}). It is kept and tried again by itself.')
            case Refused(why=why):
                say(
                    f'RW-D02 channel "{one.channel}": refused ({why}). It is kept as a dead letter. '
                    "Mend the channel, then: rumorwatch alerts send --again."
                )
            case _:
                pass


def backlog_exit(workspace: Workspace) -> int:
    """Return 5 when messages wait too long or were refused, else 0."""
    from rumorwatch.delivering import backlog_of

    with workspace.store.read() as unit:
        backlog = backlog_of(
            unit,
            workspace.channels,
            now=workspace.clock.now(),
            longest_min=workspace.settings.deliver.backlog_min,
        )
    return BACKLOG if backlog.is_one else 0


def _again(workspace: Workspace, *, by: str | None) -> None:
    from dataclasses import replace

    from rumorwatch.cli.acting import actor_of
    from rumorwatch.domain.duties import Action

    with workspace.store.write() as unit:
        dead = unit.outbox.messages(stage=Stage.DEAD)
        for outgoing in dead:
            unit.outbox.put(replace(outgoing, stage=Stage.WAITING, last_error=None))
        for channel in sorted({outgoing.message.channel for outgoing in dead}):
            count = sum(outgoing.message.channel == channel for outgoing in dead)
            unit.audit.append(
                at=workspace.clock.now(),
                actor=actor_of(by).name,
                action=Action.SEND_AGAIN,
                subject=channel,
                details={"messages": str(count)},
            )
    say(f"{plural(len(dead), 'message')} to be tried again")


def _test(workspace: Workspace, name: str) -> None:
    """Send a made-up message; nothing of it is stored.

    Raises:
        UsageError: RW-U68 there is no such channel.
        DeliveryError: RW-D03 the channel did not take it.
    """
    from rumorwatch.domain.alerts import ChannelId
    from rumorwatch.sending import speakers_of, trial

    channel = ChannelId(name)
    listed = {one.id: one for one in workspace.channels}
    if channel not in listed:
        raise UsageError(
            code="RW-U68",
            failed=f'no channel "{quoted(name)}" in channels.toml',
            remedy=f"Known: {', '.join(listed) or 'none'}",
        )
    speaker = speakers_of(workspace, {channel}, stdout=sys.stdout, paused_too=True)[channel]
    receipt = speaker.send(trial(listed[channel], now=workspace.clock.now()))
    if not isinstance(receipt, Accepted):
        raise DeliveryError(
            code="RW-D03",
            failed=f'channel "{channel}" did not take the test message: {receipt.why}',
            kept="Nothing was stored",
            remedy="Correct it in channels.toml and test again",
        )
    say(f'Channel "{channel}" took the test message')


@click.command(name="channels")
@json_option
@click.pass_obj
def channels(path: Path, *, as_json: bool) -> None:
    """List the channels: what waits for each, what it refused, and when it took something last."""
    from rumorwatch.delivering import channel_rows

    with opened(path) as workspace:
        now = workspace.clock.now()
        with workspace.store.read() as unit:
            rows = channel_rows(unit, workspace.channels)
        if as_json:
            print_json(row.as_json() for row in rows)
            return
        from rich.text import Text

        from rumorwatch.cli.display import shown
        from rumorwatch.cli.output import table

        made = table("Channel", "Kind", "Waiting", "Refused", "Last taken", "Trouble")
        for row in rows:
            cells = (row.id, row.kind, str(row.waiting), str(row.dead), ago(row.last_sent_at, now=now))
            made.add_row(*map(Text, cells), Text(shown(row.last_error or "")))
        console().print(made)
