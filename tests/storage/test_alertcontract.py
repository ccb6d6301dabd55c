"""Any sequence of units on alerts, who is told of them and who answers gives the same answers in both stores."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from nouns import NOW
from rumorwatch.domain.alerts import AlertStatus, Decision, SendReason, SilenceReason
from rumorwatch.domain.messages import ChannelState, Stage
from storage.bothstores import TwoStores, hold_to_one_contract
from storage.records import alert, assignment, delivery, done, ledger, notice, outgoing, silence, story

FEW = st.sampled_from("abcd")
KNOWN = st.sampled_from("aabbc")
"""Names of alerts, mostly of those that are there from the beginning."""
MINUTES = st.integers(0, 4)
DECISIONS = st.builds(
    Decision,
    reason=st.sampled_from([SendReason.NEW, SilenceReason.SILENCED, SilenceReason.OVER_BUDGET]),
    hidden=st.none() | st.sampled_from([SendReason.GROWING, SendReason.NEW_PLACE]),
)


def at(minutes):
    return NOW + timedelta(minutes=minutes)


class Alerting(TwoStores):
    """Alerts, who is told of them, and who answers."""

    @initialize()
    def open_two_alerts(self):
        for name in "ab":
            self.both(
                lambda unit, name=name: (unit.alerts.put(alert(name)), unit.alerts.add_notice(notice(name, of=name)))
            )

    @rule(name=FEW, rumor=FEW, points=st.integers(0, 3), status=st.sampled_from(AlertStatus), minutes=MINUTES)
    def put_alert(self, name, rumor, points, status, minutes):
        opened = at(minutes)
        given = alert(name, rumor_id=rumor, points=points, status=status, opened_at=opened, due_at=opened)
        if status is AlertStatus.CLOSED:
            given = replace(given, closed_at=at(points))
        told = notice(name if rumor == "a" else f"{name}{rumor}", of=name, decided_at=opened)
        self.both(lambda unit: (unit.alerts.put(given), unit.alerts.add_notice(told)))

    @rule(name=KNOWN, minutes=MINUTES)
    def mark_sent(self, name, minutes):
        self.both(lambda unit: unit.alerts.mark_sent(name, at(minutes)))

    @rule(name=KNOWN, agency=FEW, decision=DECISIONS, minutes=MINUTES)
    def put_decision(self, name, agency, decision, minutes):
        self.both(lambda unit: unit.alerts.put_decision(name, agency, decision, at=at(minutes)), may_refuse=True)

    @rule(names=st.lists(FEW, max_size=3), of=KNOWN, minutes=MINUTES, commit=st.booleans())
    def queue(self, names, of, minutes, commit):
        queued = [delivery(name, of=of, alert_id=of, queued_at=at(minutes)) for name in names]
        self.both(lambda unit: unit.outbox.queue(queued), commit=commit, may_refuse=True)

    @rule(
        name=FEW, channel=FEW, minutes=MINUTES, most=st.integers(0, 2), named=st.sampled_from([None, None, None, *"ab"])
    )
    def bind(self, name, channel, minutes, most, named):
        made = outgoing(name, channel=channel, made_at=at(minutes), stories=(story(),))

        def work(unit):
            keys = [one.key for one in unit.outbox.unbound()][:most]
            unit.outbox.bind(made, keys if named is None else [*keys, named])

        self.both(work, may_refuse=True)

    @rule(name=FEW)
    def unbind(self, name):
        self.both(lambda unit: unit.outbox.unbind(name))

    @rule(name=FEW, stage=st.sampled_from(Stage), attempts=st.integers(0, 2), minutes=st.none() | MINUTES)
    def put_message(self, name, stage, attempts, minutes):
        until = None if minutes is None else at(minutes)
        self.both(
            lambda unit: unit.outbox.put(outgoing(name, stage=stage, attempts=attempts, leased_until=until)),
            may_refuse=True,
        )
        self.both(lambda unit: unit.outbox.put_channel(ChannelState(channel=name, next_try_at=until)))

    @rule(name=KNOWN, agency=FEW, minutes=MINUTES, acknowledged=st.none() | MINUTES)
    def assign(self, name, agency, minutes, acknowledged):
        moments = {"assigned_at": at(minutes), "acknowledge_by": at(minutes + 5), "answer_by": at(minutes + 9)}
        known = None if acknowledged is None else at(acknowledged)
        self.both(
            lambda unit: unit.duties.assign(assignment(of=name, agency=agency, acknowledged_at=known, **moments)),
            may_refuse=True,
        )

    @rule(name=KNOWN, minutes=MINUTES, peak=st.integers(0, 2))
    def put_silence_and_clock(self, name, minutes, peak):
        self.both(lambda unit: unit.duties.put_silence(silence(name, begins_at=at(minutes))))
        self.both(
            lambda unit: unit.duties.put_ledger(ledger(of=name, first_seen=at(minutes), peak_sightings=peak)),
            may_refuse=True,
        )

    @rule(subject=FEW, minutes=MINUTES, commit=st.booleans())
    def append(self, subject, minutes, commit):
        self.both(lambda unit: unit.audit.append(**done(subject=subject, at=at(minutes))), commit=commit)

    def seen(self, unit):
        return [
            [list(unit.alerts.all(status=status)) for status in (None, *AlertStatus)],
            [unit.alerts.of_rumor(rumor) for rumor in "abcd"],
            [unit.alerts.get(name) for name in "abcd"],
            [unit.alerts.open_rumors(), list(unit.alerts.closed_since(at(2)))],
            [list(unit.alerts.last_closed(of).items()) for of in ("", "ab", "abcd")],
            [list(unit.alerts.notices(of, since=since)) for of in (None, "a") for since in (None, at(2))],
            [[(name, list(by.items())) for name, by in unit.alerts.decisions(of).items()] for of in ("a", "abcd")],
            [list(unit.alerts.logs(of).items()) for of in ("a", "abcd")],
            [list(unit.outbox.unbound(of)) for of in "ab"],
            [list(unit.outbox.unbound()), *(list(unit.outbox.delivered(name)) for name in "abcd")],
            [unit.outbox.get(name) for name in "abcd"],
            [list(unit.outbox.messages(stage=stage, channel=of)) for stage in Stage for of in (None, "a")],
            [unit.outbox.made_since(at(2)), list(unit.outbox.channels().items())],
            [list(unit.duties.assignments(of).items()) for of in (None, "a", "")],
            [
                list(unit.duties.silences()),
                list(unit.duties.ledgers().items()),
                list(unit.duties.ledgers("ab").items()),
            ],
            [list(unit.audit.entries()), list(unit.audit.of("a"))],
        ]


def test_both_stores_give_the_same_answers(empty_database, tmp_path):
    hold_to_one_contract(Alerting, database=empty_database, folder=tmp_path)


def test_one_alert_more_is_seen_as_a_difference(empty_database, tmp_path):
    Alerting.database, Alerting.folder = empty_database, tmp_path
    machine = Alerting()
    with machine.stores[0].write() as unit:
        unit.alerts.put(alert())
    with pytest.raises(AssertionError):
        machine.both_answer_alike()
    machine.teardown()
