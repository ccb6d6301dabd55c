"""Sending: a workspace's outbox, put together when there is something to send."""

from __future__ import annotations

import platform
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.alerting import desk_of
from rumorwatch.domain.agencies import DESK
from rumorwatch.domain.alerts import AlertId, SendReason
from rumorwatch.domain.channels import ChannelKind
from rumorwatch.domain.claims import Topic
from rumorwatch.domain.messages import Message, Stage, Story
from rumorwatch.domain.posts import Language
from rumorwatch.domain.rumors import Level, RumorId

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime
    from typing import TextIO

    from rumorwatch.alert.outbox import Sent
    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.agencies import Agency, AgencyId
    from rumorwatch.domain.alertports import Speaker
    from rumorwatch.domain.alerts import ChannelId
    from rumorwatch.domain.channels import Channel


def deliver(
    workspace: Workspace, *, stdout: TextIO, printer: Callable[[Channel], Speaker] | None = None
) -> Sequence[Sent]:
    """Send what is due on every channel that something waits for, and return what became of it.

    Args:
        workspace: Its lock is held by the caller.
        stdout: Where a channel of kind ``stdout`` prints.
        printer: Opens such a channel in another way; None: it prints messages.

    Raises:
        SettingsError: Channels or agencies cannot be used.
        StoreError: The database cannot be used.
    """
    with workspace.store.read() as unit:
        waited_for = {one.channel for one in unit.outbox.unbound()}
        waited_for |= {one.message.channel for one in unit.outbox.messages(stage=Stage.WAITING)}
    if not waited_for:
        return ()
    from rumorwatch.alert.outbox import Outbox
    from rumorwatch.stories import Stories

    secret = workspace.ack_secret
    outbox = Outbox(
        store=workspace.store,
        speakers=speakers_of(workspace, waited_for, stdout=stdout, printer=printer),
        compose=Stories(
            agencies=agencies_of(workspace),
            feeds=workspace.feeds,
            secret=lambda: secret,
            window=timedelta(days=workspace.settings.scan.window_days),
            quorum=workspace.settings.label.quorum,
        ),
        clock=workspace.clock,
        alerting=workspace.settings.alert,
        delivering=workspace.settings.deliver,
        holder=platform.node(),
    )
    return outbox.deliver()


def agencies_of(workspace: Workspace) -> Mapping[AgencyId, Agency]:
    """Return the agencies by id, the desk first."""
    return {DESK: desk_of(workspace.settings), **{agency.id: agency for agency in workspace.agencies}}


def speakers_of(
    workspace: Workspace,
    names: Collection[ChannelId],
    *,
    stdout: TextIO,
    printer: Callable[[Channel], Speaker] | None = None,
    paused_too: bool = False,
) -> Mapping[ChannelId, Speaker]:
    """Open those of these channels that are listed and not paused."""
    from rumorwatch.alert.channels.opening import open_speaker
    from rumorwatch.alert.message import Wording

    settings = workspace.settings.deliver

    def opened(channel: Channel) -> Speaker:
        if printer is not None and channel.kind is ChannelKind.STDOUT:
            return printer(channel)
        return open_speaker(
            channel,
            wording=Wording(language=channel.language, abroad=channel.abroad, ack_url=settings.ack_url),
            workspace=workspace.path,
            deliver=settings,
            now=workspace.clock.now,
            stdout=stdout,
        )

    return {
        channel.id: opened(channel)
        for channel in workspace.channels
        if channel.id in names and (paused_too or not channel.paused)
    }


_TRIAL: Mapping[Language, str] = {
    Language.EN: "This is a test of the channel. There is no rumor and nothing to do.",
    Language.VI: "Đây là tin thử kênh. Không có tin đồn nào và không cần làm gì.",
    Language.ZH: "这是一条渠道测试消息，没有谣言，无需处理。",
}


def trial(channel: Channel, *, now: datetime) -> Message:
    """Return a message that tests a channel; its key is another each time, so that none is dropped as a double."""
    story = Story(
        alert_id=AlertId("A-TEST00"),
        rumor_id=RumorId("test"),
        claim_id=None,
        text=_TRIAL.get(channel.language, _TRIAL[Language.EN]),
        topic=Topic.OTHER,
        level=Level.MONITOR,
        points=0.0,
        reasons=(SendReason.NEW,),
        posts=0,
        independent=0,
        channels=0,
        provinces=(),
        asks=0,
        first_seen=now,
        last_seen=now,
        official=None,
        answered=False,
    )
    return Message(key=secrets.token_hex(16), channel=channel.id, made_at=now, stories=(story,))
