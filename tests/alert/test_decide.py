"""When people are told, and why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import NOW, claim, spread
from rumorwatch.alert.decide import LEVELS, at_least, decide
from rumorwatch.alert.record import alert_of, notice_of
from rumorwatch.domain.alerts import SendReason, SilenceReason
from rumorwatch.domain.rumors import Level, Priority, Rumor, RumorId, Sign


def alert(level=Level.HIGH, independent=3, channels=1, existing=None, now=NOW):
    rumor = Rumor(
        id=RumorId("claim:c1"),
        text="The reservoir will break",
        claim=claim(),
        spread=spread(
            posts=independent, independent=independent, channels=tuple(f"c{number}" for number in range(channels))
        ),
        asks=0,
        denials=0,
        statement=None,
    )
    priority = Priority(points=70, level=level, factors={}, reasons=(), weights_version="test")
    return alert_of(rumor, priority, existing=existing, now=now, answer_within=timedelta(minutes=60))


def told(reason=SendReason.NEW, **state):
    return notice_of(alert(**state), reason, last=None, now=NOW)


@pytest.mark.parametrize(
    ("now_is", "last", "reason"),
    [
        ({"level": Level.LOW}, None, SilenceReason.BELOW_LEVEL),
        ({"level": Level.MEDIUM}, None, SendReason.NEW),
        ({}, None, SendReason.NEW),
        ({"independent": 0}, {"independent": 0}, SilenceReason.ALREADY_TOLD),
        ({"independent": 3}, {"independent": 3}, SilenceReason.ALREADY_TOLD),
        ({"independent": 5}, {"independent": 3}, SilenceReason.ALREADY_TOLD),
        ({"independent": 6}, {"independent": 3}, SendReason.GROWING),
        ({"independent": 4, "channels": 2}, {"independent": 4}, SendReason.NEW_CHANNEL),
        ({"independent": 8, "channels": 2}, {"independent": 4}, SendReason.GROWING),
        ({"independent": 8, "level": Level.LOW}, {"independent": 4}, SilenceReason.BELOW_LEVEL),
    ],
)
def test_a_decision_returns_the_first_reason_that_holds(now_is, last, reason):
    made = decide(alert(**now_is), last=told(**last) if last else None, notify_level=Level.MEDIUM, growing_factor=2.0)
    assert made.reason is reason
    assert made.send is isinstance(reason, SendReason)


@given(level=st.sampled_from(LEVELS), independent=st.integers(0, 20), channels=st.integers(1, 4))
def test_the_same_state_is_never_told_twice(level, independent, channels):
    state = alert(level=level, independent=independent, channels=channels)
    first = decide(state, last=None, notify_level=Level.MONITOR, growing_factor=2.0)
    last = notice_of(state, first.reason, last=None, now=NOW)
    second = decide(state, last=last, notify_level=Level.MONITOR, growing_factor=2.0)
    assert first.reason is SendReason.NEW
    assert second.reason is SilenceReason.ALREADY_TOLD


def test_levels_are_ordered_from_monitor_to_high():
    assert [at_least(level, Level.MEDIUM) for level in LEVELS] == [False, False, True, True]


def test_an_open_alert_keeps_its_id_opening_and_deadline_when_ranked_again():
    first = alert(independent=2)
    again = alert(independent=9, existing=first, now=NOW + timedelta(hours=5))
    assert (again.id, again.opened_at, again.due_at) == (first.id, first.opened_at, first.due_at)
    assert again.independent == 9
    assert first.due_at == NOW + timedelta(minutes=60)


def test_a_notice_made_twice_has_one_key_and_a_grown_rumor_another():
    assert told(independent=3).key == told(independent=3).key
    assert told(independent=3).key != told(independent=6).key


@pytest.mark.parametrize(
    ("signs", "last", "reason"),
    [
        ((Sign.VOID,), None, SendReason.VOID),
        ((Sign.CONTRADICTED,), None, SendReason.CONTRADICTION),
        ((Sign.CONTRADICTED, Sign.VOID), None, SendReason.CONTRADICTION),
        ((Sign.CHECKABLE,), None, SendReason.NEW),
        ((Sign.CONTRADICTED,), (), SendReason.CONTRADICTION),
        ((Sign.CONTRADICTED,), (Sign.CONTRADICTED,), SilenceReason.ALREADY_TOLD),
        ((Sign.VOID,), (Sign.VOID,), SilenceReason.ALREADY_TOLD),
        ((Sign.CHECKABLE, Sign.DOUBTED), (Sign.CHECKABLE,), SilenceReason.ALREADY_TOLD),
    ],
)
def test_a_void_and_a_contradiction_are_told_when_they_come(signs, last, reason):
    state = replace(alert(), signs=signs)
    before = None if last is None else replace(told(), signs=last)
    assert decide(state, last=before, notify_level=Level.MEDIUM, growing_factor=2.0).reason is reason


@pytest.mark.parametrize("sign", [Sign.VOID, Sign.CONTRADICTED])
def test_what_ends_and_comes_again_is_not_told_again_whatever_was_told_between(sign):
    come = replace(alert(independent=3), signs=(sign,))
    first = notice_of(come, SendReason.VOID, last=None, now=NOW)
    between = notice_of(alert(independent=6), SendReason.GROWING, last=first, now=NOW)
    again = replace(alert(independent=7), signs=(sign,))
    made = decide(again, last=between, notify_level=Level.MEDIUM, growing_factor=2.0)
    assert made.reason is SilenceReason.ALREADY_TOLD
