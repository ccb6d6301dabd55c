"""posts/s and MAP@5 of our matching and of the baseline, on the same files in the same run."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.reporting import ROOT, data_hash, jsonl, report, teacher_folder
from benchmarks.running import run, run_and_read, write_jsonl
from rumorwatch.evaluate.metrics import average_precision

if TYPE_CHECKING:
    import argparse

BASELINE_MODEL = "all-MiniLM-L6-v2"
BASELINE = """
import json, sys, time
from sentence_transformers import SentenceTransformer, util
folder, posts, claims, out = sys.argv[1:]
read = lambda path: [json.loads(line) for line in open(path, encoding="utf-8")]
posts, claims = read(posts), read(claims)
model = SentenceTransformer(folder)
index = model.encode([row["text"] for row in claims], batch_size=64, convert_to_tensor=True)
started = time.monotonic()
rows = model.encode([row["text"] for row in posts], batch_size=64, convert_to_tensor=True)
hits = util.semantic_search(rows, index, top_k=5)
seconds = time.monotonic() - started
found = {row["id"]: [claims[hit["corpus_id"]]["id"] for hit in hit_list] for row, hit_list in zip(posts, hits)}
json.dump({"seconds": seconds, "found": found}, open(out, "w"))
"""


def plain_files(options: argparse.Namespace, folder: Path) -> tuple[Path, dict[str, set[str]], str]:
    """Write posts, repeated up to the number asked for, and claims as JSONL; return the posts with their pairs."""
    claims, posts = jsonl(options.claims), jsonl(options.posts)
    wanted: dict[str, set[str]] = {}
    for pair in jsonl(options.pairs):
        wanted.setdefault(pair["post_id"], set()).add(pair["claim_id"])
    for row in claims:
        row["text"] = " ".join(row.get(key, "") for key in ("title", "text")).strip()
    many = [{**posts[index % len(posts)], "id": f"{index}"} for index in range(options.number)]
    pairs = {f"{index}": wanted[posts[index % len(posts)]["id"]] for index in range(options.number)}
    write_jsonl(folder / "posts.jsonl", iter(many))
    write_jsonl(folder / "claims.jsonl", iter(claims))
    return folder / "posts.jsonl", pairs, data_hash(options.posts, options.claims, options.pairs)


def bench_match(options: argparse.Namespace) -> None:
    """posts/s and MAP@5 of our matching and of the baseline, on the same files in the same run.

    First of the posts with known claims, repeated up to the number; then of as many posts of a stream, no two alike.
    """
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base)
        posts, pairs, data = plain_files(options, folder)
        write_jsonl(folder / "original.jsonl", iter(jsonl(options.claims)))
        bench_posts(posts, folder, pairs=pairs, data=data, models=options.model)
        stream = options.data / "streams" / "pheme_ferguson.jsonl.gz"
        if stream.is_file():
            texts = dict.fromkeys(row["text"] for row in jsonl(stream))
            rows = ({"id": str(at), "text": text} for at, text in enumerate(texts) if at < options.number)
            write_jsonl(folder / "stream.jsonl", rows)
            told = data_hash(stream, options.claims)
            bench_posts(folder / "stream.jsonl", folder, pairs={}, data=told, models=options.model)


def bench_posts(posts: Path, folder: Path, *, pairs: dict[str, set[str]], data: str, models: list[str]) -> None:
    """Match posts with the claims of a folder, ours and the baseline; claims are encoded apart."""
    (folder / "baseline.py").write_text(BASELINE, "utf-8")
    out = folder / "b"
    theirs = run(
        sys.executable,
        str(folder / "baseline.py"),
        str(teacher_folder()),
        str(posts),
        str(folder / "claims.jsonl"),
        str(out),
    )
    baseline = json.loads(out.read_text("utf-8"))
    timing = str(ROOT / "scripts" / "benchmarks" / "timing.py")
    files = (str(posts), str(folder / "original.jsonl"), str(folder / "rows.db"))
    used, printed = run_and_read(sys.executable, timing, *files, *models)
    ours = json.loads(printed)
    number = len(jsonl(posts))
    rate, baseline_rate = number / ours["seconds"], number / baseline["seconds"]
    figures = {}
    if pairs:
        ranked = dict(zip(pairs, ours["found"], strict=True))
        figures = {
            "map5": round(sum(average_precision(ranked[k], v, at=5) for k, v in pairs.items()) / number, 4),
            "baseline_map5": round(
                sum(average_precision(baseline["found"][k], v, at=5) for k, v in pairs.items()) / number, 4
            ),
        }
    report(
        "match",
        posts=number,
        distinct=len({row["text"] for row in jsonl(posts)}),
        model=ours["model"],
        posts_per_s=round(rate, 1),
        learning_s=ours["learning_s"],
        peak_mb=used["peak_mb"],
        baseline=BASELINE_MODEL,
        baseline_posts_per_s=round(baseline_rate, 1),
        baseline_peak_mb=theirs["peak_mb"],
        **figures,
        ratio=round(rate / baseline_rate, 2),
        target_ratio=10,
        data=data,
    )
