"""The command ``replay``: how early an archive's rumors would have been alerted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.files import cache_option, model_option, read_claims_file, read_statements_file
from rumorwatch.cli.output import json_option, print_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.cli.replaying import Replayed, Side
    from rumorwatch.evaluate.archive import Archived
    from rumorwatch.evaluate.comparing import Comparison
    from rumorwatch.evaluate.earliness import Earliness, Truth
    from rumorwatch.evaluate.replay import Replay
    from rumorwatch.evaluate.report import Measured

_FILE = click.Path(dir_okay=False, path_type=Path)
_ZONE = "Asia/Ho_Chi_Minh"
"""Of dates without one."""
_SECRET_BYTES = 32
_DEGRADED = 4
"""Exit code of a replay without a model of foresight (docs/commands.md)."""


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
@click.option("--settings", type=_FILE, help="A workspace's rumorwatch.toml to replay with (default: the defaults).")
@click.option("--weights", type=_FILE, help="Weights of the ranking to replay with (default: those of the settings).")
@click.option(
    "--against-model", "against_models", multiple=True, metavar="ID", help="Replay with this model too, and compare."
)
@click.option("--against-settings", type=_FILE, help="Replay with these settings too, and compare.")
@click.option("--against-weights", type=_FILE, help="Replay with these weights too, and compare.")
@click.option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for report.html, report.md and its plots; made where it is not there.",
)
@cache_option
@json_option
@click.pass_context
def replay(
    context: click.Context,
    *,
    archive: Path,
    claims: Path | None,
    statements: Path | None,
    step_min: int,
    models: Sequence[str],
    settings: Path | None,
    weights: Path | None,
    against_models: Sequence[str],
    against_settings: Path | None,
    against_weights: Path | None,
    report: Path | None,
    cache: Path | None,
    as_json: bool,
) -> int:
    """Feed an archive through the pipeline under a moving clock and measure how early it would have warned.

    With one of --against-model, --against-settings and --against-weights it is replayed twice, and each measure is
    compared with a 95 % interval.
    """
    from rumorwatch.cli.replaying import Side, run_side
    from rumorwatch.evaluate.earliness import earliness_of, truth_of

    side = Side(models=models, settings=settings, weights=weights)
    other = side.with_other(models=against_models, settings=against_settings, weights=against_weights)
    for one in filter(None, (side, other)):  # a broken file is told before minutes of replay
        one.read_settings(), one.read_weights()
    if report is not None:
        from rumorwatch.cli.replayreport import make_folder

        make_folder(report)
    known = read_claims_file(claims) if claims else ()
    official = read_statements_file(statements)
    began = perf_counter()
    posts = _read(archive)
    reading_s = perf_counter() - began
    step = timedelta(minutes=step_min)
    runs = [
        (one, run_side(one, posts, claims=known, statements=official, step=step, cache=cache))
        for one in filter(None, (side, other))
    ]
    truth = truth_of(posts)
    figures = [earliness_of(ran.replay, truth, seconds=reading_s + ran.seconds) for _, ran in runs]
    comparison = _compared([ran.replay for _, ran in runs], posts, truth) if other else None
    _print(figures, comparison, as_json=as_json)
    if report is not None:
        from rumorwatch.cli.replayreport import write_report

        measured = [_measured(*run, of, posts, truth) for run, of in zip(runs, figures, strict=True)]
        write_report(report, measured, comparison, context=context, posts=posts)
    faults = {str(fault): None for _, ran in runs for fault in ran.faults}
    for fault in faults:
        say(fault)
    return _DEGRADED if faults else 0


def _measured(side: Side, ran: Replayed, figures: Earliness, posts: Sequence[Archived], truth: Truth) -> Measured:
    from rumorwatch.evaluate.courses import courses_of
    from rumorwatch.evaluate.report import Measured

    return Measured(
        made_by=side.made_by,
        replayed=ran.replay,
        figures=figures,
        courses=courses_of(posts, truth, ran.replay),
    )


def _compared(replays: Sequence[Replay], posts: Sequence[Archived], truth: Truth) -> Comparison:
    import numpy as np

    from rumorwatch.evaluate.comparing import SEED, cases_of, compared, days_of

    first, last = posts[0].post.published_at, posts[-1].post.published_at
    every = [one for replayed in replays for one in replayed.raised]
    days = days_of(first, last, every)
    a, b = (cases_of(replayed.raised, truth, days=days) for replayed in replays)
    return compared(a, b, rng=np.random.default_rng(SEED))


def _read(path: Path) -> Sequence[Archived]:
    """Return the posts of an archive; rows that cannot be used are named on stderr.

    Raises:
        FileError: The file cannot be read, or holds no post.
    """
    import secrets

    from rumorwatch.cli.leftout import LeftOut
    from rumorwatch.cli.progress import progress
    from rumorwatch.clocks import SystemClock
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


def _print(figures: Sequence[Earliness], comparison: Comparison | None, *, as_json: bool) -> None:
    """Print the figures; with a comparison those of either side, and what changes."""
    from rumorwatch.cli.output import console, table

    rows = [side.as_json() for side in figures]
    if as_json:
        print_json([*rows, *([comparison.as_json()] if comparison else [])])
        return
    if comparison is None:
        made = table("measure", "value")
        for name, value in rows[0].items():
            parts = value.items() if isinstance(value, dict) else (("", value),)
            for part, number in parts:
                made.add_row(f"{name} {part}".strip(), "-" if number is None else str(number))
    else:
        made = table("measure", "a", "b", "b - a", "95 % interval")
        for name, one in comparison.measures.items():
            ends = "-" if one.low is None or one.high is None else f"{one.low:.4g} to {one.high:.4g}"
            numbers = ("-" if value is None else f"{value:.4g}" for value in (one.a, one.b, one.difference))
            made.add_row(name, *numbers, ends)
    console().print(made)
