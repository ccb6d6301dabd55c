"""What ``report`` shows of its figures."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from rich.console import Console

from dutynouns import agency, assignment, ledger
from nouns import NOW
from rumorwatch.cli.output import print_json
from rumorwatch.cli.reportview import effect_row, headline, median_text, share_text, tables_of
from rumorwatch.domain.agencies import WorkingDays
from rumorwatch.respond.effect import Effect, effect_of
from rumorwatch.respond.estimates import Share, Waits


@pytest.fixture
def effect() -> Effect:
    at = NOW - timedelta(hours=24)
    found = ledger(
        alerted_at=at + timedelta(minutes=15),
        published_at=at + timedelta(minutes=75),
        peak_at=at + timedelta(minutes=60),
    )
    parts = [assignment(acknowledged_at=at + timedelta(minutes=10)), assignment("slow")]
    agencies = [agency(), agency("slow", answer_within=WorkingDays(count=3), name="[bold]Slow")]
    return effect_of(
        {found.alert_id: found}, {found.alert_id: parts}, agencies, since=NOW - timedelta(days=30), until=NOW
    )


def shown(effect: Effect) -> str:
    page = Console(file=io.StringIO(), width=200)
    for made in (*headline(effect), *tables_of(effect)):
        page.print(made, markup=False)
    assert isinstance(page.file, io.StringIO)
    return page.file.getvalue()


def test_people_see_each_figure_with_what_it_is_made_of(effect):
    page = shown(effect)
    for part in (
        "1 rumor, 1 alerted, 1 answered",
        "still seen, so that the peak may still rise: 1",
        "Answered before the peak: 0% (0 of 1; 0% to 79%, few)",
        "-15 min (half: -15 min to -15 min, few)",
        "due in working days: compare the share in time",
        "100% (1 of 1; 21% to 100%, few)",
        "half are not done yet",
        "[bold]Slow",
    ):
        assert part in page


def test_programs_get_one_object_with_fixed_keys(effect, capsys):
    print_json([effect_row(effect)])
    row = json.loads(capsys.readouterr().out)
    assert list(row) == [
        "since", "until", "rumors", "alerted", "answered", "left_out", "still_seen", "answered_before_peak",
        "lead_minutes", "minutes_to_alert", "minutes_to_acknowledge", "minutes_to_answer", "agencies",
    ]  # fmt: skip
    assert row["answered_before_peak"] == {"share": 0.0, "low": 0.0, "high": pytest.approx(0.7935, abs=1e-4), "hits": 0,
                                           "n": 1}  # fmt: skip
    assert row["lead_minutes"] == {"median": -15.0, "p25": -15.0, "p75": -15.0, "n": 1}
    assert row["minutes_to_answer"] == {"median": 60.0, "n": 1, "unfinished": 0}
    civil, slow = row["agencies"]
    assert (civil["agency"], civil["overdue"], civil["in_working_days"], civil["few"]) == ("civil", 1, False, True)
    assert civil["minutes_to_acknowledge"] == {"median": 10.0, "n": 1, "unfinished": 0}
    assert (slow["agency"], slow["in_working_days"]) == ("slow", True)


@pytest.mark.parametrize(
    ("share", "text"),
    [(Share(hits=0, n=0), "none to count"), (Share(hits=3, n=4), "75% (3 of 4; 30% to 95%, few)"),
     (Share(hits=5, n=10), "50% (5 of 10; 24% to 76%)")],
)  # fmt: skip
def test_a_share_shows_its_interval_and_whether_it_is_of_few(share, text):
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("found", "text"),
    [(Waits(median_min=None, n=0, unfinished=0), "none to count"), (Waits(median_min=None, n=3, unfinished=2),
     "half are not done yet"), (Waits(median_min=45, n=4, unfinished=0), "45 min, few"),
     (Waits(median_min=45, n=5, unfinished=1), "45 min")],
)  # fmt: skip
def test_a_median_says_whether_it_is_of_few_or_not_reached(found, text):
    assert median_text(found) == text
