"""Feeds: where posts come from, how each is doing, and what one visit gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from rumorwatch.domain.errors import FeedError
    from rumorwatch.domain.posts import FeedId, RawItem


class FeedKind(StrEnum):
    """How a feed is read."""

    FEED = "feed"
    """RSS, Atom or JSON Feed, told apart by their content."""
    POSTS = "posts"
    """A file of posts: JSONL, CSV, TSV (also gzipped) or XLSX."""


class FeedRole(StrEnum):
    """Who speaks in a feed."""

    PUBLIC = "public"
    OFFICIAL = "official"
    FACTCHECK = "factcheck"
    MEDIA = "media"
    TIPLINE = "tipline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A place posts come from, as an administrator listed it in feeds.toml."""

    id: FeedId
    url: str
    """http, https, or ``file:`` with a path relative to the workspace and inside it."""
    title: str = ""
    kind: FeedKind = FeedKind.FEED
    role: FeedRole = FeedRole.PUBLIC
    channel: str = "web"
    """The platform people meet it on: web, facebook, zalo, tiktok, telegram, hotline and so on."""
    agency: str | None = None
    province: str | None = None
    language: str | None = None
    basis: str = ""
    """Why we may read it (safety.md, Privacy)."""
    rhythm: timedelta | None = None
    """Longest silence that is normal; None: learned from its own history."""
    timezone: str = "Asia/Ho_Chi_Minh"
    """Zone of dates written without one."""
    paused: bool = False
    max_body_mb: float | None = None
    """Overrides fetch.max_body_mb for this feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What we remember of a feed between runs."""

    feed_id: FeedId
    url: str | None = None
    """Address the rest was learned from: another one in feeds.toml ends back-off and makes validators worthless."""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    """32 hex digits of the last body parsed: an unchanged body is not parsed again.

    None after a read that a limit cut."""
    items_hash: str | None = None
    """32 hex digits of which items the last body held: how feeds without dates show that something is new."""
    last_try_at: datetime | None = None
    last_good_at: datetime | None = None
    last_new_at: datetime | None = None
    """When a run last found a new post in it."""
    usual_gap_s: float | None = None
    """Learned rhythm: moving average of the seconds between new posts."""
    failures: int = 0
    """Failures in a row."""
    next_try_at: datetime | None = None
    """Not before this (back-off, Retry-After); None: any time."""
    last_error: str | None = None
    """One line with its code, as shown; None after a good visit."""
    gone: bool = False
    """The server said 410: not visited again until an administrator resumes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """What politeness remembers of one host between runs."""

    host: str
    """Lower-case host with port when not the scheme's own."""
    next_request_at: datetime | None = None
    robots: str | None = None
    """robots.txt as last read, at most 500 kB; empty: everything allowed."""
    robots_allowed: bool = True
    """False: robots.txt answered 5xx, which means disallow (RFC 9309, 2.3.1.4)."""
    robots_checked_at: datetime | None = None


class Health(StrEnum):
    """How a feed is doing, as ``feeds check`` and ``status`` say it."""

    NEW = "new"
    OK = "ok"
    FAILING = "failing"
    SILENT = "silent"
    PAUSED = "paused"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit to a feed gave: items, nothing new, or an error that stays with this feed."""

    feed: Feed
    state: FeedState
    """State after the visit; to be stored with the last of its posts, never before."""
    items: tuple[RawItem, ...] = ()
    error: FeedError | None = None
    skipped: str | None = None
    """Why it was not visited at all (paused, gone, backing off), else None."""
    notes: tuple[str, ...] = ()
    """One line each: what was odd but survivable (entries cut, broken XML salvaged)."""
    hosts: tuple[HostState, ...] = field(default=())
    """Host states changed by the visit."""
