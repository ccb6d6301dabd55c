"""What goes to which channel, and what goes out as one message."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import NOW, digits
from rumorwatch.alert.grouping import MAX_PAUSE, deliveries_of, group_of, is_backing_off
from rumorwatch.domain.alerts import AlertId, ChannelId, Due, Notice, SendReason
from rumorwatch.domain.channels import Channel, ChannelKind
from rumorwatch.domain.messages import ChannelState
from rumorwatch.domain.rumors import Level
from rumorwatch.settings import Alerting

MAIL = ChannelId("mail")
NUMBERS = count()


def notice(alert="A-1", *, reason=SendReason.NEW, due=None, level=Level.MEDIUM, minutes_ago=0.0):
    return Notice(
        key=digits(f"notice {next(NUMBERS)}"),
        alert_id=AlertId(alert),
        reason=reason,
        due=due,
        decided_at=NOW - timedelta(minutes=minutes_ago),
        level=level,
        independent=3,
        channels=1,
    )


def channel(name="mail", **more):
    return Channel(**{"id": ChannelId(name), "kind": ChannelKind.FILE, "url": "told.txt", **more})


def queued(*notices, wait_s=0.0, channels=None):
    return [
        one
        for each in notices
        for one in deliveries_of(
            each,
            contacts=(),
            anyones=(),
            highest=[each.level],
            channels=channels or [channel()],
            notify_level=Level.LOW,
            wait=timedelta(seconds=wait_s),
        )
    ]


def grouped(*notices, made=(), wait_s=0.0, now=NOW, **settings):
    return group_of(
        queued(*notices, wait_s=wait_s),
        notices={one.key: one for one in notices},
        made=[NOW - timedelta(minutes=one) for one in made],
        settings=Alerting(group_wait_s=wait_s, **settings),
        now=now,
    )


@pytest.mark.parametrize(
    ("contacts", "anyones", "reached"),
    [
        ((), (), ["duty", "mail"]),
        (["mail"], ["mail"], ["duty", "mail"]),
        ((), ["mail"], ["duty"]),
        (["duty"], ["duty", "mail"], ["duty"]),
        ((), ["duty", "mail"], []),
    ],
)
def test_a_notice_goes_to_the_agencys_contacts_and_to_the_desk(contacts, anyones, reached):
    made = deliveries_of(
        notice(),
        contacts=contacts,
        anyones=anyones,
        highest=[Level.MEDIUM],
        channels=[channel("duty"), channel("mail"), channel("off", paused=True)],
        notify_level=Level.MEDIUM,
        wait=timedelta(0),
    )
    assert [one.channel for one in made] == reached


@pytest.mark.parametrize(
    ("lowest", "level", "highest", "reason", "goes"),
    [
        (None, Level.LOW, Level.LOW, SendReason.NEW, False),
        (None, Level.MEDIUM, Level.MEDIUM, SendReason.NEW, True),
        (Level.HIGH, Level.MEDIUM, Level.HIGH, SendReason.GROWING, False),
        (Level.HIGH, Level.LOW, Level.HIGH, SendReason.RESOLVED, True),
        (Level.HIGH, Level.LOW, Level.MEDIUM, SendReason.RESOLVED, False),
        (Level.LOW, Level.LOW, Level.LOW, SendReason.NEW, True),
    ],
)
def test_a_channel_has_its_lowest_level_and_is_told_the_end_of_what_it_was_told(lowest, level, highest, reason, goes):
    made = deliveries_of(
        notice(level=level, reason=reason),
        contacts=(),
        anyones=(),
        highest=[level, highest],
        channels=[channel(lowest=lowest)],
        notify_level=Level.MEDIUM,
        wait=timedelta(0),
    )
    assert bool(made) is goes


def test_a_delivery_made_twice_has_one_key_and_another_on_another_channel():
    told = notice()
    first, other = queued(told, channels=[channel("a"), channel("b")])
    assert first.key == queued(told, channels=[channel("a")])[0].key
    assert first.key != other.key


def test_notices_of_one_alert_are_one_story_told_by_its_most_urgent_reason():
    new, grown, other = notice("A-1"), notice("A-1", reason=SendReason.GROWING), notice("A-2")
    made = grouped(grown, new, other)
    assert {name: [one.reason for one in of] for name, of in made.notices.items()} == {
        "A-1": [SendReason.NEW, SendReason.GROWING],
        "A-2": [SendReason.NEW],
    }


@given(order=st.permutations(range(4)))
def test_the_key_of_a_group_comes_from_what_is_in_it_whatever_the_order(order):
    told = [notice(f"A-{number}") for number in range(4)]
    assert grouped(*(told[one] for one in order)).key == grouped(*told).key
    assert grouped(*told[:3]).key != grouped(*told).key


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        (NOW, False),
        (NOW + timedelta(seconds=29), False),
        (NOW + timedelta(seconds=30), True),
        (NOW - timedelta(days=1), True),  # the clock was put back
    ],
)
def test_siblings_wait_for_each_other_and_for_no_clock_that_was_put_back(now, goes):
    assert (grouped(notice(), wait_s=30, now=now) is not None) is goes


@pytest.mark.parametrize(
    ("made", "told", "goes"),
    [
        ((), notice(reason=SendReason.GROWING), True),
        ((9,), notice(reason=SendReason.GROWING), True),
        ((9, 5), notice(reason=SendReason.GROWING), False),
        ((9, 5), notice(), True),
        ((9, 5), notice(reason=SendReason.GROWING, level=Level.HIGH), True),
        ((9, 5), notice(reason=SendReason.OVERDUE), True),  # who steps in was not told of it yet
        ((9, 5), notice(reason=SendReason.OVERDUE, due=Due.ANSWER), False),
        ((9, 5, 1), notice(level=Level.HIGH), False),
        ((10, 5), notice(reason=SendReason.GROWING), True),
        ((-5, -1, -60), notice(reason=SendReason.GROWING), True),  # the clock was put back
    ],
)
def test_a_channel_gets_few_messages_in_ten_minutes_and_the_last_is_kept_for_what_presses(made, told, goes):
    assert (grouped(told, made=made) is not None) is goes


def test_a_channel_that_is_to_get_one_message_gets_it_whatever_it_is():
    assert grouped(notice(reason=SendReason.GROWING), messages_per_10_min=1)


@pytest.mark.parametrize(("alerts", "digest"), [(20, False), (21, True)])
def test_many_alerts_are_a_digest(alerts, digest):
    assert grouped(*(notice(f"A-{number}") for number in range(alerts))).digest is digest


def test_many_notices_of_one_alert_are_no_digest():
    assert not grouped(*(notice("A-1", reason=SendReason.GROWING) for _ in range(30))).digest


@pytest.mark.parametrize(
    ("next_try_at", "left_alone"),
    [
        (None, False),
        (NOW, False),
        (NOW + timedelta(seconds=1), True),
        (NOW + MAX_PAUSE, True),
        (NOW + MAX_PAUSE + timedelta(seconds=1), False),
    ],
)
def test_a_channel_is_left_alone_until_its_next_try_unless_the_clock_was_moved(next_try_at, left_alone):
    assert is_backing_off(ChannelState(channel=MAIL, next_try_at=next_try_at), now=NOW) is left_alone
