"""Values of one agency in agencies.toml: which can be used, each by itself."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rumorwatch.domain.agencies import DESK, QuietHours
from rumorwatch.domain.claims import Topic
from rumorwatch.domain.errors import quoted
from rumorwatch.respond.deadlines import WRITTEN_AS, deadline_of
from rumorwatch.respond.names import name_key, province_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KEYS = (
    "id", "name", "also_named", "topics", "provinces", "contacts", "acknowledge", "answer", "valid_from",
    "valid_until", "fallback", "quiet", "notices_per_day", "timezone",
)  # fmt: skip
"""Keys of an ``[[agency]]`` table."""
LISTS = ("also_named", "topics", "provinces", "contacts")
MAX_NOTICES_PER_DAY = 10_000
_ID = re.compile("[a-z0-9_-]{1,64}")
_ID_SAYS = "1 to 64 of a-z 0-9 - _"
_QUIET = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)


def wrong_value(key: str, value: object) -> str | None:
    """Return what the value of a known key must be, or None when it is that."""
    if key in LISTS:
        return _wrong_list(key, value)
    is_usable, says = _RULES[key]
    return None if is_usable(value) else says


def quiet_hours(written: str) -> QuietHours | None:
    """Return the hours that a text like "22:00-06:00" says; None when it says none, or hours of no length."""
    found = _QUIET.fullmatch(written.replace(" ", ""))
    if found is None:
        return None
    try:
        start, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError:
        return None
    return QuietHours(start=start, end=end) if start != end else None


def _wrong_list(key: str, value: object) -> str | None:
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        return 'a list of texts, such as ["…", "…"]'
    if key == "topics" and not set(value) <= set(Topic):
        return f"some of {', '.join(Topic)}"
    if key == "contacts" and not all(map(_ID.fullmatch, value)):
        return f"a list of ids of channels.toml, each {_ID_SAYS}"
    keys = {"provinces": province_key, "also_named": name_key}
    compared = [keys.get(key, str)(each) for each in value]
    if not all(compared):
        return "a list of texts with a word in each"
    twice = next((each for number, each in enumerate(value) if compared[number] in compared[:number]), None)
    return f'a list that names "{quoted(twice)}" once' if twice else None


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_deadline(value: object) -> bool:
    return isinstance(value, str) and deadline_of(value) is not None


def _is_budget(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_NOTICES_PER_DAY


def _is_zone(value: object) -> bool:
    try:
        ZoneInfo(value if isinstance(value, str) else "")
    except (KeyError, OSError, ValueError):
        return False
    return True


_DAY = "a day without quotation marks, such as 2027-06-30"
_RULES: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "id": (
        lambda value: _is_id(value) and value != DESK,
        f'{_ID_SAYS}, and not "{DESK}": that is whoever runs rumorwatch',
    ),
    "name": (lambda value: isinstance(value, str) and bool(name_key(value)), "text with a word in it"),
    "acknowledge": (_is_deadline, WRITTEN_AS),
    "answer": (_is_deadline, WRITTEN_AS),
    "valid_from": (_is_day, _DAY),
    "valid_until": (_is_day, _DAY),
    "fallback": (_is_id, "the id of another agency"),
    "quiet": (
        lambda value: isinstance(value, str) and quiet_hours(value) is not None,
        'two different times of day, such as "22:00-06:00"',
    ),
    "notices_per_day": (_is_budget, f"a whole number from 1 to {MAX_NOTICES_PER_DAY}"),
    "timezone": (_is_zone, 'a name like "Asia/Ho_Chi_Minh"'),
}
