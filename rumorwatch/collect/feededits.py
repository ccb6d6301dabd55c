"""Edits of feeds.toml: comments and order stay, and a kill leaves the old file or the new one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rumorwatch.collect.feedlist import KEYS, read_feed, read_feeds, refuse_twice
from rumorwatch.collect.tables.writing import replaced
from rumorwatch.domain.errors import SettingsError, quoted
from rumorwatch.domain.feeds import Feed, FeedKind, FeedRole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tomlkit import TOMLDocument

    from rumorwatch.domain.posts import FeedId

_DEFAULTS = Feed(id="", url="")  # type: ignore[arg-type]


def add_feeds(path: Path, feeds: Sequence[Feed]) -> int:
    """Append feeds whose address is not listed yet; return how many.

    Raises:
        SettingsError: RW-U10 to RW-U14, also for what would be written; the file is then unchanged.
        FileError: RW-F09 it cannot be written.
    """
    known = read_feeds(path)
    urls = {feed.url for feed in known}
    new = [feed for feed in feeds if feed.url not in urls]
    tables = [feed_table(feed) for feed in new]
    for number, table in enumerate(tables, start=len(known) + 1):
        read_feed(table, path=path, number=number)
    refuse_twice(path, [feed.id for feed in (*known, *new)])
    if new:
        _edit(path, lambda document: _append(document, tables))
    return len(new)


def pause_feed(path: Path, feed_id: FeedId, *, paused: bool) -> bool:
    """Pause or resume a feed; return whether that changed anything.

    Raises:
        SettingsError: RW-U15 there is no such feed; RW-U10 to RW-U14 the file cannot be used.
        FileError: RW-F09 it cannot be written.
    """
    feeds = read_feeds(path)
    place = next((place for place, feed in enumerate(feeds) if feed.id == feed_id), None)
    if place is None:
        raise SettingsError(
            code="RW-U15",
            failed=f"{path.name} lists no feed {quoted(feed_id)}",
            remedy="rumorwatch feeds list shows their names",
        )
    if feeds[place].paused == paused:
        return False

    def change(document: TOMLDocument) -> None:
        table: Any = document["feed"]
        if paused:
            table[place]["paused"] = True
        else:
            table[place].pop("paused", None)

    _edit(path, change)
    return True


def feed_table(feed: Feed) -> dict[str, Any]:
    """Return the keys of a feed that are not at their default, in the order they are written."""
    values = {key: getattr(feed, key, None) for key in KEYS}
    values["rhythm_h"] = _hours(feed.rhythm)
    return {
        key: value.value if isinstance(value, FeedKind | FeedRole) else value
        for key, value in values.items()
        if value is not None and (key in {"id", "url"} or value != getattr(_DEFAULTS, key, None))
    }


def _append(document: TOMLDocument, tables: Sequence[dict[str, Any]]) -> None:
    import tomlkit

    listed: Any = document.get("feed")
    if listed is None:
        listed = tomlkit.aot()
        document.append("feed", listed)
    for values in tables:
        table = tomlkit.table()
        for key, value in values.items():
            table.add(key, value)
        table.add(tomlkit.nl())
        listed.append(table)


def _edit(path: Path, change: Callable[[TOMLDocument], None]) -> None:
    import tomlkit

    document = tomlkit.parse(path.read_text("utf-8-sig"))
    change(document)
    with replaced(path) as file:
        file.write(tomlkit.dumps(document).encode())


def _hours(rhythm: timedelta | None) -> float | int | None:
    if rhythm is None:
        return None
    hours = rhythm / timedelta(hours=1)
    return int(hours) if hours.is_integer() else hours
