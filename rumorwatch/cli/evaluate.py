"""The command ``evaluate``: how well posts are matched with the claims they are known to repeat."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.files import cache_option, model_option, named_models, read_claims_file, read_posts_file
from rumorwatch.cli.output import json_option, print_json, say
from rumorwatch.domain.errors import FileError, UsageError, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.claims import Claim
    from rumorwatch.domain.posts import Post

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--posts", type=_FILE, help="Posts: JSONL, CSV, TSV (also .gz) or XLSX.")
@click.option("--claims", type=_FILE, help="Claims: JSONL (also .gz), CSV, TSV, XLSX or ClaimReview JSON-LD.")
@click.option("--pairs", type=_FILE, help="Pairs that belong together: post_id and claim_id.")
@click.option("--curve", is_flag=True, help="What the workspace's judgments bought, and what more would likely buy.")
@click.option("--more", type=click.IntRange(1, 1_000_000), metavar="N", help="With --curve: judgments to look ahead.")
@model_option
@cache_option
@json_option
@click.pass_obj
def evaluate(
    path: Path,
    *,
    posts: Path | None,
    claims: Path | None,
    pairs: Path | None,
    curve: bool,
    more: int | None,
    models: Sequence[str],
    cache: Path | None,
    as_json: bool,
) -> None:
    """Match the posts and compare with the pairs: ranking (MAP@5, P@1, S@10), and precision and recall of each tier.

    With --curve nothing of this, but the learning curve of a workspace, measured on its gold set.
    """
    if curve:
        from rumorwatch.cli.curveview import show_curve

        if posts or claims or pairs or models or cache:
            raise UsageError(
                code="RW-U85",
                failed="--curve measures a workspace, and files or models were named with it",
                remedy="Leave --posts, --claims, --pairs, --model and --cache out",
            )
        show_curve(path, more=more, as_json=as_json)
        return
    if posts is None or claims is None or pairs is None:
        raise UsageError(
            code="RW-U86",
            failed="--posts, --claims and --pairs belong together, and not all were named",
            remedy="Name all three, or --curve alone",
        )
    _measure(posts, claims, pairs, models=models, cache=cache, as_json=as_json)


def _measure(
    posts: Path, claims: Path, pairs: Path, *, models: Sequence[str], cache: Path | None, as_json: bool
) -> None:
    from rumorwatch.collect.references import read_pairs
    from rumorwatch.evaluate.retrieval import evaluate as measure
    from rumorwatch.matching import make_matcher

    with named_models(models, cache=cache) as opened:
        known = [(pair.post_id, pair.claim_id) for pair in read_pairs(pairs)]
        listed = read_claims_file(claims)
        read = list(read_posts_file(posts))
        _check(known, posts=read, claims=listed, path=pairs)
        figures = measure(make_matcher(listed, opened, folder=cache, say=say), read, known).as_json()
    if as_json:
        print_json([figures])
    else:
        _print(figures)


def _check(pairs: Sequence[tuple[str, str]], *, posts: Sequence[Post], claims: Sequence[Claim], path: Path) -> None:
    """Say what of the pairs is not in the files, so that a figure is not taken for more than it is.

    Raises:
        FileError: RW-F11 a post id stands twice; RW-F23 no pair names a post that was read.
    """
    counted = Counter(post.external_id for post in posts)
    twice = [str(name) for name, times in counted.items() if times > 1]
    if twice:
        raise FileError(
            code="RW-F11",
            failed=f"{len(twice)} post ids stand more than once, among them {quoted(', '.join(twice[:5]))}",
            remedy="Give every post its own id",
        )
    paired = {post_id for post_id, _ in pairs}
    missing = paired - counted.keys()
    if paired == missing:
        raise FileError(
            code="RW-F23",
            failed=f'none of the {len(paired)} posts that "{path}" names was read',
            remedy="Check that pairs and posts belong together",
        )
    if missing:
        say(f"{len(missing)} of {len(paired)} posts with pairs are not among the posts read; they are not counted")
    unknown = {claim_id for _, claim_id in pairs} - {str(claim.id) for claim in claims}
    if unknown:
        say(f"{len(unknown)} claims with pairs are not among the claims read; their posts count as not found")


def _print(figures: Mapping[str, object]) -> None:
    from rumorwatch.cli.output import console, table

    made = table("measure", "value")
    for name, value in figures.items():
        if isinstance(value, dict):
            for part, share in value.items():
                made.add_row(f"{name} {part}", "-" if share is None else f"{share:.3f}")
        else:
            made.add_row(name, str(value))
    console().print(made)
