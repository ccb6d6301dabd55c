"""Tet: the days of the lunar new year in Vietnam, when posts come by a rhythm of their own."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import starmap

_FIRST_DAYS = (
    (2010, 2, 14), (2011, 2, 3), (2012, 1, 23), (2013, 2, 10), (2014, 1, 31), (2015, 2, 19), (2016, 2, 8),
    (2017, 1, 28), (2018, 2, 16), (2019, 2, 5), (2020, 1, 25), (2021, 2, 12), (2022, 2, 1), (2023, 1, 22),
    (2024, 2, 10), (2025, 1, 29), (2026, 2, 17), (2027, 2, 6), (2028, 1, 26), (2029, 2, 13), (2030, 2, 2),
    (2031, 1, 23), (2032, 2, 11), (2033, 1, 31), (2034, 2, 19), (2035, 2, 8), (2036, 1, 28), (2037, 2, 15),
    (2038, 2, 4), (2039, 1, 24), (2040, 2, 12),
)  # fmt: skip
"""The first day of the first lunar month, computed for Vietnam's time (UTC+7) by the rules of Ho Ngoc Duc, "Thuật toán
tính âm lịch". In 2030 it is a day before China's: that new moon falls at 23:07 in Hanoi and 0:07 in Beijing."""
_DAYS_BEFORE, _DAYS_AFTER = 1, 3
"""Five days off (Labor Code 2019, article 112): most years the last of the old year and the first four of the new."""


def tet_days() -> frozenset[date]:
    """Return the days of Tet from 2010 to 2040, in Vietnam's calendar."""
    around = range(-_DAYS_BEFORE, _DAYS_AFTER + 1)
    return frozenset(first + timedelta(days=days) for first in starmap(date, _FIRST_DAYS) for days in around)
