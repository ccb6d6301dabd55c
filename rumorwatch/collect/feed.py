"""RSS, Atom and JSON Feed to RawItems.

feedparser does the work on bytes we prepared: decoded by our own rules, without document type (and so without entities
to expand), without control characters, cut to the entries and attributes we allow. It never sees a string, because it
would open it as a path or an address. It runs in the sandbox's child; called directly, only the size limits hold.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rumorwatch.collect import jsonfeed
from rumorwatch.collect.bodies.charset import decode
from rumorwatch.collect.bodies.html import to_text
from rumorwatch.collect.bodies.parsed import Parsed, build_item, entries_cut, web_url
from rumorwatch.collect.bodies.sniff import Shape, not_a_feed, refuse_binary, shape_of, web_page
from rumorwatch.domain.errors import FeedError, quoted
from rumorwatch.domain.posts import Counts, RawItem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    Entry = Mapping[str, Any]

MAX_ATTRIBUTES = 2_000
"""Attributes of one tag (safety.md)."""

_MAX_DIGITS = 15
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_XML_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));")
_ENTRY = re.compile(r"<(?:[A-Za-z_][\w.-]{0,60}:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z_][^<>]{4000,}")
_ATTRIBUTE = re.compile(r"\s[\w:.-]+\s*=")
_ROOT_NAME = re.compile(r"<([\w:.-]+)")


def parse(
    body: bytes,
    *,
    timezone: str = "Asia/Ho_Chi_Minh",
    max_entries: int = 5000,
    content_type: str | None = None,
) -> Parsed:
    """Read a feed of any kind, told apart by its content.

    Args:
        body: The document, not compressed.
        timezone: Zone of dates written without one.
        max_entries: Entries read; the rest is cut with a note.
        content_type: Header of the answer, for its character set.

    Raises:
        FeedError: RW-C40 to RW-C43 it is no feed, RW-C44 it is too broken to give anything, RW-C45 a tag has too many
            attributes, RW-C46 its JSON cannot be read, RW-C47 the reader failed on it.
    """
    refuse_binary(body)
    zone = ZoneInfo(timezone)
    text, note = decode(body, content_type=content_type)
    shape, start = shape_of(text)
    match shape:
        case Shape.JSON:
            parsed = jsonfeed.parse(text[start:], zone=zone, max_entries=max_entries)
        case Shape.XML_FEED:
            parsed = _parse_xml(text[start:], zone=zone, max_entries=max_entries)
        case Shape.WEB_PAGE:
            raise web_page(text)
        case Shape.OTHER_XML:
            raise not_a_feed(f'XML of another kind ("{quoted(text[start : start + 40])}")')
        case Shape.TEXT:
            raise not_a_feed(f'text ("{quoted(text[start : start + 40])}")')
    return replace(parsed, notes=(note, *parsed.notes)) if note else parsed


def _parse_xml(text: str, *, zone: ZoneInfo, max_entries: int) -> Parsed:
    text = _NOT_XML_REFERENCE.sub("", _NOT_XML.sub("", text))
    _refuse_attributes(text)
    text, cut = _cut_entries(text, max_entries)
    read = _feedparser(text)
    base = web_url(read["feed"].get("link")) or ""
    items = tuple(item for entry in read["entries"][:max_entries] if (item := _item(entry, base=base, zone=zone)))
    notes = [entries_cut(cut, max_entries=max_entries)] if cut else []
    if read.get("bozo"):
        problem = quoted(str(read.get("bozo_exception", "")))
        if not items:
            raise FeedError(
                code="RW-C44",
                failed=f"the feed is broken and nothing in it could be read ({problem})",
                remedy="Tell the owner of the feed",
            )
        notes.append(f"broken XML, {len(items)} entries saved ({problem})")
    elif len(items) < len(read["entries"]):
        notes.append(f"{len(read['entries']) - len(items)} entries without text were left out")
    return Parsed(items=items, notes=tuple(notes), whole=not cut)


def _feedparser(text: str) -> Entry:
    import feedparser

    try:
        read: Entry = feedparser.parse(
            io.BytesIO(b'<?xml version="1.0" encoding="utf-8"?>' + text.encode("utf-8", "ignore")),
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (MemoryError, FeedError):
        raise
    except Exception as error:  # the library raises anything on hostile input, and one feed must not hurt another
        raise FeedError(
            code="RW-C47",
            failed=f"the feed reader failed on it ({type(error).__name__}: {quoted(str(error))})",
            remedy="Please report it with the feed's address",
        ) from error
    return read


def _refuse_attributes(text: str) -> None:
    for tag in _TAG.finditer(text):
        count = sum(1 for _ in _ATTRIBUTE.finditer(tag[0]))
        if count > MAX_ATTRIBUTES:
            raise FeedError(
                code="RW-C45",
                failed=f"a tag has {count:,} attributes, {MAX_ATTRIBUTES:,} are allowed",
                remedy="Tell the owner of the feed",
            )


def _cut_entries(text: str, max_entries: int) -> tuple[str, int]:
    """Cut before the first entry too many and close what was open, so that the rest is not even parsed."""
    starts = [match.start() for match in _ENTRY.finditer(text)]
    if len(starts) <= max_entries:
        return text, 0
    root = _ROOT_NAME.match(text)
    name = root[1] if root else "rss"
    channel = "</channel>" if name.lower() == "rss" else ""
    return f"{text[: starts[max_entries]]}{channel}</{name}>", len(starts) - max_entries


def _item(entry: Entry, *, base: str, zone: ZoneInfo) -> RawItem | None:
    return build_item(
        title=to_text(entry.get("title") or ""),
        text=_body(entry),
        guid=entry.get("id"),
        url=_link(entry, base),
        date=next((entry[key] for key in ("published", "updated", "created") if entry.get(key)), None),
        zone=zone,
        reply_to=_reply(entry),
        author=entry.get("author"),
        counts=_counts(entry),
    )


def _body(entry: Entry) -> str:
    """Return the full text when the feed carries it, else the summary."""
    contents = [part.get("value") or "" for part in entry.get("content", ()) if _is_text(part.get("type") or "text/")]
    candidates = (*contents, entry.get("summary") or "")
    return next((text for text in map(to_text, candidates) if text.strip()), "")


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or "html" in media_type or "xml" in media_type


def _link(entry: Entry, base: str) -> str | None:
    candidates = [
        entry.get("link"),
        *(link.get("href") for link in entry.get("links", ()) if link.get("rel") == "alternate"),
    ]
    return next((url for url in (web_url(found, base=base) for found in candidates) if url), None)


def _reply(entry: Entry) -> object:
    reference = entry.get("thr_in-reply-to")
    return (reference.get("ref") or reference.get("href")) if isinstance(reference, dict) else None


def _counts(entry: Entry) -> Counts:
    statistics = entry.get("media_statistics")
    views = statistics.get("views") if isinstance(statistics, dict) else None
    return Counts(comments=_count(entry.get("slash_comments")), views=_count(views))


def _count(written: object) -> int | None:
    usable = isinstance(written, str) and written.isascii() and written.isdigit() and len(written) <= _MAX_DIGITS
    return int(str(written)) if usable else None
