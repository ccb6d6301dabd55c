"""Characters: what is invisible goes, what is a styled letter becomes the letter.

Works on single characters only; words that mix scripts are the business of ``lookalikes``.
"""

from __future__ import annotations

import html
import re
import unicodedata

_LINE_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_BLANKS = frozenset("\t\u2800")
_INVISIBLE_MARKS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEPT_TAGS = frozenset({"<noBreak>", "<fraction>", "<super>", "<sub>", "<vertical>"})
_LATIN_NAME = re.compile(
    r"(?:(?:CROSSED )?NEGATIVE (?:CIRCLED|SQUARED) )?(?:LATIN|MODIFIER) "
    r"(?:SMALL LETTER|CAPITAL LETTER|LETTER(?: SMALL)?)"
    r"(?: CAPITAL| SMALL CAPITAL| SMALL| SIDEWAYS| TURNED| REVERSED| OPEN| DOTLESS| SCRIPT| LONG| BARRED| INSULAR)*"
    r" (?P<letter>[A-Z]|ALPHA|SCHWA|IOTA|UPSILON|GAMMA|EPSILON|OMEGA|ETH|BETA)(?: WITH .+)?$"
)
_NAMED = {
    "ALPHA": "a",
    "BETA": "b",
    "SCHWA": "e",
    "IOTA": "i",
    "UPSILON": "u",
    "GAMMA": "y",
    "EPSILON": "e",
    "OMEGA": "w",
    "ETH": "đ",
}
_EXACT = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ", "ı": "i", "ſ": "s", "ĸ": "k", "\xad": None}
_LATIN_ORTHOGRAPHIES = 0x180
"""Below it stand letters that languages are written with; from here on mostly phonetic and styled ones."""
_VIETNAMESE_ABOVE = frozenset("ƠơƯư") | frozenset(map(chr, range(0x1EA0, 0x1EFA)))
_IPA = 0x250
_MAX_REMEMBERED = 20_000
"""Bounds the table below against a text made of all of Unicode; ordinary posts use under 500 characters."""

_ENTITY = re.compile(r"&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,30};)")
_NESTED_ENTITY = re.compile(r"&(?:amp;|AMP;|#38;|#x26;)+")
_OVERRIDE = re.compile("\u202e([^\u202c\n]*)\u202c?")
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*")
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MARKED = re.compile(f"([^\\W\\d_]?)([{_MARKS}]+)")
_VIETNAMESE_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")


def _latin_by_name(char: str) -> str | None:
    match = _LATIN_NAME.match(unicodedata.name(char, ""))
    if match is None:
        return None
    letter = _NAMED.get(match["letter"], match["letter"])
    return letter.upper() if char.isupper() or "NEGATIVE" in unicodedata.name(char) else letter.lower()


def _compatible(char: str) -> str:
    """Return the plain form of a styled letter, digit or sign; a superscript 2 stays, or 10² would be read as 102.

    Greek variants stay too: their plain form is Greek again, while their shape is a Latin one (ϲ).
    """
    tag = unicodedata.decomposition(char).split(" ", 1)[0]
    category = unicodedata.category(char)
    if not tag.startswith("<") or "\u0370" <= char <= "\u03ff" or (tag in _KEPT_TAGS and not category.startswith("L")):
        return char
    plain = unicodedata.normalize("NFKC", char)
    if tag == "<circle>" and plain.isdigit():
        return f" {plain} "
    return plain if tag in {"<wide>", "<narrow>"} or category[0] in "LNS" else char


def _mapped(char: str) -> str | None:
    """Return what stands for one character; None drops it."""
    category = unicodedata.category(char)
    if char in _EXACT:
        return _EXACT[char]
    if char in _LINE_BREAKS:
        return "\n"
    if category == "Zs" or char in _BLANKS:
        return " "
    if category in _DROPPED or _INVISIBLE_MARKS.match(char):
        return None
    return str(unicodedata.decimal(char)) if category == "Nd" else _letter(char)


def _letter(char: str) -> str:
    """Return a letter or sign in its plain form; letters that languages are written with stay as they are."""
    if ord(char) < _LATIN_ORTHOGRAPHIES or char in _VIETNAMESE_ABOVE:
        return char
    if "\u1e00" <= char <= "\u1e9f":
        return unicodedata.normalize("NFD", char)[0]
    plain = _compatible(char)
    if plain != char or (unicodedata.decomposition(char) and ord(char) < _IPA):
        return plain
    return _latin_by_name(char) or char


class _Characters(dict[int, str | None]):
    """The table for ``str.translate``, filled as characters are met: building it whole would cost 0.5 s at start."""

    def __missing__(self, code: int) -> str | None:
        plain = _mapped(chr(code))
        if len(self) < _MAX_REMEMBERED:
            self[code] = plain
        return plain


_CHARACTERS = _Characters()


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda match: html.unescape(match[0]), _NESTED_ENTITY.sub("&", text))


def _shown_order(text: str) -> str:
    """Put right-to-left overridden text into the order a reader sees it in."""
    if "\u202e" not in text:
        return text
    return _OVERRIDE.sub(lambda match: "".join(reversed(_CLUSTER.findall(match[1]))), text)


def plain_characters(text: str) -> str:
    """Return the text in NFC with entities decoded, invisible characters gone and styled letters made plain."""
    shown = _shown_order(unicodedata.normalize("NFC", _unescaped(text)))
    return unicodedata.normalize("NFC", shown.translate(_CHARACTERS))


def _without_junk(match: re.Match[str]) -> str:
    """Keep of a pile of combining marks what Vietnamese can write: one quality, one tone."""
    base = match[1]
    if not base:
        return ""
    letters = unicodedata.normalize("NFD", base)
    for mark in match[2]:
        has_tone = any(known in _TONE_MARKS for known in letters)
        if mark in _VIETNAMESE_MARKS and mark not in letters and not (mark in _TONE_MARKS and has_tone):
            wider = unicodedata.normalize("NFC", letters + mark)
            if len(wider) == 1:
                letters = unicodedata.normalize("NFD", wider)
    return unicodedata.normalize("NFC", letters)


def without_junk_marks(text: str) -> str:
    """Drop combining marks that compose with nothing (zalgo); Vietnamese marks under them are saved."""
    return _MARKED.sub(_without_junk, text)
