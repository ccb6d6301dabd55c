"""Assignments, silences and the clocks of rumors, in every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nouns import NOW
from rumorwatch.domain.duties import AssignedBy
from storage.records import LATER, alert, assignment, ledger, silence


@pytest.fixture
def unit(store):
    """A unit of work over a store with two alerts in it."""
    with store.write() as writer:
        writer.alerts.put(alert())
        writer.alerts.put(alert("A-000002"))
        yield writer


def test_assignments_come_by_alert_the_owner_first(unit):
    late, owner = assignment(agency="a", assigned_at=LATER, place=1), assignment(agency="c")
    other = assignment(of="A-000002", by=AssignedBy.PERSON)
    second = assignment(agency="b", place=1)
    for one in (late, owner, other, second):
        unit.duties.assign(one)
    first = [owner, second, late]
    assert list(unit.duties.assignments().items()) == [("A-000001", first), ("A-000002", [other])]
    assert unit.duties.assignments(["A-000001"]) == {"A-000001": first}
    assert unit.duties.assignments(["A-000009"]) == {}


def test_assigning_again_changes_everything_but_the_place_and_the_first_moments(unit):
    changed = assignment(
        by=AssignedBy.ESCALATION,
        place=3,
        assigned_at=LATER,
        acknowledge_by=LATER,
        answer_by=LATER + timedelta(days=1),
        acknowledged_at=LATER,
        acknowledged_by="Lan",
        answered_at=LATER,
        escalated_from="ubnd",
        released_at=LATER,
    )
    unit.duties.assign(assignment())
    unit.duties.assign(changed)
    first = assignment()
    kept = replace(
        changed,
        place=first.place,
        assigned_at=first.assigned_at,
        acknowledge_by=first.acknowledge_by,
        answer_by=first.answer_by,
    )
    assert unit.duties.assignments() == {"A-000001": [kept]}


def test_silences_come_in_the_order_they_begin(store):
    ended = silence("S-000002", ended_at=NOW, comment="khác")
    with store.write() as unit:
        unit.duties.put_silence(silence("S-000001", begins_at=LATER, ends_at=LATER + timedelta(days=1)))
        unit.duties.put_silence(silence("S-000003"))
        unit.duties.put_silence(silence("S-000002"))
        unit.duties.put_silence(ended)
    with store.read() as unit:
        assert [one.id for one in unit.duties.silences()] == ["S-000002", "S-000003", "S-000001"]
        assert unit.duties.silences()[0] == ended


def test_the_clock_of_each_rumor_is_kept_as_it_was_put_last(unit):
    moved = ledger(
        alerted_at=NOW,
        acknowledged_at=NOW,
        drafted_at=NOW,
        published_at=LATER,
        peak_at=NOW,
        peak_sightings=7,
        decayed_at=LATER,
    )
    earlier = ledger(of="A-000002", first_seen=NOW - timedelta(hours=1))
    assert unit.duties.ledgers() == {}
    unit.duties.put_ledger(ledger())
    unit.duties.put_ledger(moved)
    unit.duties.put_ledger(earlier)
    assert list(unit.duties.ledgers().items()) == [("A-000002", earlier), ("A-000001", moved)]
    assert unit.duties.ledgers(["A-000001"]) == {"A-000001": moved}


@pytest.mark.parametrize(
    "put",
    [lambda unit: unit.duties.assign(assignment()), lambda unit: unit.duties.put_ledger(ledger())],
    ids=["assignment", "clock"],
)
def test_a_duty_on_an_unknown_alert_is_a_mistake_in_the_program(store, put):
    with pytest.raises(RuntimeError, match="the store refused a row"), store.write() as unit:
        put(unit)
