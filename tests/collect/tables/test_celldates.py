"""Dates in cells."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from rumorwatch.collect.tables.celldates import read_cell_date

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        46348.604166666664, "46348.604166666664", "46348,604166666664", datetime(2026, 11, 22, 14, 30),  # noqa: DTZ001
        AT, "22/11/2026 14:30", "2026-11-22 14:30", "2026-11-22T07:30:00Z", "14 giờ 30, 22/11/2026",
        "2026年11月22日 14:30",
    ],
    ids=repr,
)  # fmt: skip
def test_one_moment_however_a_program_keeps_it(written):
    assert read_cell_date(written, zone=ZONE) == AT


@pytest.mark.parametrize("written", [46348, "46348", date(2026, 11, 22), "22/11/2026"], ids=repr)
def test_a_day_begins_at_midnight(written):
    assert read_cell_date(written, zone=ZONE) == datetime(2026, 11, 21, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("written", [5, "12", 99_999, True, None, "", "mai", float("nan"), "-1", 36_525.9])
def test_what_is_no_date_of_ours_is_none(written):
    assert read_cell_date(written, zone=ZONE) is None
