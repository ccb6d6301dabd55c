"""Numbers, units and currencies that a post and a claim tell differently."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from rumorwatch.domain.posts import SpellingViews
from rumorwatch.match.guards.doubts import Doubt, Guard
from rumorwatch.match.guards.measures import CURRENCY, GENERIC
from rumorwatch.match.guards.moments import moments_of
from rumorwatch.match.guards.quantities import RATE, quantities_of
from rumorwatch.match.guards.spans import Difference, Kind, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rumorwatch.match.guards.lexicon import Words
    from rumorwatch.match.guards.quantities import Quantity

_REMEMBERED = 10_000
"""Texts whose numbers are remembered, some 5 MB: a post is asked for beside each of its claims, and they beside it."""
MAX_RIVALS = 4
"""Quantities of a post that one of the claim is compared with."""
_TOLERANCE = Decimal("0.015")
"""Share by which equal measures may differ through their units: a month is 30 days, a pound 453.6 g."""
_COUNTED = frozenset({"people", "households", "times"})
"""Dimensions that texts leave out: "12 injured" are twelve people."""
_GOODS = frozenset({"mass", "length", "volume", "area", "stops", "packs", "tablets", "tael", "chi"})
_MEASURES = frozenset({"time", "mass", "length", "volume", "area"})
"""Dimensions in which "a" before a unit is a quantity: a meter is no foot."""
_CONTAINERS = frozenset(
    {"packs", "crates", "sacks", "bottles", "cans", "containers", "truckloads", "spoons", "drops", "cups", "bowls",
     "tablets", "doses", "packets", "herds", "villages", "communes", "districts", "provinces", "cities", "schools",
     "classes", "pages", "tael", "chi", "people", "households"}
)  # fmt: skip
"""What counts pieces: "9 sacks" are not "9 containers", though neither is a measure."""


def counting_doubts(post: Words, mine: Sequence[Quantity], claim: Words, theirs: Sequence[Quantity]) -> Iterator[Doubt]:
    """Yield quantities of the claim that the post does not have, each beside one that it has in its place.

    A post may leave a number out, or add one of its own: only where both have one that the other lacks, of one
    dimension, they may differ.
    """
    ours = [one for one in mine if not any(_is_same(one, other) for other in theirs)]
    lacking = [other for other in theirs if not any(_is_same(one, other) for one in mine)]
    for other in lacking:
        rivals = [one for one in ours if _is_rival(one, other)]
        for one in rivals[:MAX_RIVALS]:
            yield Doubt(
                guard=Guard.COUNTING,
                difference=Difference(
                    kind=_kind(one, other),
                    post=post.shown_at(one.begin, one.end),
                    claim=claim.shown_at(other.begin, other.end),
                ),
                post=post.stretch(one.begin, one.end),
                claim=claim.stretch(other.begin, other.end),
                traits=_traits(one, other) | {"is_only": float(len(ours) == len(lacking) == 1)},
            )


def _traits(one: Quantity, other: Quantity) -> dict[str, float]:
    return {
        "is_same_number": float(one.number == other.number),
        "is_same_unit": float(one.unit == other.unit and one.unit is not None),
        "is_same_noun": float(bool(one.noun) and one.noun == other.noun),
        "is_bare": float(one.dimension is None and other.dimension is None),
        "is_half_bare": float((one.dimension is None) != (other.dimension is None)),
        "is_money": float(CURRENCY in {one.dimension, other.dimension}),
        "is_rate": float(one.dimension == RATE),
        "is_weak": float(one.is_weak or other.is_weak),
        "is_both_weak": float(one.is_weak and other.is_weak),
        "is_time": float("time" in {one.dimension, other.dimension}),
    }


def _is_same(one: Quantity, other: Quantity) -> bool:
    dimensions = {one.dimension, other.dimension}
    if dimensions == {RATE} and _over(one) != _over(other):
        return False
    if one.dimension == other.dimension == CURRENCY:
        return one.value == other.value and (one.unit == other.unit or _may_be(one, other) or _may_be(other, one))
    if one.dimension == other.dimension and one.dimension is not None:
        # Within a unit numbers are equal or not; between units a month is 30 or 31 days.
        tolerance = 0 if one.unit == other.unit else _TOLERANCE
        return abs(one.value - other.value) <= tolerance * max(abs(one.value), abs(other.value))
    if RATE in dimensions:
        return False
    # "5 triệu" is 5 triệu đồng, "12 injured" are 12 people, a third may be told as a time of it.
    if any(bare.is_weak and not bare.dimension for bare in (one, other)) and not dimensions.isdisjoint(_MEASURES):
        return False
    is_loose = None in dimensions or dimensions in ({"times", "share"}, {"households", "times"})
    return is_loose and one.number == other.number


def _may_be(bare: Quantity, other: Quantity) -> bool:
    """Say whether a sign that several currencies use may mean the other's."""
    return bare.is_bare and other.unit in GENERIC.get(str(bare.unit), ())


def _is_rival(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities may stand for one another: of one dimension, or one number in two."""
    if RATE in {one.dimension, other.dimension}:
        return one.dimension == other.dimension and _sort(one) == _sort(other)
    if one.is_weak and other.is_weak:
        return one.dimension == other.dimension in _MEASURES
    is_weak = one.is_weak or other.is_weak
    if one.dimension == other.dimension and one.dimension is not None:
        return not (is_weak and one.dimension == "times")
    if one.number == other.number and one.dimension and other.dimension:
        return not {one.dimension, other.dimension} <= {"times", "share"}
    return one.noun == other.noun != "" if is_weak else _is_bare_rival(one, other)


def _is_bare_rival(one: Quantity, other: Quantity) -> bool:
    """Say whether numbers that count something without a unit, on one side or both, may stand for one another."""
    if one.dimension is None and other.dimension is None:
        return True
    bare, measured = (one, other) if one.dimension is None else (other, one)
    return bare.dimension is None and measured.dimension in {CURRENCY, *_COUNTED, *_CONTAINERS}


def _over(rate: Quantity) -> str:
    """Return the dimension of what a rate is over."""
    return str(rate.unit).partition(" ")[0]


def _sort(rate: Quantity) -> str:
    """Return what a rate is over: "every month" is no rival of "every family"."""
    dimension = _over(rate)
    return "people" if dimension == "households" else "goods" if dimension in _GOODS else dimension


def _kind(one: Quantity, other: Quantity) -> Kind:
    if one.dimension == RATE:
        return Kind.UNIT
    if one.number != other.number:
        return Kind.NUMBER
    return Kind.CURRENCY if CURRENCY in {one.dimension, other.dimension} else Kind.UNIT


@lru_cache(maxsize=_REMEMBERED)
def numbers_of(text: str) -> frozenset[Decimal]:
    """Return the numbers of a text, dates and articles left out: 500k, 500.000 and 500 nghìn are one number."""
    reading = read(SpellingViews(accented=text, folded=text))
    taken = [(moment.begin, moment.end) for moment in moments_of(reading)]
    return frozenset(
        one.number for one in quantities_of(reading, taken=taken) if one.dimension != RATE and not one.is_weak
    )


def tells_other_numbers(post: SpellingViews, *, claim: Iterable[str]) -> bool:
    """Say whether a post and all wordings of a claim give numbers and share none.

    Of pairs of like sentences that people judged, 1 to 3 % with no number in common say the same, of all 25 to 49 %
    (vnPara, STS-B in English and Chinese).
    """
    theirs = frozenset[Decimal]().union(*map(numbers_of, claim))
    mine = numbers_of(post.accented) if theirs else theirs
    return bool(mine) and not mine & theirs
