"""The command ``match``: files in, matches out; no workspace."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.files import (
    Textless,
    cache_option,
    model_option,
    named_models,
    read_claims_file,
    read_post_rows,
    read_statements_file,
)
from rumorwatch.cli.output import json_option, print_json, say
from rumorwatch.domain.posts import Language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from rich.table import Table
    from rich.text import Text

    from rumorwatch.domain.claims import Claim, ClaimId, Statement
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import Post
    from rumorwatch.match.matcher import Matcher
    from rumorwatch.models import Models

_FILE = click.Path(dir_okay=False, path_type=Path)
_BATCH = 2_000
"""Posts matched at once: some 20 MB of rows, printed as soon as they are done."""


@click.command()
@click.option("--posts", required=True, type=_FILE, help="Posts: JSONL, CSV, TSV (also .gz) or XLSX.")
@click.option(
    "--claims", required=True, type=_FILE, help="Claims: JSONL (also .gz), CSV, TSV, XLSX or ClaimReview JSON-LD."
)
@click.option(
    "--statements",
    type=_FILE,
    help="Official statements; a match then names the one that answers its claim, and any that contradict each other.",
)
@click.option("--top", type=click.IntRange(1, 1000), default=5, show_default=True, help="Matches printed for a post.")
@click.option("--explain", is_flag=True, help="Say below each match why it is one and what demoted it.")
@click.option(
    "--language",
    type=click.Choice(["vi", "en", "zh"]),
    default="en",
    show_default=True,
    help="Language of the sentences that say why.",
)
@model_option
@cache_option
@json_option
def match(
    *,
    posts: Path,
    claims: Path,
    statements: Path | None,
    top: int,
    explain: bool,
    language: str,
    models: Sequence[str],
    cache: Path | None,
    as_json: bool,
) -> None:
    """Match the posts of a file with the claims of another; a line a post, in the order read."""
    from rumorwatch.cli.output import console
    from rumorwatch.clocks import SystemClock
    from rumorwatch.matching import make_matcher

    with named_models(models, cache=cache) as opened:
        known = read_claims_file(claims)
        official = read_statements_file(statements)
        matcher = make_matcher(known, opened, language=Language(language), folder=cache, say=say)
        texts = {claim.id: claim for claim in known}
        answering = _answering(known, official, opened, matcher, now=SystemClock().now())
        for batch in _batches(read_post_rows(posts)):
            found = _matched(batch, matcher, top=top)
            if as_json:
                print_json(_row(post, matches, answering) for post, matches in found)
            else:
                for post, matches in found:
                    console().print(_table(post, matches, texts))
                    if explain:
                        console().print(*_explained(matches, answering), sep="\n")


def _answering(
    claims: Sequence[Claim], statements: Sequence[Statement], models: Models, matcher: Matcher, *, now: datetime
) -> Mapping[ClaimId, Sequence[str]]:
    """Return for each claim that is answered the sentences about its answer and about what contradicts it."""
    from rumorwatch.domain.claims import Status
    from rumorwatch.match.sentences import answered, contradicted
    from rumorwatch.match.statements.choice import best_answer
    from rumorwatch.matching import answers_of
    from rumorwatch.normalize.text import views

    in_use = {one.id: one for one in statements if one.status is Status.ACTIVE}
    found = answers_of(claims, list(in_use.values()), models, matcher=matcher)
    sentences = {}
    for claim in claims:
        best = best_answer(claim, found.get(claim.id, ()), in_use, views=views, now=now)
        if best is not None:
            said = answered(best.statement.id, best.standing, language=matcher.language)
            more = (contradicted(one, language=matcher.language) for one in best.contradictions)
            sentences[claim.id] = [said, *more]
    return sentences


def _batches(rows: Iterator[Post | Textless]) -> Iterator[list[Post | Textless]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _matched(
    batch: Sequence[Post | Textless], matcher: Matcher, *, top: int
) -> Iterator[tuple[Post | Textless, Sequence[Match]]]:
    """Yield each row with its matches, in the order read; one without text has none."""
    found = iter(matcher.match([row for row in batch if not isinstance(row, Textless)], top=top))
    for row in batch:
        yield row, () if isinstance(row, Textless) else next(found)


def _row(
    post: Post | Textless, matches: Sequence[Match], answering: Mapping[ClaimId, Sequence[str]]
) -> dict[str, object]:
    return {
        "post_id": post.external_id,
        "language": Language.UND if isinstance(post, Textless) else post.language,
        "matches": [
            {
                "claim_id": match.claim_id,
                "rank": match.rank,
                "similarity": round(match.similarity, 4),
                "probability": round(match.probability, 4),
                "tier": match.tier,
                "stance": match.stance,
                "reasons": [*match.reasons, *(answering.get(match.claim_id, ()) if match.tier else ())],
            }
            for match in matches
        ],
    }


def _table(post: Post | Textless, matches: Sequence[Match], claims: dict[ClaimId, Claim]) -> Table:
    from rich.text import Text

    from rumorwatch.cli.display import shown
    from rumorwatch.cli.output import table

    said = "(no text)" if isinstance(post, Textless) else post.text
    made = table("tier", "sure", "stance", "claim", "text", title=shown(f"{post.external_id}: {said}"))
    for match in matches:
        text = claims[match.claim_id].title or claims[match.claim_id].text
        cells = (match.tier or "-", f"{match.probability:.0%}", match.stance, match.claim_id, shown(text))
        made.add_row(*(Text(cell) for cell in cells))
    return made


def _explained(matches: Sequence[Match], answering: Mapping[ClaimId, Sequence[str]]) -> Iterator[Text]:
    """Yield the sentences of each match that has some."""
    from rich.text import Text

    from rumorwatch.cli.display import shown

    for match in matches:
        for reason in (*match.reasons, *(answering.get(match.claim_id, ()) if match.tier else ())):
            yield Text(f"  {match.claim_id}: {shown(reason)}")
