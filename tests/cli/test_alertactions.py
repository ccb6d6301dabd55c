"""``alerts ack``, ``assign``, ``silence``, ``unsilence``, ``close``: what people do, and that the audit has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import dutynouns
from nouns import NOW
from rumorwatch.alert.tokens import reply_code
from rumorwatch.bootstrap import open_workspace
from rumorwatch.domain.alerts import AlertId, AlertStatus, ChannelId

AGENCIES = """
[[agency]]
id = "water"
name = "Water Office"
topics = ["disaster"]
contacts = ["duty"]

[[agency]]
id = "health"
name = "Health Office"
topics = ["health"]
"""
CHANNELS = '[[channel]]\nid = "duty"\nkind = "file"\nurl = "duty.txt"\n'


@pytest.fixture
def offices(workspace):
    (workspace / "agencies.toml").write_text(AGENCIES)
    (workspace / "channels.toml").write_text(CHANNELS)


def entries(store):
    with store.read() as unit:
        return [(one.action.value, one.actor, one.subject, dict(one.details)) for one in unit.audit.entries()]


def parts(store, alert):
    with store.read() as unit:
        return {one.agency: one for one in unit.duties.assignments([alert.id]).get(alert.id, ())}


def given(store, alert, *agencies):
    with store.write() as unit:
        for agency in agencies:
            unit.duties.assign(dutynouns.assignment(agency, alert=alert.id, hours_ago=0.1))


def code_of(workspace, alert, channel):
    return reply_code(open_workspace(workspace).ack_secret, alert.id, ChannelId(channel))


def test_ack_by_id_names_who_looks_into_it_and_when_the_answer_is_due(cli, alert, store):
    said = cli("alerts", "ack", alert.id.lower(), "--by", "Lan")
    assert (said.code, said.out) == (0, "")
    assert "acknowledged by Lan; the answer is due" in said.err
    assert parts(store, alert)["desk"].acknowledged_by == "Lan"
    assert entries(store) == [("acknowledge", "Lan", alert.id, {"agencies": "desk"})]


def test_ack_twice_says_who_was_first(cli, alert, store):
    cli("alerts", "ack", alert.id, "--by", "Lan")
    said = cli("alerts", "ack", alert.id, "--by", "Minh")
    assert (said.code, "was acknowledged by Lan" in said.err) == (0, True)
    assert parts(store, alert)["desk"].acknowledged_by == "Lan"
    assert len(entries(store)) == 2


@pytest.mark.usefixtures("offices")
def test_a_code_acknowledges_the_parts_of_whoever_got_the_message_and_works_once(cli, alert, store, workspace):
    given(store, alert, "water", "health")
    code = code_of(workspace, alert, "duty").lower().replace("-", " ")
    assert cli("alerts", "ack", code, "--by", "Lan").code == 0
    acknowledged = {name: part.acknowledged_by for name, part in parts(store, alert).items()}
    assert acknowledged == {"water": "Lan", "health": None}
    assert entries(store)[0][3]["channel"] == "duty"
    again = cli("alerts", "ack", code, "--by", "Minh")
    assert (again.code, again.err.startswith("RW-U62"), "Lan" in again.err) == (2, True, True)
    assert len(entries(store)) == 1


@pytest.mark.usefixtures("offices")
def test_a_code_of_the_desk_acknowledges_every_part(cli, alert, store, workspace):
    given(store, alert, "water", "health")
    assert cli("alerts", "ack", code_of(workspace, alert, "stdout"), "--by", "Lan").code == 0
    assert {part.acknowledged_by for part in parts(store, alert).values()} == {"Lan"}


@pytest.mark.usefixtures("alert")
def test_a_code_that_nobody_was_sent_is_rw_u65(cli, store):
    said = cli("alerts", "ack", "7K2M-9PQR-4TXZ", "--by", "Lan")
    assert (said.code, said.err[:6], entries(store)) == (2, "RW-U65", [])


@pytest.mark.usefixtures("offices")
def test_ack_of_one_agency_leaves_the_others_and_takes_its_name_too(cli, alert, store):
    given(store, alert, "water", "health")
    assert cli("alerts", "ack", alert.id, "--agency", "Health Office", "--by", "Lan").code == 0
    assert {name: part.acknowledged_by for name, part in parts(store, alert).items()} == {
        "water": None,
        "health": "Lan",
    }


@pytest.mark.usefixtures("offices")
def test_ack_for_an_agency_without_a_part_is_rw_u69(cli, alert, store):
    given(store, alert, "water")
    said = cli("alerts", "ack", alert.id, "--agency", "health", "--by", "Lan")
    assert (said.code, said.err[:6], entries(store)) == (2, "RW-U69", [])


@pytest.mark.parametrize(
    "action",
    [
        ("ack",),
        ("assign", "desk"),
        ("silence", "--for", "1h", "--comment", "why"),
        ("close", "--outcome", "rumor"),
    ],
    ids=lambda action: action[0],
)
def test_what_is_closed_stays_closed(cli, alert, store, action):
    cli("alerts", "close", alert.id, "--outcome", "rumor", "--by", "Lan")
    name, *more = action
    said = cli("alerts", name, alert.id, *more, "--by", "Lan")
    assert (said.code, said.err[:6], len(entries(store))) == (2, "RW-U61", 1)


def test_nobody_acts_without_a_name(cli, alert, monkeypatch):
    assert cli("alerts", "ack", alert.id, "--by", "  ").err.startswith("RW-U66")
    monkeypatch.setenv("RUMORWATCH_ACTOR", "Duty officer")
    assert "acknowledged by Duty officer" in cli("alerts", "ack", alert.id).err


def test_who_acts_is_kept_in_one_safe_line(cli, alert, store):
    cli("alerts", "ack", alert.id, "--by", "Lan\n\x1b[31m" + "x" * 200)
    actor = entries(store)[0][1]
    assert (len(actor) <= 80, "\x1b" in actor, "\n" in actor) == (True, False, False)


@pytest.mark.usefixtures("offices")
def test_assign_adds_a_part_and_only_takes_those_of_others_away(cli, alert, store):
    given(store, alert, "water")
    said = cli("alerts", "assign", alert.id, "health", "--by", "Lan")
    assert (said.code, "assigned to Health Office: acknowledge by" in said.err) == (0, True)
    assert {name: part.released_at for name, part in parts(store, alert).items()} == {"water": None, "health": None}
    cli("alerts", "assign", alert.id, "health", "--only", "--comment", "not\nwater", "--by", "Lan")
    assert parts(store, alert)["water"].released_at == NOW
    assert [one[3] for one in entries(store)] == [
        {"agency": "health", "only": "false", "comment": ""},
        {"agency": "health", "only": "true", "comment": "not water"},
    ]


@pytest.mark.usefixtures("offices")
@pytest.mark.parametrize(
    ("agency", "said"),
    [("health", "The next `scan --notify` tells it"), ("water", "It had a part, which keeps its deadlines")],
)
def test_assign_says_whether_a_scan_tells_it(cli, alert, store, agency, said):
    given(store, alert, "water")
    assert said in cli("alerts", "assign", alert.id, agency, "--by", "Lan").err


def test_assign_to_nobody_known_is_rw_u67(cli, alert, store):
    said = cli("alerts", "assign", alert.id, "fire", "--by", "Lan")
    assert (said.code, said.err[:6], "Known: desk" in said.err, entries(store)) == (2, "RW-U67", True, [])


def test_an_agency_whose_channel_is_not_listed_is_rw_u60(cli, workspace):
    (workspace / "agencies.toml").write_text(AGENCIES)
    said = cli("alerts", "ack", "7K2M-9PQR-4TXZ", "--by", "Lan")
    assert (said.code, said.err[:6]) == (1, "RW-U60")


@pytest.mark.parametrize("end", [("--for", "4h"), ("--until", "2026-10-08T06:00+07:00")], ids=["span", "moment"])
def test_a_silence_has_an_end_and_a_comment_and_can_be_ended(cli, alert, store, end):
    said = cli("alerts", "silence", alert.id, *end, "--comment", "answered on TV", "--by", "Lan")
    assert (said.code, "is silent until 2026-10-08 06:00" in said.err) == (0, True)
    with store.read() as unit:
        (made,) = unit.duties.silences()
    assert (made.ends_at, made.author, made.comment) == (NOW + timedelta(hours=4), "Lan", "answered on TV")
    assert "is told again" in cli("alerts", "unsilence", alert.id, "--by", "Lan").err
    assert "was not silent" in cli("alerts", "unsilence", alert.id, "--by", "Lan").err
    assert [one[0] for one in entries(store)] == ["silence", "unsilence", "unsilence"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--for", "4h"), "--comment"),
        (("--comment", "why"), "--for and --until"),
        (("--for", "4h", "--until", "2026-10-09", "--comment", "why"), "--for and --until"),
        (("--for", "soon", "--comment", "why"), "soon"),
        (("--for", "2026-10-09", "--comment", "why"), "no span"),
        (("--for", "4h", "--comment", " "), "RW-U63"),
        (("--until", "2026-10-07", "--comment", "why"), "RW-U63"),
    ],
)
def test_a_silence_without_comment_or_end_is_refused(cli, alert, store, arguments, says):
    said = cli("alerts", "silence", alert.id, *arguments, "--by", "Lan")
    assert (said.code, says in said.err, entries(store)) == (2, True, [])


@pytest.mark.parametrize("outcome", ["rumor", "not_a_rumor", "opinion", "answered"])
def test_close_says_how_it_ended_and_ends_its_silence(cli, alert, store, outcome):
    cli("alerts", "silence", alert.id, "--for", "4h", "--comment", "why", "--by", "Lan")
    said = cli("alerts", "close", alert.id, "--outcome", outcome, "--comment", "seen", "--by", "Lan")
    assert (said.code, f"closed as {outcome}" in said.err) == (0, True)
    with store.read() as unit:
        closed, (silence,) = unit.alerts.get(alert.id), unit.duties.silences()
    assert closed is not None
    assert (closed.status, closed.outcome, closed.closed_at) == (AlertStatus.CLOSED, outcome, NOW)
    assert not silence.holds(NOW + timedelta(minutes=1))
    assert entries(store)[-1] == ("close", "Lan", alert.id, {"outcome": outcome, "comment": "seen"})


def test_a_duplicate_names_the_other_alert(cli, alert, store):
    other = replace(alert, id=AlertId("A-222222"), rumor_id="claim:c2")
    with store.write() as unit:
        unit.alerts.put(other)
    assert cli("alerts", "close", alert.id, "--outcome", "duplicate", "--of", other.id, "--by", "Lan").code == 0
    with store.read() as unit:
        closed = unit.alerts.get(alert.id)
    assert closed is not None
    assert closed.duplicate_of == other.id
    assert entries(store)[0][3]["duplicate_of"] == other.id


@pytest.mark.parametrize("arguments", [("duplicate",), ("rumor", "--of", "self"), ("duplicate", "--of", "self")])
def test_a_duplicate_of_nothing_and_of_itself_is_rw_u64(cli, alert, store, arguments):
    chosen = [alert.id if one == "self" else one for one in arguments]
    said = cli("alerts", "close", alert.id, "--outcome", *chosen, "--by", "Lan")
    assert (said.code, said.err[:6], entries(store)) == (2, "RW-U64", [])


def test_only_a_scan_says_that_a_rumor_faded(cli, alert):
    assert cli("alerts", "close", alert.id, "--outcome", "faded", "--by", "Lan").code == 2
