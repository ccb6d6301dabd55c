"""Archives: posts of the past in the order in which they arrived, with the rumor that each is known to belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rumorwatch.collect.files import PostRows
from rumorwatch.collect.tables.reading import open_rows, read_rows
from rumorwatch.collect.tables.rows import BadRow, Row, as_text
from rumorwatch.domain.feeds import Feed, FeedKind
from rumorwatch.domain.posts import FeedId, PostKind
from rumorwatch.normalize.posts import to_post
from rumorwatch.normalize.text import views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from rumorwatch.domain.posts import Post, PostKey, SpellingViews

ARCHIVE_FEED = Feed(id=FeedId("archive"), url="file:archive", kind=FeedKind.POSTS, title="Archive")
"""The feed of an archive's posts: public, of an unknown channel."""
_RUMOR = "rumor"
_REMEMBERED = 100_000
"""Texts whose spelling views are remembered, some 50 MB: what occurs often is normalized once."""
_WORDLESS = "…"
"""Stands for the text of a repost that has none until it is known what it reposts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """One post of an archive."""

    post: Post
    rumor: str | None
    """Id of the rumor it belongs to, for measuring only; None: of none, or nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    line: int
    post: Post
    rumor: str | None
    is_wordless: bool


def read_archive(
    path: Path,
    *,
    timezone: str,
    read_at: datetime,
    author_secret: bytes,
    leave_out: Callable[[BadRow], None],
    on_bytes: Callable[[int], None] = lambda _: None,
) -> tuple[list[Archived], tuple[str, ...]]:
    """Return the posts of an archive by (published_at, key), and what was odd, a line each.

    A repost without text says what the post says that it reposts. A post without a date that can be believed has no
    place in time and is left out, as is one that stands twice.

    Args:
        path: JSONL, CSV, TSV (these also ``.gz``) or XLSX, with the keys of a posts file and ``rumor``.
        timezone: Zone of dates without one.
        read_at: Now, in UTC: dates beyond are not believed.
        author_secret: Keys the hashes that authors are told apart by.
        leave_out: Told each row that cannot be used.
        on_bytes: Told how many bytes were read since it was told last.

    Raises:
        FileError: The file cannot be read.
    """
    rows = PostRows(None, timezone=timezone)
    spell = lru_cache(maxsize=_REMEMBERED)(views)

    def posts() -> Iterator[_Read]:
        for row in _rows(path, on_bytes):
            read = row if isinstance(row, BadRow) else _post(row, rows, read_at, author_secret, spell)
            if isinstance(read, BadRow):
                leave_out(read)
            else:
                yield read

    arrived = sorted(posts(), key=lambda one: (one.post.published_at, one.post.key))
    return list(_without_repeats(arrived, leave_out)), rows.notes


def _rows(path: Path, on_bytes: Callable[[int], None]) -> Iterator[Row | BadRow]:
    with open_rows(path) as file:
        position = 0
        for row in read_rows(file, name=path.name):
            on_bytes(file.tell() - position)
            position = file.tell()
            yield row


def _post(
    row: Row, rows: PostRows, read_at: datetime, author_secret: bytes, spell: Callable[[str], SpellingViews]
) -> _Read | BadRow:
    cells = dict(row.cells)
    rumor = as_text(cells.pop(_RUMOR, None)).strip() or None
    is_wordless = not as_text(cells.get("text")).strip() and bool(as_text(cells.get("reply_to")).strip())
    item = rows.read(Row(line=row.line, cells=cells | {"text": _WORDLESS} if is_wordless else cells))
    if isinstance(item, BadRow):
        return item
    if is_wordless and item.kind is not PostKind.REPOST:
        return BadRow(line=row.line, reason='no "text"')
    post = to_post(item, feed=ARCHIVE_FEED, seen_at=read_at, author_secret=author_secret, spell=spell)
    if post is None:
        return BadRow(line=row.line, reason='no "text"')
    if post.date_flag is not None:
        return BadRow(line=row.line, reason=f'"published_at" is {post.date_flag}')
    return _Read(line=row.line, post=post, rumor=rumor, is_wordless=is_wordless)


def _without_repeats(arrived: Iterable[_Read], leave_out: Callable[[BadRow], None]) -> Iterator[Archived]:
    """Yield the posts that are not there yet, each with words."""
    said: dict[PostKey, Post] = {}
    contents: set[str] = set()
    for one in arrived:
        post = one.post
        if post.key in said or post.content_key in contents:
            leave_out(BadRow(line=one.line, reason="stands there already"))
            continue
        if one.is_wordless:
            root = _root(post, said)
            if root is None:
                leave_out(BadRow(line=one.line, reason='no "text", and what it reposts is not there before it'))
                continue
            post = replace(post, views=root.views, text_hash=root.text_hash, language=root.language)
        said[post.key] = post
        if post.content_key is not None:
            contents.add(post.content_key)
        yield Archived(post=post, rumor=one.rumor)


def _root(post: Post, said: Mapping[PostKey, Post]) -> Post | None:
    """Return the post that a repost, or the repost it passes on, is of; None where it is not there before it."""
    met = {post.key}
    while post.kind is PostKind.REPOST and post.reply_to is not None:
        before = said.get(post.reply_to)
        if before is None or before.key in met:
            return None if len(met) == 1 else post
        met.add(before.key)
        post = before
    return post
