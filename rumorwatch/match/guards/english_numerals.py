"""English numerals: twenty-five, half a million, two thirds, a dozen, the fifth."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rumorwatch.match.guards.tokens import Numeral, text_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.match.guards.tokens import Token

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_DIGITS = {name: value for value, name in enumerate(_ONES)}
_TEN_DIGITS = {name: value * 10 for value, name in enumerate(_TENS, start=2)} | {"fourty": 40}
SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "mn": 6, "bn": 9, "mil": 6, "grand": 3}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "hundredth": 100,
}  # fmt: skip
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "sixth": 6,
    "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
_NO_SECOND = frozenset({"-", "hand", "thought", "thoughts"})
_HALF = Decimal("0.5")
_BIG = frozenset({"hundred", "dozen", *SCALES})


def numeral_at(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Return the English number that begins at a word."""
    word, follows = tokens[at].text, text_at(tokens, at + 1)
    if word == "half":
        return Numeral(value=_HALF, begin=at, end=at + 1, is_share=True)
    if word in {"a", "an"}:
        if follows in _PARTS:
            return Numeral(value=Decimal(1) / _PARTS[follows], begin=at, end=at + 2, is_share=True)
        return _counted(tokens, at, at + 1) if follows in _BIG else None
    if word in _ORDINALS and not (word == "second" and follows in _NO_SECOND):
        return Numeral(value=Decimal(_ORDINALS[word]), begin=at, end=at + 1, is_ordinal=True)
    return _counted(tokens, at, at)


def _counted(tokens: Sequence[Token], begin: int, at: int) -> Numeral | None:
    """Read a cardinal number from a word on; an article before it counts as one."""
    total, group, end = Decimal(0), Decimal(int(at > begin)), at
    while end < len(tokens):
        part, is_first = tokens[end].text, end == begin
        if part in _DIGITS or part in _TEN_DIGITS:
            group += _DIGITS.get(part) or _TEN_DIGITS.get(part) or 0
        elif part == "hundred" and not is_first:
            group *= 100
        elif part == "dozen":
            group = (group or Decimal(1)) * 12
        elif part in SCALES and not is_first:
            total, group = total + group * 10 ** SCALES[part], Decimal(0)
        elif is_first or not _joins(tokens, end):
            break
        end += 1
    return _with_tail(tokens, begin, end, total + group) if end > at else None


def _joins(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a word joins two parts of a number: twenty-five, two hundred and five."""
    before, behind = tokens[at - 1].text, text_at(tokens, at + 1)
    if tokens[at].text in {"-", "–"}:
        return before in _TEN_DIGITS and behind in _DIGITS
    return tokens[at].text == "and" and before in {"hundred", "thousand"} and behind in _DIGITS | _TEN_DIGITS


def _with_tail(tokens: Sequence[Token], begin: int, end: int, value: Decimal) -> Numeral:
    """Return two thirds and one and a half as what they are."""
    tail = [text_at(tokens, end + step) for step in range(3)]
    if tail[0] == "-" and tail[1] in _PARTS and tail[1] not in {"half", "quarter"}:
        tail, end = tail[1:], end + 1
    is_part = tail[0] in _PARTS and (tail[0].endswith("s") or (value == 1 and tail[0] != "half"))
    if is_part:
        return Numeral(value=value / _PARTS[tail[0]], begin=begin, end=end + 1, is_share=True)
    if tail == ["and", "a", "half"]:
        return Numeral(value=value + _HALF, begin=begin, end=end + 3)
    return Numeral(value=value, begin=begin, end=end)
