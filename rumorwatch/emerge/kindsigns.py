"""Features of a post by itself: hashed words, and signs, each a number with a meaning.

Observations: who sells names prices, who announces names hours and offices, who complains tells how long they waited,
who spreads a claim says who told them and what comes next. Satire is the hardest: its words are those of news, and what
is absurd about them only a reader sees. Known exceptions: a complaint that tells of a fact ("five hours late, one
bottle of water") reads like a claim, and a claim that ends with an angry question like a complaint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.emerge.kindcues import KIND_CUES, kind_cue_lists
from rumorwatch.reading.cues import KINDS, cue_lists
from rumorwatch.reading.texts import CUE_EDGE, OF_CUES, OF_TEXT, ReadText, read_texts, signs_of_cues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.posts import SpellingViews

_PRICE = re.compile(
    r"\d\s?(?:k\b|đ\b|tr\b|tr\d|triệu|trieu|tỷ|ty\b|%|m2|元|块|塊|折|万|億|亿|usd|million|m\b|bn\b)|[$£€¥]\s?\d",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"\b\d{1,2}h\d{0,2}\b|\b\d{1,2}:\d\d\b|\b\d{1,2} ?[ap]\.?m\b|\d{1,2}[时時点點]\d{0,2}|\d{1,2}[/.]\d{1,2}\b"
    r"|ngày \d|ngay \d|\d{1,2}[日號号]",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mấy|cả|mot|bon|sau|bay|tam|chin|muoi|may|ca|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve|forty|[一二两三四五六七八九十几半仨])\s?"
    r"(?:phút|tiếng|ngày|tuần|tháng|năm|phut|tieng|ngay|tuan|thang|nam|lần|lan|minutes?|mins?|hours?|days?|weeks?"
    r"|months?|years?|times|分钟|小時|小时|个?钟头|天|周|星期|個月|个月|年|趟|次)",
    re.IGNORECASE,
)
"""How long something took, or how often."""
_LARGE_INSIDE = re.compile(r"(?<=[^.!?\s]\s)[A-ZĐÀ-Ỹ]\w+")
"""A word that begins large and no sentence: a name, in Vietnamese and English."""
_HIDDEN = ("[link]", "[phone]", "[email]")
"""What the accented view puts in the place of addresses."""
_OF_SHAPE = ("price", "prices", "moment", "moments", "span", "spans", "name", "names", "link", "phone", "email")
SIGNS = (
    *(f"{kind}, {how}" for kind in KINDS for how in OF_CUES),
    *OF_TEXT,
    *(f"{kind}, {how}" for kind in KIND_CUES for how in OF_CUES),
    *_OF_SHAPE,
)
"""Names of the signs, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KindFeatures:
    """What the model weighs of n posts, encoder rows apart."""

    buckets: NDArray[np.int64]
    """(m,) the buckets of each post, one post after the other."""
    begins: NDArray[np.int64]
    """(n,) where each post's buckets begin; every post has some."""
    signs: NDArray[np.float32]
    """(n, len(SIGNS))."""


def kind_features_of(posts: Sequence[SpellingViews]) -> KindFeatures:
    """Return the features of posts; at least one."""
    read = read_texts(posts)
    buckets = [np.concatenate((text.edges, text.grams)) for text in read]
    return KindFeatures(
        buckets=np.concatenate(buckets),
        begins=np.cumsum([0, *map(len, buckets[:-1])]),
        signs=np.array([_signs(text) for text in read], np.float32),
    )


def _signs(text: ReadText) -> list[float]:
    count = len(text.words)
    general = cue_lists().count(text.cues, first=CUE_EDGE, last=count - CUE_EDGE)
    own = kind_cue_lists().count(kind_cue_lists().find(text.words), first=CUE_EDGE, last=count - CUE_EDGE)
    return [
        *signs_of_cues(general, words=count),
        *text.signs,
        *signs_of_cues(own, words=count),
        *_signs_of_shape(text.shown),
    ]


def _signs_of_shape(shown: str) -> list[float]:
    prices, moments, spans, names = (len(of.findall(shown)) for of in (_PRICE, _MOMENT, _SPAN, _LARGE_INSIDE))
    return [
        *(float(prices > 0), min(prices, 3) / 3),
        *(float(moments > 0), min(moments, 3) / 3),
        *(float(spans > 0), min(spans, 3) / 3),
        *(float(names > 0), min(names, 6) / 6),
        *(float(hidden in shown) for hidden in _HIDDEN),
    ]
