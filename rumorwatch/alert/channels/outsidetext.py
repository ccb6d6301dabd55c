"""Outside text made safe for the ways it travels: a header, a terminal, a file of lines, an XML document."""

from __future__ import annotations

import re

_LONE = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def lines_of(text: str) -> str:
    r"""Return text whose only control characters are tab and \\n: no escape sequence reaches a terminal."""
    return _LONE.sub("\ufffd", _CONTROL.sub("", _BREAK.sub("\n", text)))


def line_of(text: str) -> str:
    """Return text as one line without unseen characters: nothing in it can end a header or turn its direction."""
    return " ".join(_UNSEEN.sub("", lines_of(text)).split())
