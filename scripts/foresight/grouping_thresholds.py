#!/usr/bin/env python3
"""Measure how well posts are grouped by meaning, at the shipped thresholds or at others.

    scripts/foresight/grouping_thresholds.py              each set at the shipped thresholds
    scripts/foresight/grouping_thresholds.py --grid       the mean over the sets at other thresholds
    scripts/foresight/grouping_thresholds.py --guards     each set, where the guards of matching tell posts apart too
    scripts/foresight/grouping_thresholds.py --speed      seconds and memory for 20,000 posts, rows given

All sets and the noise are one stream of an hour, in an order drawn once: every text may join every group.
"""

from __future__ import annotations

import argparse
import sys
import time
import tracemalloc
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT)]

from benchmarks.reporting import report  # noqa: E402 - after the path

from foresight.agreement import agreement  # noqa: E402
from foresight.grouping_sets import read_known  # noqa: E402
from rumorwatch.domain.posts import PostKey  # noqa: E402
from rumorwatch.emerge.arrivals import Arrival  # noqa: E402
from rumorwatch.emerge.grouping import Grouping, Nearness  # noqa: E402
from rumorwatch.match.guards.differences import differences  # noqa: E402
from rumorwatch.models import open_models  # noqa: E402
from rumorwatch.normalize.text import views_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresight.agreement import Agreement
    from foresight.grouping_sets import Known
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.rumors import RumorId
    from rumorwatch.domain.vectors import DenseRows
    from rumorwatch.emerge.grouping import TellApart

GRID = {
    "min_leader_cosine": (0.55, 0.6, 0.65, 0.7, 0.75),
    "min_centroid_cosine": (0.0, 0.7, 0.75, 0.8, 0.85),
    "min_words": (0.0, 2.0, 3.0, 4.0, 5.0),
    "short_margin": (0.0, 0.05, 0.1),
}
"""Each threshold is varied alone, the others as shipped."""
FITTED = ("checkthat", "vnpara", "en-vi", "en-zh", "lcqmc", "pairs")
UNREAD = ("pairs-unread",)
SPEED_POSTS, SPEED_HOURS = 20_000, 72
BEGIN = datetime(2026, 10, 1, tzinfo=UTC)


def arrivals_of(known: Sequence[Known]) -> tuple[list[Arrival], DenseRows]:
    """Return the texts as posts of one hour, with the rows of the shipped static encoder."""
    texts = views_of([one.text for one in known])
    arrivals = [
        Arrival(
            key=PostKey(f"{at:032x}"),
            moment=BEGIN + timedelta(hours=at / len(texts)),
            views=text,
            text_hash=f"{one.set} {text.folded}",  # a text of two sets is not a copy: it has two labels
        )
        for at, (one, text) in enumerate(zip(known, texts, strict=True))
    ]
    return arrivals, np.asarray(open_models(["static"]).dense["static"].encode(texts))


def measured(
    known: Sequence[Known],
    arrivals: Sequence[Arrival],
    rows: DenseRows,
    nearness: Nearness,
    tell_apart: TellApart | None = None,
) -> dict[str, Agreement]:
    """Return the agreement of each set."""
    groups = Grouping(nearness=nearness, tell_apart=tell_apart).add(arrivals, rows)
    return {
        name: agreement(groups, [one.label if one.set == name else None for one in known])
        for name in (*FITTED, *UNREAD)
    }


def guards_differ(post: SpellingViews, leader: SpellingViews) -> bool:
    """Return whether the guards of matching find a difference."""
    return bool(differences(post, leader))


def nearnesses() -> Iterator[Nearness]:
    """Yield the thresholds of the grid."""
    for name, values in GRID.items():
        for value in values:
            yield replace(Nearness(), **{name: value})


def figures(found: Agreement) -> dict[str, float]:
    """Return the figures of one agreement."""
    shares = {field.name: getattr(found, field.name) for field in fields(found)}
    return {name: round(share, 4) for name, share in {**shares, "b_cubed_f1": found.b_cubed_f1}.items()}


def mean_figures(found: Sequence[Agreement]) -> dict[str, float]:
    """Return the mean of each figure."""
    each = [figures(one) for one in found]
    return {name: round(float(np.mean([one[name] for one in each])), 4) for name in each[0]}


def speed(rows: DenseRows, arrivals: Sequence[Arrival]) -> None:
    """Print the time and memory of 20,000 posts that all fall into one span, in one batch and in batches of 100."""
    step = timedelta(hours=SPEED_HOURS / SPEED_POSTS)
    posts = [replace(one, moment=BEGIN + at * step) for at, one in enumerate(arrivals[:SPEED_POSTS])]
    for batch in (SPEED_POSTS, 100):
        began, began_cpu = time.perf_counter(), time.process_time()
        groups = _grouped(posts, rows[: len(posts)], batch)
        seconds, cpu_s = time.perf_counter() - began, time.process_time() - began_cpu
        tracemalloc.start()
        _grouped(posts, rows[: len(posts)], batch)
        peak_mb = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        report(
            "grouping speed",
            posts=len(posts),
            batch=batch,
            groups=len(set(groups)),
            seconds=round(seconds, 2),
            cpu_s=round(cpu_s, 2),
            peak_mb=round(peak_mb),
        )


def _grouped(posts: Sequence[Arrival], rows: DenseRows, batch: int) -> list[RumorId | None]:
    grouping = Grouping()
    groups: list[RumorId | None] = []
    for at in range(0, len(posts), batch):
        groups += grouping.add(posts[at : at + batch], rows[at : at + batch])
    return groups


def main(arguments: Sequence[str]) -> None:
    """Measure what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of outside data")
    parser.add_argument("--grid", action="store_true", help="measure other thresholds too")
    parser.add_argument("--leader", type=float, default=Nearness().min_leader_cosine, help="least cosine to the first")
    parser.add_argument("--centroid", type=float, default=Nearness().min_centroid_cosine, help="least to the mean")
    parser.add_argument("--guards", action="store_true", help="ask the guards of matching too; takes minutes")
    parser.add_argument("--speed", action="store_true", help="measure the time of 20,000 posts")
    options = parser.parse_args(arguments)
    known = read_known(options.data, ROOT / "models" / "frozen" / "pairs")
    arrivals, rows = arrivals_of(known)
    if options.speed:
        speed(rows, arrivals)
        return
    if options.grid:
        for nearness in nearnesses():
            found = measured(known, arrivals, rows, nearness)
            report("grouping", nearness=_told(nearness), **mean_figures([found[name] for name in FITTED]))
        return
    tell_apart = guards_differ if options.guards else None
    nearness = Nearness(min_leader_cosine=options.leader, min_centroid_cosine=options.centroid)
    for name, found_one in measured(known, arrivals, rows, nearness, tell_apart).items():
        report("grouping", set=name, guards=options.guards, nearness=_told(nearness), **figures(found_one))


def _told(nearness: Nearness) -> dict[str, str]:
    return {field.name: str(getattr(nearness, field.name)) for field in fields(nearness)}


if __name__ == "__main__":
    main(sys.argv[1:])
