"""Vietnamese numerals: hai mươi lăm, một trăm linh năm, nửa triệu, hai phần ba; without marks too."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from rumorwatch.match.guards.lists import words_listed
from rumorwatch.match.guards.tokens import Numeral, text_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.match.guards.tokens import Token

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_PLAIN_DIGITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9,
}  # fmt: skip
SCALES = {"nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9}
PLAIN_SCALES = {"nghin": 3, "ngan": 3, "trieu": 6, "ty": 9, "ti": 9, "cu": 6}
_HALF = Decimal("0.5")
_ODD = frozenset({"linh", "lẻ", "le"})
"""Before ones behind a hundred: một trăm linh năm."""
_HALVES = frozenset({"rưỡi", "ruoi"})
_RANKING = frozenset({"thứ", "hạng"})
_RANKS = {"nhất": 1, "nhì": 2}
"""Behind "thứ" and "hạng" only: elsewhere "nhất" is the most."""
_LONE = frozenset({"một", "bốn", "sáu", "bảy", "tám", "hai", "mười"})
"""Digits that are numbers wherever they stand alone; "ba" is a father, "năm" a year, "không" a negation."""
_LONE_PLAIN = frozenset({"mot", "bon", "hai", "ba", "sau", "bay", "tam", "chin", "nam"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words that numbers are made of, with marks or also without."""

    digits: Mapping[str, int]
    scales: Mapping[str, int]
    ten: frozenset[str]
    tens: frozenset[str]
    hundred: frozenset[str]


@cache
def _words(*, is_unmarked: bool) -> _Words:
    if not is_unmarked:
        return _Words(
            digits=_DIGITS,
            scales=SCALES,
            ten=frozenset({"mười"}),
            tens=frozenset({"mươi", "chục"}),
            hundred=frozenset({"trăm"}),
        )
    return _Words(
        digits=_DIGITS | _PLAIN_DIGITS,
        scales=SCALES | PLAIN_SCALES,
        ten=frozenset({"mười", "muoi"}),
        tens=frozenset({"mươi", "chục", "muoi", "chuc"}),
        hundred=frozenset({"trăm", "tram"}),
    )


def numeral_at(tokens: Sequence[Token], at: int, *, is_unmarked: bool) -> Numeral | None:
    """Return the Vietnamese number that begins at a word."""
    words, word = _words(is_unmarked=is_unmarked), tokens[at].text
    if word == "nửa" or (is_unmarked and word == "nua"):
        return _half(tokens, at, words)
    if text_at(tokens, at - 1) in _RANKING and (word in _RANKS or word in words.digits):
        value, end = (Decimal(_RANKS[word]), at + 1) if word in _RANKS else _counted(tokens, at, words)
        return Numeral(value=value, begin=at, end=end, is_ordinal=True)
    if word not in words.digits and word not in words.ten:
        return None
    return _cardinal(tokens, at, words)


def _cardinal(tokens: Sequence[Token], at: int, words: _Words) -> Numeral | None:
    word = tokens[at].text
    value, end = _counted(tokens, at, words)
    # "Một phần không thể thiếu" is a part one cannot do without: "không" is not only zero, by which none divides.
    if text_at(tokens, end) == "phần" and value and (parts := words.digits.get(text_at(tokens, end + 1))):
        return Numeral(value=value / parts, begin=at, end=end + 2, is_share=True)
    if end == at + 1 and not _is_counting(tokens, at):
        return None
    return Numeral(value=value, begin=at, end=end, is_weak=end == at + 1 and word in {"một", "mot"})


def _half(tokens: Sequence[Token], at: int, words: _Words) -> Numeral | None:
    """Read "nửa" and "nửa triệu"; unmarked and alone it means "more" as often."""
    scale = words.scales.get(text_at(tokens, at + 1))
    if scale is not None:
        return Numeral(value=_HALF * 10**scale, begin=at, end=at + 2)
    return Numeral(value=_HALF, begin=at, end=at + 1, is_share=True) if tokens[at].text == "nửa" else None


def _counted(tokens: Sequence[Token], at: int, words: _Words) -> tuple[Decimal, int]:
    """Return the value of the number words from a token on, and the token behind them."""
    total, end = Decimal(0), at
    while end < len(tokens):
        group, after = _hundreds(tokens, end, words)
        scale = words.scales.get(text_at(tokens, after)) if after > end else None
        if after == end:
            break
        end = after + (scale is not None)
        total += group * 10 ** (scale or 0)
        if text_at(tokens, end) in _HALVES:
            by = scale if scale is not None else (2 if tokens[end - 1].text in words.hundred else 0)
            return total + _HALF * 10**by, end + 1
        if scale is None:
            break
    return total, end


def _hundreds(tokens: Sequence[Token], at: int, words: _Words) -> tuple[Decimal, int]:
    """Return the value of a number under a thousand, and the token behind it."""
    group, end = _tens(tokens, at, words)
    if end > at and text_at(tokens, end) in words.hundred:
        group, end = group * 100, end + 1
        if text_at(tokens, end) in _ODD and text_at(tokens, end + 1) in words.digits:
            return group + words.digits[tokens[end + 1].text], end + 2
        rest, after = _tens(tokens, end, words)
        return group + rest, after
    if end > at and text_at(tokens, end) == "tá":
        return group * 12, end + 1
    return group, end


def _tens(tokens: Sequence[Token], at: int, words: _Words) -> tuple[Decimal, int]:
    """Return the value of a number under a hundred, and the token behind it."""
    first, second = text_at(tokens, at), text_at(tokens, at + 1)
    if first in words.ten:
        is_joined = second in words.digits and second != "không"
        return Decimal(10 + (words.digits[second] if is_joined else 0)), at + 1 + is_joined
    if first not in words.digits:
        return Decimal(0), at
    if second not in words.tens:
        return Decimal(words.digits[first]), at + 1
    third = text_at(tokens, at + 2)
    return Decimal(words.digits[first] * 10 + words.digits.get(third, 0)), at + 2 + (third in words.digits)


def _is_counting(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a single word is a number here: "ba người", not "ba tôi" (my father)."""
    word, follows = tokens[at].text, text_at(tokens, at + 1)
    if word in _LONE:
        return word != "hai" or follows != "bà"
    if word in _PLAIN_DIGITS and word not in _DIGITS:
        return word in _LONE_PLAIN and follows in words_listed("counted.txt", "unmarked")
    return follows in words_listed("counted.txt", "marked")
