"""Chinese numerals: 三万五, 一千二百, 两个半, 三成, 五分之一."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rumorwatch.match.guards.tokens import Numeral, text_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.match.guards.tokens import Token

_DIGITS = {letter: value for value, letter in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "俩": 2}
_SCALES = {"十": 1, "百": 2, "千": 3}
LARGE = {"万": 4, "亿": 8}
_ALL_SCALES = _SCALES | LARGE
_POINT = "点"
_NO_BEGIN = frozenset({"百", "千", *LARGE})
_VAGUE = frozenset("上数几近成好多")
"""Before a scale without a number: 上千 is some thousand."""
_COUNTED = frozenset("张个只条位名次件台辆")
_NO_HALF_AFTER = frozenset("一大多")
_NO_TENTHS = frozenset("功为立本都年了")
"""Behind 成 when it is no tenths: 三成功."""
_HALF = Decimal("0.5")
_TEN = 10


def numeral_at(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Return the Chinese number that begins at a letter."""
    run, end = _run(tokens, at)
    if not run or run[0] in _NO_BEGIN:
        is_half = tokens[at].text == "半" and text_at(tokens, at - 1) not in _NO_HALF_AFTER
        return Numeral(value=_HALF, begin=at, end=at + 1, is_share=True) if is_half else None
    if at and run[0] in _SCALES and tokens[at - 1].text in _VAGUE:
        return None
    if len(run) > 1 and run[-1] in _DIGITS and run[-2] in LARGE and text_at(tokens, end) in _COUNTED:
        run, end = run[:-1], end - 1  # 五十万一张 is 500,000 a piece
    return _with_tail(tokens, at, end, run)


def _run(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the letters of a number from a token on, and the token behind them."""
    run, end = "", at
    while end < len(tokens) and (end == at or tokens[end].begin == tokens[end - 1].end):
        text = tokens[end].text
        is_point = text == _POINT and run and text_at(tokens, end + 1) in _DIGITS
        if not (text in _DIGITS or text in _ALL_SCALES or is_point):
            break
        run, end = run + text, end + 1
    return run, end


def _with_tail(tokens: Sequence[Token], at: int, end: int, run: str) -> Numeral:
    """Return a number with what stands behind it: tenths, halves, parts of a whole."""
    value, follows = _value(run), text_at(tokens, end)
    if follows + text_at(tokens, end + 1) == "分之" and value:
        part = numeral_at(tokens, end + 2) if text_at(tokens, end + 2) in _DIGITS else None
        if part is not None:
            return Numeral(value=part.value / value, begin=at, end=part.end, is_share=True)
        if end + 2 < len(tokens) and tokens[end + 2].kind == "digits":
            return Numeral(value=Decimal(tokens[end + 2].text) / value, begin=at, end=end + 3, is_share=True)
    if follows == "成" and value <= _TEN and text_at(tokens, end + 1) not in _NO_TENTHS:
        return Numeral(value=value / _TEN, begin=at, end=end + 1, is_share=True)
    if follows == "半":
        is_one = run == "一"
        return Numeral(value=_HALF if is_one else value + _HALF, begin=at, end=end + 1, is_share=is_one)
    return Numeral(value=value, begin=at, end=end, is_weak=run == "一")


def _value(run: str) -> Decimal:
    """Return the value of a run of numerals."""
    whole, _, part = run.partition(_POINT)
    value = _whole(whole)
    if part:
        value += Decimal("0." + "".join(str(_DIGITS[letter]) for letter in part if letter in _DIGITS))
        for letter in part:
            value *= 10 ** _ALL_SCALES.get(letter, 0)
    return value


def _whole(run: str) -> Decimal:
    """Return the value of numerals without a point: row of digits, or digits with scales."""
    if all(letter in _DIGITS for letter in run):
        return Decimal("".join(str(_DIGITS[letter]) for letter in run))
    total = group = digit = Decimal(0)
    last = 1
    for letter in run:
        if letter in _DIGITS:
            digit = Decimal(_DIGITS[letter])
        elif letter in _SCALES:
            group, digit, last = group + (digit or 1) * 10 ** _SCALES[letter], Decimal(0), _SCALES[letter]
        else:
            total, group, digit = total + (group + digit or 1) * 10 ** LARGE[letter], Decimal(0), Decimal(0)
            last = LARGE[letter]
    if last > 1 and len(run) > 1 and run[-2] in _ALL_SCALES:
        digit *= 10 ** (last - 1)  # 三万五 is 35,000
    return total + group + digit
