"""Whether the text in a row is the one that the row asks about."""

from __future__ import annotations

import re
import unicodedata

from rumorwatch.reading.links import defanged

_SHARED = 0.5
"""Least share of the words in a row's text that the question's text has. Typing errors, a cut and lost letters leave
nearly all of them; the text of another question, which stands there when one column was sorted alone, has few."""
_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")
_LOST = re.compile(r"\S*[?\ufffd]\S*")
"""Words with letters that a code page had not, which other programs write as question marks."""


def shows(cell: str, text: str) -> bool:
    """Whether a cell shows this text, be it cut, its letters lost in a code page, or its links unclickable."""
    words = set(_WORD.findall(_bare(_LOST.sub(" ", cell))))
    return not words or len(words & set(_WORD.findall(_bare(defanged(text))))) >= _SHARED * len(words)


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
