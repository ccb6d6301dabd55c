"""Measures: the units, currencies, shares and multiples that a number may be told in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, overload

from rumorwatch.match.guards.lexicon import Index
from rumorwatch.match.guards.lists import lines_of
from rumorwatch.match.guards.tokens import split

if TYPE_CHECKING:
    from rumorwatch.match.guards.lexicon import Told
    from rumorwatch.match.guards.tokens import Token

    Key = tuple[str, ...]

CURRENCY = "currency"
YEAR = Decimal(525600)
"""Minutes: "năm 2024" and "2024年" are no quantities."""
GENERIC = {
    "usd": frozenset({"hkd", "twd", "sgd", "aud", "cad", "nzd"}),
    "cny": frozenset({"hkd", "twd", "mop", "sgd", "jpy"}),
}
"""A bare "dollar" in Hong Kong is its own; 元 and ¥ alone are whose money the text is about."""
_BARE_SIGNS = ("$", "dollar", "dollars", "đô", "đô la", "元", "块", "块钱", "圆", "¥", "bucks")
_CODES = frozenset(
    """$ € £ ₹ ¥ ₩ ₫ ฿ ₱ ₽ usd vnd rm eur rmb hkd sgd cny jpy rs php thb aud twd gbp krw inr idr myr""".split()  # noqa: SIM905 - read best in a row
)
"""Single words that stand before a number as well as behind it."""
_PERCENT = {
    2: "%; percent; per cent; phần trăm; phan tram; percentage points; pct",
    3: "‰; phần nghìn; permille; per mille; per thousand; phần ngàn",
}
"""By the power of ten of the whole."""
_MULTIPLES = {
    "0.5": "halved; halves; halving; giảm một nửa; giảm nửa; giam mot nua; 减半; 腰斩; 砍半",
    "1": "once",
    "2": "gấp đôi; gap doi; double; doubled; doubles; doubling; twice; twofold; 翻倍; 翻一番; 双倍; 加倍; 两倍",
    "3": "gấp ba; gap ba; triple; tripled; triples; tripling; threefold; thrice; 三倍; 翻两番",
    "4": "gấp bốn; gap bon; quadruple; quadrupled; quadruples; fourfold; 四倍",
    "5": "gấp năm; fivefold; quintuple; quintupled; 五倍",
    "6": "gấp sáu; sixfold",
    "7": "gấp bảy; sevenfold",
    "8": "gấp tám; eightfold",
    "9": "gấp chín; ninefold",
    "10": "gấp mười; gap muoi; tenfold; 十倍",
}


class Unit(NamedTuple):
    """What a number counts."""

    dimension: str
    name: str
    """Of the unit or currency, the same in all languages."""
    factor: Decimal
    """How many of the base unit it is."""


@cache
def units() -> Index[Unit]:
    """Return every wording of units and currencies with what it means."""
    table = Index[Unit]()
    for line in lines_of("units.txt"):
        dimension, factor, names = (part.strip() for part in line.split("|"))
        unit = Unit(dimension, f"{dimension} {factor}", Decimal(factor))
        for key in _keys(names):
            table.add(key, unit)
    for line in lines_of("currencies.txt"):
        code, names = (part.strip() for part in line.split("|"))
        for key in _keys(names):
            table.add(key, Unit(CURRENCY, code, Decimal(1)))
    return table


@cache
def percents() -> Index[int]:
    """Return every wording of percent and permille with the power of ten of the whole."""
    table = Index[int]()
    for power, listed in _PERCENT.items():
        for key in _keys(listed):
            table.add(key, power)
    return table


@cache
def multiples() -> Index[Decimal]:
    """Return every word that is a multiple by itself: doubled, gấp ba, 减半."""
    table = Index[Decimal]()
    for value, listed in _MULTIPLES.items():
        for key in _keys(listed):
            table.add(key, Decimal(value))
    return table


@cache
def _bare() -> frozenset[Key]:
    return frozenset(tuple(split(name)) for name in _BARE_SIGNS)


def _keys(listed: str) -> list[Key]:
    return [tuple(split(name.strip().lower())) for name in listed.split(";") if name.strip()]


def is_bare(tokens: Sequence[Token]) -> bool:
    """Say whether a currency is only a sign or word that several use."""
    return tuple(token.text for token in tokens) in _bare()


def stands_before(key: Key) -> bool:
    """Say whether a currency may stand before its number: $5, "RMB 5", 新台币五元; no "đồng 5"."""
    return len(key) > 1 or key[0] in _CODES


def longest(tokens: Sequence[Token], at: int, table: Index[Told]) -> tuple[Told, int] | None:
    """Return what the longest wording that begins at a token means, and the token behind it."""
    if at >= len(tokens) or tokens[at].text not in table.firsts:
        return None
    return next(table.at(_Texts(tokens), at), None)


class _Texts(Sequence[str]):
    """The texts of tokens, read only where they are asked for."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens

    def __len__(self) -> int:
        return len(self._tokens)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        return [token.text for token in self._tokens[at]] if isinstance(at, slice) else self._tokens[at].text
