"""Spans: what the guards find in a text, where it stands and what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from rumorwatch.reading.words import without_marks

if TYPE_CHECKING:
    from rumorwatch.domain.posts import SpellingViews

_TRADITIONAL = (
    "萬万億亿兩两點点號号週周個个歲岁塊块幣币圓圆鎊镑歐欧韓韩臺台餘余幾几層层錢钱負负從从後后來来這这時时"
    "間间隻只輛辆條条張张戶户處处噸吨頓顿農农曆历陰阴陽阳節节慶庆壽寿聖圣誕诞開开關关國国會会碼码歷历鐘钟"
    "禮礼"
)
_SIMPLE = str.maketrans(_TRADITIONAL[::2], _TRADITIONAL[1::2])
"""Traditional letters of numbers, units and dates; the folded view has all of them simplified, but no signs."""
_APOSTROPHES = str.maketrans("’‘´`", "''''")
_MARKED = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]")
_QUOTED_AUTHOR = re.compile(
    r"\s*(?:—|–|--)\s*[^\n—–]{1,80}?\(@[^\s()]{0,40}\)"
    r"(?:\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" \d{1,2}, \d{4})?\s*$"
)
"""What X puts below a quoted post: "— Name (@handle) March 8, 2016". It is no part of what is said, though it may tell
which claim is meant: left out of all views it costs .03 of MAP@5 (CheckThat dev)."""
_MIN_MARKED = 0.15
"""Of a marked Vietnamese text three words in four have a mark; below this share it was written without."""


class Kind(StrEnum):
    """What differs (domain.md, Matching)."""

    NUMBER = "number"
    UNIT = "unit"
    CURRENCY = "currency"
    DATE = "date"
    PLACE = "place"
    NAME = "name"
    NEGATION = "negation"
    WORDING = "wording"
    """One word stands in the place of another in texts that are otherwise the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One fact that a post and a claim tell differently."""

    kind: Kind
    post: str
    """As the post writes it; empty where the post has nothing in its place."""
    claim: str
    """As the claim writes it; empty where the claim has nothing in its place."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """A text as the guards read it."""

    shown: str
    """The accented view."""
    lower: str
    """In lower case, Han of numbers and dates simplified; letter for letter as long as ``shown``."""
    plain: str
    """The same without diacritics; as long again."""
    folded: str
    """The folded view."""
    is_unmarked: bool
    """Whether a Vietnamese text was written without diacritics, or the text is of another language."""


@lru_cache(maxsize=4_000)
def read(text: SpellingViews) -> Reading:
    """Return a text as the guards read it."""
    shown = _QUOTED_AUTHOR.sub("", text.accented) if "(@" in text.accented else text.accented
    # Lower case may be longer (İ): such a letter stays as it is, so that places in all three are the same.
    lower = shown.translate({ord(letter): low for letter in set(shown) if len(low := letter.lower()) == 1})
    lower = lower.translate(_SIMPLE).translate(_APOSTROPHES)
    plain = lower.translate({ord(letter): bare for letter in set(lower) if len(bare := without_marks(letter)) == 1})
    words = lower.split()
    marked = sum(_MARKED.search(word) is not None for word in words)
    return Reading(
        shown=shown, lower=lower, plain=plain, folded=text.folded, is_unmarked=marked < _MIN_MARKED * max(len(words), 1)
    )
