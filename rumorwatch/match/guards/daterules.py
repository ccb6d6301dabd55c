"""Date rules: the patterns that moments are read by, in the order they are tried."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from typing import TYPE_CHECKING

from rumorwatch.match.guards.clocks import DIGIT_CLOCKS, HAN_CLOCKS, LATIN_CLOCKS, clock
from rumorwatch.match.guards.datewords import (
    EN_DAY,
    MONTHS,
    ORDINALS,
    VI,
    VI_DAY,
    VI_NUMBER,
    VI_PLAIN,
    WEEKDAYS,
    ZH_NUMBER,
    any_of,
    chinese,
    chinese_weekday,
    english_day,
    vietnamese,
)
from rumorwatch.match.guards.moments import Moment, Part, calendar_of, named_moments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Read = Callable[[re.Match[str]], Iterator[Moment]]
    Parts = dict[str, tuple[Part, Callable[[str], int | str]]]


class Script(StrEnum):
    """The letters that a text needs for a rule to be tried."""

    ANY = "any"
    LATIN = "latin"
    HAN = "han"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way to write a moment."""

    pattern: re.Pattern[str]
    read: Read
    script: Script


_B, _E = r"(?<![^\W_])", r"(?![^\W_])"
"""Where a word begins and ends."""
_YEAR = r"(?:19|20)\d\d"
_OF_YEAR = rf"(?:,?\s(?P<y>{_YEAR}))?"
_VI_OF_YEAR = r"(?:\s(?:năm|nam)\s(?P<y>\d{4}))?"
_ON_DAY = r"(?:ngày|ngay|hôm|hom|mùng|mồng|mung|mong)\s"
_IN_MONTH = r"(?:tháng|thang)\s"
_NO_DAY = r"(?!\s(?:do|đô|dong|đồng|trieu|triệu|nghin|nghìn|ngan|ngàn|usd|k|tr|ty|tỷ|%|phan|nguoi|người|lan|lần))"
_NO_YEAR = r"(?!\s?(?:đồng|dong|usd|vnd|đ|người|nguoi|people|人|元|块|名|kg|km|m|mét|met|households|hộ))"
_BEFORE_MONTH = ("in", "of", "since", "by", "until", "from", "last", "next", "this", "late", "early")
"""What March and May stand behind when they are months; to march and may are verbs."""
_SURE_MONTHS = {
    name: at for name, at in MONTHS.items() if name not in {"march", "may", "mar", "apr", "jun", "jul", "sep"}
}
_WEEK = "|".join(name for name in WEEKDAYS if name.endswith("day"))
_SHORT_WEEK = "|".join(sorted((name for name in WEEKDAYS if not name.endswith("day")), key=len, reverse=True))
_BEFORE_DAY = "on|by|until|till|from|since|next|this|last|every"
"""What a short weekday stands behind: sun, sat, wed, mon and thu are words and names too."""
_EDGES = {
    "first-half": r"nửa đầu|first half|(?:the )?first two weeks|first fortnight|上半年|上半月",
    "start": (
        r"đầu (?=tháng|năm|tuần|quý|mùa)|dau (?=thang|nam|tuan)|(?:start|beginning) of|"
        rf"early(?= (?:next|this|{any_of(MONTHS)}))|(?<=[月年周])初|上旬|"
        rf"first(?= (?:(?:few|two|three) )?(?:day|week|weekend|{_WEEK}))|第一(?=天|周|个星期)"
    ),
    "middle": (r"giữa (?=tháng|năm|tuần)|giua (?=thang|nam)|mid[- ](?!autumn)|middle of|(?<=[月年])中(?!旬|国)|中旬"),
    "end": (
        r"cuối (?=tháng|năm|tuần này|quý|mùa)|cuoi (?=thang|nam)|end of|"
        rf"late(?= (?:next|this|{any_of(MONTHS)}))|(?<=[月年周])[底末]|下旬|岁末|"
        rf"last(?= (?:few )?(?:days?|weeks?|weekend|{_WEEK}) of)|最后(?=一[天周]|一个星期)"
    ),
    "second-half": r"nửa cuối|second half|last two weeks|下半年|下半月",
    "day-before": r"前一[天日晚]|前夕|(?:the )?day before(?! yesterday)|trước một ngày|trước 1 ngày|hôm trước",
    "day-after": r"后一[天日]|翌日|(?:the )?day after(?! tomorrow)|sau một ngày|sau 1 ngày",
}
_QUARTERS = {
    name: at
    for at, names in enumerate(
        ("1 i một nhất first 一", "2 ii hai second 二", "3 iii ba third 三", "4 iv bốn tư fourth 四"), start=1
    )
    for name in names.split()
}
_RANKED = "".join(
    rf"(?<!{word} )" for word in ("đứng", "xếp", "lần", "hạng", "trí", "con", "người", "suất", "mũi", "lớn")
)
_NO_WEEKDAY = r"(?!\s(?:thế giới|cả nước|châu|trong số|toàn cầu|đông nam|của|sau))"
"""Around "thứ ba" where it is the third, and not Tuesday."""
_LAST_MONTH, _LAST_DAY, _SHORT_YEAR = 12, 31, 2


