"""From RawItem to Post: identity, dates, views, language, and no author."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from rumorwatch.domain.feeds import FeedKind, FeedRole
from rumorwatch.domain.posts import DateFlag, Language, Post, PostKey, PostKind
from rumorwatch.normalize.language import by_script, detect
from rumorwatch.normalize.privacy import author_key
from rumorwatch.normalize.text import accented, views
from rumorwatch.normalize.urls import canonical_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.posts import AuthorKey, FeedId, RawItem, SpellingViews

MAX_TEXT = 20_000
"""Characters of a post that are kept; the longest press article fits."""
_MAX_NAME = 200
_HASH_DIGITS = 32
_REMEMBERED = 1_000
"""Hashes remembered: a thousand answers to one post name its id and often say the same."""
_MAX_AHEAD = timedelta(hours=24)
_FIRST_YEAR = 2000
"""Dates outside are not believed (safety.md, Fetching and parsing)."""
_PLAIN_ID = re.compile(r"\d+|(?!(?i:tel|sms):)(?=[\d.:,#_-]*[^\W\d_])\w[\w.:,#-]*(?:[eE]\+\d+)?")
"""One word of letters and digits, so no address (it has a slash) and no handle; or digits alone. A table program may
have written a long number as 4.2e+17."""
_FROM_PERSONS = frozenset({PostKind.COMMENT, PostKind.TIP})
_REPLIES = frozenset({PostKind.COMMENT, PostKind.REPOST, PostKind.TIP})


def _hash(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]


@lru_cache(maxsize=_REMEMBERED)
def hash_of_text(folded: str) -> str:
    """Return the hash of a post's folded view (``Post.text_hash``)."""
    return _hash(folded)


def _whole_text(item: RawItem) -> str:
    """Return title and body; a body that begins with its title (perhaps cut with …) already has it."""
    title, text = item.title.strip()[:MAX_TEXT], item.text.strip()[:MAX_TEXT]
    begun = " ".join(title.rstrip("….").split()).casefold()
    if not title or " ".join(text[: 2 * len(title) + _MAX_NAME].split()).casefold().startswith(begun):
        return text or title
    return f"{title}\n{text}"[:MAX_TEXT]


def _published(item: RawItem, seen_at: datetime) -> tuple[datetime, DateFlag | None]:
    """Return the time of publication in UTC, and why it is not simply what the feed said."""
    told = item.published_at
    if told is None or told.tzinfo is None:
        return seen_at, DateFlag.UNREADABLE if told or item.date_text else DateFlag.MISSING
    if told.year < _FIRST_YEAR:
        return seen_at, DateFlag.ANCIENT
    if told - seen_at > _MAX_AHEAD:
        return seen_at, DateFlag.FUTURE
    return told.astimezone(UTC), None


def _key_of(guid: str, feed: Feed) -> PostKey:
    return _key_in(feed.id, guid)


@lru_cache(maxsize=_REMEMBERED)
def _key_in(feed_id: FeedId, guid: str) -> PostKey:
    return PostKey(_hash("guid", feed_id, guid))


def _external_id(guid: str, *, feed: Feed, url: str | None) -> str | None:
    """Return the id as one printable line of at most 200 characters, or the key where it says who somebody is.

    People refer to posts by these ids, so a plain one stays to the letter, even if its digits could be a phone number.
    """
    if not guid:
        return None
    name = guid[:_MAX_NAME]
    if not name.isprintable():
        name = "".join(char for char in name if char.isprintable())
    name = name.strip()
    if _PLAIN_ID.fullmatch(name) or accented(name) == name:
        return name or None
    return url if url is not None and canonical_url(guid) == url else _key_of(guid, feed)


def _source(item: RawItem, kind: PostKind) -> str | None:
    """Return page, group or channel, unless it is a person: that of a comment or tip, or one named as the author is."""
    source, handle = item.source or "", _handle(item.author)
    if kind in _FROM_PERSONS or (handle and handle.casefold() in source.casefold()):
        return None
    return accented(source)[:_MAX_NAME] or None


def _handle(name: str | None) -> str:
    return (name or "").strip().lstrip("@")


def _language(item: RawItem, feed: Feed, text: SpellingViews) -> Language:
    """Return the language: what the letters prove, else what item or feed say, else a guess.

    Feeds often carry the language of their software's maker; letters do not err.
    """
    proved = by_script(text)
    if proved is not None:
        return proved
    for told in (item.language, feed.language):
        code = (told or "").lower().replace("_", "-").split("-")[0]
        if code in {Language.VI, Language.EN, Language.ZH}:
            return Language(code)
    return detect(text)


def _content_key(item: RawItem, *, feed: Feed, url: str | None, said: str) -> str | None:
    """Return what tells the same message under a regenerated guid, or None where the guid alone decides.

    Ids in files of posts are trusted, and comments under one address may well be equal: never merge demand away.
    """
    if url is not None:
        is_reply = item.reply_to is not None or item.kind in _REPLIES
        return None if feed.kind is FeedKind.POSTS and is_reply else _hash("url", url, said)
    if feed.kind is FeedKind.POSTS:
        return None
    return _hash("text", feed.id, said, item.published_at.isoformat() if item.published_at else "")


def _author(item: RawItem, kind: PostKind, *, feed: Feed, secret: bytes) -> AuthorKey | None:
    """Return the author's key; the source of a comment or tip without author is its author: the caller of a hotline."""
    handle = _handle(item.author) or (_handle(item.source) if kind in _FROM_PERSONS else "")
    return author_key(secret, feed.channel, handle) if handle else None


def to_post(
    item: RawItem,
    *,
    feed: Feed,
    seen_at: datetime,
    author_secret: bytes,
    spell: Callable[[str], SpellingViews] = views,
) -> Post | None:
    """Return the post that a feed's item is, or None when it holds no text.

    The key depends on feed and guid, or on feed, link and text, and on nothing else: it is the same on every run.

    Args:
        item: As the feed gave it.
        feed: Where it came from.
        seen_at: Aware and in UTC.
        author_secret: Keys the hash of the author.
        spell: Makes the spelling views; who reads many equal texts gives one that remembers.
    """
    text = spell(_whole_text(item))
    if not text.accented:
        return None
    said = text.folded or text.accented
    url = canonical_url(item.url) if item.url else None
    guid, answered = (item.guid or "").strip(), (item.reply_to or "").strip()
    published_at, date_flag = _published(item, seen_at)
    kind = PostKind.TIP if feed.role is FeedRole.TIPLINE and item.kind is PostKind.POST else item.kind
    return Post(
        key=_key_of(guid, feed) if guid else PostKey(_hash("content", feed.id, url or "", said)),
        content_key=_content_key(item, feed=feed, url=url, said=said),
        feed_id=feed.id,
        views=text,
        text_hash=hash_of_text(text.folded),
        external_id=_external_id(guid, feed=feed, url=url),
        url=url,
        published_at=published_at,
        seen_at=seen_at,
        date_flag=date_flag,
        language=_language(item, feed, text),
        kind=kind,
        reply_to=_key_of(answered, feed) if answered else None,
        source=_source(item, kind),
        counts=item.counts,
        author_key=_author(item, kind, feed=feed, secret=author_secret),
        province=accented(item.province or "")[:_MAX_NAME] or feed.province,
    )
