"""``scripts/benchmark replay``: posts a CPU second and peak memory of a replay, beside a reader that reads nothing.

The last threads of CED, without claims; ``--threads 0`` takes all.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from foresight.archives import archive_rows
from foresight.threads import read_ced

from benchmarks.reporting import ROOT, data_hash, report
from benchmarks.reporting import read as text_of
from benchmarks.running import run_and_read
from rumorwatch.domain.readings import PostClass, Reading
from rumorwatch.domain.rumors import RumorId

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rumorwatch.domain.posts import Post, PostKey

READERS = ("shipped", "trivial")


class TrivialReader:
    """A reader that takes every thread for a rumor: what is left is reading the archive, counting and judging."""

    basis = "trivial"

    def read(
        self, posts: Sequence[Post], *, known: Callable[[], Sequence[tuple[Post, Reading]]]
    ) -> Mapping[PostKey, Reading]:
        """Return readings that name the group after what is answered."""
        del known
        return {
            post.key: Reading(
                rumor_id=RumorId(f"new:{post.reply_to or post.key}"), post_class=PostClass.CLAIM, checkable=0.9
            )
            for post in posts
        }

    def sentence_of(self, posts: Sequence[Post]) -> str:
        """Return the first text."""
        return posts[0].text if posts else ""


def replay_once(path: Path, reader: str) -> dict[str, float | int]:
    """Replay an archive in this process and return what it took."""
    from foresight.breaking import Unmatched

    from rumorwatch.evaluate.archive import ARCHIVE_FEED, read_archive
    from rumorwatch.evaluate.replay import replay
    from rumorwatch.fitted import open_credibility, open_forecaster
    from rumorwatch.rank.weights import load_weights
    from rumorwatch.settings import Settings
    from rumorwatch.unexplained import open_reader

    began = process_time()
    posts, _ = read_archive(
        path,
        timezone="Asia/Ho_Chi_Minh",
        read_at=datetime.now(UTC),
        author_secret=b"benchmark",
        leave_out=lambda _: None,
    )
    read = process_time()
    replayed = replay(
        posts,
        matcher=Unmatched(),
        reader=open_reader() if reader == "shipped" else TrivialReader(),
        forecaster=cache(open_forecaster),
        credibility=open_credibility() if reader == "shipped" else None,
        feeds={ARCHIVE_FEED.id: ARCHIVE_FEED},
        claims=(),
        statements=(),
        settings=Settings(),
        weights=load_weights(),
        step=timedelta(minutes=5),
    )
    ended = process_time()
    return {
        "posts": len(posts),
        "alerts": len(replayed.raised),
        "notices": len(replayed.notices),
        "reading_cpu_s": round(read - began, 1),
        "replaying_cpu_s": round(ended - read, 1),
        "posts_a_cpu_s": round(len(posts) / (ended - began)),
        # Of this process alone: what wait4 tells includes the one that started it.
        "peak_mb": round(int(re.findall(r"VmHWM:\s*(\d+)", text_of("/proc/self/status"))[0]) / 1024),
    }


def main(arguments: Sequence[str]) -> None:
    """Read the options and run each reader in a process of its own, so that its memory can be told."""
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark replay", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = ROOT.parent / "shared" / "data" / "streams" / "ced_train.jsonl.gz"
    parser.add_argument("--ced", type=Path, default=default, help=f"CED threads (default: {default})")
    parser.add_argument("--threads", type=int, default=300, help="the last so many; 0: all (default: 300)")
    parser.add_argument("--archive", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--reader", choices=READERS, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.archive is not None:
        print(json.dumps(replay_once(options.archive, options.reader)))
        return
    if not options.ced.is_file():
        parser.error(f"no file {options.ced}: name that of docs/data.md with --ced")
    with tempfile.TemporaryDirectory() as base:
        path = Path(base) / "archive.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
            for thread in [*read_ced(options.ced)][-options.threads :]:
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in archive_rows(thread))
        for reader in READERS:
            command = (sys.executable, str(ROOT / "scripts" / "benchmark"), "replay")
            used, printed = run_and_read(*command, "--archive", str(path), "--reader", reader)
            report("replay", reader=reader, **used | json.loads(printed), data=data_hash(options.ced))
