"""Texts from outside as they may stand in a message: one line, seen as it is, no links, nobody called by it."""

from __future__ import annotations

import regex

from rumorwatch.alert.limits import graphemes, shortened
from rumorwatch.reading.links import MAX_QUOTE, defanged

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
