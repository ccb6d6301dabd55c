"""Feed and host states in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rumorwatch.domain.feeds import FeedState, HostState
from rumorwatch.domain.posts import FeedId
from rumorwatch.storage.rows import put_row
from rumorwatch.storage.schema import feed_state, host_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from rumorwatch.storage.rows import AnyRow, RowValues


class SqlFeeds:
    """What is remembered of feeds and hosts between runs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def states(self) -> Mapping[FeedId, FeedState]:
        """Return every feed's state."""
        rows = self._connection.execute(select(feed_state).order_by(feed_state.c.feed_id))
        return {FeedId(row.feed_id): state_of(row) for row in rows}

    def put_state(self, state: FeedState) -> None:
        """Insert or replace one feed's state."""
        put_row(self._connection, feed_state, state_row(state))

    def hosts(self) -> Mapping[str, HostState]:
        """Return every host's state."""
        rows = self._connection.execute(select(host_state).order_by(host_state.c.host))
        return {row.host: host_of(row) for row in rows}

    def put_hosts(self, hosts: Sequence[HostState]) -> None:
        """Insert or replace these hosts' states."""
        for host in hosts:
            put_row(self._connection, host_state, host_row(host))


def state_row(state: FeedState) -> RowValues:
    """Return the row of a feed's state."""
    return {
        "feed_id": state.feed_id,
        "url": state.url,
        "etag": state.etag,
        "last_modified": state.last_modified,
        "body_hash": state.body_hash,
        "items_hash": state.items_hash,
        "last_try_at": state.last_try_at,
        "last_good_at": state.last_good_at,
        "last_new_at": state.last_new_at,
        "usual_gap_s": state.usual_gap_s,
        "failures": state.failures,
        "next_try_at": state.next_try_at,
        "last_error": state.last_error,
        "gone": state.gone,
    }


def state_of(row: AnyRow) -> FeedState:
    """Return the feed's state of a row."""
    return FeedState(
        feed_id=FeedId(row.feed_id),
        url=row.url,
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        items_hash=row.items_hash,
        last_try_at=row.last_try_at,
        last_good_at=row.last_good_at,
        last_new_at=row.last_new_at,
        usual_gap_s=row.usual_gap_s,
        failures=row.failures,
        next_try_at=row.next_try_at,
        last_error=row.last_error,
        gone=row.gone,
    )


def host_row(host: HostState) -> RowValues:
    """Return the row of a host's state."""
    return {
        "host": host.host,
        "next_request_at": host.next_request_at,
        "robots": host.robots,
        "robots_allowed": host.robots_allowed,
        "robots_checked_at": host.robots_checked_at,
    }


def host_of(row: AnyRow) -> HostState:
    """Return the host's state of a row."""
    return HostState(
        host=row.host,
        next_request_at=row.next_request_at,
        robots=row.robots,
        robots_allowed=row.robots_allowed,
        robots_checked_at=row.robots_checked_at,
    )
