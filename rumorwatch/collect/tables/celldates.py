"""Dates in the cells of spreadsheets: date cells, dates as text, and the numbers that programs keep for them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from rumorwatch.collect.bodies.dates import read_date

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DAY_ZERO = datetime(1899, 12, 30, tzinfo=UTC)
"""Of serial dates (ECMA-376, 18.17.4.1); right from March 1900 on, when Excel's leap day that never was is past."""
_FIRST, _LAST = 36_526, 73_050
"""2000-01-01 and 2099-12-31: other numbers are no dates of ours."""


def read_cell_date(written: object, *, zone: ZoneInfo) -> datetime | None:
    """Return the moment of a cell in UTC, or None when it has none that is sure.

    Args:
        written: Text, a number, a date or a datetime; booleans are no numbers.
        zone: Zone of a date written without one.
    """
    days = _number(written)
    if days is not None and _FIRST <= days <= _LAST:
        local = _DAY_ZERO + timedelta(seconds=round(days * 86_400))
        return local.replace(tzinfo=zone).astimezone(UTC)
    if isinstance(written, date) and not isinstance(written, datetime):
        written = datetime(written.year, written.month, written.day, tzinfo=zone)
    return read_date(written, zone=zone)


def _number(written: object) -> float | None:
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        return None
    try:
        return float(written.strip().replace(",", ".") if isinstance(written, str) else written)
    except ValueError:
        return None
