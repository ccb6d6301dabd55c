"""From the cells of a row to a RawItem: the keys of posts files and how each is read (commands.md, Files)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rumorwatch.collect.bodies.html import to_text
from rumorwatch.collect.bodies.parsed import build_item, web_url
from rumorwatch.collect.tables.rows import as_text
from rumorwatch.domain.posts import Counts, PostKind, RawItem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

POST_KEYS = (
    "id", "text", "title", "published_at", "url", "language", "kind", "reply_to", "source", "author", "likes", "shares",
    "comments", "views", "province",
)  # fmt: skip
"""Columns of a posts file, in the order of an export."""

_KINDS = {
    "bài viết": PostKind.POST, "status": PostKind.POST, "tweet": PostKind.POST, "帖子": PostKind.POST,
    "chia sẻ": PostKind.REPOST, "share": PostKind.REPOST, "retweet": PostKind.REPOST, "转发": PostKind.REPOST,
    "bình luận": PostKind.COMMENT, "reply": PostKind.COMMENT, "评论": PostKind.COMMENT,
    "phản ánh": PostKind.TIP, "tin báo": PostKind.TIP, "hotline": PostKind.TIP,
    "news": PostKind.ARTICLE, "bài báo": PostKind.ARTICLE, "tin tức": PostKind.ARTICLE, "新闻": PostKind.ARTICLE,
} | {kind.value: kind for kind in PostKind}  # fmt: skip
"""What vendors call them."""
_COUNT = re.compile(r"(\d{1,3}(?:[.,\s]\d{3})+|\d+)(?:[.,](\d{1,2}))?\s*(k|n|nghìn|ngàn|m|tr|triệu|万|w)?")
_SCALE = {"k": 1e3, "n": 1e3, "nghìn": 1e3, "ngàn": 1e3, "m": 1e6, "tr": 1e6, "triệu": 1e6, "万": 1e4, "w": 1e4}
_MAX_COUNT = 1e15


def read_post(cells: Mapping[str, object], *, zone: ZoneInfo, date: object = None) -> RawItem | None:
    """Return the post of a row under our own keys, or None when it has no text.

    Args:
        cells: Values by our keys; others are ignored.
        zone: Zone of dates without one.
        date: Read already by a date format of its own; None: ``published_at`` of the row.
    """
    written = date or cells.get("published_at")
    return build_item(
        title=to_text(as_text(cells.get("title"))),
        text=to_text(as_text(cells.get("text"))),
        guid=as_text(cells.get("id")),
        url=web_url(cells.get("url")),
        date=written,
        zone=zone,
        language=cells.get("language"),
        kind=read_kind(cells.get("kind")) or PostKind.POST,
        reply_to=as_text(cells.get("reply_to")),
        author=as_text(cells.get("author")),
        source=as_text(cells.get("source")),
        counts=Counts(
            likes=read_count(cells.get("likes")),
            shares=read_count(cells.get("shares")),
            comments=read_count(cells.get("comments")),
            views=read_count(cells.get("views")),
        ),
        province=as_text(cells.get("province")),
    )


def read_kind(written: object) -> PostKind | None:
    """Return the kind a vendor's word means, None when nobody knows it."""
    return _KINDS.get(" ".join(written.lower().split())) if isinstance(written, str) else None


def read_count(written: object) -> int | None:
    """Return a count as platforms show it: 1204, "1.204", "1,2K", "3 triệu", "1.2万"; None when it is none."""
    if isinstance(written, bool):
        return None
    if isinstance(written, int | float):
        return int(written) if 0 <= written < _MAX_COUNT else None
    match = _COUNT.fullmatch(written.strip().lower()) if isinstance(written, str) and len(written) < 40 else None  # noqa: PLR2004
    if not match:
        return None
    whole = int(re.sub(r"\D", "", match[1]))
    scaled = (whole + float(f"0.{match[2] or 0}")) * _SCALE.get(match[3] or "", 1)
    return round(scaled) if scaled < _MAX_COUNT else None
