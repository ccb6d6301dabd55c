"""Quantities: numbers with their units and currencies, brought to one measure so that 1.5 tons is 1500 kg."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from rumorwatch.match.guards.measures import (
    CURRENCY,
    YEAR,
    Unit,
    is_bare,
    longest,
    multiples,
    percents,
    stands_before,
    units,
)
from rumorwatch.match.guards.numerals import numeral_at
from rumorwatch.match.guards.rates import rate_at
from rumorwatch.match.guards.tokens import Numeral, tokens_of
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rumorwatch.match.guards.spans import Reading
    from rumorwatch.match.guards.tokens import Token

RATE = "rate"
_SHARED = frozenset({"time", CURRENCY, "mass", "length", "volume"})
"""Dimensions of which a half is a quantity: half an hour; of the others it is a share."""
CLASSIFIERS = frozenset("个只条头匹张份台部辆架件起栋间家座艘支枝根块")
_BETWEEN = frozenset(
    """- 多 余 几 整 来 a an whole full extra more additional further other straight consecutive solid long short
    entire""".split()  # noqa: SIM905 - read best in rows
)
"""Between a number and its unit."""
_LARGE = {"million": 6, "billion": 9, "thousand": 3}
_WHOLES = {"百分之": 100, "千分之": 1000, "万分之": 10000}
_WHOLE_BEGINS = frozenset(whole[0] for whole in _WHOLES)
_HALF = Decimal("0.5")
_HALVES = frozenset({"rưỡi", "ruoi"})
_YEARS = range(1900, 2101)
_TAEL = Unit("tael", "tael 1", Decimal(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with what it counts."""

    value: Decimal
    """In the base unit of its dimension."""
    number: Decimal
    """As written."""
    dimension: str | None
    """``mass``, ``time``, …; ``currency``; ``share`` of a whole; ``people``; None: it counts something else."""
    unit: str | None
    """Canonical name of the unit or currency."""
    is_bare: bool
    """Whether a currency is only a sign that several use."""
    is_weak: bool
    """Whether it is an article: "a", "một", "一"."""
    noun: str
    """The word behind it."""
    begin: int
    """The first letter."""
    end: int
    """The letter behind the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A quantity among tokens."""

    number: Decimal
    unit: Unit | None
    begin: int
    """The first token."""
    end: int
    """The token behind the last one."""
    is_bare: bool = False
    is_weak: bool = False


def quantities_of(reading: Reading, *, taken: Sequence[tuple[int, int]]) -> list[Quantity]:
    """Return the quantities of a text.

    Args:
        reading: The text.
        taken: Stretches that say something else: dates and times.
    """
    tokens = [token for token in tokens_of(reading) if not any(b < token.end and token.begin < e for b, e in taken)]
    return [_made(tokens, found) for found in _quantities(tokens, reading)]


def _quantities(tokens: Sequence[Token], reading: Reading) -> Iterator[_Found]:
    at = 0
    while at < len(tokens):
        found, at = _quantity_at(tokens, at, reading)
        if found is not None:
            yield found


def _quantity_at(tokens: Sequence[Token], at: int, reading: Reading) -> tuple[_Found | None, int]:
    """Return what quantity begins at a token, and where to go on."""
    multiple = longest(tokens, at, multiples())
    if multiple is not None:
        number, end = multiple
        return _Found(number=number, unit=Unit("times", "times 1", Decimal(1)), begin=at, end=end), end
    rate = rate_at(tokens, at)
    if rate is not None:
        unit, end = rate
        return _Found(number=Decimal(1), unit=unit._replace(dimension=RATE), begin=at, end=end), end
    numeral = _hundred_parts(tokens, at) or numeral_at(tokens, at, is_unmarked=reading.is_unmarked)
    if numeral is None:
        return None, at + 1
    if numeral.is_share:
        found = _share(tokens, numeral, reading)
    else:
        found = (
            _percent(tokens, numeral)
            or _priced(tokens, numeral)
            or _measured(tokens, numeral, reading)
            or _Found(number=numeral.value, unit=None, begin=at, end=numeral.end, is_weak=numeral.is_weak)
        )
    is_year = _is_year(found)
    return None if is_year else found, max(found.end, at + 1)


def _is_year(found: _Found) -> bool:
    unit = found.unit
    return unit is not None and unit[::2] == ("time", YEAR) and not found.is_weak and found.number in _YEARS


