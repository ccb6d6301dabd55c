from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from rumorwatch.cli.alertrows import alert_row, alerts_table
from rumorwatch.cli.clamped import Sentences
from rumorwatch.domain.alerts import Alert, AlertId, AlertStatus
from rumorwatch.domain.claims import ClaimId, StatementId
from rumorwatch.domain.rumors import Level, Priority, RumorId

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = datetime.fromisoformat("2026-10-07T19:00:00+00:00")
KEYS = [
    "alert_id",
    "rumor_id",
    "claim_id",
    "text",
    "priority",
    "level",
    "factors",
    "reasons",
    "posts",
    "independent",
    "first_seen",
    "statement_id",
    "agency",
    "due_at",
]


def alert(name: str = "A-4F7K2Q", *, level: Level = Level.HIGH, **more: Any) -> Alert:
    priority = Priority(
        points=78.25,
        level=level,
        factors={"velocity": 20.25, "sources": 58.0},
        reasons=("12 sightings in the last 3 h", "no official statement", "9 independent sources and 3 more posts"),
        weights_version="test",
    )
    return Alert(
        **{
            "id": AlertId(name),
            "rumor_id": RumorId("claim:c1"),
            "claim_id": ClaimId("c1"),
            "text": "Hồ chứa phía trên thị trấn sẽ vỡ đêm nay",
            "priority": priority,
            "posts": 12,
            "independent": 9,
            "channels": 2,
            "first_seen": NOW - timedelta(hours=3),
            "last_seen": NOW - timedelta(minutes=4),
            "statement_id": None,
            "agency": None,
            "due_at": NOW + timedelta(minutes=35),
            "opened_at": NOW,
            "updated_at": NOW,
            **more,
        }
    )


def printed(alerts: Sequence[Alert], *, width: int) -> str:
    out = io.StringIO()
    Console(file=out, width=width, highlight=False).print(alerts_table(alerts, NOW, width=width))
    return out.getvalue()


def test_a_row_has_exactly_the_fixed_keys_in_their_order() -> None:
    assert list(alert_row(alert())) == KEYS


def test_a_row_gives_points_level_and_times_as_programs_read_them() -> None:
    row = alert_row(alert())
    assert (row["priority"], row["level"], row["due_at"]) == (78.25, "high", "2026-10-07T19:35:00+00:00")


@pytest.mark.parametrize("width", [100, 120, 200])
def test_a_wide_table_shows_rank_level_claim_why_sightings_answer_and_deadline(width: int) -> None:
    text = printed([alert()], width=width)
    for part in ("HIGH", "78 points", "A-4F7K2Q", "Hồ chứa", "12 sightings in the last 3 h", "12 posts / 9 sources"):
        assert part in text
    for part in ("on 2 channels", "first 3 h ago", "last 4 min ago", "none", "due 02:35", "in 35 min"):
        assert part in text


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_narrow_terminal_gets_the_same_facts_and_no_line_too_long(width: int) -> None:
    text = printed([alert(statement_id=StatementId("s1"), agency="Sở Y tế")], width=width)
    assert max(map(cell_len, text.splitlines())) <= width
    joined = " ".join(text.split())
    assert "12 posts" in joined
    assert "35 min" in joined


@pytest.mark.parametrize("width", [60, 100, 120])
def test_a_claim_takes_two_lines_at_most_in_any_script(width: int) -> None:
    vi, zh = "nước dâng cao " * 60, "银行将停止所有自动取款机服务" * 30
    assert printed([alert(text=vi)], width=width).count("nước") < 12
    assert printed([alert(text=zh)], width=width).count("银") < 12
    assert "…" in printed([alert(text=zh)], width=width)


def test_sentences_that_do_not_fit_are_left_out_whole() -> None:
    claim = Sentences(sentences=("twelve in three hours", "no statement", "nine sources and more"), lines=2)
    out = io.StringIO()
    Console(file=out, width=24).print(claim)
    assert [line.strip() for line in out.getvalue().splitlines()] == ["twelve in three hours ·", "no statement"]


def test_a_deadline_that_passed_says_how_late_it_is() -> None:
    assert "3 h late" in printed([alert(due_at=NOW - timedelta(hours=3))], width=100)


def test_text_of_a_claim_is_neither_markup_nor_terminal_command() -> None:
    assert "[red]x\\u001b[2J" in printed([alert(text="[red]x\x1b[2J")], width=100)


def test_a_closed_alert_says_so() -> None:
    assert "closed" in printed([replace(alert(), status=AlertStatus.CLOSED)], width=100)


def test_the_title_counts_levels() -> None:
    alerts = [alert(), alert("A-000001", level=Level.LOW), alert("A-000002", level=Level.LOW)]
    assert "3 alerts at 2026-10-08 02:00: 1 high, 2 low" in printed(alerts, width=100)


def test_no_alerts_is_a_line_not_an_empty_table() -> None:
    assert printed([], width=100).split() == ["No", "alerts", "at", "2026-10-08", "02:00"]
