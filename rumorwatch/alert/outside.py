"""Texts from outside as they may stand in a message: one line, seen as it is, no links, nobody called by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from rumorwatch.alert.limits import graphemes, shortened
from rumorwatch.domain.posts import Language
from rumorwatch.reading.links import MAX_QUOTE, defanged

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_READ = 10_000
"""Characters of a text that are looked at: only its beginning can be shown."""
_MAX_NAME = 80
"""Characters of the name of an agency, a place or a platform."""
_BLANK = regex.compile(r"[\p{Z}\p{Cc}]+")
_UNSEEN = regex.compile(r"(?V1)[[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]--[\uFE0E\uFE0F]]")
"""Zero width, direction marks, tags, half characters: they hide or turn what people read. What chooses between a sign
and its picture stays."""
_MARKS_FIRST = regex.compile(r"^[\p{M}\s]+")
_MOST_PILED = 8
"""Characters that make one as people see it: letters with marks take three, pictures four; more are piled up to hide
the lines around them."""
_CALLS = str.maketrans({"@": "＠", "<": "＜"})
"""``@everyone`` and ``<!channel>`` call everybody in a chat. No service reads the full-width signs, people do; a zero
width space between would be one of the tricks that we take out."""

_DESK: Mapping[Language, str] = {
    Language.EN: "the duty desk",
    Language.VI: "bộ phận trực",
    Language.ZH: "值班人员",
}


def one_line(text: str) -> str:
    """Return the text as one line of what can be seen, white space folded."""
    seen = _UNSEEN.sub("", _BLANK.sub(" ", text[:_MOST_READ]))
    line = " ".join(seen.split())
    return "".join(one[:_MOST_PILED] for one in graphemes(_MARKS_FIRST.sub("", line)))


def outside(text: str, *, limit: int = MAX_QUOTE) -> str:
    """Return a text from outside as a message may show it, in at most ``limit`` characters as people see them."""
    # A link that the cut goes through stays defanged, for the cut comes last.
    return shortened(defanged(one_line(text)).translate(_CALLS), limit)


def name_of(text: str) -> str:
    """Return the name of an agency, a place or a platform as a message shows it; "?" for one not seen."""
    return outside(text, limit=_MAX_NAME) or "?"


def agency_name(name: str, language: Language) -> str:
    """Return the name of an agency as a message shows it; of the desk, which has none, what it is."""
    return name_of(name) if name else _DESK[language]
