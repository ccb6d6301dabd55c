"""JSON Feed 1 and 1.1 (jsonfeed.org): tolerant of everything but the wrong shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.collect.bodies.html import to_text
from rumorwatch.collect.bodies.jsontext import load_json
from rumorwatch.collect.bodies.parsed import Parsed, build_item, entries_cut, web_url
from rumorwatch.collect.bodies.sniff import not_a_feed
from rumorwatch.domain.errors import FeedError
from rumorwatch.domain.posts import Counts, RawItem

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MAX_CHARS = 50_000_000
"""Longer documents are not handed to the JSON reader."""


def parse(text: str, *, zone: ZoneInfo, max_entries: int = 5000) -> Parsed:
    """Read a JSON Feed.

    Args:
        text: The document, decoded.
        zone: Zone of dates without one.
        max_entries: Items read; the rest is cut with a note.

    Raises:
        FeedError: RW-C43 JSON that is no feed, RW-C46 JSON that cannot be read.
    """
    document = _load(text)
    entries = document.get("items") if isinstance(document, dict) else None
    if (
        not isinstance(document, dict)
        or not isinstance(entries, list)
        or "jsonfeed.org" not in str(document.get("version"))
    ):
        raise not_a_feed("JSON of another kind")
    base = web_url(document.get("home_page_url")) or ""
    items = [_item(entry, base=base, zone=zone) for entry in entries[:max_entries] if isinstance(entry, dict)]
    cut = max(len(entries) - max_entries, 0)
    notes = [entries_cut(cut, max_entries=max_entries)] if cut else []
    kept = tuple(item for item in items if item)
    if len(kept) < min(len(entries), max_entries):
        notes.append(f"{min(len(entries), max_entries) - len(kept)} entries without text were left out")
    return Parsed(items=kept, notes=tuple(notes), whole=not cut)


def _load(text: str) -> object:
    if len(text) > MAX_CHARS:
        raise _unreadable(f"over {MAX_CHARS:,} characters")
    try:
        return load_json(text)
    except ValueError as error:
        raise _unreadable(str(error)) from error


def _item(entry: dict[str, object], *, base: str, zone: ZoneInfo) -> RawItem | None:
    plain, markup, summary = (_string(entry.get(key)) for key in ("content_text", "content_html", "summary"))
    return build_item(
        title=to_text(_string(entry.get("title"))),
        text=plain or to_text(markup) or summary,
        guid=entry.get("id"),
        url=web_url(entry.get("url"), base=base) or web_url(entry.get("external_url"), base=base),
        date=entry.get("date_published") or entry.get("date_modified"),
        zone=zone,
        language=entry.get("language"),
        author=_author(entry),
        counts=Counts(),
    )


def _author(entry: dict[str, object]) -> object:
    authors = entry.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else entry.get("author")
    return (first.get("name") or first.get("url")) if isinstance(first, dict) else None


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _unreadable(why: str) -> FeedError:
    return FeedError(
        code="RW-C46",
        failed=f"JSON that cannot be read ({why})",
        remedy="Tell the owner of the feed",
    )
