"""Numerals: numbers as people write them in Vietnamese, English and Chinese, in digits, words and both."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from rumorwatch.match.guards import chinese_numerals, english_numerals, vietnamese_numerals
from rumorwatch.match.guards.tokens import Numeral, text_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.match.guards.tokens import Token

_GROUPED = re.compile(r"[.,](?=\d{3}(?:[.,]|$))")
_SHORT = {"k": 3, "tr": 6, "củ": 6, "tỏi": 9, "b": 9, "m": 6}
"""Written right behind digits only; "5 củ" apart too."""
_AFTER_MONEY, _MONEY_SIGNS = frozenset({"b", "m"}), frozenset({"$", "€", "£", "¥"})
"""Letters that are a scale behind a sign of money only: $80M, but 80 m."""
_SCALES = (
    vietnamese_numerals.SCALES
    | vietnamese_numerals.PLAIN_SCALES
    | english_numerals.SCALES
    | chinese_numerals.LARGE
    | {"千": 3, "百": 2}
    | _SHORT
)
_HALVES = frozenset({"rưỡi", "ruoi", "半"})
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
_HALF = Decimal("0.5")
_LAST_DIGITS = 3
"""Digits behind a scale: 1tr2, 1tr250."""


def numeral_at(tokens: Sequence[Token], at: int, *, is_unmarked: bool) -> Numeral | None:
    """Return the number that begins at a token, the longest one."""
    token = tokens[at]
    if token.kind == "digits":
        return _in_digits(tokens, at)
    if token.kind == "han":
        return chinese_numerals.numeral_at(tokens, at)
    if token.kind == "word":
        english = english_numerals.numeral_at(tokens, at)
        return english or vietnamese_numerals.numeral_at(tokens, at, is_unmarked=is_unmarked)
    return None


def value_of(digits: str) -> Decimal:
    """Read 3.500 and 3,500 as 3500; a comma or point before other than three digits is a decimal point."""
    joined = digits if digits.startswith("0") else _GROUPED.sub("", digits)
    whole, _, part = joined.replace(",", ".").partition(".")
    part = part.replace(".", "")
    return Decimal(f"{whole}.{part}" if part else whole)


def _in_digits(tokens: Sequence[Token], at: int) -> Numeral | None:
    if _is_part_of_name(tokens, at):
        return None
    value, end = value_of(tokens[at].text), at + 1
    is_ordinal = text_at(tokens, end) in _ORDINAL_ENDS and tokens[end].begin == tokens[at].end
    end += is_ordinal
    first = end
    while _is_scale(tokens, end, at):
        scale = _SCALES[tokens[end].text]
        rest, after = _rest(tokens, end + 1)
        value, end = (value + rest) * 10**scale if end == first else value * 10**scale + rest * 10**scale, after
    if end == first and text_at(tokens, end) in _HALVES - {"ruoi"}:
        value, end = value + _HALF, end + 1
    return Numeral(value=value, begin=at, end=end, is_ordinal=is_ordinal)


def _is_part_of_name(tokens: Sequence[Token], at: int) -> bool:
    """Say whether digits belong to a word before: h5n1, a320, covid-19."""
    before = tokens[at - 1] if at else None
    if before is None or before.end != tokens[at].begin:
        return False
    if before.kind == "word":
        return True
    return before.text in "-–" and at > 1 and tokens[at - 2].kind == "word" and tokens[at - 2].end == before.begin


def _is_scale(tokens: Sequence[Token], end: int, at: int) -> bool:
    """Say whether what stands behind a number multiplies it."""
    text = text_at(tokens, end)
    if text not in _SCALES:
        return False
    if text in _SHORT and tokens[end].begin != tokens[end - 1].end and text != "củ":
        return False
    return text not in _AFTER_MONEY or text_at(tokens, at - 1) in _MONEY_SIGNS


def _rest(tokens: Sequence[Token], end: int) -> tuple[Decimal, int]:
    """Return what stands behind a scale as a part of it, and the token behind: 1 triệu rưỡi, 1tr2."""
    text = text_at(tokens, end)
    if text in _HALVES:
        return _HALF, end + 1
    is_joined = end < len(tokens) and tokens[end].kind == "digits" and tokens[end].begin == tokens[end - 1].end
    if is_joined and len(text) <= _LAST_DIGITS:
        return Decimal(f"0.{text}"), end + 1
    return Decimal(0), end