def full_date(match: re.Match[str]) -> Iterator[Moment]:
    """Read 5/8/2024; of 8/25 the month can only be the first. September 11th is known by 9/11."""
    day, month, year = int(match["a"]), int(match["b"]), match["y"]
    if month > _LAST_MONTH >= day or (day, month, year) == (9, 11, ""):
        day, month = month, day
    if not (1 <= day <= _LAST_DAY and 1 <= month <= _LAST_MONTH):
        return
    yield Moment(part=Part.DAY, value=day, begin=match.start(), end=match.end("b"))
    yield Moment(part=Part.MONTH, value=month, begin=match.start(), end=match.end("b"))
    if year:
        full = int(year) + (2000 if len(year) == _SHORT_YEAR else 0)
        yield Moment(part=Part.YEAR, value=full, begin=match.start("y"), end=match.end("y"))


def parts(readers: Parts, match: re.Match[str]) -> Iterator[Moment]:
    """Read the named groups of a match: which part each tells, and how it is read."""
    groups = match.groupdict()
    for group, (part, reader) in readers.items():
        if groups.get(group):
            yield Moment(part=part, value=reader(groups[group]), begin=match.start(), end=match.end())


def constants(told: tuple[tuple[Part, int | str], ...], match: re.Match[str]) -> Iterator[Moment]:
    """Read a match that always tells the same."""
    for part, value in told:
        yield Moment(part=part, value=value, begin=match.start(), end=match.end())


def _first_days(match: re.Match[str]) -> Iterator[Moment]:
    """Read 大年初三: a day of the first month."""
    yield Moment(part=Part.DAY, value=chinese(match["a"]), begin=match.start(), end=match.end())
    yield Moment(part=Part.MONTH, value=1, begin=match.start(), end=match.end())


def _tet_days(match: re.Match[str]) -> Iterator[Moment]:
    """Read "30 Tết"."""
    yield Moment(part=Part.DAY, value=vietnamese(match["a"]), begin=match.start(), end=match.end())
    yield Moment(part=Part.HOLIDAY, value="tet", begin=match.start(), end=match.end())


_ZH_PARTS: Parts = {
    "y": (Part.YEAR, chinese),
    "b": (Part.MONTH, chinese),
    "a": (Part.DAY, chinese),
    "w": (Part.WEEKDAY, chinese_weekday),
}
_ZH_FEAST_PARTS: Parts = {"b": (Part.MONTH, {"正月": 1, "腊月": 12}.__getitem__), "a": (Part.DAY, chinese)}
_VI_PARTS: Parts = {"a": (Part.DAY, vietnamese), "b": (Part.MONTH, vietnamese), "y": (Part.YEAR, int)}
_EN_PARTS: Parts = {"b": (Part.MONTH, MONTHS.__getitem__), "a": (Part.DAY, english_day), "y": (Part.YEAR, int)}
_LUNAR_PARTS: Parts = {"a": (Part.DAY, english_day), "b": (Part.MONTH, english_day)}


def _vi_weekday(text: str) -> int:
    return (int(text) if text.isdigit() else (VI | VI_PLAIN)[text]) - 2


