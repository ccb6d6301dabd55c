"""What a host's robots.txt lets us read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import NOW
from rumorwatch.collect.faults import Code, Fault
from rumorwatch.collect.web.robots import distill, is_fresh, means_allowed, product_token, read_rules
from rumorwatch.domain.feeds import HostState

TOKEN = "rumorwatch"


def rules(text: str):
    return read_rules(distill(text.encode(), token=TOKEN), token=TOKEN)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: *\nDisallow: /*.rss$", False),
        ("User-agent: *\nDisallow: /\nAllow: /feed", True),
        ("User-agent: googlebot\nDisallow: /", True),
        ("User-agent: RumorWatch\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: rumorwatch/1.0\nDisallow: /", False),
        ("User-agent: a\nUser-agent: *\nUser-agent: b\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\nUser-agent: rumorwatch\nDisallow:", True),
        ("User-agent: rumorwatchful\nDisallow: /", True),
        ("User-agent: rumor\nDisallow: /", True),
        ("\ufeffuser-agent : *\r\ndisallow : / # all of it\r\n", False),
        ("<html>User-agent: *</html>", True),
        ("Sitemap: https://e.vn/map.xml\nDisallow: /", True),
    ],
)
def test_the_group_that_names_us_counts_else_the_one_for_all(text, allowed):
    assert rules(text).allows("https://e.vn/feed.rss") is allowed


@pytest.mark.parametrize(
    ("delay", "seconds"), [("5", 5.0), ("0.5", 0.5), ("9999", 60.0), ("-1", 0.0), ("soon", 0.0), ("inf", 0.0)]
)
def test_a_crawl_delay_is_kept_up_to_a_minute(delay, seconds):
    assert rules(f"User-agent: *\nCrawl-delay: {delay}").crawl_delay_s == seconds


def test_a_file_of_ten_thousand_groups_is_read_as_two():
    groups = "".join(f"User-agent: bot{n}\n" for n in range(15_000)) + "Disallow: /a\n" * 15_000
    text = distill((groups + "User-agent: *\nDisallow: /feed").encode(), token=TOKEN)
    assert text.count("User-agent") == 2
    assert not read_rules(text, token=TOKEN).allows("https://e.vn/feed")


def test_a_long_file_is_cut():
    text = b"User-agent: *\nAllow: /\n" + b"# padding\n" * 60_000 + b"Disallow: /\n"
    assert read_rules(distill(text, token=TOKEN), token=TOKEN).allows("https://e.vn/feed")


@given(st.binary(max_size=400))
def test_any_bytes_make_rules(body):
    made = read_rules(distill(b"User-agent: *\n" + body, token=TOKEN), token=TOKEN)
    assert made.allows("https://e.vn/feed") in {True, False}
    assert 0 <= made.crawl_delay_s <= 60


@pytest.mark.parametrize(
    ("user_agent", "token"),
    [("rumorwatch/0.1 (+https://e.vn)", "rumorwatch"), ("My-Reader", "my-reader"), ("", "rumorwatch")],
)
def test_we_are_known_by_the_name_before_the_version(user_agent, token):
    assert product_token(user_agent) == token


READ = HostState(host="e.vn", robots="", robots_checked_at=NOW - timedelta(hours=23))


@pytest.mark.parametrize(
    ("state", "fresh"),
    [
        (READ, True),
        (None, False),
        (HostState(host="e.vn"), False),
        (replace(READ, robots_checked_at=NOW - timedelta(hours=25)), False),
        (replace(READ, robots_checked_at=NOW + timedelta(hours=1)), False),
        (replace(READ, robots_allowed=False), False),
    ],
)
def test_what_was_read_holds_for_a_day_and_a_refusal_never(state, fresh):
    assert is_fresh(state, now=NOW, max_age_h=24) is fresh


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        (Code.CLIENT_STATUS, True),
        (Code.GONE, True),
        (Code.REDIRECTS, True),
        (Code.FORBIDDEN, True),
        (Code.SERVER_STATUS, False),
        (Code.BUSY, False),
        (Code.TIMEOUT, False),
        (Code.CONNECT, False),
    ],
)
def test_4xx_means_everything_and_5xx_or_silence_nothing(code, allowed):
    assert means_allowed(Fault(code, "")) is allowed
