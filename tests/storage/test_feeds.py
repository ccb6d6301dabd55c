"""Feed and host states, vectors and small values, in every store."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from nouns import NOW
from rumorwatch.domain.feeds import FeedState, HostState

FULL_STATE = FeedState(
    feed_id="b-feed",
    url="https://b.example/rss",
    etag='W/"1"',
    last_modified="Wed, 07 Oct 2026 19:00:00 GMT",
    body_hash="0" * 32,
    items_hash="1" * 32,
    last_try_at=NOW,
    last_good_at=NOW - timedelta(hours=1),
    last_new_at=NOW - timedelta(hours=2),
    usual_gap_s=1234.5,
    failures=3,
    next_try_at=NOW + timedelta(hours=1),
    last_error="RW-C01 no",
    gone=True,
)
FULL_HOST = HostState(
    host="b.example", next_request_at=NOW, robots="User-agent: *", robots_allowed=False, robots_checked_at=NOW
)


def test_feed_states_come_back_as_they_were_stored(store):
    with store.write() as unit:
        unit.feeds.put_state(FULL_STATE)
        unit.feeds.put_state(FeedState(feed_id="a-feed"))
    with store.read() as unit:
        assert dict(unit.feeds.states()) == {"a-feed": FeedState(feed_id="a-feed"), "b-feed": FULL_STATE}


def test_a_feed_state_replaces_the_one_before_whole(store):
    with store.write() as unit:
        unit.feeds.put_state(FULL_STATE)
        unit.feeds.put_state(FeedState(feed_id="b-feed"))
        assert dict(unit.feeds.states()) == {"b-feed": FeedState(feed_id="b-feed")}


def test_host_states_are_inserted_or_replaced(store):
    with store.write() as unit:
        unit.feeds.put_hosts([FULL_HOST, HostState(host="a.example")])
        unit.feeds.put_hosts([HostState(host="a.example", robots=""), HostState(host="c.example")])
        unit.feeds.put_hosts([])
    with store.read() as unit:
        assert dict(unit.feeds.hosts()) == {
            "a.example": HostState(host="a.example", robots=""),
            "b.example": FULL_HOST,
            "c.example": HostState(host="c.example"),
        }


def test_vectors_are_kept_by_model_and_text_and_never_changed(store):
    row = np.arange(3, dtype="<f4").tobytes()
    with store.write() as unit:
        unit.vectors.put("m1", {"t1": row, "t2": b"\x00" * 12})
        unit.vectors.put("m1", {"t1": b"other", "t3": b""})
    with store.read() as unit:
        assert dict(unit.vectors.get("m1", ["t1", "t3", "t9", "t1"])) == {"t1": row, "t3": b""}
        assert dict(unit.vectors.get("m2", ["t1"])) == {}
        assert dict(unit.vectors.get("m1", [])) == {}


def test_more_vectors_than_fit_one_query_are_kept(store):
    rows = {f"t{number}": number.to_bytes(4, "little") for number in range(1001)}
    with store.write() as unit:
        unit.vectors.put("m1", rows)
        unit.vectors.put("m1", rows)
        assert dict(unit.vectors.get("m1", list(rows))) == rows


def test_a_small_value_is_the_last_one_put(store):
    with store.write() as unit:
        assert unit.get_meta("last_scan_at") is None
        unit.put_meta("last_scan_at", "yesterday")
        unit.put_meta("last_scan_at", "today")
    with store.read() as unit:
        assert unit.get_meta("last_scan_at") == "today"
