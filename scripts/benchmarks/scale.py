"""How matching grows with the list of claims: 10,000, 100,000 and a million, made from CheckThat!'s by augmentation.

Each size is built, matched with nothing remembered (cold) and matched again (warm), each in a process of its own; what
was built is kept in --folder and used again. Times of matching are without start-up and building.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.augmenting import augmented
from benchmarks.reporting import ROOT, data_hash, jsonl, report
from benchmarks.watching import RowsOfClaims, TimedJudge
from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.domain.posts import FeedId, Post, PostKey
from rumorwatch.evaluate.metrics import average_precision
from rumorwatch.normalize.text import views

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.match.matcher import Matcher
    from rumorwatch.match.segments.listed import ListedIndex

SIZES = (10_000, 100_000, 1_000_000)
POSTS, SAMPLE, DEPTH = 500, 100, 100
TARGETS = {10_000: 500, 1_000_000: 1_500}
"""Peak MB. Targets that the project set before anything was measured (docs/figures.md, Scale), 500 of them for
CheckThat!'s 14,231 claims."""
GROWTH = 3
"""Time per post at a million claims over that at 10,000, at most; such a target too."""
BLOCK = 20_000
"""References scored at once where everything is searched."""


def main(arguments: Sequence[str]) -> None:
    """Run every size and print its figures; with ``--step`` one step of one size."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark scale", description=__doc__)
    data = ROOT.parent / "shared" / "data" / "retrieval" / "checkthat"
    parser.add_argument("--data", type=Path, default=data, help="folder of claims, posts and pairs")
    parser.add_argument(
        "--folder", type=Path, default=ROOT / ".benchmarks" / "scale", help="what is built is kept here"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of claims")
    parser.add_argument("--posts", type=int, default=POSTS, help=f"posts to match (default: {POSTS})")
    parser.add_argument(
        "--long-list", type=int, help="claims from which on a list gets a segment (default: as shipped)"
    )
    parser.add_argument("--step", choices=tuple(STEPS), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.step:
        print(json.dumps(STEPS[options.step](options)))
        return
    files = [options.data / f"{name}.jsonl.gz" for name in ("claims", "train.posts", "train.pairs")]
    first: dict[str, Any] = {}
    for size in options.sizes:
        built, cold, warm, found = (_step(name, size, options) for name in ("build", "cold", "warm", "recall"))
        first = first or warm
        report(
            "scale",
            claims=size,
            posts=warm["posts"],
            building_s=built["seconds"],
            building_peak_mb=built["peak_mb"],
            opening_s=warm["opening_s"],
            ms_per_post=warm["ms_per_post"],
            cpu_ms_per_post=warm["cpu_ms_per_post"],
            judging_ms_per_post=warm["judging_ms_per_post"],
            tiered_per_post=warm["tiered_per_post"],
            cold_ms_per_post=cold["ms_per_post"],
            ratio=round(warm["ms_per_post"] / first["ms_per_post"], 2),
            cpu_ratio=round(warm["cpu_ms_per_post"] / first["cpu_ms_per_post"], 2),
            judging_ratio=round(warm["judging_ms_per_post"] / first["judging_ms_per_post"], 2),
            target_ratio=GROWTH if size == max(SIZES) else None,
            peak_mb=warm["peak_mb"],
            cold_peak_mb=cold["peak_mb"],
            target_peak_mb=TARGETS.get(size),
            **found,
            map5=warm["map5"],
            models=warm["models"],
            data=data_hash(*files),
        )


def _step(name: str, size: int, options: argparse.Namespace) -> dict[str, Any]:
    """Run one step in a process of its own; return what it prints."""
    command = [sys.executable, str(ROOT / "scripts" / "benchmark"), "scale", "--step", name, "--sizes", str(size)]
    command += ["--data", str(options.data), "--folder", str(options.folder), "--posts", str(options.posts)]
    if options.long_list is not None:
        command += ["--long-list", str(options.long_list)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    made: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return made


# --- steps, each in its own process -----------------------------------------------------------------------------------


def build(options: argparse.Namespace) -> dict[str, Any]:
    """Make the matcher, and with it the segment of a long list where there is none yet."""
    claims, posts, _ = _read(options)
    began = time.perf_counter()
    _matcher(claims, posts, options)
    return {"seconds": round(time.perf_counter() - began, 1), "peak_mb": _peak_mb()}


def cold(options: argparse.Namespace) -> dict[str, Any]:
    """Match with no row of a claim remembered from before."""
    for left in _folder(options).glob("rows.db*"):
        left.unlink()
    return warm(options)


def warm(options: argparse.Namespace) -> dict[str, Any]:
    """Match with what the last run remembered."""
    claims, posts, right = _read(options)
    began = time.perf_counter()
    matcher = _matcher(claims, posts, options)
    opening_s = time.perf_counter() - began
    timed = TimedJudge(matcher.judge)
    matcher = replace(matcher, judge=timed)
    matcher.match([_post("start", "a word to load the models with")], top=5)
    timed.seconds = 0.0
    began, began_cpu = time.perf_counter(), time.process_time()
    found = matcher.match(posts, top=5)
    seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    ranked = [[str(match.claim_id) for match in matches] for matches in found]
    precisions = [average_precision(one, mine, at=5) for one, mine in zip(ranked, right, strict=True)]
    return {
        "posts": len(posts),
        "opening_s": round(opening_s, 1),
        "ms_per_post": round(seconds / len(posts) * 1000, 2),
        "cpu_ms_per_post": round(cpu / len(posts) * 1000, 2),
        "judging_ms_per_post": round(timed.seconds / len(posts) * 1000, 2),
        "tiered_per_post": round(sum(one.tier is not None for mine in found for one in mine) / len(posts), 2),
        "map5": round(float(np.mean(precisions)), 4),
        "peak_mb": _peak_mb(),
        "models": matcher.model_id,
    }


def recall(options: argparse.Namespace) -> dict[str, Any]:
    """Compare the first stage's search with scoring every claim, on some of the posts."""
    from rumorwatch.match.segments.listed import ListedIndex

    claims, posts, right = _read(options)
    matcher = _matcher(claims, posts, options)
    judge: Any = matcher.judge
    index = judge.first.index
    if not isinstance(index, ListedIndex):
        return {"recall@100": 1.0, "recall@10": 1.0, "right_kept": 1.0}
    texts = [post.views for post in posts[:SAMPLE]]
    found = index.search(texts, top=DEPTH).references
    exact = _everything(index, texts)
    places = {str(claim.id): at for at, claim in enumerate(claims)}
    wanted = [[places[name] for name in mine if name in places] for mine in right[:SAMPLE]]
    reachable = [(at, one) for at, mine in enumerate(wanted) for one in mine if one in exact[at]]
    return {
        "recall@100": round(
            float(np.mean([len(np.intersect1d(a, b)) / DEPTH for a, b in zip(found, exact, strict=True)])), 4
        ),
        "recall@10": round(
            float(np.mean([len(np.intersect1d(a, b[:10])) / 10 for a, b in zip(found, exact, strict=True)])), 4
        ),
        "right_kept": round(float(np.mean([one in found[at] for at, one in reachable])), 4),
    }


