"""Clocks: times of the day as people write them: 7h30 tối, 4 a.m., 晚上八点半."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.match.guards.datewords import HOURS, VI_DAY, ZH_NUMBER, any_of, hour, minutes
from rumorwatch.match.guards.moments import Moment, Part

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_LATE = frozenset(
    {
        "pm", "p.m", "p.m.", "chiều", "chieu", "tối", "toi", "đêm", "dem", "khuya", "in the afternoon",
        "in the evening", "at night", "下午", "晚上", "今晚", "明晚", "傍晚", "晚", "昨晚", "当晚", "夜里", "深夜",
    }
)  # fmt: skip
_NOON = frozenset({"中午", "trưa", "trua"})
_EARLY = frozenset({"am", "a.m", "a.m.", "sáng", "sang", "rạng sáng", "in the morning", "凌晨", "早上", "上午", "清晨"})
_HALF_DAY, _LAST_NOON, _DAY = 12, 4, 24
"""Hours."""
_HOUR = 60
_HALVES = any_of(dict.fromkeys((*_LATE, *_NOON, *_EARLY), 0))
_HAN_HALVES = any_of(dict.fromkeys((name for name in (*_LATE, *_NOON, *_EARLY) if name > "\u2e80"), 0))
_BEHIND = r"in the (?:morning|afternoon|evening)|at night|a\.?m\.?|p\.?m\.?"
_H24 = r"(?<![\d.,:])(?P<h>[01]?\d|2[0-4])"
_H12 = rf"(?<![^\W_])(?P<h>1[0-2]|[1-9]|{any_of(HOURS)})"
DIGIT_CLOCKS = (
    (
        rf"{_H24}\s?(?:h|:|g|giờ|gio)\s?(?P<m>[0-5]\d)(?:\s?(?:phút|phut|p)(?![^\W_]))?(?!\d|%|[.,]\d)"
        rf"(?:\s?(?P<late>{_HALVES})(?![^\W_]))?"
    ),
    rf"{_H24}\s?(?:(?:h|giờ|gio)\s?(?P<m>rưỡi|ruoi)?|(?P<n>rưỡi|ruoi))\s?(?P<late>{_HALVES})(?![^\W_])",
    (
        r"(?:lúc|luc|từ|tu|đến|sau|trước|vào)\s(?P<h>[01]?\d|2[0-4])\s?(?:h|giờ|gio)\s?(?P<m>rưỡi)?(?![^\W_])"
        r"(?!\s(?:đồng hồ|nữa|liền|liên))"
    ),
    r"(?<![\d.,:])(?P<h>1[0-2]|0?[1-9])\s?(?P<late>a\.?m\.?|p\.?m\.?)(?![^\W_])",
)
"""Tried first; a text without digits has none."""
LATIN_CLOCKS = (
    (
        rf"(?<![^\W_])(?P<h>{VI_DAY})\s(?:giờ|gio)\s?(?P<m>rưỡi)?\s?"
        r"(?P<late>sáng|trưa|chiều|tối|đêm|sang|trua|chieu|toi|dem)(?![^\W_])"
    ),
    rf"{_H12}(?:\so'clock)?\s(?P<late>{_BEHIND})(?![^\W_])",
    rf"{_H12}\so'clock",
)
HAN_CLOCKS = (
    (
        rf"(?P<late>{_HAN_HALVES})?(?P<h>\d{{1,2}}|{ZH_NUMBER})点(?:钟|整)?"
        rf"(?P<m>半|一刻|\d{{1,2}}(?=分)|{ZH_NUMBER}(?=分))?(?!\d)"
    ),
)


def clock(match: re.Match[str]) -> Iterator[Moment]:
    """Read a time; "?" stands before its minutes since midnight if it may be of the other half of the day."""
    groups = match.groupdict()
    hours = hour(groups["h"])
    past = minutes(groups.get("m") or groups.get("n") or "")
    half = groups.get("late") or ""
    if (half in _LATE and hours < _HALF_DAY) or (half in _NOON and hours < _LAST_NOON):
        hours += _HALF_DAY
    elif half in _EARLY and hours == _HALF_DAY:
        hours = 0
    if hours > _DAY or past >= _HOUR:
        return
    total = hours % _DAY * _HOUR + past
    is_known = bool(half) or not 0 < hours <= _HALF_DAY
    value = total if is_known else f"?{total}"
    yield Moment(part=Part.TIME, value=value, begin=match.start(), end=match.end())
