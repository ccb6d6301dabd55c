"""OPML, the list format of feed readers: feeds in, feeds out.

What OPML has no attribute for stands under our own namespace, so that our own export comes back whole and every other
reader ignores it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from rumorwatch.collect.bodies.charset import decode
from rumorwatch.collect.bodies.parsed import clean, line, web_url
from rumorwatch.collect.bodies.sniff import skip_prolog
from rumorwatch.domain.errors import FileError, quoted
from rumorwatch.domain.feeds import Feed, FeedKind, FeedRole
from rumorwatch.domain.posts import FeedId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_BYTES = 10 << 20
"""The largest public lists have 20,000 feeds and 5 MB."""
MAX_FEEDS = 50_000
NAMESPACE = "urn:rumorwatch:opml"

_OURS = f"{NAMESPACE} "
_TEXTS = ("channel", "agency", "province", "basis", "timezone")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_opml(document: bytes, *, taken: Iterable[str] = ()) -> tuple[Feed, ...]:
    """Return the feeds of an OPML document, in its order, each address once.

    Args:
        document: The file.
        taken: Ids that are in use; feeds without an id of their own get one from their title.

    Raises:
        FileError: RW-F20 it is too large, no OPML, or broken.
    """
    if len(document) > MAX_BYTES:
        raise _unusable(f"{len(document):,} bytes, at most {MAX_BYTES:,} are read")
    text = decode(document)[0]
    root = _NOT_XML.sub("", text[skip_prolog(text) :])
    if not re.match(r"<opml[\s>]", root, re.IGNORECASE):
        raise _unusable("it does not begin with <opml>")
    ids = set(taken)
    feeds: dict[str, Feed] = {}
    for attributes in _outlines(root):
        url = attributes.get("xmlUrl") or attributes.get("xmlurl") or ""
        if url not in feeds and (web_url(url) or url.startswith("file:")):
            feeds[url] = feed = _feed(url.strip(), attributes, ids)
            ids.add(feed.id)
    return tuple(feeds.values())


def write_opml(feeds: Iterable[Feed], *, title: str = "rumorwatch") -> bytes:
    """Return an OPML document of the feeds; ``read_opml`` gives the same feeds back."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<opml version="2.0" xmlns:rw="{NAMESPACE}">',
        f"<head><title>{quoteattr(title)[1:-1]}</title></head>",
        "<body>",
        *(
            f"<outline {' '.join(f'{name}={quoteattr(value)}' for name, value in _attributes(feed))}/>"
            for feed in feeds
        ),
        "</body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode()


def make_id(title: str, url: str, taken: Iterable[str]) -> FeedId:
    """Return a free id made of a title, or of the host when the title has no Latin letters."""
    flat = unicodedata.normalize("NFD", title.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    host = re.sub(r"^[a-z]+:/*(?:www\.)?", "", url.lower()).partition("/")[0]
    words = re.findall(r"[a-z0-9]+", flat) or re.findall(r"[a-z0-9]+", host) or ["feed"]
    base = "-".join(words)[:50].strip("-")
    used = set(taken)
    number = next(n for n in range(1, len(used) + 2) if (base if n == 1 else f"{base}-{n}") not in used)
    return FeedId(base if number == 1 else f"{base}-{number}")


def _outlines(root: str) -> list[Mapping[str, str]]:
    found: list[Mapping[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.lower() == "outline" and len(found) < MAX_FEEDS and any(key.lower() == "xmlurl" for key in attributes):
            found.append(attributes)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    try:
        parser.Parse(root.encode(), True)
    except expat.ExpatError as error:
        raise _unusable(f"broken XML, {error}") from error
    return found


def _feed(url: str, attributes: Mapping[str, str], taken: set[str]) -> Feed:
    ours = {key.removeprefix(_OURS): value for key, value in attributes.items() if key.startswith(_OURS)}
    wanted = ours.get("id", "")
    title = line(attributes.get("title") or (None if wanted else attributes.get("text"))) or ""
    usable = re.fullmatch("[a-z0-9_-]{1,64}", wanted) and wanted not in taken
    texts = {key: clean(ours[key], max_chars=300) for key in _TEXTS if ours.get(key)}
    return Feed(
        id=FeedId(wanted) if usable else make_id(title, url, taken),
        url=url,
        title=title,
        kind=FeedKind(ours["kind"]) if ours.get("kind") in set(FeedKind) else FeedKind.FEED,
        role=FeedRole(ours["role"]) if ours.get("role") in set(FeedRole) else FeedRole.PUBLIC,
        language=line(attributes.get("language")),
        paused=ours.get("paused") == "true",
        rhythm=timedelta(hours=hours) if (hours := _number(ours.get("rhythm_h"))) else None,
        max_body_mb=_number(ours.get("max_body_mb")),
        **texts,
    )


def _attributes(feed: Feed) -> list[tuple[str, str]]:
    named: list[tuple[str, str | None]] = [
        ("type", "rss"),
        ("text", feed.title or feed.id),
        ("title", feed.title),
        ("xmlUrl", feed.url),
        ("language", feed.language),
        ("rw:id", feed.id),
        ("rw:kind", feed.kind.value),
        ("rw:role", feed.role.value),
        *((f"rw:{key}", getattr(feed, key)) for key in _TEXTS),
        ("rw:paused", "true" if feed.paused else None),
        ("rw:rhythm_h", f"{feed.rhythm / timedelta(hours=1):.17g}" if feed.rhythm else None),
        ("rw:max_body_mb", f"{feed.max_body_mb:.17g}" if feed.max_body_mb else None),
    ]
    return [(name, _NOT_XML.sub("", value)) for name, value in named if value]


def _number(written: str | None) -> float | None:
    try:
        value = float(written or "")
    except ValueError:
        return None
    return value if 0 < value < 1e6 else None  # noqa: PLR2004 - a century in hours


def _unusable(why: str) -> FileError:
    return FileError(
        code="RW-F20",
        failed=f"the OPML file cannot be read: {quoted(why)}",
        kept="the list of feeds is unchanged",
        remedy="Export it again from the program it comes from",
    )
