"""Units of work, in every store."""

from __future__ import annotations

import pytest

from nouns import NOW, claim, match, post
from rumorwatch.domain.alerts import Decision, SendReason
from rumorwatch.domain.claims import Answer, StatementId
from rumorwatch.domain.feeds import FeedState
from rumorwatch.domain.messages import ChannelState, Stage
from storage.records import alert, assignment, delivery, done, ledger, notice, outgoing, silence


class Interrupted(Exception):  # noqa: N818 - what interrupts is no error of ours
    pass


def fill(unit):
    """Write one row of everything."""
    one = post("p1", content_key="c")
    unit.posts.add([one])
    unit.matches.put({one.key: [match(one)]}, basis="b")
    unit.claims.add([claim()])
    unit.claims.remember_answers({"c1": [Answer(statement_id=StatementId("s1"), similarity=0.5)]}, basis="b")
    unit.feeds.put_state(FeedState(feed_id="f"))
    unit.alerts.put(alert())
    unit.alerts.add_notice(notice())
    unit.alerts.put_decision("A-000001", "desk", Decision(reason=SendReason.NEW), at=NOW)
    unit.outbox.queue([delivery()])
    unit.outbox.bind(outgoing(), ["d1"])
    unit.outbox.put_channel(ChannelState(channel="desk"))
    unit.duties.assign(assignment())
    unit.duties.put_silence(silence())
    unit.duties.put_ledger(ledger())
    unit.audit.append(**done())
    unit.vectors.put("m", {"t": b"row"})
    unit.put_meta("name", "value")


def change(unit):
    """Change what ``fill`` wrote."""
    unit.posts.purge([post("p1").key])
    unit.alerts.mark_sent("n1", NOW)
    unit.outbox.put(outgoing(stage=Stage.SENT))
    unit.duties.assign(assignment(answered_at=NOW))
    unit.audit.append(**done())
    unit.claims.retire("c1")
    unit.put_meta("name", "other")


def cut_short(store, work):
    """Do some work in a unit that then raises."""
    with store.write() as unit:
        before = contents(unit)
        work(unit)
        assert contents(unit) != before
        raise Interrupted


def contents(unit):
    return [
        unit.posts.count(),
        unit.posts.known([post("p2", content_key="c")]),
        len(unit.matches.of_claims(None, since=NOW.replace(year=2000))),
        unit.claims.all(),
        unit.claims.answers(basis="b"),
        dict(unit.feeds.states()),
        unit.alerts.all(),
        unit.alerts.notices(),
        dict(unit.alerts.decisions(["A-000001"])),
        [unit.outbox.get("m1"), list(unit.outbox.delivered("m1")), dict(unit.outbox.channels())],
        [dict(unit.duties.assignments()), list(unit.duties.silences()), dict(unit.duties.ledgers())],
        list(unit.audit.entries()),
        dict(unit.vectors.get("m", ["t"])),
        unit.get_meta("name"),
    ]


@pytest.fixture
def nothing(store):
    with store.read() as unit:
        return contents(unit)


def test_a_unit_that_raises_leaves_nothing_behind(store, nothing):
    with pytest.raises(Interrupted):
        cut_short(store, fill)
    with store.read() as unit:
        assert contents(unit) == nothing


def test_a_unit_that_raises_leaves_what_was_there_before(store):
    with store.write() as unit:
        fill(unit)
        before = contents(unit)
    with pytest.raises(Interrupted):
        cut_short(store, change)
    with store.read() as unit:
        assert contents(unit) == before


def test_a_read_unit_sees_the_store_as_it_was_when_it_was_opened(store, nothing):
    with store.read() as reader:
        with store.write() as writer:
            fill(writer)
        assert contents(reader) == nothing
    with store.read() as reader:
        assert contents(reader) != nothing


def test_nobody_sees_a_unit_before_it_is_committed(store, nothing):
    with store.write() as writer:
        fill(writer)
        with store.read() as reader:
            assert contents(reader) == nothing


@pytest.mark.parametrize(
    "write",
    [
        lambda unit: unit.posts.add([post("p1")]),
        lambda unit: unit.claims.add([claim()]),
        lambda unit: unit.feeds.put_state(FeedState(feed_id="f")),
        lambda unit: unit.alerts.put(alert()),
        lambda unit: unit.alerts.put_decision("A-000001", "desk", Decision(reason=SendReason.NEW), at=NOW),
        lambda unit: unit.outbox.queue([delivery()]),
        lambda unit: unit.outbox.bind(outgoing(), []),
        lambda unit: unit.outbox.put(outgoing()),
        lambda unit: unit.outbox.put_channel(ChannelState(channel="desk")),
        lambda unit: unit.duties.assign(assignment()),
        lambda unit: unit.duties.put_silence(silence()),
        lambda unit: unit.duties.put_ledger(ledger()),
        lambda unit: unit.audit.append(**done()),
        lambda unit: unit.put_meta("name", "value"),
    ],
    ids=[
        "post",
        "claim",
        "feed state",
        "alert",
        "decision",
        "delivery",
        "new message",
        "message",
        "channel",
        "assignment",
        "silence",
        "clock",
        "audit",
        "small value",
    ],
)
def test_writing_in_a_read_unit_is_a_mistake_in_the_program(store, write):
    with pytest.raises(RuntimeError, match="a read unit does not write"), store.read() as unit:
        write(unit)


def test_a_store_that_was_closed_keeps_everything(opened):
    first = opened()
    with first.write() as unit:
        fill(unit)
        before = contents(unit)
    first.close()
    with opened().read() as unit:
        assert contents(unit) == before