def _digit_rules() -> Iterator[tuple[str, Read]]:
    yield rf"(?<![\d/.,])(?P<y>{_YEAR})[-/.](?P<b>\d{{1,2}})[-/.](?P<a>\d{{1,2}})(?![\d/])", full_date
    yield r"(?<![\d/.,-])(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<y>(?:20)?\d\d)(?![\d/])", full_date
    yield r"(?<![\d/.,-])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?P<y>)(?![\d/])", full_date


def _chinese_rules() -> Iterator[tuple[str, Read]]:
    number = rf"\d{{1,2}}|{ZH_NUMBER}"
    read = partial(parts, _ZH_PARTS)
    yield (
        (
            rf"(?:(?P<y>\d{{4}}|[〇零一二三四五六七八九]{{4}})年)?(?P<b>{number})月(?:份)?"
            rf"(?:(?P<a>{number})(?:日|号)?)?(?!\d)"
        ),
        read,
    )
    yield r"(?P<y>(?:19|20)\d\d|[〇零一二三四五六七八九]{4})年", read
    yield rf"(?P<b>正月|腊月)(?:初?(?P<a>{ZH_NUMBER}))?", partial(parts, _ZH_FEAST_PARTS)
    yield rf"大年初(?P<a>{ZH_NUMBER})", _first_days
    yield rf"初(?P<a>{ZH_NUMBER})", read
    yield rf"(?P<a>{number})(?:号|日)(?![线楼院店台])", read
    yield r"(?:周|星期|礼拜)(?P<w>[一二三四五六日天1-6])(?![百千万十两]|\d)", read
    yield r"(?:第(?P<q>[一二三四1-4])|(?P<r>[一二三四1-4]))季度?(?!节)", _quarter


def _vietnamese_rules() -> Iterator[tuple[str, Read]]:
    read = partial(parts, _VI_PARTS)
    weekday = partial(parts, {"w": (Part.WEEKDAY, _vi_weekday)})
    yield rf"{_ON_DAY}(?P<a>\d{{1,2}})[.-](?P<b>\d{{1,2}})(?P<y>)(?!\d)", full_date
    month = rf"{_IN_MONTH}(?P<b>\d{{1,2}}|{VI_NUMBER}){_E}{_VI_OF_YEAR}"
    yield rf"{_ON_DAY}(?P<a>\d{{1,2}}|{VI_DAY})\s(?:âm lịch\s)?{month}", read
    yield rf"{_B}(?P<a>\d{{1,2}})\s{month}", read
    yield rf"{_B}{_IN_MONTH}(?P<b>1[0-2]|[1-9]|{VI_NUMBER}){_E}(?:(?:\s(?:năm|nam)\s|/)(?P<y>\d{{4}}))?", read
    yield rf"{_B}t(?P<b>1[0-2]|[1-9])/(?P<y>20\d\d)", read
    yield rf"{_B}(?:rằm|ram){_E}", partial(constants, ((Part.DAY, 15),))
    yield rf"{_B}(?P<a>\d{{1,2}}|{VI_DAY})\s(?:tết|tet){_E}", _tet_days
    yield rf"{_B}(?:mùng|mồng|mung|mong)\s(?P<a>\d{{1,2}}|{VI_DAY}){_E}", read
    yield rf"{_B}(?:ngày|ngay)\s(?P<a>3[01]|[12]\d|[1-9])(?![\d.,]*\d){_E}{_NO_DAY}", read
    yield rf"{_B}(?:thứ|thu|t)\s?(?P<w>[2-7])(?![^\W_/])", weekday
    yield rf"{_B}(?=thứ){_RANKED}thứ\s(?P<w>hai|ba|tư|năm|sáu|bảy){_E}{_NO_WEEKDAY}", weekday
    yield rf"{_B}(?:quý|quy)\s(?:(?P<q>iv|i{{1,3}}|[1-4])|(?:thứ\s)?(?P<r>một|nhất|hai|ba|bốn|tư)){_E}", _quarter
    yield rf"{_B}thu\s(?P<w>hai|tu|nam|sau|bay){_E}", weekday
    yield rf"{_B}(?:chủ nhật|chúa nhật|chu nhat|cn){_E}", partial(constants, ((Part.WEEKDAY, 6),))
    yield rf"(?:năm|nam)\s(?P<y>{_YEAR})", read


