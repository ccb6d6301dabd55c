from __future__ import annotations

import io
import subprocess
import sys

import pytest

from alert.told import CLAIM, NOW, SECRET, Words, channel, message
from rumorwatch.alert.channels.opening import open_speaker
from rumorwatch.domain.channels import Channel, ChannelKind
from rumorwatch.domain.messages import Accepted
from rumorwatch.settings import Deliver

HEAVY = ("apprise", "httpx2", "httpcore2", "smtplib", "ssl", "pydantic", "requests", "standardwebhooks", "xml.etree")
LISTED = {
    ChannelKind.EMAIL: channel(ChannelKind.EMAIL, "smtp://localhost", sender="a@b.vn", to=("c@d.vn",)),
    ChannelKind.WEBHOOK: channel(ChannelKind.WEBHOOK, "https://a.vn/hook", secret=SECRET),
    ChannelKind.APPRISE: channel(ChannelKind.APPRISE, "json://localhost:1/x"),
    ChannelKind.FILE: channel(ChannelKind.FILE, "alerts.txt"),
    ChannelKind.ATOM: channel(ChannelKind.ATOM, "alerts.atom"),
    ChannelKind.STDOUT: channel(ChannelKind.STDOUT),
}


def opened(listed: Channel, tmp_path, stdout=None):
    return open_speaker(
        listed, wording=Words(), workspace=tmp_path, deliver=Deliver(), now=lambda: NOW, stdout=stdout or io.StringIO()
    )


@pytest.mark.parametrize("kind", list(ChannelKind))
def test_every_kind_can_be_opened(kind, tmp_path):
    assert opened(LISTED[kind], tmp_path).id == "desk"


def test_files_lie_in_the_workspace(tmp_path):
    for kind in (ChannelKind.FILE, ChannelKind.ATOM):
        assert opened(LISTED[kind], tmp_path).send(message()) == Accepted()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["alerts.atom", "alerts.txt"]


def test_stdout_is_the_one_that_was_given(tmp_path):
    stdout = io.StringIO()
    opened(LISTED[ChannelKind.STDOUT], tmp_path, stdout).send(message())
    assert CLAIM in stdout.getvalue()


@pytest.mark.parametrize(
    ("importing", "allowed"),
    [
        ("import rumorwatch.alert.channels.opening, rumorwatch.alert.channellist", ()),
        ("import rumorwatch.alert.channels.webhook", ("httpx2", "httpcore2", "standardwebhooks", "ssl")),
        ("import rumorwatch.alert.channels.mail", ("smtplib", "ssl")),
        ("import rumorwatch.alert.channels.local", ("xml.etree",)),
    ],
    ids=["opening", "webhook", "mail", "local"],
)
def test_nothing_is_loaded_that_is_not_spoken_with(importing, allowed):
    asked = f"import sys; {importing}; print(*[name for name in {HEAVY} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert sorted(set(loaded) - set(allowed)) == []
