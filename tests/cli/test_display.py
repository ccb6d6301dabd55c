from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.cli.display import age, ago, clock_time, quote, shown
from rumorwatch.reading.links import MAX_QUOTE

if TYPE_CHECKING:
    from datetime import datetime


@given(st.text(max_size=600))
def test_a_quote_is_one_safe_line_of_at_most_280_characters(text: str) -> None:
    made = quote(text)
    assert len(made) <= MAX_QUOTE
    assert made.isprintable() or not any(ord(character) < 0xA0 and not character.isprintable() for character in made)
    assert "\n" not in made


def test_terminal_escapes_and_direction_marks_are_shown_not_obeyed() -> None:
    assert shown("a\x1b[31mb\u202ec") == "a\\u001b[31mb\\u202ec"


def test_a_link_that_the_cut_goes_through_stays_defanged() -> None:
    assert "bad.example" not in quote("x" * (MAX_QUOTE - 20) + " https://bad.example/long/path/without/end")


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(0), "0 min"),
        (timedelta(minutes=99), "99 min"),
        (timedelta(minutes=100), "2 h"),
        (timedelta(hours=-26), "26 h"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_span_is_said_in_its_one_telling_unit(span: timedelta, said: str) -> None:
    assert age(span) == said


def test_past_and_future_are_told_apart(now: datetime) -> None:
    assert ago(now - timedelta(minutes=5), now=now) == "5 min ago"
    assert ago(now + timedelta(minutes=5), now=now) == "in 5 min"
    assert ago(None, now=now) == "never"


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(minutes=30), "01:30"),
        (timedelta(hours=3), "10-07 23:00"),
        (timedelta(days=365), "2025-10-08 02:00"),
    ],
)
def test_a_time_carries_its_day_only_when_that_is_not_today_in_vietnam(
    now: datetime, before: timedelta, said: str
) -> None:
    assert clock_time(now - before, now=now) == said
