"""Tokens: a text as numbers, words, Han characters and signs, as numerals are read from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from rumorwatch.match.guards.spans import Reading

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
TOKEN = re.compile(
    rf"(?P<digits>\d+(?:[.,]\d+)*)|(?P<han>[{_HAN}])|(?P<word>[^\W\d_{_HAN}]+(?:'[^\W\d_]+)*)|(?P<sign>\S)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A run of digits, a word, one Han character or a sign."""

    text: str
    """In lower case."""
    begin: int
    end: int
    kind: str
    """``digits``, ``word``, ``han`` or ``sign``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number in a text."""

    value: Decimal
    begin: int
    """The first token."""
    end: int
    """The token behind the last one."""
    is_share: bool = False
    """Whether it is a part of a whole: a third, 三成."""
    is_weak: bool = False
    """An article: "a", "một", "一"."""
    is_ordinal: bool = False


def tokens_of(reading: Reading) -> list[Token]:
    """Return the tokens of a text."""
    return [
        Token(text=match[0], begin=match.start(), end=match.end(), kind=match.lastgroup or "sign")
        for match in TOKEN.finditer(reading.lower)
    ]


def split(text: str) -> list[str]:
    """Return a text's tokens as strings; digits and letters of one word stay apart."""
    return [match[0] for match in TOKEN.finditer(text)]


def text_at(tokens: Sequence[Token], at: int) -> str:
    """Return the text of a token; empty outside the text."""
    return tokens[at].text if 0 <= at < len(tokens) else ""
