"""Reaching: which channels there are for whom, so that no notice has nowhere to go. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.alerts import ChannelId
from rumorwatch.domain.channels import Channel, ChannelKind
from rumorwatch.domain.errors import SettingsError, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.domain.agencies import Agency
    from rumorwatch.domain.posts import Language

STDOUT = ChannelId("stdout")


def contacts_of(agencies: Sequence[Agency]) -> frozenset[ChannelId]:
    """Return the channels that are contacts of any agency; every other one is the desk's, which is told of all."""
    return frozenset(contact for agency in agencies for contact in agency.contacts)


def with_desk(channels: Sequence[Channel], agencies: Sequence[Agency], *, language: Language) -> tuple[Channel, ...]:
    """Return the channels, with stdout where the desk has none.

    Args:
        channels: Those of channels.toml.
        agencies: Those of agencies.toml.
        language: Of stdout.

    Raises:
        SettingsError: RW-U60 an agency's contact is not among the channels.
    """
    known = {channel.id for channel in channels}
    for agency in agencies:
        missing = [contact for contact in agency.contacts if contact not in known]
        if missing:
            raise SettingsError(
                code="RW-U60",
                failed=f'agency "{agency.id}" in agencies.toml names no channel: "{quoted(missing[0])}"',
                kept="Nothing was changed",
                remedy="List the channel there, or correct `contacts`; `rumorwatch alerts channels` shows them",
            )
    of_agencies = contacts_of(agencies)
    if any(channel.id not in of_agencies and not channel.paused for channel in channels):
        return tuple(channels)
    return (*channels, Channel(id=STDOUT, kind=ChannelKind.STDOUT, language=language))
