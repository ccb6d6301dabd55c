"""Posts an alert on the demo stretched by noise: what a duty officer has to look at, and what is still found.

    scripts/benchmark compression
    scripts/benchmark compression --posts 20000 --data FOLDER

The demo's 422 posts stand among real public text that has nothing to do with them: informal Vietnamese (ViLexNorm),
what people added to reposts on Weibo (CED), tweets of two events (PHEME), and lines of Vietnamese newspapers, as many
letters as a post has, each once, each by an author of its own, at times spread evenly over the demo's days. Lines of
newspapers come from feeds of role ``media``, as the demo's newspapers do, the rest from public ones. One real scan
reads it all.

Prints alerts, posts an alert, recall over the rumors that the demo's author planted (claims that are back and new
rumors; a new one is found by an alert most of whose group's posts are its own), alerts that are of none, posts a notice
(alerts of the levels that people are told of), seconds and peak memory. The noise has real rumors in it, of Weibo and
of the two events; an alert of one counts as false all the same. The data stays outside the project: where it is not,
the benchmark says so and stops.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.reporting import DEMO, ROOT, data_hash, report
from benchmarks.running import run, run_and_read, write_jsonl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

COMMAND = str(Path(sys.executable).parent / "rumorwatch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Posts of one kind."""

    language: str
    role: str
    """Of their feeds."""
    files: tuple[str, ...]
    """Under the folder of data."""
    share: float
    """Of all noise, where there is as much."""


NOISE = (
    Noise(language="vi", role="public", files=("vietnamese/vilexnorm_train.jsonl.gz",), share=0.08),
    Noise(language="vi", role="media", files=("vietnamese/news_lines.jsonl.gz",), share=0.22),
    Noise(language="zh", role="public", files=("streams/ced_train.jsonl.gz",), share=0.4),
    Noise(
        language="en",
        role="public",
        files=("streams/pheme_ferguson.jsonl.gz", "streams/pheme_sydneysiege.jsonl.gz"),
        share=0.3,
    ),
)
DAYS = 3
"""Of the demo's recording."""
MIN_LETTERS, MAX_LETTERS = 20, 400
"""Of a post of noise; Han letters count double."""
TOLD = ("high", "medium")
"""Levels that people are told of by default (``alert.notify_level``)."""
POSTS_A_FEED = 5_000
"""As many entries as a feed may have by default."""
TARGET_POSTS, TARGET_RECALL = 1_000, 0.9
_SEED = 20_261_128


def noise_of(data: Path, number: int) -> list[dict[str, str]]:
    """Return posts of noise by time with the role of their feed; fewer where there are not as many."""
    chooser = random.Random(_SEED)  # noqa: S311 - a reproducible draw, no secret
    drawn = [(kind, text) for kind in NOISE for text in _drawn(chooser, data, kind, round(kind.share * number))]
    chooser.shuffle(drawn)
    seconds = sorted(chooser.randrange(DAYS * 86_400) for _ in drawn)
    begin = datetime.fromisoformat(_expected()["fixed_at"]) - timedelta(days=DAYS)
    return [
        {
            "id": f"noise-{place}",
            "text": text,
            "language": kind.language,
            "role": kind.role,
            "author": f"noise-{place}",
            "published_at": (begin + timedelta(seconds=second)).isoformat(),
        }
        for place, ((kind, text), second) in enumerate(zip(drawn, seconds, strict=True))
    ]


def _drawn(chooser: random.Random, data: Path, kind: Noise, number: int) -> list[str]:
    letters = 2 if kind.language == "zh" else 1
    every = dict.fromkeys(text for name in kind.files for text in _texts(data / name))
    long = [text for text in every if MIN_LETTERS <= len(text) * letters <= MAX_LETTERS]
    return chooser.sample(long, min(number, len(long)))


def _texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if "reposts" in row:
                yield from (answer["text"] for answer in row["reposts"])
            elif not row.get("text", row.get("original", "")).startswith("<"):  # news_lines has headings of documents
                yield row.get("text", row.get("original", ""))


