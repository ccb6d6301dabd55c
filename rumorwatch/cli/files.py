"""What ``match`` and ``evaluate`` share: posts and claims from files, and the models named on the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.output import say
from rumorwatch.cli.progress import progress
from rumorwatch.domain.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from rumorwatch.domain.claims import Claim, Statement
    from rumorwatch.domain.posts import Post
    from rumorwatch.matching import Models

_BAD_TOLD = 20
"""Bad rows named one by one; a file with more was made for something else."""

model_option = click.option(
    "--model",
    "models",
    multiple=True,
    metavar="ID",
    help='"lexical" (default) or the path of a sentence-transformers folder; several are fused.',
)


def read_posts_file(path: Path) -> Iterator[Post]:
    """Yield the posts of a file in its order, normalized; rows that cannot be used are named on stderr.

    Raises:
        FileError: The file cannot be read, or holds no post.
    """
    from rumorwatch.collect.files import read_posts
    from rumorwatch.collect.tables.rows import BadRow
    from rumorwatch.domain.feeds import Feed, FeedKind
    from rumorwatch.domain.posts import FeedId
    from rumorwatch.normalize.posts import to_post

    feed = Feed(id=FeedId("file"), url=path.name, kind=FeedKind.POSTS)
    rows = read_posts(path)
    bad = read = 0
    with progress(f"reading {path.name}, bytes", total=rows.total_bytes) as advance:
        position = 0
        for row in rows:
            advance(rows.read_bytes - position)
            position = rows.read_bytes
            if isinstance(row, BadRow):
                bad += 1
                if bad <= _BAD_TOLD:
                    say(f"{path.name}: {row}")
                continue
            # A file has no seen_at of its own; no secret is needed, for authors are not told apart here.
            post = to_post(row, feed=feed, seen_at=_file_time(path), author_secret=b"")
            if post is not None:
                read += 1
                yield post
    for note in rows.notes:
        say(f"{path.name}: {note}")
    if bad:
        say(f"{path.name}: {bad} rows left out, {read} posts read")
    if not read:
        raise FileError(code="RW-F22", failed=f'"{path}" holds no post', remedy="See docs/commands.md, Files")


def read_claims_file(path: Path) -> Sequence[Claim]:
    """Return the claims of a file.

    Raises:
        FileError: The file cannot be read, or holds no claim.
    """
    from rumorwatch.collect.references import read_claims

    return list(read_claims(path))


def read_statements_file(path: Path | None) -> Sequence[Statement]:
    """Return the statements of a file; none without one.

    Raises:
        FileError: The file cannot be read.
    """
    from rumorwatch.collect.references import read_statements

    return list(read_statements(path)) if path else []


def open_named_models(names: Sequence[str]) -> Models:
    """Return the models named on the command line, with a progress bar for slow ones.

    Raises:
        ModelError: One of them cannot be opened.
    """
    from rumorwatch.matching import open_models

    return open_models(names, on_encoded=_say_encoded())


def _say_encoded() -> Callable[[int, int], None]:
    """Return what shows how far a dense encoder is: one line, written over, where a person watches."""
    import sys

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done == total else ""
            sys.stderr.write(f"\rencoding texts: {done} of {total}{end}")
            sys.stderr.flush()

    return show


def _file_time(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
