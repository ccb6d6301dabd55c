"""Dates as Vietnamese, Chinese and English sources write them.

A date is taken apart, not guessed: clock time with its zone first, then the day, then the words that may stand around
them (weekdays, "ngày", "lúc"). If anything else is left, the date is unreadable; a wrong time is worse than none.
Written without a zone it is in the feed's zone; ``05/10/2026`` is the fifth of October, as Vietnam writes it.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_MAX_CHARS = 120
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_PLAIN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:[0-5]\d)", re.ASCII)
"""ISO 8601 with a zone, which needs no guessing."""
_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.\d+)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[t ]?(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?\s?(z|[+-]\d\d:?\d\d)?)?")

_ZONE = r"(?:(?:gmt|utc?)?\s?[+-]\d{1,2}(?::?\d{2})?(?![\d/.-])|[a-z]{1,5})"
_TIME = re.compile(
    r"(?P<before>上午|下午|凌晨|早上|中午|晚上)?\s?"
    r"(?<!\d)(?P<hour>\d{1,2})\s?(?::|h(?=\d|\W|$)|giờ|g(?=\s?\d)|时|時|点|點)\s?(?:(?P<minute>\d{1,2})"
    r"(?:\s?(?::|phút|ph|分|m(?!\w))\s?(?:(?P<second>\d{1,2})(?!\d)(?:[.,]\d+)?\s?(?:giây|s(?!\w)|秒)?)?)?)?"
    r"(?:\s?(?P<half>[ap]\.?m\.?(?!\w)|sa(?!\w)|ch(?!\w)|sáng|chiều|tối))?"
    rf"(?:\s?\(?(?P<zone>{_ZONE})\)?(?!\w)(?:\s?\([a-z ]{{1,40}}\))?)?",
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_SPOKEN_MONTHS = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười một": 11, "mười hai": 12, "mười": 10, "chạp": 12,
}  # fmt: skip
_SPOKEN = "|".join(sorted(_SPOKEN_MONTHS, key=len, reverse=True))
_ENGLISH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAYS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号號]"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})\s?(?:tháng\s?|th(?=\d))(?P<month>\d{{1,2}}|{_SPOKEN})\s?(?:,|năm|-|/)?\s?(?P<year>\d{{4}})(?!\d)",
    ),
    re.compile(rf"tháng\s(?P<month>\d{{1,2}}|{_SPOKEN})\s(?P<day>\d{{1,2}})\s?,\s?(?P<year>\d{{4}})(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]?\s?(?P<month>{_ENGLISH})[\s.,-]\s?(?P<year>\d{{4}}|\d\d)(?!\d)",
    ),
    re.compile(rf"(?P<month>{_ENGLISH})\.?\s?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,]\s?(?P<year>\d{{4}})(?!\d)"),
)
_FILLER = re.compile(
    r"thứ\s?(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s?nhật|(?<!\w)(?:t[2-7]|cn)(?!\w)|ngày|lúc|vào|hồi|đăng"
    r"|(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?(?!\w)"
    r"|(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]|(?<!\w)[at](?!\w)|[\s,;|()\[\].·–—/-]",
)
_ZONES_MIN = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "ict": 420, "wib": 420, "hkt": 480, "sgt": 480, "myt": 480,
    "pht": 480, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "ist": 330, "msk": 180, "eet": 120, "eest": 180,
    "cet": 60, "cest": 120, "bst": 60, "west": 60, "est": -300, "edt": -240, "cst": -360, "cdt": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
_NEAR_CENTURY = 69
"""Two-digit years: 00 to 68 are 2000 to 2068, as POSIX ``%y`` reads them."""
_NOON = 12
_MINUTES_AN_HOUR, _MINUTES_A_DAY = 60, 1440
_HOURS_A_DAY = 24
_LEAP_SECOND = 60


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True


def read_date(written: object, *, zone: ZoneInfo) -> datetime | None:
    """Return the moment in UTC, or None when it cannot be read without guessing.

    Args:
        written: As the source wrote it; a datetime is only given a zone.
        zone: Zone of a date written without one.
    """
    try:
        if isinstance(written, datetime):
            return (written if written.tzinfo else written.replace(tzinfo=zone)).astimezone(UTC)
        if not isinstance(written, str | int | float) or isinstance(written, bool):
            return None
        return _read(str(written)[:_MAX_CHARS], zone)
    except (ValueError, OverflowError):
        return None


def _read(written: str, zone: ZoneInfo) -> datetime | None:
    if _PLAIN.fullmatch(written):  # what programs write, and ten times faster
        with suppress(ValueError):  # a leap second, midnight as 24:00
            return datetime.fromisoformat(written).astimezone(UTC)
    text = " ".join(unicodedata.normalize("NFKC", _INVISIBLE.sub("", written)).lower().split())
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), tz=UTC)
    if compact := _COMPACT.fullmatch(text):
        numbers = [int(part or 0) for part in compact.groups()[:6]]
        return _moment((numbers[0], numbers[1], numbers[2]), (numbers[3], numbers[4], numbers[5]), compact[7], zone)
    clock = _TIME.search(text)
    if clock and (named := clock["zone"]) and (named in _MONTHS or _FILLER.fullmatch(named)):
        clock = _TIME.search(text[: clock.start("zone")])
    rest = f"{text[: clock.start()].removesuffix('t')} {text[clock.end() :]}" if clock else text
    day = next((match for match in (pattern.search(rest) for pattern in _DAYS) if match), None)
    if day is None or _FILLER.sub("", rest[: day.start()] + " " + rest[day.end() :]):
        return None
    return _moment(_day_of(day), _time_of(clock), clock["zone"] if clock else None, zone)


def _day_of(match: re.Match[str]) -> tuple[int, int, int]:
    month, year = match["month"], match["year"]
    number = _MONTHS.get(month) or _SPOKEN_MONTHS.get(month) or int(month)
    if len(year) == len("69"):
        return int(year) + (1900 if int(year) >= _NEAR_CENTURY else 2000), number, int(match["day"])
    return int(year), number, int(match["day"])


def _time_of(match: re.Match[str] | None) -> tuple[int, int, int]:
    if match is None:
        return 0, 0, 0
    hour = int(match["hour"])
    half = (match["half"] or match["before"] or "").replace(".", "")
    if half in {"pm", "ch", "chiều", "tối", "下午", "晚上"} and hour < _NOON:
        hour += _NOON
    elif half in {"am", "sa", "上午", "凌晨"} and hour == _NOON:
        hour = 0
    return hour, int(match["minute"] or 0), int(match["second"] or 0)


def _moment(day: tuple[int, int, int], time: tuple[int, int, int], zone_text: str | None, zone: ZoneInfo) -> datetime:
    hour, minute, second = time
    midnight_after = time == (_HOURS_A_DAY, 0, 0)
    leap = second == _LEAP_SECOND
    local = datetime(*day, 0 if midnight_after else hour, minute, second - leap, tzinfo=UTC)
    local += timedelta(days=midnight_after)
    offset_min = _offset_min(zone_text, local, zone)
    if offset_min is None:
        return local.replace(tzinfo=zone).astimezone(UTC)
    return local.replace(tzinfo=timezone(timedelta(minutes=offset_min))).astimezone(UTC)


def _offset_min(zone_text: str | None, local: datetime, zone: ZoneInfo) -> int | None:
    """Return minutes east of UTC, None for the feed's zone.

    "CST" is China's time in a feed of China's zone and the American one elsewhere (RFC 822). Names nobody knows count
    as UTC (RFC 5322, 4.3).
    """
    if not zone_text:
        return None
    numeric = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", zone_text)
    if numeric:
        minutes = int(numeric[2]) * _MINUTES_AN_HOUR + int(numeric[3] or 0)
        if minutes >= _MINUTES_A_DAY or int(numeric[3] or 0) >= _MINUTES_AN_HOUR:
            raise ValueError(zone_text)
        return minutes if numeric[1] == "+" else -minutes
    if zone_text == "cst" and local.replace(tzinfo=zone).utcoffset() == timedelta(hours=8):
        return None
    return _ZONES_MIN.get(zone_text, 0)
