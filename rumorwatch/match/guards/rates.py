"""Rates: what a price, a share or a ration is counted by: /month, mỗi hộ, 每公斤."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.match.guards.measures import longest, percents, units
from rumorwatch.match.guards.numerals import numeral_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.match.guards.measures import Unit
    from rumorwatch.match.guards.tokens import Token

_EACH = frozenset({"mỗi", "moi", "per", "each", "every", "每", "/", "một", "a", "an"})
_ARTICLES = frozenset({"a", "an", "một"})
_RATED = frozenset(
    {"time", "mass", "length", "volume", "area", "people", "households", "stops", "packs", "tablets", "tael", "chi"}
)
"""Dimensions that others are counted by."""
_SCALES = frozenset({"nghìn", "ngàn", "triệu", "tỷ", "tỉ", "thousand", "million", "billion", "k", "tr"})


def rate_at(tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """Return what a rate that begins at a token is over, and the token behind it.

    "An hour" is one only behind a number's unit: "30,000 dong an hour".
    """
    word = tokens[at].text
    if word not in _EACH:
        return None
    found = longest(tokens, at + 1, units())
    if found is None or found[0].dimension not in _RATED or (word == "/" and tokens[at + 1].begin != tokens[at].end):
        return None
    return None if word in _ARTICLES and not _follows_measure(tokens, at) else found


def _follows_measure(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a unit, currency or % stands right before, or a word before, with a number before it."""
    return any(
        _is_measure(tokens[max(first - length, 0) : first], tokens, first - length - 1)
        for first in (at, at - 1)
        for length in (1, 2, 3)
        if first > length
    )


def _is_measure(unit: Sequence[Token], tokens: Sequence[Token], at: int) -> bool:
    key, before = tuple(token.text for token in unit), tokens[at]
    if units().get(key) is None and percents().get(key) is None:
        return False
    if before.kind == "digits":
        return True
    is_number = before.text in _SCALES or numeral_at(tokens, at, is_unmarked=False) is not None
    return before.kind in {"han", "word"} and is_number
