"""The command ``replay``: how early an archive's rumors would have been alerted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.files import cache_option, model_option, named_models, read_claims_file, read_statements_file
from rumorwatch.cli.output import json_option, print_json, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.claims import Claim, Statement
    from rumorwatch.evaluate.archive import Archived
    from rumorwatch.evaluate.replay import Replay
    from rumorwatch.fitted import ShippedCredibility
    from rumorwatch.models import Models
    from rumorwatch.parts import PostMatcher, PostReader

_FILE = click.Path(dir_okay=False, path_type=Path)
_ZONE = "Asia/Ho_Chi_Minh"
"""Of dates without one."""
_SECRET_BYTES = 32
_DEGRADED = 4
"""Exit code of a replay without the credibility model (docs/commands.md)."""


@click.command()
@click.option(
    "--archive",
    required=True,
    type=_FILE,
    help="Posts: JSONL, CSV, TSV (also .gz) or XLSX; with a key rumor, the id of the rumor a post belongs to.",
)
@click.option("--claims", type=_FILE, help="Claims known from their checked_at on; those without are always known.")
@click.option("--statements", type=_FILE, help="Official statements.")
@click.option(
    "--step-min",
    type=click.IntRange(1, 24 * 60),
    default=5,
    show_default=True,
    help="Minutes from one scan to the next.",
)
@model_option
@cache_option
@json_option
def replay(
    *,
    archive: Path,
    claims: Path | None,
    statements: Path | None,
    step_min: int,
    models: Sequence[str],
    cache: Path | None,
    as_json: bool,
) -> int:
    """Feed an archive through the pipeline under a moving clock and measure how early it would have warned."""
    import time

    from rumorwatch.evaluate.earliness import earliness_of, truth_of
    from rumorwatch.unexplained import open_reader

    credibility = _credibility()

    with named_models(models, cache=cache) as opened:
        known = read_claims_file(claims) if claims else ()
        official = read_statements_file(statements)
        matcher = _matcher(known, official, opened, cache=cache)
        began = time.perf_counter()
        posts = _read(archive)
        replayed = _replayed(
            posts,
            matcher=matcher,
            reader=open_reader(),
            credibility=credibility,
            claims=known,
            statements=official,
            step=timedelta(minutes=step_min),
        )
        figures = earliness_of(replayed, truth_of(posts), seconds=time.perf_counter() - began).as_json()
    if as_json:
        print_json([figures])
    else:
        _print(figures)
    if credibility is not None and credibility.fault is not None:
        say(str(credibility.fault))
    return _DEGRADED if credibility is None or credibility.fault is not None else 0


def _credibility() -> ShippedCredibility | None:
    """Return what tells how likely a thread is a rumor; where it cannot be used, it is said why."""
    from rumorwatch.domain.errors import ModelError
    from rumorwatch.fitted import open_credibility

    try:
        return open_credibility()
    except ModelError as error:
        say(str(error))
        return None


def _read(path: Path) -> Sequence[Archived]:
    """Return the posts of an archive; rows that cannot be used are named on stderr.

    Raises:
        FileError: The file cannot be read, or holds no post.
    """
    import secrets

    from rumorwatch.bootstrap import SystemClock
    from rumorwatch.cli.leftout import LeftOut
    from rumorwatch.cli.progress import progress
    from rumorwatch.collect.tables.reading import open_rows
    from rumorwatch.domain.errors import FileError
    from rumorwatch.evaluate.archive import read_archive

    left_out = LeftOut()
    open_rows(path).close()
    with progress(f"reading {path.name}, bytes", total=path.stat().st_size) as advance:
        posts, notes = read_archive(
            path,
            timezone=_ZONE,
            read_at=SystemClock().now(),
            author_secret=secrets.token_bytes(_SECRET_BYTES),
            leave_out=left_out.tell,
            on_bytes=advance,
        )
    for note in notes:
        say(f"{path.name}: {note}")
    if left_out.count:
        say(f"{path.name}: {left_out.count} rows left out, {len(posts)} posts read")
    if not posts:
        raise FileError(code="RW-F22", failed=f'"{path}" holds no post', remedy="See docs/commands.md, Files")
    return posts


def _matcher(
    claims: Sequence[Claim], statements: Sequence[Statement], models: Models, *, cache: Path | None
) -> PostMatcher:
    from rumorwatch.domain.posts import Language
    from rumorwatch.matching import ClaimMatcher
    from rumorwatch.settings import Settings

    settings = Settings().match
    return ClaimMatcher(
        claims=claims,
        statements=statements,
        models=models,
        warnings=(),
        top=settings.top,
        language=Language(settings.language),
        remembered=lambda _: None,
        folder=cache,
        say=say,
    )


def _replayed(
    posts: Sequence[Archived],
    *,
    matcher: PostMatcher,
    reader: PostReader,
    credibility: ShippedCredibility | None,
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    step: timedelta,
) -> Replay:
    from functools import cache

    from rumorwatch.cli.progress import progress
    from rumorwatch.evaluate.archive import ARCHIVE_FEED
    from rumorwatch.evaluate.replay import replay as run
    from rumorwatch.fitted import open_forecaster
    from rumorwatch.rank.weights import load_weights
    from rumorwatch.settings import Settings

    with progress("replaying, posts", total=len(posts)) as advance:
        return run(
            posts,
            matcher=matcher,
            reader=reader,
            forecaster=cache(open_forecaster),
            credibility=credibility,
            feeds={ARCHIVE_FEED.id: ARCHIVE_FEED},
            claims=claims,
            statements=statements,
            settings=Settings(),
            weights=load_weights(),
            step=step,
            on_posts=advance,
        )


def _print(figures: Mapping[str, object]) -> None:
    from rumorwatch.cli.output import console, table

    made = table("measure", "value")
    for name, value in figures.items():
        parts = value.items() if isinstance(value, dict) else (("", value),)
        for part, number in parts:
            made.add_row(f"{name} {part}".strip(), "-" if number is None else str(number))
    console().print(made)
