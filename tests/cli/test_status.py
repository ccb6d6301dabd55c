"""``status``: healthy or not, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cli.conftest import delivery_of
from nouns import NOW
from rumorwatch.domain.alerts import AlertId, ChannelId
from rumorwatch.domain.feeds import FeedState
from rumorwatch.domain.messages import Message, Outgoing, Stage
from rumorwatch.domain.posts import FeedId


def scanned(store, *, minutes_ago: float) -> None:
    with store.write() as unit:
        unit.put_meta("last_scan_at", (NOW - timedelta(minutes=minutes_ago)).isoformat())


def test_a_workspace_never_scanned_is_rw_u30(cli):
    said = cli("status")
    assert said.code == 1
    assert said.err.startswith("RW-U30 ")
    assert "never" in said.out


@pytest.mark.parametrize(
    ("minutes_ago", "arguments", "code"),
    [(119, (), 0), (121, (), 1), (40, ("--max-age", "30"), 1), (121, ("--max-age", "180"), 0)],
)
def test_a_last_scan_older_than_what_is_said_to_be_healthy_is_rw_u31(cli, store, minutes_ago, arguments, code):
    scanned(store, minutes_ago=minutes_ago)
    said = cli("status", *arguments)
    assert said.code == code
    assert said.err.startswith("RW-U31 ") is bool(code)


@pytest.mark.usefixtures("alert")
def test_the_figures_are_shown_and_sick_feeds_named(cli, store):
    scanned(store, minutes_ago=5)
    with store.write() as unit:
        unit.feeds.put_state(FeedState(feed_id=FeedId("group"), last_try_at=NOW, failures=1, last_error="RW-C01"))
    said = cli("status")
    assert said.code == 0
    for part in ("5 min ago", "3 stored", "1 open (1 low)", "1 failing (group)", "1 notice not sent yet", "cascade"):
        assert part in said.out


@pytest.mark.usefixtures("alert")
def test_json_is_one_object_with_the_problem_in_it(cli, store):
    (row,) = cli("status", "--json").rows
    assert (row["healthy"], row["problem"][:6], row["posts"], row["unsent_notices"]) == (False, "RW-U30", 3, 1)
    scanned(store, minutes_ago=5)
    (row,) = cli("status", "--json").rows
    assert (row["healthy"], row["problem"], row["last_scan_age_s"], row["alerts"]) == (True, None, 300, {"low": 1})


@pytest.mark.usefixtures("alert")
def test_an_alert_past_its_time_is_counted(cli, workspace):
    later = (NOW + timedelta(hours=2)).isoformat()
    (workspace / "rumorwatch.toml").write_text(f"[clock]\nfixed_at = {later}\n")
    assert cli("status", "--json").rows[0]["overdue"] == 1
    assert "1 overdue" in cli("status").out


def test_a_model_that_is_missing_is_said_everywhere(cli, store, workspace):
    scanned(store, minutes_ago=5)
    file = workspace / "rumorwatch.toml"
    file.write_text(file.read_text() + '[match]\nmodel = ["no-such-folder"]\n')
    said = cli("status")
    assert said.code == 4
    assert "DEGRADED" in said.out
    assert said.err.startswith("RW-M")
    assert cli("status", "--json").rows[0]["degraded"] is True
    said = cli("doctor", "--json")
    assert said.code == 1
    assert {row["check"]: row["result"] for row in said.rows}["models"] == "fail"


def visited(store, **state):
    with store.write() as unit:
        unit.feeds.put_state(FeedState(feed_id=FeedId("group"), **{"last_try_at": NOW, **state}))


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ({"last_good_at": NOW, "last_new_at": NOW - timedelta(hours=13), "usual_gap_s": 60.0}, "RW-U34"),
        ({"last_good_at": NOW, "last_new_at": NOW - timedelta(hours=11), "usual_gap_s": 60.0}, ""),
        ({"last_good_at": NOW - timedelta(days=9), "gone": True}, "RW-U35"),
        ({"last_good_at": NOW - timedelta(hours=25), "failures": 9, "last_error": "RW-C05"}, "RW-U36"),
        ({"last_good_at": NOW - timedelta(hours=23), "failures": 9, "last_error": "RW-C05"}, ""),
        ({"failures": 3, "last_error": "RW-C05"}, "RW-U36"),
        ({"failures": 2, "last_error": "RW-C05"}, ""),
    ],
    ids=["silent", "a night", "gone", "failing for a day", "failing", "never read", "not read yet"],
)
def test_a_feed_that_will_not_come_back_by_itself_is_unhealthy(cli, store, state, code):
    scanned(store, minutes_ago=5)
    visited(store, **state)
    said = cli("status")
    assert (said.code, said.err[:6], "group" in said.err) == (int(bool(code)), code, bool(code))


def test_a_paused_feed_is_nobodys_trouble(cli, store, workspace):
    scanned(store, minutes_ago=5)
    visited(store, gone=True)
    file = workspace / "feeds.toml"
    file.write_text(file.read_text() + "paused = true\n")
    assert cli("status").code == 0


@pytest.mark.usefixtures("alert")
@pytest.mark.parametrize(("minutes", "code"), [(30, ""), (31, "RW-U37")])
def test_a_notice_that_waits_too_long_is_unhealthy(cli, store, workspace, minutes, code):
    scanned(store, minutes_ago=-minutes)
    later = (NOW + timedelta(minutes=minutes)).isoformat()
    (workspace / "rumorwatch.toml").write_text(f"[clock]\nfixed_at = {later}\n")
    assert cli("status").err[:6] == "", "whoever scans with --notify has it from stdout: nobody waits for it there"
    (workspace / "channels.toml").write_text('[[channel]]\nid = "stdout"\nkind = "file"\nurl = "told.txt"\n')
    assert cli("status").err[:6] == code


def test_a_message_that_was_refused_is_unhealthy(cli, store, alert):
    scanned(store, minutes_ago=5)
    dead = Message(key="0" * 32, channel=ChannelId("stdout"), made_at=NOW, stories=())
    with store.write() as unit:
        (notice,) = unit.alerts.notices(AlertId(alert.id))
        unit.outbox.bind(Outgoing(message=dead), [delivery_of(notice).key])
        unit.outbox.put(Outgoing(message=dead, stage=Stage.DEAD, last_error="no"))
    assert cli("status").err.startswith("RW-U38 ")


def test_a_disk_that_is_nearly_full_is_unhealthy_and_worse_than_all_else(cli, store, workspace):
    scanned(store, minutes_ago=500)
    visited(store, gone=True)
    file = workspace / "rumorwatch.toml"
    file.write_text(file.read_text() + "[watch]\nmin_free_mb = 1_000_000.0\n")
    said = cli("status")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert said.err.startswith("RW-U39 ")
    assert "2 other problems listed above" in said.err
    assert [code for code in ("RW-U39", "RW-U31", "RW-U35") if code not in said.out] == []
    (row,) = cli("status", "--json").rows
    assert [problem[:6] for problem in row["problems"]] == ["RW-U39", "RW-U31", "RW-U35"]
    assert row["problem"] == row["problems"][0]


def test_the_settings_say_how_old_a_last_scan_may_be_and_the_option_goes_before_them(cli, store, workspace):
    scanned(store, minutes_ago=40)
    file = workspace / "rumorwatch.toml"
    file.write_text(file.read_text() + "[watch]\nmax_scan_age_min = 30\n")
    assert cli("status").err.startswith("RW-U31 ")
    assert cli("status", "--max-age", "60").code == 0


def test_a_model_of_foresight_that_is_damaged_is_said_and_exits_4(cli, store, monkeypatch):
    from rumorwatch.domain.errors import ModelError

    scanned(store, minutes_ago=5)
    fault = ModelError(code="RW-M06", failed="the forecast model is damaged")
    monkeypatch.setattr("rumorwatch.foresight.faults_of", lambda _: [fault])
    said = cli("status")
    assert (said.code, "DEGRADED: RW-M06" in said.out, said.err[:6]) == (4, True, "RW-M06")
    assert cli("status", "--json").rows[0]["model_faults"] == ["RW-M06"]
