"""The command scan: what it prints, how it exits, and that a fault loses nothing."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rumorwatch.cli.app import run
from rumorwatch.storage.lock import workspace_lock

CLAIM = "the harbor bridge will collapse at the next spring tide"
OTHER = "school meals in the capital contain plastic rice"


class Scans:
    """A workspace with one file feed of posts, and the command line run on it."""

    def __init__(self, folder: Path, capsys):
        self.folder = folder
        self._capsys = capsys
        run(["init", str(folder)])
        self.settings('[clock]\nfixed_at = 2026-10-08T02:00:00+07:00\n[alert]\nnotify_level = "monitor"\n')
        self.feeds('[[feed]]\nid = "group"\nurl = "file:group.jsonl"\nkind = "posts"\nbasis = "test"\n')
        self.posts()

    def settings(self, text):
        (self.folder / "rumorwatch.toml").write_text(text, "utf-8")

    def feeds(self, text):
        (self.folder / "feeds.toml").write_text(text, "utf-8")

    def posts(self, *texts):
        rows = (
            json.dumps(
                {
                    "id": f"p{number}",
                    "text": text,
                    "author": f"a{number}",
                    "published_at": f"2026-10-08T01:{number:02d}:00+07:00",
                }
            )
            for number, text in enumerate(texts)
        )
        (self.folder / "group.jsonl").write_text("".join(f"{row}\n" for row in rows), "utf-8")

    def claims(self, *texts):
        file = self.folder / "claims.jsonl"
        rows = (json.dumps({"id": f"c{number}", "text": text}) for number, text in enumerate(texts))
        file.write_text("".join(f"{row}\n" for row in rows), "utf-8")
        assert self("claims", "import", str(file))[0] == 0

    def __call__(self, *arguments):
        self._capsys.readouterr()
        code = run(["--workspace", str(self.folder), *arguments])
        captured = self._capsys.readouterr()
        return code, captured.out, captured.err

    def count(self, table):
        database = sqlite3.connect(self.folder / "rumorwatch.db")
        try:
            return database.execute(f"select count(*) from {table}").fetchone()[0]
        finally:
            database.close()


@pytest.fixture
def scans(tmp_path, capsys):
    return Scans(tmp_path / "workspace", capsys)


def alert_rows(out):
    return [json.loads(line) for line in out.splitlines()]


def test_alerts_are_printed_as_a_table_and_what_was_done_on_stderr(scans):
    scans.claims(CLAIM)
    scans.posts(f"they say {CLAIM}, keep away", "ordinary market report")
    code, out, err = scans("scan")
    assert code == 0
    assert CLAIM[:20] in out
    assert "1 feed, 2 posts read, 2 new, 1 open alert" in err


def test_without_claims_posts_are_stored_and_it_says_that_matching_is_off(scans):
    scans.posts("one", "two")
    code, out, err = scans("scan", "--json")
    assert (code, out, scans.count("post")) == (0, "", 2)
    assert "claim matching is off" in err


def test_notify_tells_once_and_is_silent_when_nothing_happened(scans):
    scans.claims(CLAIM)
    scans.posts(f"they say {CLAIM}, keep away")
    first, second = scans("scan", "--notify", "--json"), scans("scan", "--notify", "--json")
    assert [row["claim_id"] for row in alert_rows(first[1])] == ["c0"]
    assert second == (0, "", "")


def test_notify_tells_a_failing_feed_when_it_begins_and_not_again(scans):
    (scans.folder / "group.jsonl").unlink()
    first, second = scans("scan", "--notify"), scans("scan", "--notify")
    assert [line[:6] for line in first[2].splitlines()] == ["RW-C21"]
    assert second == (0, "", "")
    assert scans("scan")[2].count("RW-C21") == 1


def test_level_and_since_choose_what_is_printed(scans):
    scans.claims(CLAIM)
    scans.posts(f"they say {CLAIM}, keep away")
    assert scans("scan", "--json", "--level", "high")[1] == ""
    assert scans("scan", "--json", "--since", "2026-10-08T02:00")[1] == ""
    assert scans("scan", "--json", "--since", "2026-10-08T00:00")[1] != ""


def test_a_feed_that_is_not_listed_is_an_error_that_names_it(scans):
    code, _, err = scans("scan", "--feed", "nowhere")
    assert (code, err.startswith("RW-U04"), "nowhere" in err) == (1, True, True)


def test_a_login_page_is_one_line_with_its_code_and_the_other_feed_is_read(scans):
    scans.feeds(
        '[[feed]]\nid = "group"\nurl = "file:group.jsonl"\nkind = "posts"\nbasis = "t"\n'
        '[[feed]]\nid = "portal"\nurl = "file:portal.xml"\nbasis = "t"\n'
    )
    (scans.folder / "portal.xml").write_text(
        "<!doctype html><title>Log in</title><form><input name=user></form>", "utf-8"
    )
    scans.posts("one", "two")
    code, _, err = scans("scan")
    lines = [line for line in err.splitlines() if line.startswith("RW-C")]
    assert (code, len(lines), scans.count("post")) == (0, 1, 2)
    assert '"portal"' in lines[0]


def test_a_locked_database_exits_3_with_the_remedy_and_loses_nothing(scans):
    scans.posts("one", "two")
    assert scans("scan")[0] == 0
    scans.settings("[storage]\nbusy_timeout_s = 0.05\n[clock]\nfixed_at = 2026-10-08T02:00:00+07:00\n")
    scans.posts("one", "two", "three")
    other = sqlite3.connect(scans.folder / "rumorwatch.db", isolation_level=None)
    other.execute("begin immediate")
    code, _, err = scans("scan")
    other.execute("rollback")
    other.close()
    assert (code, err.startswith("RW-S02"), len(err.splitlines())) == (3, True, 1)
    assert scans("scan")[0] == 0
    assert scans.count("post") == 3


def test_a_second_run_exits_75_at_once_and_says_who_runs(scans):
    with workspace_lock(scans.folder):
        code, _, err = scans("scan")
    assert (code, str(os.getpid()) in err) == (75, True)


def test_a_missing_model_falls_back_to_lexical_marks_it_and_exits_4(scans):
    scans.claims(CLAIM)
    scans.posts(f"they say {CLAIM}, keep away")
    scans.settings('[match]\nmodel = ["lexical", "no-such-folder"]\n[clock]\nfixed_at = 2026-10-08T02:00:00+07:00\n')
    code, out, err = scans("scan", "--json")
    assert code == 4
    assert [row["claim_id"] for row in alert_rows(out)] == ["c0"]
    assert "RW-M03" in err
    assert "lexical" in err


def test_a_model_that_opens_but_cannot_be_loaded_falls_back_too(scans):
    scans.claims(CLAIM)
    scans.posts(f"they say {CLAIM}, keep away")
    broken = scans.folder / "broken"
    broken.mkdir()
    (broken / "model.safetensors").write_bytes(b"not weights")
    (broken / "config.json").write_text("{}", "utf-8")
    scans.settings('[match]\nmodel = ["broken"]\n[clock]\nfixed_at = 2026-10-08T02:00:00+07:00\n')
    code, out, err = scans("scan", "--json")
    assert code == 4
    assert [row["claim_id"] for row in alert_rows(out)] == ["c0"]
    assert "RW-M05" in err


def test_settings_with_a_typo_are_refused_with_the_key(scans):
    scans.settings("[scan]\nwindow_dayz = 3\n")
    code, _, err = scans("scan")
    assert (code, err.startswith("RW-U03"), "window_dayz" in err) == (1, True, True)


def test_a_folder_that_is_no_workspace_is_refused_with_what_to_do(tmp_path, capsys):
    assert run(["--workspace", str(tmp_path), "scan"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("RW-U01")
    assert "rumorwatch init" in err


def test_an_author_key_others_can_read_is_refused(scans):
    (scans.folder / "author.key").chmod(0o644)
    code, _, err = scans("scan")
    assert (code, err.startswith("RW-U06"), "chmod 600" in err) == (1, True, True)


def test_an_author_key_that_is_not_ours_is_refused(scans):
    (scans.folder / "author.key").write_text("hello", "utf-8")
    code, _, err = scans("scan")
    assert (code, err.startswith("RW-U05")) == (1, True)


def test_an_author_key_that_cannot_be_read_or_made_is_refused(scans):
    (scans.folder / "author.key").unlink()
    (scans.folder / "author.key").mkdir()
    code, _, err = scans("scan")
    assert (code, err[:6], err.count("\n")) == (1, "RW-U05", 1)
    scans.settings('[privacy]\nauthor_key_file = "nowhere/author.key"\n')
    code, _, err = scans("scan")
    assert (code, err[:6], err.count("\n")) == (1, "RW-U05", 1)


def test_init_refuses_a_folder_that_is_a_workspace_and_changes_nothing(scans, capsys):
    before = (scans.folder / "feeds.toml").read_bytes()
    capsys.readouterr()
    assert run(["init", str(scans.folder), "--demo"]) == 2
    assert capsys.readouterr().err.startswith("RW-U07")
    assert (scans.folder / "feeds.toml").read_bytes() == before


def test_a_bug_saves_its_traceback_and_says_where(scans, monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("rumorwatch.pipeline.scan", lambda _: 1 / 0)
    code, _, err = scans("scan")
    saved = Path(err.split("traceback is in ")[1].split(": please")[0])
    assert (code, err.startswith("RW-X01")) == (70, True)
    assert "ZeroDivisionError" in saved.read_text("utf-8")


def full_disk(size_kb):
    """A file system of so many kB, or a skip where none can be mounted."""
    folder = Path("/mnt/rumorwatch-full-disk")
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size_kb}k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        folder.rmdir()
        pytest.skip("no right to mount a small file system here")
    return folder


def test_a_full_disk_exits_3_keeps_what_was_stored_and_goes_on_when_there_is_room(capsys):
    if not shutil.which("mount"):
        pytest.skip("no mount here")
    disk = full_disk(900)
    try:
        scans = Scans(disk / "workspace", capsys)
        scans.settings("[scan]\nbatch_posts = 10\n[clock]\nfixed_at = 2026-10-08T02:00:00+07:00\n")
        scans.posts(*(f"market report number {number} " + "x y z " * 200 for number in range(59)))
        (disk / "filler").write_bytes(b"x" * (os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize - 120_000))
        code, _, err = scans("scan")
        assert (code, err.splitlines()[-1][:6]) == (3, "RW-S03")
        (disk / "filler").unlink()
        database = sqlite3.connect(disk / "workspace" / "rumorwatch.db")
        assert database.execute("pragma integrity_check").fetchone()[0] == "ok"
        database.close()
        assert scans("scan")[0] == 0
        assert scans.count("post") == 59
    finally:
        subprocess.run(["umount", str(disk)], check=False)
        disk.rmdir()


def test_a_killed_scan_loses_nothing(scans):
    scans.claims(CLAIM, OTHER)
    scans.posts(*(f"they say {CLAIM if number % 2 else OTHER}, number {number}" for number in range(59)))
    scans.settings("[scan]\nbatch_posts = 1\n[clock]\nfixed_at = 2026-10-08T02:00:00+07:00\n")
    command = [sys.executable, "-m", "rumorwatch", "--workspace", str(scans.folder), "scan"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and scans.count("post") < 5:
        time.sleep(0.01)  # waits for the other process, not for time to pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    stored = scans.count("post")
    assert scans.count("alert") == min(2, stored)
    assert scans("scan")[0] == 0
    assert (scans.count("post"), scans.count("alert")) == (59, 2)


def test_the_lock_is_free_after_a_kill(scans):
    with (scans.folder / "rumorwatch.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert scans("scan")[0] == 0
