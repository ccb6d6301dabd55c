"""What a text negates: the words right behind a negator, in Vietnamese, English and Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rumorwatch.reading.words import without_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEGATION = re.compile(
    r"(?<!nếu )(?<!neu )(?<!đối )(?<!doi )\b(?:không|khong|ko|hông|no|not|never|cannot|\w+n't)"
    r"(?: (?:hề|he|bị|bi|actually|ever|really|be|been|a|the))? (\w+)"
)
"""A negator and what it negates; "nếu không" is a threat and "tuyệt đối không" a warning, no denial. "chưa" (not yet)
is left out: those who warn say it."""
_HAN_NEGATION = re.compile("[不没沒未无無](?:有|会|會|能|是|用|被)?([\u4e00-\u9fff])")
_NONE_OF = re.compile(
    r"\b(?:không|khong|ko) (?:hề )?c(?:ó|o)(?: \w+){1,9}? n(?:à|a)o\b|\bthere (?:is|are|was|were) no\b"
)
"""``không có … nào``: there is none of it."""
_LIGHT = frozenset({"phai", "co", "the", "duoc", "con", "any", "have", "been", "biet", "can"})
"""Negated in every second sentence; tells nothing."""
_CLAUSE_END = re.compile(r"[^\w\s'’-]+|\n")


def negated_words(text: str) -> frozenset[str]:
    """Return the words, without their marks, that stand right behind a negator in a clause of an accented view."""
    return frozenset(_negated(text))


def says_none(text: str) -> bool:
    """Return whether an accented view says that there is none of something."""
    return _NONE_OF.search(text.lower()) is not None


def _negated(text: str) -> Iterator[str]:
    yield from _HAN_NEGATION.findall(text)
    for clause in _CLAUSE_END.split(text.lower().replace("’", "'")):
        for word in map(without_marks, _NEGATION.findall(clause)):
            if word not in _LIGHT:
                yield word
