"""Date words: what the words for days, months and hours count, in Vietnamese, English and Chinese."""

from __future__ import annotations

import re

from rumorwatch.reading.words import is_han

VI = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười một": 11, "mười hai": 12, "mười": 10, "chạp": 12,
}  # fmt: skip
VI_PLAIN = {
    "mot": 1, "gieng": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi mot": 11, "muoi hai": 12, "muoi": 10, "chap": 12,
}  # fmt: skip
_VI_ONES = VI | VI_PLAIN | {"mốt": 1, "lăm": 5, "lam": 5}
_VI_TENS = {"hai": 20, "hăm": 20, "ham": 20, "ba": 30, "mười": 10, "muoi": 10}
_MONTHS = (
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
    ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
    ("december", "dec"),
)  # fmt: skip
MONTHS = {name: at for at, names in enumerate(_MONTHS, start=1) for name in names}
_WEEKDAYS = (
    ("monday", "mon"), ("tuesday", "tues", "tue"), ("wednesday", "wed"), ("thursday", "thurs", "thu"),
    ("friday", "fri"), ("saturday", "sat"), ("sunday", "sun"),
)  # fmt: skip
WEEKDAYS = {name: at for at, names in enumerate(_WEEKDAYS) for name in names}
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth",
    "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip
ORDINALS = {name: at for at, name in enumerate(_ORDINALS, start=1)}
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
HOURS = {name: at for at, name in enumerate(_HOURS, start=1)}
_ZH = {letter: value for value, letter in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_ZH_WEEK = "一二三四五六日"


def any_of(words: dict[str, int]) -> str:
    """Return a pattern of words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


VI_NUMBER = any_of(VI | VI_PLAIN)
_VI_ONES_LISTED = "một|mot|mốt|hai|ba|tư|tu|bốn|bon|lăm|lam|năm|nam|sáu|sau|bảy|bay|tám|tam|chín|chin"
VI_DAY = rf"(?:hai mươi|hai muoi|ba mươi|ba muoi|hăm|ham|mười|muoi)(?: (?:{_VI_ONES_LISTED}))?|{_VI_ONES_LISTED}"
EN_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{any_of(ORDINALS)})"
ZH_NUMBER = "[〇零一二三四五六七八九十两廿]+"


def vietnamese(text: str) -> int:
    """Read a day, month or hour in Vietnamese words or digits: "hăm lăm" is 25."""
    text = text.strip()
    if text.isdigit():
        return int(text)
    if text in VI or text in VI_PLAIN:
        return (VI | VI_PLAIN)[text]
    first, *others = text.split()
    ones = [word for word in others if word not in {"mươi", "muoi"}]
    return _VI_TENS.get(first, 0) + (_VI_ONES.get(ones[0], 0) if ones else 0)


def chinese(text: str) -> int:
    """Read a day, month, year or hour in Chinese numerals or digits."""
    if text.isdigit():
        return int(text)
    text = text.replace("廿", "二十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_ZH.get(tens, 1) if tens else 1) * 10 + (_ZH.get(ones, 0) if ones else 0)
    value = 0
    for letter in text:
        value = value * 10 + _ZH.get(letter, 0)
    return value


def english_day(text: str) -> int:
    """Read "5th" and "fifth"."""
    return ORDINALS.get(text) or int(re.sub(r"\D", "", text))


def chinese_weekday(text: str) -> int:
    """Read what stands behind 周: 0 is Monday."""
    return int(text) - 1 if text.isdigit() else _ZH_WEEK.index("日" if text == "天" else text)


def hour(text: str) -> int:
    """Read an hour in digits or words of any language."""
    if text in HOURS:
        return HOURS[text]
    return chinese(text) if is_han(text[0]) or text[0] == "〇" else vietnamese(text)


def minutes(text: str) -> int:
    """Read what stands behind an hour: digits, numerals, or a half."""
    if text in {"半", "rưỡi", "ruoi"}:
        return 30
    if text == "一刻":
        return 15
    return chinese(text) if text else 0
