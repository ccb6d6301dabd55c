"""Chinese: one form for one character, so that traditional and simplified texts meet.

Characters are simplified one by one, not by phrases: what a phrase table does depends on its neighbors, and then
folding a folded text could change it again. Both sides of a comparison are folded alike, so the rare character that a
phrase table would spare (乾隆) costs nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{HAN}]")
_VARIANTS = {
    "妳": "你",
    "祂": "他",
    "牠": "它",
    "著": "着",
    "喫": "吃",
    "裡": "里",
    "裏": "里",
    "台": "台",
    "臺": "台",
    "衆": "众",
    "羣": "群",
}
_MAX_REMEMBERED = 30_000
_MAX_STEPS = 4


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # only texts with Han pay for it

    return OpenCC("t2s")


class _Simplified(dict[int, str]):
    """The table for ``str.translate``, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        simple = _simplest(char) if _HAN.match(char) else char
        if len(self) < _MAX_REMEMBERED:
            self[code] = simple
        return simple


def _simplest(char: str) -> str:
    for _ in range(_MAX_STEPS):
        simple = _VARIANTS.get(char) or str(_converter().convert(char))
        if simple == char:
            break
        char = simple
    return char


_SIMPLIFIED = _Simplified()


def has_han(text: str) -> bool:
    """Whether any character of the text is Han."""
    return not text.isascii() and _HAN.search(text) is not None


def simplified(text: str) -> str:
    """Return the text with every Han character in its simplified form."""
    return text.translate(_SIMPLIFIED) if has_han(text) else text
