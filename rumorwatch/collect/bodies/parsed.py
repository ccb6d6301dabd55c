"""What reading a body gives, and the one place where outside strings become a RawItem."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from rumorwatch.collect.bodies.dates import read_date
from rumorwatch.domain.posts import Counts, PostKind, RawItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

MAX_TEXT = 20_000
"""Characters kept of a body: three times the longest post X sells and more than a long news article."""
MAX_TITLE = 1_000
"""Characters kept of a title."""
MAX_URL = 4_096
"""Longer links are dropped: cut ones would lead elsewhere."""
MAX_DATE = 120
"""Characters kept of a date that could not be read (``RawItem.date_text``)."""
MAX_NAME = 300
"""Characters kept of an author, source, province or language."""

_CUT_MARGIN = 4
_UNWANTED = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
"""Control characters, surrogates and noncharacters."""
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_CONTROL = re.compile(f"[{_UNWANTED}]")
_SPACES = re.compile("[^\\S\t]+")
_MARK_RUN = re.compile(f"([{_MARKS}]{{8}})[{_MARKS}]+")
_UNSAFE_IN_URL = re.compile(
    "[\x00-\x20\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What one body gave; iterating it gives the items."""

    items: tuple[RawItem, ...] = ()
    """In the order of the body."""
    notes: tuple[str, ...] = ()
    """One line each: what was odd but survivable."""
    whole: bool = True
    """False: a limit cut it short, and a note names the setting. It is read again until it is whole."""

    def __iter__(self) -> Iterator[RawItem]:
        """Iterate over the items."""
        return iter(self.items)

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self.items)


def clean(text: str, *, max_chars: int) -> str:
    """Return text as valid UTF-8 in NFC: no control characters but tab and newline, single spaces and line breaks.

    More than eight combining marks in a row are dropped, because normalizing them takes quadratic time.
    """
    if len(text) <= max_chars and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # nothing to tidy: most short values of a row
    lines = text[: max_chars * _CUT_MARGIN].splitlines()
    # str.isprintable is false for everything the patterns look for, and twenty times faster
    tidy = (part.strip() if part.isprintable() and "  " not in part else _tidied(part) for part in lines)
    text = "\n".join(part for part in tidy if part)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _MARK_RUN.sub(r"\1", text))
    return text if len(text) <= max_chars else text[: max_chars - 1].rstrip() + "…"


def _tidied(part: str) -> str:
    return _SPACES.sub(" ", _CONTROL.sub("", part)).strip()


def line(text: object, *, max_chars: int = MAX_NAME) -> str | None:
    """Return a short value on one line, or None when there is nothing to keep."""
    if not isinstance(text, str):
        return None
    return clean(text, max_chars=max_chars).replace("\n", " ").replace("\t", " ") or None


def web_url(url: object, *, base: str = "") -> str | None:
    """Return the link when it is http or https and shows what it is, else None.

    Links with control, bidirectional or invisible characters are dropped: what people see would not be where they
    are led. Names and passwords in a link are dropped with it.
    """
    if not isinstance(url, str) or not url.strip():
        return None
    try:
        full = urljoin(base, url.strip()) if base else url.strip()
        parts = urlsplit(full)
        usable = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return full if usable and len(full) <= MAX_URL and not _UNSAFE_IN_URL.search(full) else None


def entries_cut(cut: int, *, max_entries: int) -> str:
    """Return the note of a feed cut at its limit of entries."""
    return f"{cut} entries over {max_entries} were not read; if the feed is really that big: parse.max_entries"


def build_item(
    *,
    title: str = "",
    text: str = "",
    guid: object = None,
    url: str | None = None,
    date: object = None,
    zone: ZoneInfo,
    language: object = None,
    kind: PostKind = PostKind.POST,
    reply_to: object = None,
    author: object = None,
    source: object = None,
    counts: Counts | None = None,
    province: object = None,
) -> RawItem | None:
    """Return an item of plain text, or None when it has neither title nor text.

    Args:
        title: Plain text.
        text: Plain text.
        guid: Any scalar; kept whole as a string.
        url: Checked by ``web_url`` already.
        date: As written, or a datetime.
        zone: Zone of a date without one.
        language: Short value; cut to one line, as are ``author``, ``source`` and ``province``.
        kind: What sort of message it is.
        reply_to: The guid of what it answers; kept whole as ``guid`` is, so that the two stay equal.
        author: Handle as given.
        source: Page, group or channel.
        counts: What the platform shows under it.
        province: Where it is from.
    """
    title = clean(title, max_chars=MAX_TITLE).replace("\n", " ")
    text = clean(text, max_chars=MAX_TEXT)
    if not title and not text:
        return None
    published_at = read_date(date, zone=zone)
    return RawItem(
        text=text,
        title=title,
        guid=_identity(guid),
        url=url,
        published_at=published_at,
        date_text=None if published_at else line(date, max_chars=MAX_DATE),
        language=line(language),
        kind=kind,
        reply_to=_identity(reply_to),
        author=line(author),
        source=line(source),
        counts=counts or Counts(),
        province=line(province),
    )


def _identity(guid: object) -> str | None:
    if isinstance(guid, bool) or not isinstance(guid, str | int | float):
        return None
    name = str(guid)
    return (name if name.isprintable() else _CONTROL.sub("", name)).strip() or None
