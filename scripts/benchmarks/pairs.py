"""Minimal pairs from end to end: which posts that change a fact stay confirmed, and which that change none are demoted.

    scripts/benchmark pairs
    scripts/benchmark pairs --only blind second

All pairs of models/frozen/pairs; the claims of all of them are one list, as an agency's would be. A pair counts where
the model alone confirms it, so that the guards have something to decide; posts too short to be confirmed are left out.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.reporting import ROOT, data_hash, report
from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.match.calibrate import LEVELS
from rumorwatch.match.guards.demotions import MIN_WORDS
from rumorwatch.match.guards.differences import differences
from rumorwatch.matching import make_matcher
from rumorwatch.models import open_models
from rumorwatch.normalize.text import views
from rumorwatch.reading.words import count_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.match.judging import Judge

PAIRS = ROOT / "models" / "frozen" / "pairs"
TOP = 5


def read_sets(names: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """Return the pairs of each set."""
    return {
        name: [json.loads(line) for line in (PAIRS / f"{name}.jsonl").read_text("utf-8").splitlines()] for name in names
    }


def confirmed(judge: Judge, posts: Sequence[SpellingViews], claims: Sequence[int]) -> list[bool]:
    """Return whether the model alone confirms each post's claim, given as its place in the list."""
    judged = judge.judge(posts, np.arange(len(posts)), size=len(posts), top=TOP)
    sure = judged.levels == len(LEVELS) - 1
    return [
        bool(row[found == claim].any()) for row, found, claim in zip(sure, judged.found.references, claims, strict=True)
    ]


def measured(judge: Judge, rows: Sequence[Mapping[str, str]], places: Mapping[str, int]) -> dict[str, object]:
    """Return what the guards make of a set's pairs."""
    rows = [row for row in rows if count_words(views(row["post"]).folded) >= MIN_WORDS]
    posts = [views(row["post"]) for row in rows]
    alone = confirmed(judge, posts, [places[row["claim"]] for row in rows])
    counts: Counter[str] = Counter()
    stay: Counter[str] = Counter()
    for row, post, is_sure in zip(rows, posts, alone, strict=True):
        kind = "changed" if row["changed"] else "same"
        counts[kind] += 1
        if not is_sure:
            continue
        counts[f"{kind}_confirmed_by_the_model"] += 1
        if bool(differences(post, views(row["claim"]))) == (kind == "same"):
            counts[f"{kind}_wrong"] += 1
            stay[row["kind"]] += 1
    shares = {
        share: round(counts[f"{kind}_wrong"] / max(counts[f"{kind}_confirmed_by_the_model"], 1), 4)
        for share, kind in (("changed_stay_confirmed", "changed"), ("same_demoted", "same"))
    }
    return {**counts, **shares, "wrong_by_kind": dict(stay)}


def main(arguments: Sequence[str]) -> None:
    """Measure the sets named."""
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark pairs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    every = sorted(path.stem for path in PAIRS.glob("*.jsonl"))
    parser.add_argument("--only", nargs="+", choices=every, default=every, metavar="NAME", help=", ".join(every))
    parser.add_argument("--model", action="append", default=[], help="model; may be repeated (default: cascade)")
    options = parser.parse_args(arguments)
    sets = read_sets(every)
    places = {text: at for at, text in enumerate(dict.fromkeys(row["claim"] for rows in sets.values() for row in rows))}
    matcher = make_matcher(
        [Claim(id=ClaimId(str(at)), text=text) for text, at in places.items()], open_models(options.model)
    )
    for name in options.only:
        report(
            "pairs",
            set=name,
            claims=len(places),
            model=matcher.model_id,
            **measured(matcher.judge, sets[name], places),
            target_changed_stay_confirmed=0.01,
            target_same_demoted=0.05,
            data=data_hash(PAIRS / f"{name}.jsonl"),
        )
