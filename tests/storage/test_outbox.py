"""Deliveries, messages and the state of channels, in every store."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from nouns import NOW
from rumorwatch.domain.alerts import Outcome, SendReason
from rumorwatch.domain.messages import ChannelState, Stage
from rumorwatch.storage.messagetext import stories_of, stories_text
from storage.records import LATER, alert, delivery, message, notice, outgoing, story


@pytest.fixture
def unit(store):
    """A unit of work over a store with one notice in it."""
    with store.write() as writer:
        writer.alerts.put(alert())
        writer.alerts.add_notice(notice())
        yield writer


def keys(deliveries):
    return [one.key for one in deliveries]


def test_deliveries_wait_unbound_in_the_order_they_were_queued(unit):
    unit.outbox.queue([delivery("d3"), delivery("d1", queued_at=LATER), delivery("d2")])
    assert unit.outbox.unbound() == [delivery("d2"), delivery("d3"), delivery("d1", queued_at=LATER)]


def test_a_delivery_is_queued_once_under_its_key(unit):
    unit.outbox.queue([delivery(), delivery(channel="other")])
    unit.outbox.bind(outgoing(), ["d1"])
    unit.outbox.queue([delivery(), delivery("d2")])
    assert keys(unit.outbox.unbound()) == ["d2"]
    assert unit.outbox.delivered("m1") == [delivery(message_key="m1")]


def test_more_deliveries_than_one_query_may_name_are_queued_and_bound(unit):
    many = [delivery(f"d{number:04}") for number in range(900)]
    unit.outbox.queue(many)
    unit.outbox.queue(many)
    unit.outbox.bind(outgoing(), keys(many))
    assert unit.outbox.unbound() == []
    assert keys(unit.outbox.delivered("m1")) == keys(many)


def test_bound_deliveries_are_those_of_their_message(unit):
    unit.outbox.queue([delivery("d1"), delivery("d2"), delivery("d3"), delivery("d0", queued_at=LATER)])
    unit.outbox.bind(outgoing("m1"), {"d3", "d1", "d0"})
    assert keys(unit.outbox.unbound()) == ["d2"]
    assert keys(unit.outbox.delivered("m1")) == ["d1", "d3", "d0"]
    assert unit.outbox.delivered("m2") == []


def test_a_message_comes_back_as_it_was_made(store):
    bare = story(
        claim_id=None,
        reasons=(SendReason.RESOLVED,),
        due=None,
        before=None,
        provinces=(),
        official=None,
        contradiction=(),
        owners=(),
        examples=(),
        outcome=Outcome.RUMOR,
        code="",
    )
    first = outgoing("m1", stories=(story(), bare), digest=True)
    second = outgoing("m2", attempts=3, leased_until=LATER, leased_by="host:1", last_error="time-out", made_at=LATER)
    with store.write() as unit:
        unit.outbox.bind(first, [])
        unit.outbox.bind(second, [])
    with store.read() as unit:
        assert unit.outbox.get("m1") == first
        assert unit.outbox.messages(stage=Stage.WAITING) == [first, second]
        assert unit.outbox.get("m3") is None


def test_what_a_field_does_not_allow_is_not_stored():
    with pytest.raises(ValueError, match="Expected `enum`"):
        stories_text(message(stories=(story(topic="disaster"),)))


@pytest.mark.parametrize("text", ['[{"alert_id": "A-000001"}]', "{}", "no JSON", ""])
def test_stories_that_cannot_be_read_back_are_none(text):
    assert stories_of(text) == ()


def test_putting_a_message_changes_what_became_of_it_and_not_what_it_says(unit):
    unit.outbox.bind(outgoing(), [])
    tried = outgoing(attempts=1, leased_until=LATER, leased_by="host:1", last_error="503")
    unit.outbox.put(replace(tried, message=message(channel="other", made_at=LATER, stories=(), digest=True)))
    assert unit.outbox.get("m1") == tried
    unit.outbox.put(outgoing(attempts=2, stage=Stage.DEAD, last_error="401"))
    assert unit.outbox.messages(stage=Stage.DEAD) == [outgoing(attempts=2, stage=Stage.DEAD, last_error="401")]
    unit.outbox.put(outgoing())
    assert unit.outbox.get("m1") == outgoing()


def test_a_message_that_was_sent_loses_its_stories_and_keeps_its_deliveries(unit):
    unit.outbox.queue([delivery()])
    unit.outbox.bind(outgoing(digest=True), ["d1"])
    unit.outbox.put(outgoing(digest=True, stage=Stage.SENT, attempts=1, sent_at=LATER))
    sent = outgoing(digest=True, stories=(), stage=Stage.SENT, attempts=1, sent_at=LATER)
    assert unit.outbox.get("m1") == sent
    assert unit.outbox.messages(stage=Stage.SENT, channel="desk") == [sent]
    assert [one.alert_id for one in unit.outbox.delivered("m1")] == ["A-000001"]


def test_a_message_that_was_sent_stays_as_it_is(unit):
    sent = outgoing(stories=(), stage=Stage.SENT, sent_at=NOW)
    unit.outbox.bind(outgoing(), [])
    unit.outbox.put(sent)
    unit.outbox.put(outgoing(attempts=2, last_error="a lease ran out, and another was faster"))
    unit.outbox.put(outgoing(stage=Stage.SENT, sent_at=LATER))
    assert unit.outbox.get("m1") == sent


def test_the_row_of_a_sent_message_holds_no_text(sql_store, workspace):
    with sql_store.write() as unit:
        unit.outbox.bind(outgoing("m1"), [])
        unit.outbox.bind(outgoing("m2"), [])
        unit.outbox.put(outgoing("m1", stage=Stage.SENT))
    with sqlite3.connect(workspace / "rumorwatch.db") as connection:
        found = connection.execute("SELECT key, stories IS NULL FROM message ORDER BY key").fetchall()
    connection.close()
    assert found == [("m1", 1), ("m2", 0)]


def test_messages_come_by_stage_and_channel_oldest_first(unit):
    unit.outbox.bind(outgoing("m3"), [])
    unit.outbox.bind(outgoing("m2", channel="other"), [])
    unit.outbox.bind(outgoing("m1", made_at=LATER), [])
    unit.outbox.bind(outgoing("m4", stage=Stage.DEAD), [])

    def found(**asked):
        return [one.message.key for one in unit.outbox.messages(**asked)]

    assert found(stage=Stage.WAITING) == ["m2", "m3", "m1"]
    assert found(stage=Stage.WAITING, channel="desk") == ["m3", "m1"]
    assert found(stage=Stage.DEAD) == ["m4"]
    assert found(stage=Stage.SENT) == []


def test_messages_count_for_their_channel_from_when_they_were_made_whatever_became_of_them(unit):
    unit.outbox.bind(outgoing("m1", made_at=LATER), [])
    unit.outbox.bind(outgoing("m2", made_at=NOW, stage=Stage.SENT), [])
    unit.outbox.bind(outgoing("m3", made_at=NOW, stage=Stage.DEAD, channel="other"), [])
    unit.outbox.bind(outgoing("m4", made_at=NOW - timedelta(microseconds=1)), [])
    assert unit.outbox.made_since(NOW) == {"desk": [NOW, LATER], "other": [NOW]}
    assert unit.outbox.made_since(LATER + timedelta(hours=1)) == {}


def test_a_channel_comes_back_as_it_was_put_last(store):
    failing = ChannelState(channel="desk", failures=2, next_try_at=LATER, last_error="503", last_sent_at=NOW)
    with store.write() as unit:
        assert unit.outbox.channels() == {}
        unit.outbox.put_channel(ChannelState(channel="desk"))
        unit.outbox.put_channel(ChannelState(channel="atom"))
        unit.outbox.put_channel(failing)
    with store.read() as unit:
        assert list(unit.outbox.channels().values()) == [ChannelState(channel="atom"), failing]


def bind_twice(unit):
    unit.outbox.bind(outgoing("m1"), ["d1"])
    unit.outbox.bind(outgoing("m2"), ["d1"])


@pytest.mark.parametrize(
    "wrong",
    [
        bind_twice,
        lambda unit: unit.outbox.bind(outgoing(), ["d1", "d9"]),
        lambda unit: [unit.outbox.bind(outgoing(), []), unit.outbox.bind(outgoing(made_at=LATER), [])],
        lambda unit: unit.outbox.put(outgoing()),
        lambda unit: unit.outbox.queue([delivery("d2", of="n9")]),
        lambda unit: unit.outbox.queue([delivery("d2", message_key="m9")]),
    ],
    ids=[
        "told twice",
        "unknown delivery",
        "known message made again",
        "unknown message",
        "unknown notice",
        "delivery in an unknown message",
    ],
)
def test_what_would_be_told_twice_or_never_is_refused_and_undone(store, wrong):
    with store.write() as unit:
        unit.alerts.put(alert())
        unit.alerts.add_notice(notice())
        unit.outbox.queue([delivery()])
    with pytest.raises(RuntimeError, match="the store refused a row"), store.write() as unit:
        wrong(unit)
    with store.read() as unit:
        assert (unit.outbox.unbound(), unit.outbox.messages(stage=Stage.WAITING)) == ([delivery()], [])


def test_a_message_that_nobody_saw_is_forgotten_and_its_deliveries_are_free(unit):
    unit.outbox.queue([delivery("d1"), delivery("d2")])
    unit.outbox.bind(outgoing("m1"), ["d1"])
    unit.outbox.unbind("m1")
    assert unit.outbox.get("m1") is None
    assert [one.key for one in unit.outbox.unbound()] == ["d1", "d2"]
    unit.outbox.bind(outgoing("m1"), ["d1", "d2"])
    assert [one.key for one in unit.outbox.delivered("m1")] == ["d1", "d2"]


def test_what_waits_can_be_asked_for_by_channel(unit):
    unit.outbox.queue([delivery("d1", channel="a"), delivery("d2", channel="b")])
    assert [one.key for one in unit.outbox.unbound("b")] == ["d2"]
