"""Keys: words typed for Telex or VNI while the input method was off, and digits for letters, in the accented view.

What one word may mean is the business of ``keyboard``; here the text decides whether it is written so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from rumorwatch.normalize.chinese import HAN
from rumorwatch.normalize.english import english_weight
from rumorwatch.normalize.keyboard import LEET, leet, telex, vni
from rumorwatch.normalize.segment import weight
from rumorwatch.normalize.teencode import always, in_vietnamese
from rumorwatch.normalize.tokens import UNITS, read

_LETTER = f"[^\\W\\d_{HAN}]"
_ASCII_WORD = re.compile(r"(?<![\w@#])[A-Za-z][A-Za-z0-9]*(?![\w@])")
_TYPED_HINT = re.compile(r"(?:aa|ee|oo|w|dd)[a-z]{0,3}[sfrxj]\b|\bdd[a-z]|[aeiouy][a-z]{0,2}j\b|[a-z]\d", re.IGNORECASE)
"""What hardly any word has but one typed so; looking for it is cheap."""
LATE_TONE = re.compile(r"([A-Za-z]{2})([.,:;?!)\"”…]{1,3})([sfrxj])(?!\w)")
"""A Telex tone typed behind the full stop (nay,f)."""
_MIN_TYPED, _MIN_TYPED_SHARE = 3, 0.25
"""Words that only Telex or VNI can have typed, from which a text is taken to be written so. English has words that
could (needs, books), never so many."""
_NEARLY_ALL = 0.7
"""Share of words that may have been typed so, with which one that surely was is enough: digits of VNI may be leet."""
_SHAPED = re.compile(f"(?<![\\w@])(?=[^\\W_]*\\d)(?=[^\\W_]*{_LETTER})[^\\W_{HAN}]+(?![\\w@])")
_INSIDE = re.compile(f"{_LETTER}[013-9]+{_LETTER}")
_ORDINAL = re.compile(r"\d*(?:1st|2nd|3rd|\dth)")
_COUNTED = re.compile(r"(\d+)([^\W\d_]+)\d{0,2}")
_MIN_SHAPED, _MIN_SHAPED_SHARE, _SURE_SHAPED, _MIN_SPELLED = 2, 0.1, 4, 3
_MAX_READINGS = 32
_WORD = re.compile(r"[^\W_]+")


def without_keys(text: str) -> str:
    """Return Vietnamese typed while the input method was off as it was meant, in a text full of it."""
    if len(_TYPED_HINT.findall(text)) < _MIN_TYPED:
        return text
    moved = LATE_TONE.sub(r"\1\3\2", text)
    words = _ASCII_WORD.findall(moved)
    if len(words) < _MIN_TYPED:  # ids have such letters, and reading their words was a third of reading an archive
        return text
    keyed = [reading for word in words if (reading := read(word)).typed is not None]
    sure = sum(reading.sure for reading in keyed)
    many = sure >= max(_MIN_TYPED, _MIN_TYPED_SHARE * len(words)) and 2 * len(keyed) >= len(words)
    nearly_all = sure > 0 and len(keyed) >= max(_MIN_TYPED, _NEARLY_ALL * len(words))
    if not many and not nearly_all:
        return text
    return _ASCII_WORD.sub(_as_meant, moved)


def _as_meant(match: re.Match[str]) -> str:
    word = match[0]
    lower = word.lower()
    meant = telex(lower) or vni(lower)
    if meant is None or read(word).typed is None:
        return word
    if 2 * sum(map(str.isupper, word)) > len(word):
        return meant.upper()
    return meant.capitalize() if word[0].isupper() else meant


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shaped:
    """A word in which digits stand for letters."""

    meant: str
    sure: bool
    """Whether it speaks for the words around being written so."""


def without_digits(text: str) -> str:
    """Write letters for digits in a text full of such words; one alone may be a code."""
    words = [match[0].lower() for match in _SHAPED.finditer(text)]
    if len(words) < _MIN_SHAPED:
        return text
    sure = sum(shaped.sure for word in words if (shaped := _shaped_word(word)) is not None)
    typed = sum(vni(word) is not None for word in words)
    if sure < _MIN_SHAPED or sure <= typed or sure < _MIN_SHAPED_SHARE * len(_WORD.findall(text)):
        return text
    return _SHAPED.sub(_rewritten, text)


def _rewritten(match: re.Match[str]) -> str:
    word = match[0]
    shaped = _shaped_word(word.lower())
    if shaped is None or len(shaped.meant) != len(word):
        return word
    capitals = sum(map(str.isalpha, word)) > 1 and word.isupper()
    return "".join(
        old if old.isalpha() else new.upper() if capitals else new for old, new in zip(word, shaped.meant, strict=True)
    )


@lru_cache(maxsize=20_000)
def _shaped_word(word: str) -> _Shaped | None:
    """Return what a lower-case word of letters and digits means if digits are letters; None for counts and codes."""
    counted = _COUNTED.fullmatch(word)
    if _ORDINAL.fullmatch(word) or (counted is not None and counted[2] in UNITS):
        return None
    inside = _INSIDE.search(word) is not None
    meant = _english(word) if word.isascii() else None
    syllable = leet(word)
    if meant is None or (syllable is not None and _bits(syllable) > _bits(meant)):
        meant = syllable or meant or _shorthand(word)
    if meant is not None:
        marked = not meant.isascii()
        return _Shaped(meant=meant, sure=marked or (inside and len(meant) >= _SURE_SHAPED))
    letters = sum(map(str.isalpha, word))
    if inside and letters >= _MIN_SPELLED and all(char.isalpha() or char in LEET for char in word):
        return _Shaped(meant="".join(LEET.get(char, char)[0] for char in word), sure=False)
    return None


def _english(word: str) -> str | None:
    """Return the commonest English word behind the digits."""
    choices = [LEET.get(char, char) for char in word]
    readings = ["".join(reading) for reading in islice(product(*choices), _MAX_READINGS)]
    words = [reading for reading in readings if english_weight(reading) is not None]
    return max(words, key=_bits) if words else None


def _shorthand(word: str) -> str | None:
    """Return the teencode behind the digits (k0)."""
    meant = "".join(LEET.get(char, char)[0] for char in word)
    return meant if len(meant) > 1 and (meant in always() or meant in in_vietnamese()) else None


def _bits(word: str) -> float:
    known = [bits for bits in (english_weight(word), weight(word, folded=word.isascii())) if bits is not None]
    return max(known, default=-100.0)
