"""Channels: the ways people are told, as an administrator listed them in channels.toml."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from rumorwatch.domain.posts import Language

if TYPE_CHECKING:
    from rumorwatch.domain.alerts import ChannelId
    from rumorwatch.domain.rumors import Level


class ChannelKind(StrEnum):
    """How a channel is reached."""

    EMAIL = "email"
    """SMTP, a text and an HTML part."""
    WEBHOOK = "webhook"
    """JSON over HTTP, signed as standardwebhooks.com says."""
    APPRISE = "apprise"
    """Telegram, Zalo Bot, Slack, Teams and every other service that apprise knows."""
    FILE = "file"
    """A file that each message is appended to."""
    ATOM = "atom"
    """An Atom feed of alerts in a file."""
    STDOUT = "stdout"
    """Printed by ``scan --notify``: cron's mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way to tell people."""

    id: ChannelId
    kind: ChannelKind
    url: str = field(default="", repr=False)
    """Where it is: ``smtp://`` or ``smtps://`` with user and password, ``https://`` of a webhook, a URL of apprise, or
    the path of a file. May hold secrets: it is never shown."""
    secret: str = field(default="", repr=False)
    """The ``whsec_`` that a webhook is signed with; never shown."""
    sender: str = ""
    """Address that mail comes from."""
    to: tuple[str, ...] = ()
    """Addresses that mail goes to."""
    language: Language = Language.VI
    lowest: Level | None = None
    """Lowest level it is told about, where that is above the one of the settings; None: that of the settings."""
    abroad: bool = False
    """Its server is outside Vietnam: it gets claim and counts only (safety.md, Privacy)."""
    plain: bool = False
    """An intranet receiver without TLS is meant."""
    paused: bool = False
