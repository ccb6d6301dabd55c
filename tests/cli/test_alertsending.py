"""``alerts send`` and ``alerts channels``: what is sent, what is not, and how it is told."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from cli.conftest import delivery_of
from collect.loopback import reply, serving
from nouns import NOW
from rumorwatch.domain.alerts import ChannelId
from rumorwatch.domain.messages import ChannelState, Stage

TAKEN = reply(b"", status="204 No Content")
DOWN = reply(b"", status="503 Service Unavailable")
REFUSED = reply(b"", status="410 Gone")
SECRET = "whsec_" + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"


@pytest.fixture
def receiver(workspace):
    """A webhook on loopback, listed as the channel "duty"."""
    with serving() as server:
        listed = workspace / "channels.toml"
        listed.write_text(
            f'[[channel]]\nid = "duty"\nkind = "webhook"\nurl = "{server.url("/hook")}"\nsecret = "{SECRET}"\n'
            'lowest = "monitor"\n'
        )
        listed.chmod(0o600)
        server.answers["/hook"] = TAKEN
        yield server


@pytest.fixture
def waiting(alert, store):
    """The alert's notice, on its way to the webhook and to no other channel."""
    with store.write() as unit:
        (notice,) = unit.alerts.notices(alert.id)
        unit.outbox.queue([delivery_of(notice, "duty")])
    return alert


def later(workspace, **span):
    moment = (NOW + timedelta(**span)).isoformat()
    (workspace / "rumorwatch.toml").write_text(f"[clock]\nfixed_at = {moment}\n")


def entries(store):
    with store.read() as unit:
        return [(one.action.value, one.actor, one.subject, dict(one.details)) for one in unit.audit.entries()]


def test_nothing_that_waits_is_silence(cli, receiver):
    assert (cli("alerts", "send").code, cli("alerts", "send").err) == (0, "")
    assert receiver.hits == {}


def test_what_waits_is_sent_once(cli, receiver, waiting, store):
    first, second = cli("alerts", "send"), cli("alerts", "send")
    assert (first.code, first.out, first.err) == (second.code, second.out, second.err) == (0, "", "")
    assert receiver.hits["/hook"] == 1
    with store.read() as unit:
        assert unit.alerts.notices(waiting.id)[0].sent_at == NOW


def test_without_channels_it_is_printed(cli, alert):
    said = cli("alerts", "send")
    assert (said.code, alert.id in said.out) == (0, True)
    assert cli("alerts", "send").out == ""


@pytest.mark.usefixtures("waiting")
def test_a_receiver_that_is_down_is_told_once_and_a_backlog_when_it_lasts(cli, receiver, workspace):
    receiver.answers["/hook"] = DOWN
    first = cli("alerts", "send")
    assert (first.code, first.err[:6], first.err.count("\n")) == (0, "RW-D01", 1)
    later(workspace, minutes=5)
    second = cli("alerts", "send")
    assert (second.code, second.err) == (0, "")
    later(workspace, minutes=31)
    third = cli("alerts", "send")
    assert (third.code, third.err) == (5, "")
    receiver.answers["/hook"] = TAKEN
    later(workspace, minutes=40)
    assert (cli("alerts", "send").code, receiver.hits["/hook"]) == (0, 4)


@pytest.mark.usefixtures("waiting")
def test_what_is_refused_is_a_dead_letter_until_it_is_sent_again(cli, receiver, store):
    receiver.answers["/hook"] = REFUSED
    said = cli("alerts", "send")
    assert (said.code, said.err[:6], "send --again" in said.err) == (5, "RW-D02", True)
    assert (cli("alerts", "send").code, receiver.hits["/hook"]) == (5, 1)
    receiver.answers["/hook"] = TAKEN
    again = cli("alerts", "send", "--again", "--by", "Lan")
    assert (again.code, "1 message to be tried again" in again.err) == (0, True)
    assert receiver.hits["/hook"] == 2
    assert entries(store) == [("send_again", "Lan", "duty", {"messages": "1"})]
    with store.read() as unit:
        assert not unit.outbox.messages(stage=Stage.DEAD)


@pytest.mark.usefixtures("waiting")
def test_a_test_message_is_taken_and_nothing_is_stored(cli, receiver, store):
    said = cli("alerts", "send", "--test", "duty")
    assert (said.code, said.err) == (0, 'Channel "duty" took the test message\n')
    assert (receiver.hits["/hook"], entries(store)) == (1, [])
    with store.read() as unit:
        assert unit.outbox.channels() == {}
        assert len(unit.outbox.unbound(ChannelId("duty"))) == 1


def test_a_test_message_that_is_refused_is_rw_d03(cli, receiver):
    receiver.answers["/hook"] = REFUSED
    said = cli("alerts", "send", "--test", "duty")
    assert (said.code, said.err[:6], said.err.count("\n")) == (1, "RW-D03", 1)


def test_a_channel_that_is_not_listed_cannot_be_tested(cli):
    said = cli("alerts", "send", "--test", "nowhere")
    assert (said.code, said.err[:6], "Known: stdout" in said.err) == (2, "RW-U68", True)


def test_a_run_at_work_holds_sending_up_but_no_test(cli, receiver, workspace):
    from rumorwatch.storage.lock import workspace_lock

    with workspace_lock(workspace):
        assert cli("alerts", "send").code == 75
        assert cli("alerts", "send", "--test", "duty").code == 0
    assert receiver.hits["/hook"] == 1


@pytest.mark.usefixtures("receiver", "waiting")
def test_channels_are_a_table_and_rows(cli, store):
    with store.write() as unit:
        failing = ChannelState(
            channel=ChannelId("duty"), failures=2, last_error="answered \x1b[31m503", next_try_at=NOW
        )
        unit.outbox.put_channel(failing)
    said = cli("alerts", "channels")
    assert said.code == 0
    for part in ("duty", "webhook", "never", "\\u001b[31m503", "stdout", "unlisted"):
        assert part in said.out, part
    duty, stdout = cli("alerts", "channels", "--json").rows
    assert duty == {
        "id": "duty", "kind": "webhook", "waiting": 1, "refused": 0, "last_sent_at": None,
        "last_error": "answered \x1b[31m503", "next_try_at": NOW.isoformat(), "paused": False,
    }  # fmt: skip
    assert (stdout["kind"], stdout["waiting"]) == ("unlisted", 1)


@pytest.mark.usefixtures("waiting")
def test_the_run_log_counts_by_channel_and_holds_no_address_or_text(cli, receiver, workspace, alert):
    settings = workspace / "rumorwatch.toml"
    settings.write_text(settings.read_text() + '[watch]\nlog_file = "run.log"\n')
    receiver.answers["/hook"] = DOWN
    cli("alerts", "send")
    written = (workspace / "run.log").read_text("utf-8")
    (line,) = map(json.loads, written.splitlines())
    assert (line["event"], line["level"], line["channel"], line["sent"], line["deferred"]) == (
        "channel_tried", "warning", "duty", 0, 1,
    )  # fmt: skip
    assert not any(part in written for part in ("/hook", SECRET, alert.text))
