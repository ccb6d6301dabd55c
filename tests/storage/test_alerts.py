"""Alerts and notices, in every store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nouns import NOW
from rumorwatch.domain.alerts import AlertStatus, SendReason
from storage.records import LATER, alert, notice


def test_an_alert_comes_back_as_it_was_stored(store):
    bare = alert("A-000002", claim_id=None, statement_id=None, agency=None, rumor_id="cluster:7")
    with store.write() as unit:
        unit.alerts.put(alert())
        unit.alerts.put(bare)
    with store.read() as unit:
        assert unit.alerts.of_rumor("claim:c1") == alert()
        assert list(unit.alerts.of_rumor("claim:c1").priority.factors) == ["velocity", "gap"]
        assert unit.alerts.of_rumor("cluster:7") == bare
        assert unit.alerts.of_rumor("claim:c9") is None


def test_putting_an_alert_again_changes_everything_but_its_opening_and_its_deadline(store):
    moved = alert(points=12, text="khác", posts=20, updated_at=LATER, opened_at=LATER, due_at=LATER)
    with store.write() as unit:
        unit.alerts.put(alert())
        unit.alerts.put(moved)
        assert unit.alerts.all() == [replace(moved, opened_at=alert().opened_at, due_at=alert().due_at)]


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
        unit.alerts.add_notice(notice())
        unit.alerts.mark_sent("n1", LATER)
        unit.alerts.add_notice(notice(reason=SendReason.GROWING))
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
        assert keys(unsent=True) == ["n2", "n3"]
        assert keys("A-000001", unsent=True) == ["n3"]
        assert keys("A-000009") == []


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