def stretch(workspace: Path, posts: Sequence[Mapping[str, str]]) -> None:
    """Make the demo's workspace with these posts in feeds of their own."""
    run(COMMAND, "init", str(workspace), "--demo")
    listed = []
    for role in sorted({one["role"] for one in posts}):
        of_role = [{key: post[key] for key in post if key != "role"} for post in posts if post["role"] == role]
        for number, begin in enumerate(range(0, len(of_role), POSTS_A_FEED)):
            name = f"noise-{role}-{number}"
            write_jsonl(workspace / "feeds" / f"{name}.jsonl", of_role[begin : begin + POSTS_A_FEED])
            listed.append(
                f'\n[[feed]]\nid = "{name}"\nurl = "file:feeds/{name}.jsonl"\nkind = "posts"\nrole = "{role}"\n'
                'channel = "web"\nbasis = "benchmark"\n'
            )
    feeds = workspace / "feeds.toml"
    feeds.write_text(feeds.read_text("utf-8") + "".join(listed), "utf-8")


def found_in(workspace: Path, alerts: Sequence[Mapping[str, Any]], expected: Mapping[str, Any]) -> dict[str, object]:
    """Return what the alerts of a scanned workspace are of."""
    groups = _groups(workspace)
    of = {
        alert["alert_id"]: alert["claim_id"] or _planted(groups.get(alert["rumor_id"], ()), expected)
        for alert in alerts
    }
    planted = {*expected["active"], *expected["emerging"]}
    found = planted & set(of.values())
    false = [alert for alert in alerts if of[alert["alert_id"]] not in planted]
    return {
        "alerts": len(alerts),
        "planted": len(planted),
        "recall": round(len(found) / len(planted), 4),
        "missed": sorted(planted - found),
        "false_alerts": len(false),
        "false_of_claims": sum(alert["claim_id"] is not None for alert in false),
        "false_by_level": dict(Counter(alert["level"] for alert in false)),
        "found_by_level": dict(Counter(alert["level"] for alert in alerts if alert not in false)),
    }


def _groups(workspace: Path) -> dict[str, list[str | None]]:
    """Return the ids of the posts of each group that no claim explains."""
    from rumorwatch.bootstrap import open_workspace

    opened = open_workspace(workspace)
    try:
        with opened.store.read() as unit:
            groups = unit.readings.groups(since=datetime(1970, 1, 1, tzinfo=UTC), at_least=1)
            return {name: [post.external_id for post, _ in read] for name, read in groups.items()}
    finally:
        opened.close()


def _planted(ids: Sequence[str | None], expected: Mapping[str, Any]) -> str | None:
    """Return the planted new rumor that most of a group's posts are of; None: of none."""
    for name, posts in expected["emerging"].items():
        if 2 * sum(one in posts for one in ids) > len(ids):
            return str(name)
    return None


def _expected() -> dict[str, Any]:
    return dict(json.loads((DEMO / "expected.json").read_text("utf-8")))


def main(arguments: Sequence[str]) -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark compression", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    data = ROOT.parent / "shared" / "data"
    parser.add_argument("--data", type=Path, default=data, help=f"folder of the sets of docs/data.md (default: {data})")
    parser.add_argument("--posts", type=int, default=100_000, help="posts, the demo's among them (default: 100000)")
    options = parser.parse_args(arguments)
    paths = [options.data / name for kind in NOISE for name in kind.files]
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        parser.error(f"no file {', '.join(missing)}: the noise is not part of the project, see docs/data.md")
    expected = _expected()
    noise = noise_of(options.data, options.posts - expected["posts"])
    posts = len(noise) + expected["posts"]
    with tempfile.TemporaryDirectory() as base:
        workspace = Path(base) / "workspace"
        stretch(workspace, noise)
        used, printed = run_and_read(COMMAND, "-w", str(workspace), "scan", "--json")
        alerts = [json.loads(line) for line in printed.splitlines()]
        found = found_in(workspace, alerts, expected)
    report(
        "compression",
        posts=posts,
        noise=dict(Counter(f"{one['language']}, {one['role']}" for one in noise)),
        posts_an_alert=round(posts / max(1, len(alerts))),
        posts_a_notice=round(posts / max(1, sum(alert["level"] in TOLD for alert in alerts))),
        target_posts_an_alert=TARGET_POSTS,
        target_recall=TARGET_RECALL,
        **found,
        **used,
        data=data_hash(*paths),
    )
