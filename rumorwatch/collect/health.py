"""Health: what a visit does to a feed's state, when it is tried again, and whether it has fallen silent.

Rhythm. Observation: posts come in bursts, with nights, weekends and holidays between them, so the mean gap says little
about how long a silence is normal. Theory: follow the gaps with an average that rises fast and falls slowly; it settles
near the longer gaps a feed really has, and five of those are past what a night or a weekend explains. Known
exceptions: a feed on a long holiday is called silent; one that posts once a month is called silent only after five.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from rumorwatch.domain.feeds import FeedState, Health

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rumorwatch.collect.web.answers import Validators
    from rumorwatch.domain.errors import FeedError
    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.posts import RawItem

MAX_BACKOFF = timedelta(hours=24)
"""safety.md: a failing feed backs off, x2 up to 24 h."""
SILENT_GAPS = 5
"""Usual gaps without a post that are a silence."""
MIN_SILENCE = timedelta(hours=12)
"""No feed is called silent sooner: a newsroom's night is 6 to 9 h."""
_RISE, _FALL = 0.5, 0.05
"""Weight of a gap longer, or shorter, than the usual one: a weekend counts at once and fades in a month."""
MAX_FAILING = timedelta(hours=24)
"""A site that is down comes back within a day; by then its pauses have grown to hours."""
_MISTAKE_FAILURES = 3
"""Failures in a row of a feed that never gave anything: its address is wrong, and no day is waited for that."""
_MIN_DATED = 3
"""Dated posts that make a first guess at the rhythm."""


def after_unchanged(state: FeedState, *, now: datetime, validators: Validators | None = None) -> FeedState:
    """Return the state after a good visit that brought nothing new.

    Args:
        state: The state before.
        now: The run's moment.
        validators: What the server sent this time to make the next request conditional; None: what we had still holds.
    """
    return replace(
        state,
        etag=validators.etag if validators is not None else state.etag,
        last_modified=validators.last_modified if validators is not None else state.last_modified,
        last_try_at=now,
        last_good_at=now,
        failures=0,
        next_try_at=None,
        last_error=None,
        gone=False,
    )


def after_success(
    state: FeedState, items: Sequence[RawItem], *, validators: Validators | None, body_hash: str | None, now: datetime
) -> FeedState:
    """Return the state after a body was read.

    Args:
        state: The state before.
        items: What the body gave.
        validators: What the server sent to make the next request conditional; None for a file.
        body_hash: 32 hex digits; None when the body has to be read again, and validators would prevent that.
        now: The run's moment.
    """
    good = after_unchanged(replace(state, body_hash=body_hash), now=now, validators=validators)
    if body_hash is None:
        good = replace(good, etag=None, last_modified=None)
    return replace(_learn_rhythm(good, items, now=now), items_hash=hash_items(items))


