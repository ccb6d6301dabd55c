"""What a scan leaves for others: heartbeat, metrics, run log; and that none of them can fail it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from collect.loopback import reply, serving
from nouns import NOW, claim
from rumorwatch.storage.lock import workspace_lock

ROOT = Path(__file__).parents[2]
BEAT = "/beat/secret"
WATCH = '[watch]\nheartbeat_file = "beat"\nmetrics_file = "rumors.prom"\nlog_file = "run.log"\n'
TEXT = "they say the reservoir above the town will break tonight"


@pytest.fixture
def feeds(workspace, store):
    """One feed of a file with two posts, one of them a rumor, and one feed whose file is not there."""
    (workspace / "feeds.toml").write_text(
        '[[feed]]\nid = "group"\nurl = "file:group.jsonl"\nkind = "posts"\nbasis = "test"\n'
        '[[feed]]\nid = "missing"\nurl = "file:nowhere.jsonl"\nkind = "posts"\nbasis = "test"\n'
    )
    rows = [
        {"id": f"p{number}", "text": text, "author": f"somebody-{number}", "published_at": "2026-10-08T01:50:00+07:00"}
        for number, text in enumerate((TEXT, "an ordinary market report"))
    ]
    (workspace / "group.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    with store.write() as unit:
        unit.claims.add([claim()])


@pytest.fixture
def watched(workspace, feeds):  # noqa: ARG001 - the feeds are there when it is scanned
    set_up(workspace)


def set_up(workspace, watch=WATCH, more=""):
    (workspace / "rumorwatch.toml").write_text(
        f'[clock]\nfixed_at = {NOW.isoformat()}\n[alert]\nnotify_level = "monitor"\n{watch}{more}'
    )


def log(workspace):
    return [json.loads(line) for line in (workspace / "run.log").read_text("utf-8").splitlines()]


def metrics(workspace):
    text = (workspace / "rumors.prom").read_text("utf-8")
    return {
        (sample.name.removeprefix("rumorwatch_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.usefixtures("watched")
def test_metrics_say_what_the_scan_did_and_how_things_stand(cli, workspace):
    assert cli("scan", "--notify").code == 0
    found = metrics(workspace)
    duration_s = found.pop(("scan_duration_seconds",))
    assert 0 < duration_s < 60
    assert found.pop(("disk_free_bytes",)) > 0
    assert found == {
        ("last_scan_timestamp_seconds",): NOW.timestamp(),
        ("scan_posts_read",): 2, ("scan_posts_new",): 2, ("scan_feeds_failed",): 1,
        ("model_degraded",): 0, ("alerts_overdue",): 0,
        ("notices_waiting",): 0, ("notices_oldest_seconds",): 0, ("dead_letters",): 0,
        ("feeds", "new"): 0, ("feeds", "ok"): 1, ("feeds", "failing"): 1,
        ("feeds", "silent"): 0, ("feeds", "paused"): 0, ("feeds", "gone"): 0,
        ("alerts_open", "high"): 0, ("alerts_open", "medium"): 0,
        ("alerts_open", "low"): 0, ("alerts_open", "monitor"): 1,
        ("channel_waiting", "stdout"): 0, ("channel_last_sent_timestamp_seconds", "stdout"): NOW.timestamp(),
    }  # fmt: skip
    assert sorted(path.name for path in workspace.glob("rumors.prom*")) == ["rumors.prom"]


@pytest.mark.usefixtures("watched")
def test_the_log_has_a_line_a_run_without_authors_texts_and_addresses(cli, workspace):
    cli("scan", "--notify")
    cli("scan")
    sent, first, second = log(workspace)
    assert (sent["event"], sent["channel"], sent["sent"], sent["run"]) == ("channel_tried", "stdout", 1, first["run"])
    assert list(first) == [
        "run", "command", "duration_s", "feeds", "failed", "skipped", "read", "new", "rematched", "alerts", "overdue",
        "waiting", "dead", "degraded", "event", "level", "at",
    ]  # fmt: skip
    assert (first["event"], first["failed"], first["new"]) == ("scan_done", {"missing": "RW-C21"}, 2)
    assert first["at"].endswith("Z")
    assert second["run"] != first["run"]
    written = (workspace / "run.log").read_text("utf-8")
    assert not any(part in written for part in ("reservoir", "somebody", "group.jsonl", str(workspace)))


@pytest.mark.usefixtures("watched")
def test_the_log_is_its_owners_and_is_made_anew_after_it_was_moved_away(cli, workspace):
    mask = os.umask(0)
    try:
        cli("scan")
    finally:
        os.umask(mask)
    file = workspace / "run.log"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    file.rename(workspace / "run.log.1")
    cli("scan")
    assert len(log(workspace)) == 1


@pytest.mark.usefixtures("watched")
def test_a_scan_that_fails_is_logged_with_its_code_and_leaves_no_sign_of_life(cli, workspace, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(workspace))
    (workspace / "author.key").write_text("no key")
    (workspace / "author.key").chmod(0o600)
    assert cli("scan", "--notify").code == 1
    (workspace / "author.key").unlink()
    monkeypatch.setattr("rumorwatch.pipeline.scan", lambda _: 1 / 0)
    assert cli("scan", "--notify").code == 70
    assert [(line["event"], line["code"]) for line in log(workspace)] == [
        ("scan_failed", "RW-U05"),
        ("scan_failed", "RW-X01 ZeroDivisionError"),
    ]
    assert not (workspace / "beat").exists()
    assert not (workspace / "rumors.prom").exists()


@pytest.mark.usefixtures("watched")
def test_a_scan_that_meets_the_lock_leaves_no_sign_of_life(cli, workspace):
    with workspace_lock(workspace):
        assert cli("scan", "--notify").code == 75
    assert not (workspace / "beat").exists()


@pytest.mark.usefixtures("watched")
def test_only_scans_that_tell_people_leave_a_sign_of_life(cli, workspace):
    cli("scan")
    assert not (workspace / "beat").exists()
    cli("scan", "--notify")
    assert (workspace / "beat").read_text().endswith("Z\n")


@pytest.mark.usefixtures("feeds")
def test_a_run_without_its_model_and_one_with_a_backlog_are_signs_of_life_too(cli, workspace):
    set_up(workspace, more='[match]\nmodel = ["lexical", "no-such-folder"]\n')
    assert cli("scan", "--notify").code == 4
    assert (workspace / "beat").exists()
    assert metrics(workspace)["model_degraded",] == 1
    assert log(workspace)[-1]["degraded"] == ["RW-M03"]


@pytest.mark.usefixtures("feeds")
def test_the_address_is_fetched_after_the_lock_is_free_and_a_failure_is_one_line(cli, workspace, monkeypatch):
    held = []

    def look(connection):
        try:
            with workspace_lock(workspace):
                held.append(False)
        except Exception:  # noqa: BLE001 - whatever it is, the lock was not free
            held.append(True)
        connection.sendall(reply(b"OK"))

    with serving() as server:
        server.answers[BEAT] = look
        monkeypatch.setenv("BEAT", server.url(BEAT))
        fetch = f'[fetch]\nallow_hosts = ["localhost:{server.port}"]\n'
        set_up(workspace, '[watch]\nheartbeat_url = "env:BEAT"\nlog_file = "run.log"\n', fetch)
        assert cli("scan", "--notify").code == 0
        assert (held, server.hits[BEAT]) == ([False], 1)
        server.answers[BEAT] = reply(b"", status="500 Oops")
        said = cli("scan", "--notify")
        assert (said.code, said.err[:6], said.err.count("\n"), "secret" in said.err) == (0, "RW-D04", 1, False)
        assert server.hits[BEAT] == 2
        assert cli("scan").code == 0
        assert server.hits[BEAT] == 2
    assert [(line["event"], line.get("code")) for line in log(workspace)][-2:] == [
        ("heartbeat_failed", "RW-D04"),
        ("scan_done", None),
    ]


@pytest.mark.usefixtures("feeds")
def test_files_that_cannot_be_written_are_a_line_each_and_the_scan_is_good(cli, workspace):
    set_up(
        workspace,
        '[watch]\nheartbeat_file = "no/beat"\nmetrics_file = "no/rumors.prom"\nlog_file = "no/run.log"\n',
    )
    cli("scan")
    said = cli("scan", "--notify")
    assert said.code == 0
    lines = said.err.splitlines()
    assert [line[:6] for line in lines] == ["RW-D05"] * 3
    assert {line.split()[1] for line in lines} == {
        "watch.heartbeat_file:", "watch.metrics_file:", "watch.log_file:",
    }  # fmt: skip


@pytest.mark.usefixtures("feeds")
@pytest.mark.parametrize("watch", ["", WATCH], ids=["nothing set", "files set"])
def test_a_scan_imports_only_what_its_settings_name(workspace, watch):
    set_up(workspace, watch)
    asked = (
        "import sys; from rumorwatch.cli.app import run; "
        f"code = run(['--workspace', {str(workspace)!r}, 'scan', '--notify']); "
        "print(code, *sorted({'structlog', 'prometheus_client', 'httpx2'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert done.stderr.splitlines()[-1].split() == ["0", *(["prometheus_client", "structlog"] if watch else [])]
