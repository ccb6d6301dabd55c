"""Offices: whether two agencies are one, or the same office of two places, each speaking of its own."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from rumorwatch.reading.words import is_han, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_MIN_COMMON = 2
"""Words that say which office it is; Han characters count half."""
_LIGHT = frozenset({"of", "the", "và", "and", "for"})
_RANKS = frozenset(
    """
    bộ sở cục chi phòng ban ủy uỷ trạm trung tâm viện tỉnh thành phố thị xã huyện quận phường trấn thôn quốc gia
    trung ương
    ministry department bureau agency office center centre institute national central federal provincial province city
    county district commune ward state
    国 家 中 央 部 厅 局 委 省 市 县 区 镇 乡 村
    """.split()  # noqa: SIM905 - read best as a text
)
"""Where they are what differs, one office is over the other or of another kind, and both may speak of one thing."""


def is_same_agency(one: str, other: str) -> bool:
    """Return whether two names are one agency's, however they are spaced and capitalized."""
    return words_of(one.casefold()) == words_of(other.casefold())


def is_office_elsewhere(one: str, other: str) -> bool:
    """Return whether two names are of the same office of two places: "Hue Health Department" and that of Da Nang.

    Their names begin or end alike and differ in nothing that says what kind of office they are. Two companies of one
    city are taken for it too when the city is not named: then they are not compared, which is the lesser harm.
    """
    mine, theirs = words_of(one.casefold()), words_of(other.casefold())
    for ours, others in ((mine, theirs), (mine[::-1], theirs[::-1])):
        common = [word for word, _ in takewhile(lambda pair: pair[0] == pair[1], zip(ours, others, strict=False))]
        apart = (ours[len(common) :], others[len(common) :])
        if all(apart) and apart[0][-1] != apart[1][-1] and _weight(common) >= _MIN_COMMON:
            return not _RANKS & {*apart[0], *apart[1]}
    return False


def _weight(words: Sequence[str]) -> float:
    return sum(0.5 if is_han(word) else 1.0 for word in words if word not in _LIGHT)
