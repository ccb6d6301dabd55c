"""Alerts and notices, in every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nouns import NOW
from rumorwatch.domain.alerts import AlertStatus, Decided, Decision, Due, Outcome, SendReason, SilenceReason
from storage.records import LATER, alert, notice

CLOSED = AlertStatus.CLOSED


def test_an_alert_comes_back_as_it_was_stored(store):
    bare = alert("A-000002", claim_id=None, statement_id=None, agency=None, rumor_id="cluster:7")
    with store.write() as unit:
        unit.alerts.put(alert())
        unit.alerts.put(bare)
    with store.read() as unit:
        assert unit.alerts.of_rumor("claim:c1") == alert()
        assert list(unit.alerts.of_rumor("claim:c1").priority.factors) == ["velocity", "gap"]
        assert unit.alerts.of_rumor("cluster:7") == bare
        assert unit.alerts.get("A-000002") == bare
        assert unit.alerts.get("A-000003") is None
        assert unit.alerts.of_rumor("claim:c9") is None


def test_putting_an_alert_again_changes_everything_but_its_opening_and_its_deadline(store):
    moved = alert(points=12, text="khác", posts=20, updated_at=LATER, opened_at=LATER, due_at=LATER)
    with store.write() as unit:
        unit.alerts.put(alert())
        unit.alerts.put(moved)
        assert unit.alerts.all() == [replace(moved, opened_at=alert().opened_at, due_at=alert().due_at)]


def test_a_closed_alert_is_kept_with_how_it_ended(store):
    closed = alert(status=CLOSED, closed_at=LATER, outcome=Outcome.DUPLICATE, duplicate_of="A-000002")
    with store.write() as unit:
        unit.alerts.put(alert())
        unit.alerts.put(closed)
    with store.read() as unit:
        assert unit.alerts.get("A-000001") == closed


RUMORS = ("claim:c1", "cluster:7")


def test_of_the_closed_alerts_of_a_rumor_without_an_open_one_the_last_closed_is_given(store):
    with store.write() as unit:
        assert unit.alerts.last_closed(RUMORS) == {}
        unit.alerts.put(alert("A-000001", status=CLOSED, closed_at=LATER, opened_at=NOW))
        unit.alerts.put(alert("A-000002", status=CLOSED, closed_at=NOW, opened_at=LATER))
        unit.alerts.put(alert("A-000003", rumor_id="cluster:7", status=CLOSED, closed_at=NOW))
        unit.alerts.put(alert("A-000004", rumor_id="cluster:7"))
        assert unit.alerts.last_closed(RUMORS) == {"claim:c1": unit.alerts.get("A-000001")}
        assert unit.alerts.last_closed(["claim:c2"]) == {}


def test_of_alerts_closed_at_one_moment_the_last_opened_is_given_and_of_those_the_first_by_id(store):
    with store.write() as unit:
        unit.alerts.put(alert("A-000001", status=CLOSED, closed_at=LATER))
        unit.alerts.put(alert("A-000003", status=CLOSED, closed_at=LATER, opened_at=LATER))
        unit.alerts.put(alert("A-000002", status=CLOSED, closed_at=LATER, opened_at=LATER))
        unit.alerts.put(alert("A-000000", status=CLOSED, opened_at=LATER + timedelta(hours=1)))
        assert unit.alerts.last_closed(RUMORS)["claim:c1"].id == "A-000002"


def test_only_the_open_alert_of_a_rumor_is_given_and_of_several_the_one_opened_last(store):
    with store.write() as unit:
        unit.alerts.put(alert("A-000001", status=AlertStatus.CLOSED))
        assert unit.alerts.of_rumor("claim:c1") is None
        unit.alerts.put(alert("A-000004", opened_at=LATER))
        unit.alerts.put(alert("A-000003", opened_at=LATER))
        unit.alerts.put(alert("A-000002"))
        assert unit.alerts.of_rumor("claim:c1").id == "A-000003"


def test_alerts_come_by_priority_then_by_id(store):
    with store.write() as unit:
        unit.alerts.put(alert("A-000003", points=50))
        unit.alerts.put(alert("A-000002", points=50, status=AlertStatus.CLOSED))
        unit.alerts.put(alert("A-000001", points=20))
        unit.alerts.put(alert("A-000004", points=90.5))

        def ids(**asked):
            return [one.id for one in unit.alerts.all(**asked)]

        assert ids() == ["A-000004", "A-000002", "A-000003", "A-000001"]
        assert ids(status=AlertStatus.OPEN) == ["A-000004", "A-000003", "A-000001"]
        assert ids(status=AlertStatus.CLOSED) == ["A-000002"]


def test_a_notice_is_stored_once_under_its_key(store):
    with store.write() as unit:
        unit.alerts.put(alert())
        assert unit.alerts.add_notice(notice()) is True
        unit.alerts.mark_sent("n1", LATER)
        assert unit.alerts.add_notice(notice(reason=SendReason.GROWING)) is False
    with store.read() as unit:
        assert unit.alerts.notices() == [notice(sent_at=LATER)]


def test_notices_come_oldest_first_of_one_alert_or_all(store):
    with store.write() as unit:
        unit.alerts.put(alert())
        unit.alerts.put(alert("A-000002"))
        unit.alerts.add_notice(notice("n3", decided_at=LATER))
        unit.alerts.add_notice(notice("n2", of="A-000002"))
        unit.alerts.add_notice(notice("n1"))
        unit.alerts.mark_sent("n1", LATER)

        def keys(*of, **asked):
            return [one.key for one in unit.alerts.notices(*of, **asked)]

        assert keys() == ["n1", "n2", "n3"]
        assert keys("A-000001") == ["n1", "n3"]
        assert keys(since=NOW + timedelta(microseconds=1)) == ["n3"]
        assert keys(since=LATER) == ["n3"]
        assert keys("A-000002", since=NOW) == ["n2"]
        assert keys("A-000002", since=LATER) == []
        assert keys("A-000009") == []


def test_a_notice_comes_back_as_it_was_stored(store):
    told = notice(
        agency="so-nn", reason=SendReason.OVERDUE, due=Due.ANSWER, provinces=("Gia Lai",), answered=True, signs=()
    )
    with store.write() as unit:
        unit.alerts.put(alert())
        unit.alerts.add_notice(told)
    with store.read() as unit:
        assert unit.alerts.notices() == [told]


def test_the_first_time_a_channel_took_a_notice_stays(store):
    with store.write() as unit:
        unit.alerts.put(alert())
        unit.alerts.add_notice(notice())
        unit.alerts.mark_sent("n1", NOW)
        unit.alerts.mark_sent("n1", LATER)
        unit.alerts.mark_sent("unknown", LATER)
        assert unit.alerts.notices() == [notice(sent_at=NOW)]


def test_a_notice_of_an_unknown_alert_is_a_mistake_in_the_program(store):
    with pytest.raises(RuntimeError, match="the store refused a row"), store.write() as unit:
        unit.alerts.add_notice(notice())


def test_open_rumors_are_those_with_an_open_alert(store):
    with store.write() as unit:
        unit.alerts.put(alert("A-000001", status=AlertStatus.CLOSED))
        assert unit.alerts.open_rumors() == frozenset()
        unit.alerts.put(alert("A-000002"))
        assert unit.alerts.open_rumors() == {"claim:c1"}


def test_reasons_to_send_and_not_to_send_are_told_apart_by_their_names():
    assert not {reason.value for reason in SendReason} & {reason.value for reason in SilenceReason}


def test_a_decision_is_kept_for_each_agency(store):
    desk, agency = Decision(reason=SendReason.NEW), Decision(reason=SendReason.OVERDUE, due=Due.ACKNOWLEDGE)
    with store.write() as unit:
        unit.alerts.put(alert())
        unit.alerts.put(alert("A-000002"))
        unit.alerts.put_decision("A-000001", "so-nn", agency, at=LATER)
        unit.alerts.put_decision("A-000001", "desk", desk, at=NOW)
    with store.read() as unit:
        assert unit.alerts.decisions(["A-000002"]) == {}
        assert {name: list(by.items()) for name, by in unit.alerts.decisions(["A-000001", "A-000002"]).items()} == {
            "A-000001": [
                ("desk", Decided(decision=desk, since=NOW, hidden=0)),
                ("so-nn", Decided(decision=agency, since=LATER, hidden=0)),
            ]
        }


TOLD = Decision(reason=SilenceReason.ALREADY_TOLD)
QUIET = Decision(reason=SilenceReason.SILENCED)
QUIET_GROWING = Decision(reason=SilenceReason.SILENCED, hidden=SendReason.GROWING)
QUIET_NEW_PLACE = Decision(reason=SilenceReason.SILENCED, hidden=SendReason.NEW_PLACE)
BUDGET_GROWING = Decision(reason=SilenceReason.OVER_BUDGET, hidden=SendReason.GROWING)


@pytest.mark.parametrize(
    ("made", "since", "hidden"),
    [
        ([TOLD], 0, 0),
        ([TOLD, TOLD], 0, 0),
        ([TOLD, QUIET_GROWING], 1, 1),
        ([QUIET_GROWING, QUIET_GROWING], 0, 1),
        ([QUIET_GROWING, QUIET_NEW_PLACE], 0, 2),
        ([QUIET_GROWING, QUIET, QUIET_GROWING], 0, 2),
        ([QUIET_GROWING, BUDGET_GROWING], 1, 1),
        ([QUIET_GROWING, TOLD], 1, 1),
    ],
)
def test_a_decision_holds_since_its_reason_does_and_what_it_newly_hides_is_counted(store, made, since, hidden):
    with store.write() as unit:
        unit.alerts.put(alert())
        for minutes, decision in enumerate(made):
            unit.alerts.put_decision("A-000001", "desk", decision, at=NOW + timedelta(minutes=minutes))
        decided = Decided(decision=made[-1], since=NOW + timedelta(minutes=since), hidden=hidden)
        assert unit.alerts.decisions(["A-000001"]) == {"A-000001": {"desk": decided}}


def test_a_decision_on_an_unknown_alert_is_a_mistake_in_the_program(store):
    with pytest.raises(RuntimeError, match="the store refused a row"), store.write() as unit:
        unit.alerts.put_decision("A-000001", "desk", TOLD, at=NOW)


def test_alerts_closed_lately_are_given_highest_priority_first(store):
    with store.write() as unit:
        unit.alerts.put(alert("A-000001", status=CLOSED, closed_at=NOW, points=10))
        unit.alerts.put(alert("A-000002", status=CLOSED, closed_at=LATER, points=20))
        unit.alerts.put(alert("A-000003", status=CLOSED, closed_at=NOW - timedelta(seconds=1)))
        unit.alerts.put(alert("A-000004"))
        assert [one.id for one in unit.alerts.closed_since(NOW)] == ["A-000002", "A-000001"]


def test_the_log_of_an_alert_is_its_notices_oldest_first(store):
    with store.write() as unit:
        for name in ("A-000001", "A-000002", "A-000003"):
            unit.alerts.put(alert(name))
        unit.alerts.add_notice(notice("n2", decided_at=LATER))
        unit.alerts.add_notice(notice("n1"))
        unit.alerts.add_notice(notice("n3", of="A-000002"))
        logs = unit.alerts.logs(["A-000001", "A-000003"])
        assert {name: [one.key for one in log] for name, log in logs.items()} == {"A-000001": ["n1", "n2"]}
        assert unit.alerts.logs([]) == {}
