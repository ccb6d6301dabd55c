"""What was closed opens again only when it is seen again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nouns import NOW, claim, spread
from rumorwatch.alert.closing import may_open
from rumorwatch.alert.record import alert_of
from rumorwatch.domain.alerts import AlertId, AlertStatus, Outcome
from rumorwatch.domain.rumors import Level, Priority, Rumor, RumorId

WINDOW = timedelta(days=14)
CLOSED_AT = NOW - timedelta(hours=5)


def rumor(*minutes_ago):
    return Rumor(
        id=RumorId("claim:c1"),
        text="The reservoir will break",
        claim=claim(),
        spread=spread(),
        asks=0,
        denials=0,
        statement=None,
        moments=sorted((NOW - timedelta(minutes=one)).timestamp() for one in minutes_ago),
    )


def closed(outcome, at=CLOSED_AT, **more):
    priority = Priority(points=70, level=Level.HIGH, factors={}, reasons=(), weights_version="test")
    opened = alert_of(rumor(500), priority, existing=None, now=NOW, answer_within=timedelta(minutes=60))
    return replace(opened, status=AlertStatus.CLOSED, outcome=outcome, closed_at=at, **more)


BEFORE, AFTER = (600, 500, 400), (100, 60, 10)


@pytest.mark.parametrize(
    ("last", "seen", "opens"),
    [
        (None, BEFORE, True),
        (closed(Outcome.FADED), BEFORE, True),
        (closed(Outcome.RUMOR), BEFORE, False),
        (closed(Outcome.RUMOR), (*BEFORE, *AFTER[:2]), False),
        (closed(Outcome.RUMOR), (*BEFORE, *AFTER), True),
        (closed(Outcome.ANSWERED), (*BEFORE, *AFTER[:2]), False),
        (closed(Outcome.ANSWERED), (*BEFORE, *AFTER), True),
        (closed(Outcome.NOT_A_RUMOR), (*BEFORE, *AFTER), False),
        (closed(Outcome.OPINION), (*BEFORE, *AFTER), False),
        (closed(Outcome.NOT_A_RUMOR, at=NOW - WINDOW), AFTER, True),
        (closed(Outcome.DUPLICATE, duplicate_of=AlertId("A-OPEN00")), (*BEFORE, *AFTER), False),
        (closed(Outcome.DUPLICATE, duplicate_of=AlertId("A-GONE00")), (*BEFORE, *AFTER), True),
        (closed(Outcome.DUPLICATE, duplicate_of=AlertId("A-GONE00")), BEFORE, False),
    ],
)
def test_a_rumor_opens_an_alert_again_by_how_the_last_one_ended(last, seen, opens):
    made = may_open(rumor(*seen), last, open_ids={AlertId("A-OPEN00")}, recur_sightings=3, window=WINDOW, now=NOW)
    assert made is opens


def test_what_was_seen_at_the_moment_of_closing_was_judged_with_it():
    seen = rumor(300, 300, 300)
    assert not may_open(seen, closed(Outcome.RUMOR), open_ids=(), recur_sightings=1, window=WINDOW, now=NOW)
