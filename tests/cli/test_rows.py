"""Stdout as a channel for programs."""

from __future__ import annotations

import io
import sys

import pytest

from alert.stories import message, story
from rumorwatch.cli.rows import Rows
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.alerts import ChannelId
from rumorwatch.domain.channels import Channel, ChannelKind
from rumorwatch.domain.messages import Deferred


class Left(io.StringIO):
    """A pipe whose reader has left."""

    def flush(self):
        raise BrokenPipeError(32, "Broken pipe")


@pytest.mark.parametrize("stream", [Left(), None])
def test_a_reader_that_left_was_not_told(workspace, alert, monkeypatch, stream):
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stdout", stream or closed)
    told = message(story(alert_id=alert.id))
    with opened(workspace) as whole:
        rows = Rows(whole, Channel(id=ChannelId("stdout"), kind=ChannelKind.STDOUT))
        assert isinstance(rows.send(told), Deferred)
