"""The ledger: what is written stays, the peak only rises, a decay is taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutynouns import alert, assignment, ledger
from nouns import NOW
from rumorwatch.respond.ledger import updated


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def seconds(*moments: datetime) -> list[float]:
    return sorted(moment.timestamp() for moment in moments)


def brought_up(known=None, *, now=NOW, moments=(), **more):
    given_ = {"first_notice_at": None, "assignments": (), "statement_published_at": None, "alert": alert(), **more}
    return updated(known, moments=seconds(*moments), now=now, **given_)


def test_a_new_alert_begins_its_ledger():
    found = brought_up(moments=[ago(hours=2), ago(minutes=10)])
    assert (found.alert_id, found.rumor_id, found.first_seen) == (alert().id, alert().rumor_id, ago(hours=2))
    assert (found.alerted_at, found.acknowledged_at, found.drafted_at, found.published_at, found.decayed_at) == (
        (None,) * 5
    )


@pytest.mark.parametrize(("before", "now_said", "stays"), [(3, 2, 3), (2, 3, 3)])
def test_the_first_sighting_is_never_later_than_before(before, now_said, stays):
    known = ledger(hours_ago=before)
    assert brought_up(known, alert=alert(first_seen=ago(hours=now_said))).first_seen == ago(hours=stays)


def test_the_first_notice_acknowledgment_and_answer_stay_once_written():
    parts = [assignment(acknowledged_at=ago(minutes=20)), assignment("other", acknowledged_at=ago(minutes=40))]
    first = brought_up(
        first_notice_at=ago(minutes=50),
        assignments=[*parts, assignment("third")],
        statement_published_at=ago(minutes=5),
        alert=alert(answered=True),
    )
    assert (first.alerted_at, first.acknowledged_at, first.published_at) == (
        ago(minutes=50),
        ago(minutes=40),
        ago(minutes=5),
    )
    again = brought_up(
        first,
        first_notice_at=ago(minutes=1),
        assignments=[assignment(acknowledged_at=ago(minutes=90))],
        statement_published_at=ago(minutes=1),
        alert=alert(answered=False),
    )
    assert again == first


def test_a_statement_that_does_not_answer_it_now_is_no_answer():
    assert brought_up(statement_published_at=ago(hours=1)).published_at is None
    assert brought_up(alert=alert(answered=True)).published_at is None


def test_the_peak_is_the_beginning_of_the_busiest_utc_hour_and_the_earliest_of_equal_ones():
    hour = NOW.replace(minute=0)
    moments = [hour - timedelta(minutes=minutes) for minutes in (1, 30, 61, 90, 150)]
    found = brought_up(moments=moments)
    assert (found.peak_at, found.peak_sightings) == (hour - timedelta(hours=2), 2)


def test_the_peak_outlasts_the_window_and_moves_only_to_a_busier_hour():
    known = ledger(peak_at=ago(days=20), peak_sightings=2)
    hour = NOW.replace(minute=0) - timedelta(hours=1)
    same = [hour, hour + timedelta(minutes=1)]
    assert brought_up(known, moments=same).peak_at == ago(days=20)
    busier = brought_up(known, moments=[*same, hour + timedelta(minutes=59)])
    assert (busier.peak_at, busier.peak_sightings) == (hour, 3)
    assert brought_up(busier).peak_at == hour


@pytest.mark.parametrize(("hours_ago", "over"), [(23.9, False), (24, True), (100, True)])
def test_it_is_over_after_a_day_without_a_sighting(hours_ago, over):
    last = ago(hours=hours_ago)
    assert brought_up(moments=[ago(hours=200), last]).decayed_at == (last if over else None)
    assert brought_up(alert=alert(last_seen=last)).decayed_at == (last if over else None)


def test_a_decay_is_taken_back_when_it_is_seen_again():
    over = brought_up(moments=[ago(hours=30)])
    assert over.decayed_at == ago(hours=30)
    assert brought_up(over, moments=[ago(hours=30), ago(minutes=3)]).decayed_at is None


MOMENTS = st.lists(st.floats(NOW.timestamp() - 1e6, NOW.timestamp()), max_size=30).map(sorted)


@given(MOMENTS, MOMENTS)
def test_bringing_it_up_to_date_twice_changes_nothing_and_the_peak_never_falls(first, second):
    def after(known, moments):
        return updated(
            known,
            alert=alert(),
            moments=moments,
            first_notice_at=None,
            assignments=(),
            statement_published_at=None,
            now=NOW,
        )

    one = after(None, first)
    assert after(one, first) == one
    two = after(one, second)
    assert two.peak_sightings >= one.peak_sightings
    assert two.peak_at is None or two.peak_at == two.peak_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
