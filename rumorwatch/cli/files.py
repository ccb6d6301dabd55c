"""What ``match`` and ``evaluate`` share: posts and claims from files, and the models named on the command line."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.leftout import LeftOut
from rumorwatch.cli.output import say
from rumorwatch.cli.progress import progress
from rumorwatch.domain.errors import FileError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rumorwatch.collect.files import PostRows
    from rumorwatch.collect.tables.rows import BadRow, Row
    from rumorwatch.domain.claims import Claim, Statement
    from rumorwatch.domain.ports import Vectors
    from rumorwatch.domain.posts import Post
    from rumorwatch.models import Models

_ZONE = "Asia/Ho_Chi_Minh"
"""Of dates without one."""
_BUSY_S = 60.0
"""How long a process waits for another that writes rows into the same folder."""

model_option = click.option(
    "--model",
    "models",
    multiple=True,
    metavar="ID",
    help="cascade (default), or any of: lexical, static, mini, a sentence-transformers folder, organization/name on a "
    "hub; repeatable.",
)
cache_option = click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that keeps rows of slow models and, of a long list of claims, its segment (some 4 kB a claim).",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Textless:
    """A row that has an id and no text: nothing to match, yet a line to print."""

    external_id: str


def read_posts_file(path: Path) -> Iterator[Post]:
    """Yield the posts of a file in its order, normalized; rows that cannot be used are named on stderr.

    Raises:
        FileError: The file cannot be read, or holds no post.
    """
    return (row for row in read_post_rows(path) if not isinstance(row, Textless))


def read_post_rows(path: Path) -> Iterator[Post | Textless]:
    """Yield the posts of a file in its order, normalized, and the rows without text that have an id.

    Rows without both are named on stderr.

    Raises:
        FileError: The file cannot be read, or holds no post.
    """
    from rumorwatch.collect.files import PostRows
    from rumorwatch.domain.posts import Post

    reader, left_out, read = PostRows(None, timezone=_ZONE), LeftOut(), 0
    rows: Iterator[Post | Textless] = left_out.without(_read_rows(path, reader))
    for row in rows:
        read += isinstance(row, Post)
        yield row
    for note in reader.notes:
        say(f"{path.name}: {note}")
    if left_out.count:
        say(f"{path.name}: {left_out.count} rows left out, {read} posts read")
    if not read:
        raise FileError(code="RW-F22", failed=f'"{path}" holds no post', remedy="See docs/commands.md, Files")


def _read_rows(path: Path, reader: PostRows) -> Iterator[Post | Textless | BadRow]:
    from rumorwatch.collect.tables.reading import open_rows, read_rows
    from rumorwatch.collect.tables.rows import BadRow

    with open_rows(path) as file, progress(f"reading {path.name}, bytes", total=path.stat().st_size) as advance:
        position, seen_at = 0, datetime.fromtimestamp(path.stat().st_mtime, UTC)
        for row in read_rows(file, name=path.name):
            advance(file.tell() - position)
            position = file.tell()
            yield row if isinstance(row, BadRow) else _post(row, reader, seen_at)


def _post(row: Row, reader: PostRows, seen_at: datetime) -> Post | Textless | BadRow:
    from rumorwatch.collect.tables.rows import BadRow, as_text
    from rumorwatch.domain.feeds import Feed, FeedKind
    from rumorwatch.domain.posts import FeedId
    from rumorwatch.normalize.posts import to_post

    item = reader.read(row)
    if not isinstance(item, BadRow):
        feed = Feed(id=FeedId("file"), url="file:", kind=FeedKind.POSTS)
        # A file has no seen_at of its own; no secret is needed, for authors are not told apart here.
        post = to_post(item, feed=feed, seen_at=seen_at, author_secret=b"")
        if post is not None:
            return post
    name = as_text(row.cells.get("id")).strip()
    return Textless(external_id=name) if name else BadRow(line=row.line, reason='no "text"')


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


@contextmanager
def named_models(names: Sequence[str], *, cache: Path | None) -> Iterator[Models]:
    """Yield the models named on the command line, with a progress bar for slow ones.

    Args:
        names: As ``open_models`` takes them.
        cache: Folder where rows of slow models are remembered; None: nowhere.

    Raises:
        ModelError: One of them cannot be opened.
        StoreError: The folder cannot be used.
    """
    from rumorwatch.models import open_models

    with _remembered(cache) as vectors:
        yield open_models(names, vectors=vectors, on_encoded=_say_encoded())


@contextmanager
def _remembered(folder: Path | None) -> Iterator[Vectors | None]:
    if folder is None:
        yield None
        return
    from rumorwatch.embed.cached import StoreVectors
    from rumorwatch.storage.engine import open_store

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            code="RW-S01", failed=f'folder "{folder}" cannot be made: {error.strerror}', remedy="Name another --cache"
        ) from error
    store = open_store("sqlite:///rows.db", workspace=folder, busy_timeout_s=_BUSY_S)
    try:
        yield StoreVectors(store=store)
    finally:
        store.close()


def _say_encoded() -> Callable[[int, int], None]:
    """Return what shows how far a dense encoder is: one line, written over, where a person watches."""
    import sys

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done == total else ""
            sys.stderr.write(f"\rencoding texts: {done} of {total}{end}")
            sys.stderr.flush()

    return show
