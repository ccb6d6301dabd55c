"""The command ``evaluate``: how well posts are matched with the claims they are known to repeat."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.files import model_option, open_named_models, read_claims_file, read_posts_file
from rumorwatch.cli.output import json_option, print_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--posts", required=True, type=_FILE, help="Posts: JSONL, CSV, TSV (also .gz) or XLSX.")
@click.option(
    "--claims", required=True, type=_FILE, help="Claims: JSONL (also .gz), CSV, TSV, XLSX or ClaimReview JSON-LD."
)
@click.option("--pairs", required=True, type=_FILE, help="Pairs that belong together: post_id and claim_id.")
@model_option
@json_option
def evaluate(*, posts: Path, claims: Path, pairs: Path, models: Sequence[str], as_json: bool) -> None:
    """Match the posts and compare with the pairs: ranking (MAP@5, P@1, S@10), and precision and recall of each tier."""
    from rumorwatch.collect.references import read_pairs
    from rumorwatch.evaluate.retrieval import evaluate as measure
    from rumorwatch.matching import make_matcher

    opened = open_named_models(models)
    known = [(pair.post_id, pair.claim_id) for pair in read_pairs(pairs)]
    matcher = make_matcher(read_claims_file(claims), opened)
    figures = measure(matcher, list(read_posts_file(posts)), known).as_json()
    if as_json:
        print_json([figures])
    else:
        _print(figures)


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
