"""The folder that ``replay --report`` writes: report.md with its plots, and report.html with everything in it."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.display import quote
from rumorwatch.cli.output import say
from rumorwatch.domain.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rumorwatch.evaluate.archive import Archived
    from rumorwatch.evaluate.comparing import Comparison
    from rumorwatch.evaluate.report import Measured


def make_folder(path: Path) -> None:
    """Make the folder of a report before the long work whose result it is for.

    Raises:
        FileError: RW-F09 it cannot be made or written to.
    """
    reason = "this user may not write there"
    try:
        path.mkdir(parents=True, exist_ok=True)
        may_write = os.access(path, os.W_OK | os.X_OK)
    except OSError as error:
        may_write, reason = False, error.strerror or str(error)
    if not may_write:
        raise FileError(
            code="RW-F09",
            failed=f'folder "{path}" of the report cannot be used: {reason}',
            next="Nothing was replayed",
            remedy="Name another --report, or give this user the right to write there",
        )


def write_report(
    folder: Path,
    measured: Sequence[Measured],
    comparison: Comparison | None,
    *,
    context: click.Context,
    posts: Sequence[Archived],
) -> None:
    """Write the report of a replay, compared with a second where there is one.

    Each file is written whole or not at all, plots before the page that names them; plots of an earlier report that
    this one has not are taken away.

    Raises:
        FileError: RW-F09 a file cannot be written; what stood there before is untouched.
    """
    from rumorwatch.collect.tables.writing import replaced
    from rumorwatch.evaluate.pages import Picture, as_html, as_markdown
    from rumorwatch.evaluate.pictures import PICTURES
    from rumorwatch.evaluate.report import blocks_of

    blocks = list(
        blocks_of(
            measured[0],
            archive=dict(_facts(context, posts)),
            span=(posts[0].post.published_at, posts[-1].post.published_at),
            quote=quote,
            b=measured[1] if comparison else None,
            comparison=comparison,
        )
    )
    plots = {f"{block.name}.svg": block.svg + "\n" for block in blocks if isinstance(block, Picture)}
    title = f"Replay of {context.params['archive'].name}"
    pages = {"report.md": as_markdown(blocks), "report.html": as_html(blocks, title=title)}
    for name, text in {**plots, **pages}.items():
        with replaced(folder / name) as file:
            file.write(text.encode())
    for name in PICTURES:
        if f"{name}.svg" not in plots:
            (folder / f"{name}.svg").unlink(missing_ok=True)
    say(f"report: {folder / 'report.html'}")


def _facts(context: click.Context, posts: Sequence[Archived]) -> Iterator[tuple[str, str]]:
    """Yield what was run on what, and when."""
    from rumorwatch.clocks import SystemClock

    first, last = (f"{one.post.published_at:%Y-%m-%d %H:%M} UTC" for one in (posts[0], posts[-1]))
    yield "command", quote(_command_line(context), limit=2_000)
    yield "archive", f"{context.params['archive'].name}, SHA-256 {sha256_of(context.params['archive'])}"
    yield "posts", f"{len(posts):,}, {first} to {last}"
    for name in ("claims", "statements"):
        file = context.params[name]
        yield name, f"{file.name}, SHA-256 {sha256_of(file)}" if file else "none"
    yield "made at", f"{SystemClock().now():%Y-%m-%d %H:%M} UTC"


def _command_line(context: click.Context) -> str:
    """Return the command with the options that were given, as a shell reads it."""
    words = ["rumorwatch", context.command.name or ""]
    for option in context.command.params:
        name = option.name or ""
        if context.get_parameter_source(name) is not click.core.ParameterSource.COMMANDLINE:
            continue
        value = context.params[name]
        if value is True:
            words.append(option.opts[0])
        else:
            for one in value if isinstance(value, tuple | list) else (value,):
                words += [option.opts[0], str(one)]
    return shlex.join(words)


def sha256_of(file: Path) -> str:
    """Return the hash of what a file holds."""
    import hashlib

    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
