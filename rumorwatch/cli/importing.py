"""An archive of posts through the pipeline: read in chunks, each stored and matched as a visit to a feed would be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rumorwatch.cli.display import plural, shown
from rumorwatch.cli.feedrows import chosen_feeds
from rumorwatch.cli.leftout import LeftOut
from rumorwatch.cli.output import say
from rumorwatch.domain.errors import FileError, quoted
from rumorwatch.domain.feeds import Feed, FeedKind, FeedState, Visit
from rumorwatch.domain.posts import FeedId

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.posts import RawItem
    from rumorwatch.parts import Parts

IMPORT_FEED = FeedId("import")
"""Posts of an archive that is no listed feed's; such a feed counts as public, its channel as unknown."""
_CHUNK_ROWS = 1_000
"""Rows held at once: some MB, and a matrix that matching likes."""


@dataclass(slots=True, kw_only=True)
class Imported:
    """What an import has done so far."""

    read: int = 0
    new: int = 0
    left_out: LeftOut = field(default_factory=LeftOut)
    notes: tuple[str, ...] = field(default=())


def import_file(workspace: Workspace, file: Path, *, mapping: Path | None, feed_id: str | None) -> Imported:
    """Store and match the posts of a file; return what was done.

    Raises:
        SettingsError: There is no such feed, or the settings cannot be used.
        FileError: The file or the mapping cannot be read; what came before the fault is stored.
        StoreError: The database cannot be used; what was stored before stays.
    """
    from rumorwatch.cli.progress import progress
    from rumorwatch.collect.files import read_posts
    from rumorwatch.scanning import scan_parts

    feed = _feed(workspace, feed_id)
    posts = read_posts(file, mapping=mapping, timezone=feed.timezone)
    parts = scan_parts(workspace)
    done = Imported()
    with progress(f"reading {file.name}, bytes", total=posts.total_bytes) as advance:
        position = 0
        try:
            for chunk in _chunks(done.left_out.without(posts)):
                _take(chunk, feed, parts, done)
                advance(posts.read_bytes - position)
                position = posts.read_bytes
        except FileError as error:
            error.kept = f"{plural(done.read, 'post')} before it are stored, {done.new:,} of them new"
            raise
    done.notes = posts.notes
    return done


def tell_imported(done: Imported, file: Path) -> None:
    """Say what an import did.

    Raises:
        FileError: RW-U27, rows were left out.
    """
    for note in done.notes:
        say(f"{shown(file.name)}: {shown(note)}")
    say(f"{plural(done.read, 'post')} read, {done.new:,} new. `rumorwatch scan` ranks what they repeat")
    if done.left_out.count:
        raise FileError(
            code="RW-U27",
            failed=f"{plural(done.left_out.count, 'row')} of {quoted(str(file))} cannot be used and were left out",
            kept=f"The other {done.read} are stored",
            remedy="Mend the lines named above and import the file again: no post is stored twice",
        )


def _feed(workspace: Workspace, feed_id: str | None) -> Feed:
    if feed_id is None:
        return Feed(id=IMPORT_FEED, url="file:import", kind=FeedKind.POSTS, title="Imported archives")
    return chosen_feeds(workspace, [feed_id])[0]


def _chunks(rows: Iterator[RawItem]) -> Iterator[tuple[RawItem, ...]]:
    """Yield rows in chunks; a fault in the file comes after the rows before it."""
    chunk: list[RawItem] = []
    try:
        for row in rows:
            chunk.append(row)
            if len(chunk) == _CHUNK_ROWS:
                yield tuple(chunk)
                chunk = []
    except FileError:
        yield tuple(chunk)
        raise
    yield tuple(chunk)


def _take(items: tuple[RawItem, ...], feed: Feed, parts: Parts, done: Imported) -> None:
    from rumorwatch.pipeline import take

    with parts.store.read() as unit:
        state = unit.feeds.states().get(feed.id) or FeedState(feed_id=feed.id)
    taken = take(Visit(feed=feed, state=state, items=items), parts)
    done.read += taken.read
    done.new += taken.new
