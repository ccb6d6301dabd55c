"""What rewriting posts costs: recall of the right claim before and after, for each of 27 rewrites.

    scripts/benchmark robustness
    scripts/benchmark robustness --only zalgo leet --sets demo vietnamese --model lexical --examples 5

One line for each rewrite and set: recall of a right claim at the first place and among five, and among the matches of
a tier (confirmed or suggested), of the posts as they are and rewritten, and what was lost in points. Then one line for
each rewrite: the mean over the sets, the limit of its kind, and whether the greatest of the three losses keeps it.
Every claim is encoded once; posts that are read alike are matched once.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from matcher.rows import InMemory

from benchmarks.reporting import ROOT, data_hash, report
from benchmarks.rewrites import TOOL, Rewrite, read_rewrites
from benchmarks.searches import SEARCHES, Search, post_of
from rumorwatch.matching import make_matcher
from rumorwatch.models import open_models

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import Post, SpellingViews
    from rumorwatch.models import Models

DEPTH = 5
"""Matches of a post that are looked at."""
MEASURES = ("recall@1", f"recall@{DEPTH}", "tiered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whether a right claim of a post was found, by each of ``MEASURES``."""

    first: bool = False
    among: bool = False
    tiered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The posts of a set, as they are or rewritten, and what was found for them."""

    texts: tuple[str, ...]
    views: tuple[SpellingViews | None, ...]
    """None where nothing was left to match."""
    found: tuple[Found, ...]

    def recalls(self) -> dict[str, float]:
        """Return the recall by each measure, 0 to 1."""
        columns = zip(*((one.first, one.among, one.tiered) for one in self.found), strict=True)
        return dict(zip(MEASURES, map(fmean, columns), strict=True))


def measure(search: Search, rewrites: Sequence[Rewrite], models: Models) -> tuple[Reading, dict[str, Reading], str]:
    """Return the posts as they are, by each rewrite, and the id of the matcher."""
    matcher = make_matcher(search.claims, models)
    versions = [search.posts, *(tuple(map(rewrite.of, search.posts)) for rewrite in rewrites)]
    read = [[post_of(text) for text in version] for version in versions]
    distinct = {post.views: post for posts in read for post in posts if post is not None}
    matches = dict(zip(distinct, matcher.match(list(distinct.values()), top=DEPTH), strict=True))
    plain, *rewritten = (_reading(search, texts, posts, matches) for texts, posts in zip(versions, read, strict=True))
    return plain, {rewrite.name: one for rewrite, one in zip(rewrites, rewritten, strict=True)}, matcher.model_id


def _reading(
    search: Search,
    texts: tuple[str, ...],
    posts: Sequence[Post | None],
    matches: Mapping[SpellingViews, Sequence[Match]],
) -> Reading:
    found = [
        Found() if post is None else _found(matches[post.views], right)
        for post, right in zip(posts, search.right, strict=True)
    ]
    views = tuple(None if post is None else post.views for post in posts)
    return Reading(texts=texts, views=views, found=tuple(found))


def _found(matches: Sequence[Match], right: frozenset[str]) -> Found:
    mine = [match for match in matches if match.claim_id in right]
    return Found(
        first=any(match.rank == 1 for match in mine),
        among=bool(mine),
        tiered=any(match.tier is not None for match in mine),
    )


def losses(plain: Reading, rewritten: Reading) -> dict[str, float]:
    """Return by each measure the points of recall that were lost."""
    after = rewritten.recalls()
    return {name: 100 * (before - after[name]) for name, before in plain.recalls().items()}


def show_examples(name: str, plain: Reading, rewritten: Reading, *, number: int) -> None:
    """Print on stderr posts that were found, or in a tier, and are not once rewritten."""
    lost = [
        at
        for at, (before, after) in enumerate(zip(plain.found, rewritten.found, strict=True))
        if (before.first, before.tiered) > (after.first, after.tiered)
    ]
    for at in lost[:number]:
        before, after = plain.views[at], rewritten.views[at]
        rows = {
            "as it is ": plain.texts[at],
            "rewritten": rewritten.texts[at],
            "accented ": after and after.accented,
            "folded   ": before and before.folded,
            "and now  ": after and after.folded,
        }
        print(f"--- {name}", *(f"{told} {text}" for told, text in rows.items()), sep="\n", file=sys.stderr)


def _rounded(values: Mapping[str, float], digits: int) -> dict[str, float]:
    return {name: round(value, digits) for name, value in values.items()}


def summarize(rewrite: Rewrite, lost: Mapping[str, Mapping[str, float]]) -> None:
    """Print the mean over the sets of what a rewrite costs, and whether it keeps its limit."""
    means = {name: fmean(by_measure[name] for by_measure in lost.values()) for name in MEASURES}
    worst = max(lost, key=lambda name: max(lost[name].values()))
    report(
        "robustness summary",
        rewrite=rewrite.name,
        kind=rewrite.kind,
        sets=list(lost),
        loss_points=_rounded(means, 2),
        limit_points=rewrite.limit,
        holds=max(means.values()) <= rewrite.limit,
        worst={"set": worst, "loss_points": round(max(lost[worst].values()), 2)},
    )


def run(options: argparse.Namespace, rewrites: Sequence[Rewrite], searches: Sequence[Search]) -> None:
    """Measure every set, then summarize every rewrite."""
    models = open_models(options.model, vectors=InMemory())
    lost: dict[str, dict[str, dict[str, float]]] = {rewrite.name: {} for rewrite in rewrites}
    for search in searches:
        plain, rewritten, model_id = measure(search, rewrites, models)
        data = data_hash(*search.files, options.tools / TOOL)
        for name, reading in rewritten.items():
            lost[name][search.name] = losses(plain, reading)
            report(
                "robustness",
                rewrite=name,
                set=search.name,
                posts=len(search.posts),
                claims=len(search.claims),
                original=_rounded(plain.recalls(), 4),
                rewritten=_rounded(reading.recalls(), 4),
                loss_points=_rounded(lost[name][search.name], 2),
                read_otherwise=round(fmean(a != b for a, b in zip(plain.views, reading.views, strict=True)), 3),
                model=model_id,
                data=data,
            )
            show_examples(f"{name}, {search.name}", plain, reading, number=options.examples)
    for rewrite in rewrites:
        summarize(rewrite, lost[rewrite.name])


def main(arguments: Sequence[str]) -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark robustness", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    shared = ROOT.parent / "shared"
    parser.add_argument("--tools", type=Path, default=shared / "tools", help=f"folder of {TOOL}")
    parser.add_argument("--data", type=Path, default=shared / "data", help="folder of the sets of docs/data.md")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="rewrites to run (default: all)")
    parser.add_argument("--sets", nargs="+", choices=tuple(SEARCHES), default=list(SEARCHES), help="sets to run")
    parser.add_argument("--claims", type=int, metavar="N", help="draw N of CheckThat's claims (default: all 14,231)")
    parser.add_argument(
        "--model", action="append", default=[], help="model or folder; may be repeated (default: cascade)"
    )
    parser.add_argument("--examples", type=int, default=0, metavar="N", help="show N posts lost by each on stderr")
    options = parser.parse_args(arguments)
    rewrites = read_rewrites(options.tools)
    unknown = sorted(set(options.only or ()) - {rewrite.name for rewrite in rewrites})
    if unknown:
        parser.error(f"no rewrites {', '.join(unknown)}; there are {', '.join(one.name for one in rewrites)}")
    if options.data.is_dir() or options.sets == ["demo"]:
        searches = [SEARCHES[name](options.data, options.claims) for name in options.sets]
        run(options, [one for one in rewrites if options.only is None or one.name in options.only], searches)
    else:
        parser.error(f"no folder {options.data}: name that of docs/data.md with --data, or ask for --sets demo")
