"""What a body is, before anything reads it: the cheapest guard, and the words that tell people what went wrong."""

from __future__ import annotations

import re
from enum import StrEnum

from rumorwatch.collect.faults import FEED
from rumorwatch.domain.errors import FeedError, quoted

_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstandard"),
)
_BINARY = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a sound, film or WebP picture"),
    (b"%PDF", "a PDF file"),
    (b"\x7fELF", "a program"),
    (b"\x80\x04\x95", "saved Python objects"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,200})", re.IGNORECASE)
_BLANK = re.compile("[\ufeff\\s\0]+")
_DOCTYPE = re.compile(
    r"""<!DOCTYPE(?:[^\[>"']|"[^"]*"|'[^']*')*+(?:\[(?:[^\]"'<]|"[^"]*"|'[^']*'|<!--.*?-->|<(?!!--))*+\]\s*)?>""",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})(?=[\s/>])")
_FEED_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,60}:)?(?:rss|feed|rdf|channel)(?=[\s/>])", re.IGNORECASE)
_WEB_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_HEAD = 2_000
"""Characters in which a web page says what it is."""
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel", "entry", "item"})


class Shape(StrEnum):
    """What a text claims to be."""

    XML_FEED = "xml feed"
    JSON = "json"
    OTHER_XML = "other xml"
    WEB_PAGE = "web page"
    TEXT = "text"


def refuse_binary(body: bytes) -> None:
    """Raise when the body can be no text at all.

    Raises:
        FeedError: RW-C40 empty, RW-C41 compressed, RW-C43 a picture or another binary file.
    """
    if not body.strip(b" \t\r\n\0"):
        raise FeedError(
            code="RW-C40",
            failed="the body is empty",
            remedy="Open the address in a browser; if it is empty there too, tell its owner",
        )
    for magic, name in _MAGIC:
        if body.startswith(magic):
            raise FeedError(
                code="RW-C41",
                failed=f"the body is compressed ({name}) and was not unpacked",
                remedy=f"Set feeds.{FEED}.url to the feed itself, not to an archive of it",
            )
    for magic, name in _BINARY:
        if body.startswith(magic):
            raise not_a_feed(name)


def shape_of(text: str) -> tuple[Shape, int]:
    """Return what a decoded text looks like and where its root element or JSON begins."""
    start = skip_prolog(text)
    root = _ROOT.match(text, start)
    name = root[1].lower() if root else ""
    if name in _FEED_ROOTS:
        return Shape.XML_FEED, start
    if name in {"html", "head", "body"} or _WEB_PAGE.search(text, 0, _HEAD):
        return Shape.WEB_PAGE, start
    hidden = _FEED_ROOT.search(text)
    if hidden and (not root or hidden.start() < start + 10_000):
        return Shape.XML_FEED, hidden.start()
    if text[start : start + 1] in {"{", "["}:
        return Shape.JSON, start
    return (Shape.OTHER_XML if root else Shape.TEXT), start


def skip_prolog(text: str) -> int:
    """Return where the root begins: after declaration, comments, instructions and the document type.

    The document type goes with all its entities, so that none can expand or reach out.
    """
    at = 0
    while True:
        if blank := _BLANK.match(text, at):
            at = blank.end()
        if text.startswith("<?", at):
            end, skip = text.find("?>", at), 2
        elif text.startswith("<!--", at):
            end, skip = text.find("-->", at + 4), 3
        elif doctype := _DOCTYPE.match(text, at):
            end, skip = doctype.end(), 0
        else:
            return at
        if end < 0:
            return at
        at = end + skip


def web_page(text: str) -> FeedError:
    """Return the error for a web page where a feed should be: a login, a block or an error page most of the time."""
    title = _TITLE.search(text[:100_000])
    named = f' titled "{quoted(title[1].strip())}"' if title else ""
    return FeedError(
        code="RW-C42",
        failed=f"this is a web page{named}, not a feed: a login, an error page, or the address of the site itself",
        remedy=f"Look for the RSS address of the site and set feeds.{FEED}.url",
    )


def not_a_feed(name: str) -> FeedError:
    """Return the error for a body that is something else."""
    return FeedError(
        code="RW-C43",
        failed=f"this is {name}, not RSS, Atom or JSON Feed",
        remedy=f"Set feeds.{FEED}.url to a feed, or feeds.{FEED}.kind to posts for a file of posts",
    )
