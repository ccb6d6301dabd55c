"""Moments: days, months, years, weekdays and times of day as people write them in Vietnamese, English and Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from rumorwatch.match.guards.lists import sections_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rumorwatch.match.guards.spans import Reading


class Part(StrEnum):
    """What of a moment is told."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    WEEKDAY = "weekday"
    RELATIVE = "relative"
    """A day, week, month or year counted from today: ``d1`` is tomorrow, ``w1`` next week."""
    HOLIDAY = "holiday"
    SEASON = "season"
    EDGE = "edge"
    """The beginning, middle or end of a month or year."""
    TIME = "time"
    """Minutes since midnight, as written on a clock."""
    DAYTIME = "daytime"
    """Morning, noon, afternoon, evening, night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One part of a date or time in a text."""

    part: Part
    value: int | str
    begin: int
    """The first letter."""
    end: int
    """The letter behind the last one."""


_DATED_HOLIDAYS = {
    "reunification": (30, 4),
    "labor-day": (1, 5),
    "teachers": (20, 11),
    "women": (8, 3),
    "children": (1, 6),
    "christmas": (25, 12),
    "christmas-eve": (24, 12),
    "new-years-eve": (31, 12),
    "vietnamese-women": (20, 10),
    "singles": (11, 11),
    "fools": (1, 4),
    "new-year": (1, 1),
    "valentine": (14, 2),
    "halloween": (31, 10),
}
"""Day and month; national and teachers' days differ from country to country, Vietnam's own are written as dates."""
OTHER_DATES = {
    "national-day": ((2, 9), (1, 10)),
    "teachers": ((10, 9),),
    "hung-kings": ((10, 3),),
    "mid-autumn": ((15, 8),),
    "tet": ((1, 1),),
    "lantern": ((15, 1),),
    "dragon-boat": ((5, 5),),
    "vu-lan": ((15, 7),),
    "double-ninth": ((9, 9),),
    "independence": ((4, 7),),
    "army": ((1, 8), (22, 12)),
    "youth": ((4, 5), (26, 3)),
    "small-new-year": ((23, 12),),
}
"""Dates that name feasts too, of the lunar calendar or of one country: whoever writes one may mean the other."""
_COUNTED_BEFORE = re.compile(r"(?<!tháng )(?<!thang )(?<!\d)\d{1,2}\s?$")
"""Before "tháng rồi": two months already, and not last month."""
_NIGHTS = frozenset({"night", "nights", "đêm", "dem", "晚", "夜"})
_COUNTING = re.compile(r"(?:(?<![^\W_])(?:a|per)\s|/\s?|\d\s?|[一两二三四五六七八九十])$")
"""Before nights that are counted, and no time of day: 15 euros a night, 3 đêm."""
_HAN_FROM = "\u2e80"


def moments_of(reading: Reading) -> list[Moment]:
    """Return the parts of dates and times in a text; a stretch of it is read once, by the first rule that fits."""
    from rumorwatch.match.guards.daterules import Script, rules

    scripts = {Script.ANY} | ({Script.HAN} if max(reading.lower, default="") >= _HAN_FROM else set())
    scripts |= {Script.DIGITS} if re.search(r"\d", reading.lower) else set()
    scripts |= {Script.LATIN} if re.search("[a-z]", reading.lower) else set()
    taken = bytearray(len(reading.lower))
    found: list[Moment] = []
    for rule in rules():
        if rule.script not in scripts:
            continue
        for match in rule.pattern.finditer(reading.lower):
            moments = [] if any(taken[match.start() : match.end()]) else list(rule.read(match))
            if moments:
                found.extend(moments)
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for part in (Part.DAYTIME, Part.RELATIVE):
        found.extend(listed_moments(reading.lower, part))
    return sorted(found, key=lambda moment: (moment.begin, moment.part))


def listed_moments(text: str, part: Part) -> Iterator[Moment]:
    """Yield the words of the calendar in a text; other moments hold some of them too: "tối nay", 下周一."""
    pattern, names = _calendar()[part]
    for match in pattern.finditer(text):
        if (
            part is Part.DAYTIME
            and match[0] in _NIGHTS
            and _COUNTING.search(text, max(match.start() - 6, 0), match.start())
        ):
            continue
        if part is Part.RELATIVE and _COUNTED_BEFORE.search(text, max(match.start() - 12, 0), match.start()):
            continue
        yield from named_moments(part, names[match[0]], match)


def named_moments(part: Part, name: str, match: re.Match[str]) -> Iterator[Moment]:
    """Yield what a word of the calendar says; of a feast with a date of its own its day and month too."""
    yield Moment(part=part, value=name, begin=match.start(), end=match.end())
    if part is Part.HOLIDAY and name in _DATED_HOLIDAYS:
        day, month = _DATED_HOLIDAYS[name]
        yield Moment(part=Part.DAY, value=day, begin=match.start(), end=match.end())
        yield Moment(part=Part.MONTH, value=month, begin=match.start(), end=match.end())


def calendar_of(part: Part) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return a pattern of the words of one part, and what each is called."""
    return _calendar()[part]


@cache
def _calendar() -> Mapping[Part, tuple[re.Pattern[str], Mapping[str, str]]]:
    names: dict[Part, dict[str, str]] = {part: {} for part in Part}
    for heading, line in sections_of("calendar.txt"):
        name, _, listed = line.partition("|")
        for phrase in listed.split(";"):
            names[Part(heading)].setdefault(phrase.strip(), name.strip())
    return {part: (_pattern(listed), listed) for part, listed in names.items() if listed}


def _by_letter(phrases: Iterable[str]) -> str:
    """Return a pattern of phrases in their order, those of one first letter together: most places begin none."""
    groups: dict[str, list[str]] = {}
    for phrase in phrases:
        groups.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in groups.items())


def _pattern(listed: Mapping[str, str]) -> re.Pattern[str]:
    """Return a pattern of phrases, longest first; Latin ones as whole words."""
    phrases = sorted(listed, key=len, reverse=True)
    latin = _by_letter(phrase for phrase in phrases if phrase[0] < _HAN_FROM)
    han = _by_letter(phrase for phrase in phrases if phrase[0] >= _HAN_FROM)
    return re.compile("|".join(part for part in (latin and rf"(?<![^\W_])(?:{latin})(?![^\W_])", han) if part))
