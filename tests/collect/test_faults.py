"""The one line a person reads about a feed that failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from collect.loopback import feed_at
from nouns import NOW
from rumorwatch.collect.faults import FEED, Code, Fault, feed_error, shown_url
from rumorwatch.domain.errors import FeedError

A_FEED = feed_at("https://e.vn/rss", name="bao-abc")
SOON = NOW + timedelta(minutes=5)
TOO_BIG = Fault(
    Code.BODY,
    "body over 10 MB after decompression (ratio 1030:1), stopped",
    f"If this feed is really that big: feeds.{FEED}.max_body_mb",
)


def test_an_error_says_everything_in_one_line():
    assert str(feed_error(TOO_BIG, feed=A_FEED, others=199, now=NOW, next_try_at=SOON)) == (
        'RW-C07 feed "bao-abc" (https://e.vn/rss): body over 10 MB after decompression (ratio 1030:1), stopped. '
        "0 posts taken, 199 other feeds not affected. Next try 02:05. "
        "If this feed is really that big: feeds.bao-abc.max_body_mb."
    )


@pytest.mark.parametrize(
    ("others", "kept"),
    [
        (0, "0 posts taken, earlier ones stay"),
        (1, "0 posts taken, 1 other feed not affected"),
        (2, "0 posts taken, 2 other feeds not affected"),
    ],
)
def test_an_error_says_what_is_not_affected(others, kept):
    assert feed_error(TOO_BIG, feed=A_FEED, others=others, now=NOW, next_try_at=SOON).kept == kept


@pytest.mark.parametrize(
    ("zone", "due", "coming"),
    [
        ("Asia/Ho_Chi_Minh", SOON, "Next try 02:05"),
        ("UTC", SOON, "Next try 19:05"),
        ("Nowhere/At_All", SOON, "Next try 19:05"),
        ("../../etc/passwd", SOON, "Next try 19:05"),
        ("UTC", NOW + timedelta(hours=24), "Next try 2026-10-08 19:00"),
        ("UTC", None, "Next try in the next run"),
    ],
)
def test_the_next_try_is_told_on_the_feeds_clock(zone, due, coming):
    feed = replace(A_FEED, timezone=zone)
    assert feed_error(TOO_BIG, feed=feed, others=0, now=NOW, next_try_at=due).next == coming


def test_a_feed_that_is_gone_has_no_next_try():
    gone = Fault(Code.GONE, "gone")
    assert "resumed" in feed_error(gone, feed=A_FEED, others=0, now=NOW, next_try_at=None).next


def test_what_a_parser_said_is_kept_and_completed():
    parsed = FeedError(code="RW-C42", failed="not a feed", remedy="look")
    said = feed_error(parsed, feed=A_FEED, others=3, now=NOW, next_try_at=SOON)
    assert str(said) == ("RW-C42 not a feed. 0 posts taken, 3 other feeds not affected. Next try 02:05. look.")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:word@e.vn/rss?key=1#x", "https://e.vn/rss"),
        ("file:posts/a.csv", "file:posts/a.csv"),
        ("http://[::1/", "http://[::1/"),
        ("https://e.vn/a\x1b[2J", "https://e.vn/a\\u001b[2J"),
    ],
)
def test_a_message_shows_no_secret_and_no_control_character(url, shown):
    assert shown_url(url) == shown
