"""Posts: what feeds give us, and what we make of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from datetime import datetime

PostKey = NewType("PostKey", str)
"""32 hex digits: the identity of a post, the same on every run and every machine."""
FeedId = NewType("FeedId", str)
"""The feed's name in feeds.toml: 1 to 64 of ``a-z 0-9 - _``."""
AuthorKey = NewType("AuthorKey", str)
"""32 hex digits: keyed hash of platform and handle, only ever used to count distinct sources."""


class Language(StrEnum):
    """Languages we work in; ``und`` where we are not sure."""

    VI = "vi"
    EN = "en"
    ZH = "zh"
    UND = "und"


class PostKind(StrEnum):
    """What sort of message a post is."""

    POST = "post"
    REPOST = "repost"
    COMMENT = "comment"
    TIP = "tip"
    ARTICLE = "article"


class DateFlag(StrEnum):
    """Why a post's time is not simply what its feed said."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    FUTURE = "future"
    ANCIENT = "ancient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the platform shows under a post; None where it does not say."""

    likes: int | None = None
    shares: int | None = None
    comments: int | None = None
    views: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellingViews:
    """One text in its two spelling views (domain.md, Spelling views); both are matched."""

    accented: str
    """NFC, tone marks placed one way, look-alikes mapped, invisible characters gone."""
    folded: str
    """No diacritics, no case, Han simplified, Telex/VNI residue decoded, teencode expanded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawItem:
    """What a feed gave, before we touched it: plain text already, never HTML."""

    text: str
    """Body without markup; may be empty when there is a title."""
    title: str = ""
    guid: str | None = None
    """The feed's own identity for it; any length, not trusted to be stable."""
    url: str | None = None
    published_at: datetime | None = None
    """Aware; None when missing or unreadable."""
    date_text: str | None = None
    """The date as written, kept (at most 120 characters) when it could not be read."""
    language: str | None = None
    kind: PostKind = PostKind.POST
    reply_to: str | None = None
    author: str | None = None
    """Handle as given; hashed by normalizing and never stored."""
    source: str | None = None
    """Page, group or channel inside the feed (vendor exports), else None."""
    counts: Counts = field(default_factory=Counts)
    province: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One public message after normalizing."""

    key: PostKey
    content_key: str | None
    """32 hex digits of link and text: the same message under a regenerated guid. None: the guid alone decides."""
    feed_id: FeedId
    views: SpellingViews
    """Accented view as stored and shown (personal data scrubbed), folded view as matched."""
    text_hash: str
    """32 hex digits of the folded view: equal for exact duplicates."""
    external_id: str | None = None
    """The id the feed or file gave it, at most 200 characters: how people refer to the post. The key in its place where
    the id holds an address, mention or number of a person."""
    url: str | None = None
    """http or https, tracking parameters gone; None when the feed gave none or another scheme."""
    published_at: datetime
    """UTC. Equals ``seen_at`` when ``date_flag`` says so."""
    seen_at: datetime
    """UTC: when a run first saw it. Later runs never change it."""
    date_flag: DateFlag | None = None
    language: Language = Language.UND
    kind: PostKind = PostKind.POST
    reply_to: PostKey | None = None
    """Key of the post it answers in the same feed, whether that one is stored or not."""
    source: str | None = None
    """Page, group or channel inside the feed."""
    counts: Counts = field(default_factory=Counts)
    author_key: AuthorKey | None = None
    province: str | None = None

    @property
    def text(self) -> str:
        """The text to show: the accented view."""
        return self.views.accented
