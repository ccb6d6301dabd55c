"""The crash sweep finds what it is there to find: faults that are planted into a copy of the program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FRESH_KEY = (
    "alert/channels/webhook.py",
    '"Idempotency-Key": message.key,',
    '"Idempotency-Key": __import__("secrets").token_hex(16),',
)
MARKED_BEFORE = (
    "alert/outbox.py",
    "            unit.outbox.put(tried)\n",
    "            unit.outbox.put(replace(tried, stage=Stage.SENT))\n",
)
QUEUE_LATER = """    from rumorwatch.alerting import LATER
    with parts.store.write() as unit:
        for one in LATER:
            unit.outbox.queue(one)
    return ScanReport("""
QUEUED_APART = (
    ("alerting.py", "        self.unit.outbox.queue(\n", "        LATER.append(\n"),
    ("alerting.py", "_LONGEST_DAY =", "LATER: list[object] = []\n_LONGEST_DAY ="),
    ("pipeline.py", "    return ScanReport(", QUEUE_LATER),
)
STATE_FIRST = (
    "pipeline.py",
    "    batches = list(_batches(",
    "    with parts.store.write() as unit:\n        unit.feeds.put_state(visit.state)\n    batches = list(_batches(",
)
"""A feed's state in a transaction before that of its posts."""


@pytest.fixture
def sweep(tmp_path):
    """Run the sweep over a copy of the program with some faults planted; return what it says."""

    def run(*planted, phase, call):
        shutil.copytree(ROOT / "rumorwatch", tmp_path / "rumorwatch", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("models", "feeds"):
            (tmp_path / name).symlink_to(ROOT / name)
        for name, before, after in planted:
            file = tmp_path / "rumorwatch" / name
            text = file.read_text("utf-8")
            assert text.count(before) == 1
            file.write_text(text.replace(before, after), "utf-8")
        command = Path(sys.executable).parent / "rumorwatch"
        done = subprocess.run(
            [
                *(sys.executable, str(ROOT / "scripts" / "crash_sweep")),
                *("--phase", phase, "--calls", call, "--command", str(command)),
            ],
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in {0, 1}, done.stderr
        found = json.loads(done.stdout)
        assert (found.pop("result") == "fail") is bool(done.returncode)
        assert found["points"] > 0
        return {name for name, count in found.items() if name != "examples" and not name.startswith("points") and count}

    if shutil.which("strace") is None:
        pytest.skip("no strace")
    return run


@pytest.mark.slow
@pytest.mark.parametrize(
    ("planted", "phase", "call", "finds"),
    [
        ((FRESH_KEY,), "send", "recvfrom", {"told_twice"}),
        ((MARKED_BEFORE,), "send", "connect", {"not_told"}),
        (QUEUED_APART, "scan", "fdatasync", {"not_told", "delivery_lost"}),
        ((STATE_FIRST,), "scan", "fdatasync", {"post_lost", "alert_lost", "notice_lost", "delivery_lost", "not_told"}),
        ((), "send", "recvfrom,connect", set()),
    ],
    ids=["another key each time", "marked before it is sent", "queued apart", "state before posts", "as it is"],
)
def test_a_planted_fault_is_found(sweep, planted, phase, call, finds):
    assert sweep(*planted, phase=phase, call=call) == finds
