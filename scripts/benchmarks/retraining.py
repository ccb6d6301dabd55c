"""How long a retraining takes on many judgments, all parts with everything the gate asks.

    scripts/benchmark retraining
    scripts/benchmark retraining --judgments 1000

A workspace in a folder of its own has the claims of FactCheckTweet that its posts repeat, and simulated judgments of
its posts beside their likeliest claims, a tenth of the texts drawn by chance, and of the stance of those that are the
same: by the text's hash, so that the gate has to refuse the stances, for only the time they take is measured.
``retrain`` runs as a command, start-up included.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.rows import InMemory

from benchmarks.reporting import ROOT, data_hash, report
from benchmarks.running import run_and_read
from benchmarks.simulated import Analyst, judgments_of, labeled, stances_of
from rumorwatch.bootstrap import open_workspace
from rumorwatch.models import open_models

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMAND = str(Path(sys.executable).parent / "rumorwatch")
POSTS, CANDIDATES = 2_504, 3
TARGET_S = 300


def main(arguments: Sequence[str]) -> None:
    """Print the seconds, the peak memory and what the gate said."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = ROOT.parent / "shared" / "data" / "retrieval" / "factchecktweet"
    parser.add_argument("--data", type=Path, default=data, help="folder of FactCheckTweet's posts, claims and pairs")
    parser.add_argument("--judgments", type=int, default=5_000, help="answers, a quarter of stances (default: 5000)")
    options = parser.parse_args(arguments)
    models = open_models((), vectors=InMemory())
    given = labeled(options.data, ("train",), models, claims=0, posts=POSTS, candidates=CANDIDATES)
    pairs = judgments_of(given, Analyst(name="lan", error=0.03), seed=0)
    stances = stances_of(pairs)[: options.judgments // 4]
    made = [*pairs[: options.judgments - len(stances)], *stances]
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base)
        (folder / "rumorwatch.toml").write_text("", "utf-8")
        (folder / "feeds.toml").write_text("", "utf-8")
        workspace = open_workspace(folder)
        with workspace.store.write() as unit:
            unit.claims.add(given.claims)
            unit.judgments.add(made, list(given.texts.values()))
        workspace.close()
        began = time.monotonic()
        used, printed = run_and_read(COMMAND, "--workspace", str(folder), "retrain", "--json")
        seconds = time.monotonic() - began
    rows = [json.loads(line) for line in printed.splitlines()]
    report(
        "retraining",
        judgments=len(made),
        claims=len(given.claims),
        seconds=round(seconds, 1),
        cpu_s=used.get("cpu_s"),
        peak_mb=used["peak_mb"],
        target_s=TARGET_S,
        gate={row["part"]: [row["gate"], row["why"][:2]] for row in rows},
        data=data_hash(*sorted(options.data.glob("*.gz"))),
    )