def _hundred_parts(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read 百分之三十 and 千分之六."""
    if tokens[at].text not in _WHOLE_BEGINS:
        return None
    whole = _WHOLES.get("".join(token.text for token in tokens[at : at + 3]))
    part = numeral_at(tokens, at + 3, is_unmarked=False) if whole and at + 3 < len(tokens) else None
    if part is None or whole is None:
        return None
    return Numeral(value=part.value / whole, begin=at, end=part.end, is_share=True)


def _share(tokens: Sequence[Token], share: Numeral, reading: Reading) -> _Found:
    """Read a part of a whole, half an hour, and half a million."""
    texts = [token.text for token in tokens[share.end : share.end + 3]]
    for skip in (["of", "a"], ["a"]):
        power = _LARGE.get(texts[len(skip)]) if texts[: len(skip)] == skip and len(texts) > len(skip) else None
        if power is not None:
            end = share.end + len(skip) + 1
            scaled = replace(share, value=share.value * 10**power, end=end, is_share=False)
            return _measured(tokens, scaled, reading) or _Found(
                number=scaled.value, unit=None, begin=share.begin, end=end
            )
    unit = longest(tokens, _behind(tokens, share.end), units())
    if unit is not None and unit[0].dimension in _SHARED and share.value <= 1:
        return _Found(number=share.value, unit=unit[0], begin=share.begin, end=unit[1])
    return _Found(number=share.value, unit=Unit("share", "share", Decimal(1)), begin=share.begin, end=share.end)


def _percent(tokens: Sequence[Token], numeral: Numeral) -> _Found | None:
    percent = longest(tokens, numeral.end, percents())
    if percent is None:
        return None
    power, end = percent
    unit = Unit("share", f"share {power}", Decimal(10) ** -power)
    return _Found(number=numeral.value, unit=unit, begin=numeral.begin, end=end)


def _priced(tokens: Sequence[Token], numeral: Numeral) -> _Found | None:
    """Read a number behind its currency: $5, 新台币五元, HK$ 5."""
    for length in (4, 3, 2, 1):
        begin = numeral.begin - length
        if begin < 0 or (length == 1 and is_han(tokens[begin].text)):
            continue
        key = tuple(token.text for token in tokens[begin : numeral.begin])
        unit = units().get(key)
        if unit is not None and unit.dimension == CURRENCY and stands_before(key):
            return _named_behind(tokens, numeral, unit, begin)
    return None


def _named_behind(tokens: Sequence[Token], numeral: Numeral, unit: Unit, begin: int) -> _Found:
    """Return a price with the currency that says more, the one before or the one behind."""
    bare, end = is_bare(tokens[begin : numeral.begin]), numeral.end
    behind = longest(tokens, end, units())
    if behind is not None and behind[0].dimension == CURRENCY:
        is_sign = is_bare(tokens[end : behind[1]])
        unit, end, bare = (unit if is_sign and not bare else behind[0]), behind[1], bare and is_sign
    return _Found(number=numeral.value, unit=unit, begin=begin, end=end, is_bare=bare)


def _measured(tokens: Sequence[Token], numeral: Numeral, reading: Reading) -> _Found | None:
    """Read a number before its unit."""
    value, begin, end = numeral.value, numeral.begin, numeral.end
    if [token.text for token in tokens[end : end + 2]] in (["个", "半"], ["年", "半"]) and end + 2 < len(tokens):
        value, end = value + _HALF, end + (2 if tokens[end].text == "个" else 0)
    behind = _behind(tokens, end)
    found = longest(tokens, behind, units())
    if found is None or (found[0].dimension == "time" and numeral.is_ordinal):
        return None
    unit, stop = found
    if _is_name(tokens, begin, stop, reading):
        return None
    value, stop = _with_half(tokens, stop, value)
    bare = is_bare(tokens[behind:stop])
    named = longest(tokens, stop, units()) if bare else None
    if named is not None and named[0].dimension == CURRENCY and named[0] != unit:
        (unit, stop), bare = named, False
    if tokens[stop - 1].text == "cây" and "vàng" in reading.lower:
        unit = _TAEL
    return _Found(
        number=value, unit=unit, begin=begin, end=stop, is_bare=bare, is_weak=numeral.is_weak and value == numeral.value
    )


def _behind(tokens: Sequence[Token], end: int) -> int:
    """Return where the unit of a number begins: 个 and "of a" stand between."""
    return end + 1 if end < len(tokens) and tokens[end].text in _BETWEEN else end


def _with_half(tokens: Sequence[Token], stop: int, value: Decimal) -> tuple[Decimal, int]:
    """Read "một tiếng rưỡi" and "one hour and a half"."""
    if stop < len(tokens) and tokens[stop].text in _HALVES:
        return value + _HALF, stop + 1
    if [token.text for token in tokens[stop : stop + 3]] == ["and", "a", "half"]:
        return value + _HALF, stop + 3
    return value, stop


def _is_name(tokens: Sequence[Token], begin: int, stop: int, reading: Reading) -> bool:
    """Say whether what looks like a unit is a name: 5G."""
    last = tokens[stop - 1]
    is_pair = stop - begin == len(("number", "unit"))
    return is_pair and last.text == "g" and reading.shown[last.begin : last.end] == "G"


def _made(tokens: Sequence[Token], found: _Found) -> Quantity:
    unit = found.unit
    behind = tokens[found.end : found.end + 2]
    return Quantity(
        value=found.number * unit.factor if unit else found.number,
        number=found.number,
        dimension=unit.dimension if unit else None,
        unit=unit.name if unit else None,
        is_bare=found.is_bare,
        is_weak=found.is_weak,
        noun=next((token.text for token in behind if token.text not in CLASSIFIERS), ""),
        begin=tokens[found.begin].begin,
        end=tokens[found.end - 1].end,
    )
