"""Opening: a channel as it is listed becomes one that can be spoken to."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from rumorwatch.domain.channels import ChannelKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from typing import TextIO

    from rumorwatch.alert.channels.wording import Wording
    from rumorwatch.domain.alertports import Speaker
    from rumorwatch.domain.channels import Channel
    from rumorwatch.settings import Deliver


def open_speaker(
    channel: Channel,
    *,
    wording: Wording,
    workspace: Path,
    deliver: Deliver,
    now: Callable[[], datetime],
    stdout: TextIO,
) -> Speaker:
    """Return the speaker of one channel that ``read_channels`` gave.

    Each kind is imported when it is opened: who has only webhooks never loads apprise (0.3 s).

    Args:
        channel: Its combinations were checked when it was read.
        wording: In the channel's language, for here or abroad.
        workspace: Folder that paths of files begin at.
        deliver: For the time-out.
        now: The clock, for signatures.
        stdout: What the kind ``stdout`` prints to.
    """
    timeout_s = deliver.timeout_s
    match channel.kind:
        case ChannelKind.EMAIL:
            from rumorwatch.alert.channels.mail import MailSpeaker

            return MailSpeaker(channel, wording=wording, timeout_s=timeout_s)
        case ChannelKind.WEBHOOK:
            from rumorwatch.alert.channels.webhook import WebhookSpeaker

            return WebhookSpeaker(channel, wording=wording, timeout_s=timeout_s, now=now)
        case ChannelKind.APPRISE:
            from rumorwatch.alert.channels.apprises import AppriseSpeaker

            return AppriseSpeaker(channel, wording=wording, timeout_s=timeout_s)
        case ChannelKind.FILE | ChannelKind.ATOM | ChannelKind.STDOUT:
            from rumorwatch.alert.channels.local import AtomSpeaker, FileSpeaker, StdoutSpeaker

            if channel.kind is ChannelKind.STDOUT:
                return StdoutSpeaker(channel, wording=wording, stream=stdout)
            speaker = FileSpeaker if channel.kind is ChannelKind.FILE else AtomSpeaker
            return speaker(channel, wording=wording, path=workspace / channel.url)
        case _:
            assert_never(channel.kind)
