"""Rows: stdout as a channel for programs, of ``scan --notify --json``."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.cli.alertrows import alert_row
from rumorwatch.cli.output import print_json
from rumorwatch.cli.owners import owners_of
from rumorwatch.domain.errors import quoted
from rumorwatch.domain.messages import Accepted, Deferred

if TYPE_CHECKING:
    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.alerts import ChannelId
    from rumorwatch.domain.channels import Channel
    from rumorwatch.domain.messages import Message, Receipt


@dataclass(frozen=True, slots=True)
class Rows:
    """Stdout as a channel for programs: the row of each alert that is told, as ``scan --json`` prints it."""

    workspace: Workspace
    channel: Channel

    @property
    def id(self) -> ChannelId:
        """The channel's name."""
        return self.channel.id

    def send(self, message: Message) -> Receipt:
        """Print the rows; they are told when stdout took them."""
        with self.workspace.store.read() as unit:
            told = [alert for story in message.stories if (alert := unit.alerts.get(story.alert_id)) is not None]
            owners = owners_of(unit, told, self.workspace)
        try:
            print_json(alert_row(alert, owners.get(alert.id)) for alert in told)
            sys.stdout.flush()
        except (OSError, ValueError) as error:  # ValueError: closed
            return Deferred(why=f"stdout cannot be written: {quoted(str(error))}")
        return Accepted()