STEPS = {"build": build, "cold": cold, "warm": warm, "recall": recall}


def _everything(index: ListedIndex, texts: Sequence[SpellingViews]) -> NDArray[np.intp]:
    """Return (n, DEPTH) the best references of a segment by scoring all of them, a block at a time."""
    from scipy import sparse

    segment: Any = index.segment  # its rows carry no types
    posts = [encoder.encode(texts) for encoder in segment.encoders]
    best, values = np.zeros((len(texts), 0), np.intp), np.zeros((len(texts), 0), np.float32)
    for begin in range(0, segment.size, BLOCK):
        some = np.arange(begin, min(begin + BLOCK, segment.size))
        scores = np.zeros((len(texts), len(some)), np.float32)
        for weight, mine, rows in zip(segment.weights, posts, segment.first_rows(some), strict=True):
            product = mine @ rows.T
            scores += np.float32(weight) * (product.toarray() if sparse.issparse(product) else product)
        values = np.concatenate([values, scores], axis=1)
        best = np.concatenate([best, np.broadcast_to(some, scores.shape)], axis=1)
        order = np.argsort(-values, axis=1, kind="stable")[:, :DEPTH]
        best, values = np.take_along_axis(best, order, 1), np.take_along_axis(values, order, 1)
    return best


# --- what they share --------------------------------------------------------------------------------------------------


def _read(options: argparse.Namespace) -> tuple[list[Claim], list[Post], list[set[str]]]:
    """Return the claims, those of the posts first; the posts; and the ids of the claims of each."""
    size = options.sizes[0]
    names = ("claims", "train.posts", "train.pairs")
    claims, posts, pairs = (jsonl(options.data / f"{name}.jsonl.gz") for name in names)
    right: dict[str, set[str]] = {}
    for pair in pairs:
        right.setdefault(pair["post_id"], set()).add(pair["claim_id"])
    posts = posts[: options.posts]
    needed = {name for post in posts for name in right[post["id"]]}
    claims.sort(key=lambda claim: claim["id"] not in needed)
    made = [
        Claim(id=ClaimId(claims[at]["id"] if at == number else f"copy-{number}"), text=text)
        for number, (at, text) in enumerate(augmented([claim["text"] for claim in claims], number=size))
    ]
    return made, [_post(post["id"], post["text"]) for post in posts], [right[post["id"]] for post in posts]


def _post(name: str, text: str) -> Post:
    from datetime import UTC, datetime

    at: datetime = datetime(2026, 11, 1, tzinfo=UTC)
    return Post(
        key=PostKey(name),
        content_key=None,
        feed_id=FeedId("scale"),
        views=views(text),
        text_hash="",
        external_id=name,
        published_at=at,
        seen_at=at,
    )


def _folder(options: argparse.Namespace) -> Path:
    folder: Path = options.folder / str(options.sizes[0])
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _matcher(claims: Sequence[Claim], posts: Sequence[Post], options: argparse.Namespace) -> Matcher:
    from rumorwatch.embed.cached import StoreVectors
    from rumorwatch.longlists import LONG_LIST
    from rumorwatch.matching import make_matcher
    from rumorwatch.models import open_models
    from rumorwatch.storage.engine import open_store

    folder = _folder(options)
    store = open_store("sqlite:///rows.db", workspace=folder, busy_timeout_s=60)
    models = open_models([], vectors=RowsOfClaims(StoreVectors(store=store), posts))
    long_list = LONG_LIST if options.long_list is None else options.long_list
    return make_matcher(claims, models, folder=folder, long_list=long_list, say=_say)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