def hash_items(items: Sequence[RawItem]) -> str:
    """Return 32 hex digits that change with which items a body holds, whatever their order and counts."""
    names = sorted({item.guid or item.url or f"{item.title}\n{item.text}" for item in items})
    return blake2b("\x1f".join(names).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def at_address(state: FeedState, url: str) -> FeedState:
    """Return the state that counts for a feed at this address.

    A corrected address begins anew: no back-off, and nothing that another address said of its body.
    """
    if state.url in {None, url}:
        return state
    return FeedState(
        feed_id=state.feed_id,
        url=url,
        items_hash=state.items_hash,
        last_try_at=state.last_try_at,
        last_good_at=state.last_good_at,
        last_new_at=state.last_new_at,
        usual_gap_s=state.usual_gap_s,
    )


def after_failure(
    state: FeedState, error: FeedError, *, now: datetime, next_try_at: datetime | None, gone: bool = False
) -> FeedState:
    """Return the state after a visit that failed; what was known of the body stays."""
    return replace(
        state,
        last_try_at=now,
        failures=state.failures + 1,
        next_try_at=next_try_at,
        last_error=str(error),
        gone=gone or state.gone,
    )


def next_try(failures: int, *, first: timedelta, now: datetime, retry_after: timedelta | None = None) -> datetime:
    """Return when to try again after so many failures in a row.

    Args:
        failures: Before this one; 0 for the first.
        first: The pause after the first failure; doubled by each further one up to 24 h.
        now: The run's moment.
        retry_after: What the server asked for: never sooner than that.
    """
    doubled: int = 2 ** min(failures, 20)
    pause = min(first * doubled, MAX_BACKOFF)
    return now + max(pause, retry_after or timedelta(0))


def why_not_due(feed: Feed, state: FeedState, *, now: datetime) -> str | None:
    """Return why a feed is not visited now, or None when it is due.

    A next try more than a day ahead is not believed: nothing sets one, so the clock was moved.
    """
    if feed.paused:
        return "paused in feeds.toml"
    if state.gone:
        return "gone (the server answered 410), not visited until it is resumed"
    due = state.next_try_at
    if due is not None and now < due <= now + MAX_BACKOFF:
        return f"backing off after {state.failures} failure{'s'[: state.failures != 1]} in a row"
    return None


def health(feed: Feed, state: FeedState | None, now: datetime) -> Health:
    """Return how a feed is doing."""
    if feed.paused:
        return Health.PAUSED
    if state is None or (state.last_try_at is None and not state.gone):
        return Health.NEW
    if state.gone:
        return Health.GONE
    if state.failures:
        return Health.FAILING
    limit = longest_silence(feed, state)
    heard_at = state.last_new_at
    if heard_at is None:
        return Health.SILENT
    return Health.SILENT if limit is not None and now - heard_at > limit else Health.OK


def fails_long(state: FeedState, *, now: datetime) -> bool:
    """Return whether a feed that fails will not come back by itself, so that a person has to look."""
    if state.last_good_at is None:
        return state.failures >= _MISTAKE_FAILURES
    return state.failures > 0 and now - state.last_good_at > MAX_FAILING


def longest_silence(feed: Feed, state: FeedState) -> timedelta | None:
    """Return the longest silence that is normal: the feed's own rhythm, else five usual gaps and at least 12 h."""
    if feed.rhythm is not None:
        return feed.rhythm
    if state.usual_gap_s is None:
        return None
    return max(SILENT_GAPS * timedelta(seconds=state.usual_gap_s), MIN_SILENCE)


def explain_health(feed: Feed, state: FeedState | None, now: datetime) -> str:
    """Return the reason for a feed's health in a few words, with its numbers."""
    match health(feed, state, now):
        case Health.FAILING if state is not None:
            return state.last_error or f"{state.failures} failures in a row"
        case Health.SILENT if state is not None:
            return _explain_silence(feed, state, now)
        case Health.NEW:
            return "not visited yet"
        case Health.PAUSED:
            return "paused in feeds.toml"
        case Health.GONE:
            return "the server answered 410; not visited until it is resumed"
        case _:
            return ""


def _explain_silence(feed: Feed, state: FeedState, now: datetime) -> str:
    limit = longest_silence(feed, state)
    if state.last_new_at is None or limit is None:
        return "readable, but it never gave a post"
    silent_h = (now - state.last_new_at).total_seconds() / 3600
    usual = "its rhythm in feeds.toml" if feed.rhythm is not None else f"{SILENT_GAPS} usual gaps, at least 12 h"
    return f"no new post for {silent_h:.0f} h; normal is at most {limit.total_seconds() / 3600:.0f} h ({usual})"


def _learn_rhythm(state: FeedState, items: Sequence[RawItem], *, now: datetime) -> FeedState:
    dated = sorted({item.published_at for item in items if item.published_at is not None and item.published_at <= now})
    if state.last_new_at is None:
        heard_at = dated[-1] if dated else (now if items else None)
        return replace(state, last_new_at=heard_at, usual_gap_s=_mean_gap_s(dated))
    has_new = dated[-1] > state.last_new_at if dated else bool(items) and hash_items(items) != state.items_hash
    if not has_new:
        return state
    gap_s = (now - state.last_new_at).total_seconds()
    usual = state.usual_gap_s
    if usual is not None:
        gap_s = usual + (_RISE if gap_s > usual else _FALL) * (gap_s - usual)
    return replace(state, last_new_at=now, usual_gap_s=gap_s)


def _mean_gap_s(dated: Sequence[datetime]) -> float | None:
    if len(dated) < _MIN_DATED:
        return None
    return (dated[-1] - dated[0]).total_seconds() / (len(dated) - 1)