def _english_rules() -> Iterator[tuple[str, Read]]:
    read = partial(parts, _EN_PARTS)
    doubtful = "|".join(rf"(?<={word} )(?:march|may)" for word in _BEFORE_MONTH) + "|(?<=mid-)(?:march|may)"
    yield rf"{_B}(?P<b>{any_of(MONTHS)})\.?\s(?:the\s)?(?P<a>{EN_DAY}){_E}{_OF_YEAR}", read
    yield rf"{_B}(?:the\s)?(?P<a>{EN_DAY})\s(?:of\s)?(?P<b>{any_of(MONTHS)}){_E}{_OF_YEAR}", read
    yield rf"{_B}(?P<b>{any_of(_SURE_MONTHS)}|{doubtful}){_E}{_OF_YEAR}", read
    yield (
        (
            rf"{_B}(?:on|by|from|until|since|before|after) the (?P<a>\d{{1,2}}(?:st|nd|rd|th)|{any_of(ORDINALS)}){_E}"
            r"(?! (?:time|day|week|month|year|case|person|floor|grade))"
        ),
        read,
    )
    weekday = partial(parts, {"w": (Part.WEEKDAY, WEEKDAYS.__getitem__)})
    yield rf"{_B}(?P<w>{_WEEK})s?(?![^\W_'])", weekday
    yield rf"{_B}(?:{_BEFORE_DAY})\s(?P<w>{_SHORT_WEEK})(?![^\W_'])", weekday
    yield (
        rf"{_B}(?P<w>{_SHORT_WEEK})(?:\.|,|\.,)?(?=\s?(?:\d|morning|afternoon|evening|night|{any_of(MONTHS)}))",
        weekday,
    )
    yield rf"{_B}(?:q(?P<q>[1-4])|(?P<r>first|second|third|fourth)\squarter){_E}", _quarter
    yield rf"{_B}(?P<a>{EN_DAY})\sday\sof\sthe\s(?P<b>{EN_DAY})\s(?:lunar\s)?month", partial(parts, _LUNAR_PARTS)


def _quarter(match: re.Match[str]) -> Iterator[Moment]:
    """Read "quý III", Q3 and 第三季度."""
    value = f"q{_QUARTERS[match['q'] or match['r']]}"
    yield Moment(part=Part.SEASON, value=value, begin=match.start(), end=match.end())


def _listed(part: Part) -> tuple[str, Read]:
    pattern, names = calendar_of(part)
    return pattern.pattern, lambda match: named_moments(part, names[match[0]], match)


def _edge_rules() -> Iterator[tuple[str, Read]]:
    for name, pattern in _EDGES.items():
        yield pattern, partial(constants, ((Part.EDGE, name),))


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules in their order."""
    weekend = r"双休日|周末|weekends?|cuối tuần(?! này)?|cuoi tuan", partial(constants, ((Part.WEEKDAY, "weekend"),))
    year = rf"(?<![\d.,/])(?P<y>19[4-9]\d|20[0-4]\d)(?![\d/.,]\d|\d|%){_NO_YEAR}", partial(parts, _VI_PARTS)
    ordered: list[tuple[Script, str, Read]] = [
        *((Script.DIGITS, *one) for one in _digit_rules()),
        *((Script.HAN, *one) for one in _chinese_rules()),
        (Script.ANY, *weekend),
        *((Script.LATIN, *one) for one in (*_vietnamese_rules(), *_english_rules())),
        *((Script.DIGITS, pattern, clock) for pattern in DIGIT_CLOCKS),
        *((Script.LATIN, pattern, clock) for pattern in LATIN_CLOCKS),
        *((Script.HAN, pattern, clock) for pattern in HAN_CLOCKS),
        (Script.ANY, *_listed(Part.HOLIDAY)),
        (Script.ANY, *_listed(Part.SEASON)),
        *((Script.ANY, *one) for one in _edge_rules()),
        (Script.DIGITS, *year),
    ]
    return tuple(Rule(pattern=re.compile(pattern), read=read, script=script) for script, pattern, read in ordered)
