"""``status``: healthy or not, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nouns import NOW
from rumorwatch.domain.feeds import FeedState
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
