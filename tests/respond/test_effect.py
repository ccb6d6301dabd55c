"""What it was worth: the figures of a period, and of each agency."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dutynouns import agency, alert, assignment, ledger
from nouns import NOW
from rumorwatch.domain.agencies import WorkingDays
from rumorwatch.domain.alerts import Outcome
from rumorwatch.respond.effect import AgencyEffect, Effect, effect_of
from rumorwatch.respond.estimates import Quartiles, Share, Waits

SEEN = NOW - timedelta(hours=24)
CIVIL = agency()


def at(minutes: float) -> datetime:
    """Return the moment so many minutes after the first sighting."""
    return SEEN + timedelta(minutes=minutes)


def effect(*found, parts=(), agencies=(CIVIL,), **more) -> Effect:
    assignments: dict = {}
    for part in parts:
        assignments.setdefault(part.alert_id, []).append(part)
    period = {"since": NOW - timedelta(days=30), "until": NOW, **more}
    return effect_of({each.alert_id: each for each in found}, assignments, agencies, **period)


def of_civil(*parts, **more) -> AgencyEffect:
    return effect(parts=parts, **more).agencies[0]


def test_of_nothing_every_figure_is_none():
    found = effect(agencies=())
    assert (found.rumors, found.alerted, found.answered, found.lead_min, found.agencies) == (0, 0, 0, None, ())
    assert found.answered_before_peak == Share(hits=0, n=0)
    assert found.to_answer == Waits(median_min=None, n=0, unfinished=0)


def test_rumors_are_counted_where_they_were_first_seen_in_the_period():
    found = effect(
        ledger("A-1", alerted_at=at(10), published_at=at(60)),
        ledger("A-2", alerted_at=at(20)),
        ledger("A-3"),
        ledger("A-4", hours_ago=24 * 31, alerted_at=at(10)),
        ledger("A-5", hours_ago=0, alerted_at=NOW),
    )
    assert (found.rumors, found.alerted, found.answered) == (3, 2, 1)


@pytest.mark.parametrize(
    ("published", "peak", "lead", "before"),
    [
        (60, 180, 120, 1),
        (180, 180, 0, 1),
        (200, 180, -20, 0),
        (-5000, 180, 180, 1),
        (-5000, -20, 0, 1),
        (5, -20, -25, 0),
    ],
)
def test_the_lead_is_from_the_answer_to_the_peak_and_no_longer_than_the_rumor(published, peak, lead, before):
    found = effect(ledger(alerted_at=at(10), published_at=at(published), peak_at=at(peak)))
    assert found.lead_min == Quartiles(p25=lead, median=lead, p75=lead, n=1)
    assert found.answered_before_peak == Share(hits=before, n=1)


def test_the_headline_counts_alerted_rumors_that_nobody_answered_and_none_without_a_peak():
    found = effect(
        ledger("A-1", alerted_at=at(10), published_at=at(60), peak_at=at(180)),
        ledger("A-2", alerted_at=at(10), peak_at=at(180), decayed_at=at(200)),
        ledger("A-3", alerted_at=at(10), published_at=at(60)),
        ledger("A-4", published_at=at(60), peak_at=at(180)),
    )
    assert found.answered_before_peak == Share(hits=1, n=2)
    assert found.lead_min is not None
    assert found.lead_min.n == 1
    assert found.still_seen == 2


def test_who_has_not_answered_yet_still_waits():
    found = effect(
        ledger("A-1", alerted_at=at(10), acknowledged_at=at(20), published_at=at(70)),
        ledger("A-2", alerted_at=at(30), acknowledged_at=at(60)),
        ledger("A-3", alerted_at=at(20), published_at=at(-5000)),
        ledger("A-4", alerted_at=at(40)),
    )
    assert found.to_alert == Waits(median_min=20, n=4, unfinished=0)
    assert found.to_acknowledge == Waits(median_min=30, n=4, unfinished=2)
    assert found.to_answer == Waits(median_min=60, n=4, unfinished=2)


def test_what_came_after_the_period_is_not_known_in_its_report():
    found = effect(
        ledger(alerted_at=at(10), acknowledged_at=at(20), published_at=at(600), peak_at=at(700)),
        parts=[assignment(acknowledged_at=at(600), answered_at=at(610))],
        until=at(300),
    )
    assert (found.alerted, found.answered, found.lead_min) == (1, 0, None)
    assert found.answered_before_peak == Share(hits=0, n=1)
    assert found.to_answer == Waits(median_min=None, n=1, unfinished=1)
    assert (found.agencies[0].acknowledged, found.agencies[0].answered, found.agencies[0].overdue) == (0, 0, 1)


def test_an_agencys_parts_are_counted_by_one_definition():
    found = of_civil(
        assignment(alert="A-1", acknowledged_at=at(20), answered_at=at(50)),
        assignment(alert="A-2", acknowledged_at=at(40), answered_at=at(90)),
        assignment(alert="A-3", acknowledged_at=at(10)),
        assignment(alert="A-4", hours_ago=0.25),
        assignment(alert="A-5", hours_ago=24 * 40),
    )
    assert (found.agency, found.name, found.parts) == ("civil", "Office civil", 4)
    assert (found.acknowledged, found.answered, found.overdue) == (3, 2, 1)
    assert found.acknowledged_in_time == Share(hits=2, n=3)
    assert found.answered_in_time == Share(hits=1, n=3)
    assert found.to_acknowledge == Waits(median_min=20, n=4, unfinished=1)
    assert found.to_answer == Waits(median_min=90, n=4, unfinished=2)


def test_an_answer_acknowledges_too():
    found = of_civil(assignment(answered_at=at(20)))
    assert (found.acknowledged, found.acknowledged_in_time) == (1, Share(hits=1, n=1))


@pytest.mark.parametrize(("ended", "overdue", "share"), [(50, 0, (0, 0)), (70, 1, (0, 1))])
def test_a_part_that_ended_unanswered_counts_only_when_its_deadline_was_past(ended, overdue, share):
    released = of_civil(assignment(released_at=at(ended)))
    closed = of_civil(assignment(), closed=[alert(closed_at=at(ended), outcome=Outcome.FADED)])
    for found in (released, closed):
        assert (found.parts, found.overdue) == (1, overdue)
        assert found.answered_in_time == Share(hits=share[0], n=share[1])
        assert found.to_answer == Waits(median_min=None, n=1, unfinished=1)


@pytest.mark.parametrize("outcome", Outcome)
def test_what_was_no_rumor_to_answer_is_left_out(outcome):
    left_out = outcome in {Outcome.NOT_A_RUMOR, Outcome.OPINION, Outcome.DUPLICATE}
    found = effect(
        ledger(alerted_at=at(10), peak_at=at(60)),
        parts=[assignment()],
        closed=[alert(closed_at=at(90), outcome=outcome)],
    )
    assert (found.rumors, found.left_out, found.answered_before_peak.n) == ((0, 1, 0) if left_out else (1, 0, 1))
    assert found.agencies[0].parts == 1


def test_nobody_waits_for_an_alert_that_is_closed():
    known = ledger(alerted_at=at(10)), ledger("A-2", alerted_at=at(10), published_at=at(100))
    assert effect(*known).to_answer.median_min == 90
    closed = [alert(closed_at=at(40), outcome=Outcome.FADED)]
    assert effect(*known, closed=closed).to_answer == Waits(median_min=90, n=2, unfinished=1)
    quick = ledger("A-2", alerted_at=at(10), published_at=at(30))
    assert effect(known[0], quick, closed=closed).to_answer.median_min == 20


def test_every_listed_agency_is_there_in_the_order_of_the_file_and_then_the_others():
    found = effect(
        parts=[assignment("zoo"), assignment("gone"), assignment("b")],
        agencies=(agency("b", answer_within=WorkingDays(count=3)), agency("a")),
    )
    assert [(each.agency, each.name, each.parts, each.in_working_days) for each in found.agencies] == [
        ("b", "Office b", 1, True),
        ("a", "Office a", 0, False),
        ("gone", "gone", 1, False),
        ("zoo", "zoo", 1, False),
    ]


def test_figures_do_not_depend_on_the_order_of_what_is_counted():
    ledgers = [ledger(f"A-{number}", alerted_at=at(number), published_at=at(9 * number)) for number in range(1, 6)]
    parts = [assignment(name, alert=f"A-{number}") for number in range(1, 4) for name in ("civil", "x", "y")]
    assert effect(*ledgers, parts=parts) == effect(*reversed(ledgers), parts=list(reversed(parts)))
