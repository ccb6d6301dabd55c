"""Outcomes: what one visit to a feed becomes, whichever way it ended."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

from rumorwatch.collect.faults import Code, Fault, feed_error
from rumorwatch.collect.health import after_failure, after_success, after_unchanged, next_try
from rumorwatch.domain.errors import FeedError, quoted
from rumorwatch.domain.feeds import Visit

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from rumorwatch.collect.bodies.parsed import Parsed
    from rumorwatch.collect.web.answers import Validators
    from rumorwatch.domain.feeds import Feed, FeedState, HostState

_LOCAL = "file:"


class Parser(Protocol):
    """What reads bodies: the sandbox."""

    def parse(self, body: bytes, *, feed: Feed, content_type: str | None = None) -> Parsed:
        """Return what a body holds.

        Raises:
            FeedError: It cannot be read, or not within its limits.
        """
        ...


def hash_body(body: bytes) -> str:
    """Return 32 hex digits that change with the body."""
    return blake2b(body, digest_size=16).hexdigest()


def is_local(feed: Feed) -> bool:
    """Whether a feed is a file of the workspace."""
    return feed.url.strip().lower().startswith(_LOCAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """Makes the visits of one run."""

    now: datetime
    others: int
    """How many other feeds are in the run."""
    backoff_first: timedelta

    def unchanged(
        self,
        feed: Feed,
        state: FeedState,
        *,
        validators: Validators | None = None,
        notes: tuple[str, ...] = (),
        hosts: tuple[HostState, ...] = (),
    ) -> Visit:
        """Return a good visit that brought nothing new; ``validators`` replace those we had."""
        after = after_unchanged(state, now=self.now, validators=validators)
        return Visit(feed=feed, state=after, notes=notes, hosts=hosts)

    def read(
        self,
        feed: Feed,
        state: FeedState,
        parsed: Parsed,
        *,
        body_hash: str,
        validators: Validators | None = None,
        notes: tuple[str, ...] = (),
        hosts: tuple[HostState, ...] = (),
    ) -> Visit:
        """Return a visit that read a new body.

        Of a body that a limit cut no hash or validator is remembered: the rest is read once the limit is raised, and
        until then every run says again what is missing.
        """
        known = body_hash if parsed.whole else None
        after = after_success(state, parsed.items, validators=validators, body_hash=known, now=self.now)
        return Visit(feed=feed, state=after, items=parsed.items, notes=notes + parsed.notes, hosts=hosts)

    def skipped(self, feed: Feed, state: FeedState, why: str, *, hosts: tuple[HostState, ...] = ()) -> Visit:
        """Return a visit that was not made."""
        return Visit(feed=feed, state=state, skipped=why, hosts=hosts)

    def failed(self, feed: Feed, state: FeedState, error: Exception, *, hosts: tuple[HostState, ...] = ()) -> Visit:
        """Return a visit that failed: the error stays with its feed, and the feed backs off.

        A file of the workspace is tried again in the next run: it costs nobody anything, and whoever mended it wants
        to see that.
        """
        fault = error if isinstance(error, Fault | FeedError) else _unexpected(error)
        gone = isinstance(fault, Fault) and fault.code is Code.GONE
        retry_after = fault.retry_after if isinstance(fault, Fault) else None
        due = None
        if not gone and not is_local(feed):
            due = next_try(state.failures, first=self.backoff_first, now=self.now, retry_after=retry_after)
        said = feed_error(fault, feed=feed, others=self.others, now=self.now, next_try_at=due)
        after = after_failure(state, said, now=self.now, next_try_at=due, gone=gone)
        return Visit(feed=feed, state=after, error=said, hosts=hosts)


def _unexpected(error: Exception) -> Fault:
    what = f"unexpected {type(error).__name__}: {quoted(str(error)) or 'without a message'}"
    fault = Fault(Code.UNEXPECTED, what, "This is a fault of rumorwatch: please report it")
    fault.__cause__ = error
    return fault
