"""Tokens: what one written word may mean in the folded view, before the text around it decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from rumorwatch.normalize.keyboard import leet, spelled_out, telex, vni
from rumorwatch.normalize.segment import mean_bits, split, weight
from rumorwatch.normalize.sounds import respelled
from rumorwatch.normalize.teencode import always, in_vietnamese
from rumorwatch.normalize.vietnamese import folded_syllables, is_syllable, tone_placed, unmarked
from rumorwatch.normalize.words import ENGLISH_FUNCTION_WORDS, TYPED_LIKE_TELEX

_UNITS = {
    "k": "nghin", "tr": "trieu", "triệu": "trieu", "trieu": "trieu", "tỷ": "ti", "tỉ": "ti", "ty": "ti", "đ": "dong", "d": "dong",
    "vnđ": "dong", "vnd": "dong", "đồng": "dong", "dong": "dong", "usd": "usd", "h": "gio", "giờ": "gio", "gio": "gio", "p": "phut",
    "phút": "phut", "phut": "phut", "ngày": "ngay", "ngay": "ngay", "tháng": "thang", "thang": "thang", "năm": "nam", "nam": "nam",
    "tuổi": "tuoi", "tuoi": "tuoi", "nghìn": "nghin", "nghin": "nghin", "người": "nguoi", "nguoi": "nguoi", "ca": "ca", "lần": "lan",
    "lan": "lan", "tấn": "tan", "tan": "tan", "kg": "kg", "km": "km", "m": "m", "cm": "cm", "mm": "mm", "ml": "ml", "ha": "ha",
}  # fmt: skip
_COUNTED = re.compile(r"(\d+)([^\W\d_]+)(\d{1,2})?")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_ROMAN = re.compile(r"[ivxlc]+")
_LEET_INSIDE = re.compile(r"[^\W\d_][013-9]+[^\W\d_]")
_NAME = 3
"""Letters from which a word with a number behind it is a name (covid19) and not a code (h5n1, f0)."""
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"(.)\1{2,}")
_SIGNS = re.compile(r"[@$!€]")
_ONE_SPELLING = {
    "hy": "hi", "ky": "ki", "ly": "li", "my": "mi", "sy": "si", "ty": "ti", "qui": "quy",
    "iu": "yeu", "khum": "khong", "lun": "luon", "mun": "muon", "nhiu": "nhieu", "thui": "thoi",
}  # fmt: skip
"""Syllables with two spellings: both taught (kỹ, kĩ), or one of them teencode that is hardly ever a word of its own."""
_KEYS = re.compile(r"w|^dd|aa|ee|oo|j$|[aeiouy]j")
_FINAL_DOUBLE = re.compile(r"(?<=\w{3})([aiouy])\1$")
"""Doubled for emphasis (videoo); English has few such words, and they lose a letter on both sides alike. Not ee (agree)."""
_LONGEST, _MAX_CAPITALS = 7, 0.34
_SHORTEST_JOINED, _SHORTEST_MARKED = 5, 3
_MIN_BITS = -14.0
_UNMARKED_BITS, _UNMARKED_LETTERS = -10.0, 3.3
_SURE_JOINED, _SURE_LETTERS = 14, 2.6
"""Foreign names split into short open pieces (o ba ma, lon don): letters per piece tell them from Vietnamese. Of the
3,600 foreign words in 35,000 lines of news that split at all, 2 % pass."""
_SHORT_LEET = 3
"""Up to here letters and digits are more often a code (t1, c4) than a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One written word and what it may mean."""

    plain: str
    """Folded, with nothing guessed; may hold spaces, and be empty."""
    vietnamese: str
    """Folded as it is read in Vietnamese text."""
    typed: str | None = None
    """Folded as it was meant, if the input method was off (Telex or VNI); None: it cannot be that."""
    sure: bool = False
    """Whether ``typed`` needs only little support from the words around."""
    votes: int = 0
    """Above 0: the word speaks for a Vietnamese text; below: against."""
    settled: bool = False
    """Whether folding leaves it alone from now on."""


def _spelled(folded: str) -> str:
    return _ONE_SPELLING.get(folded, folded)


def _spelled_all(folded: str) -> str:
    return " ".join(map(_spelled, folded.split()))


def _known(folded: str, *, votes: int) -> Reading:
    return Reading(plain=folded, vietnamese=folded, votes=votes)


@lru_cache(maxsize=100_000)
def read(token: str) -> Reading:
    """Return the readings of one token: letters, digits and the signs of leet, as written, maybe with a # before it."""
    body = token.lstrip("#")
    lower = body.casefold()
    if body[1:] == lower[1:] or body.isupper() or (token == body and not _has_word_capitals(body, lower)):
        reading = _word(lower)
    else:
        reading = _together([_word(part.casefold()) for part in camel_parts(body)])
    return replace(reading, settled=_is_settled(reading, lower))


def _is_settled(reading: Reading, word: str) -> bool:
    """Whether reading the folded word again gives the same, whatever stands around it."""
    if reading.plain != reading.vietnamese or reading.typed is not None or len(reading.plain) == 1:
        return False
    return all(piece == word or (len(piece) > 1 and weight(piece, folded=True) is not None) for piece in reading.plain.split())


def _has_word_capitals(word: str, lower: str) -> bool:
    """Whether capitals inside a word begin words (TôilàKevin), and are not scattered over it (tRoNg)."""
    capitals = sum(map(str.isupper, word))
    return (
        not word.isascii() and len(word) > _LONGEST and capitals <= _MAX_CAPITALS * len(word) and not is_syllable(lower)
    )


def camel_parts(word: str) -> list[str]:
    """Return the parts that begin with a capital or a digit after something else (DịchBệnh, Covid19)."""
    starts = [
        index
        for index in range(1, len(word))
        if (word[index].isupper() and not word[index - 1].isupper())
        or word[index].isdigit() > word[index - 1].isdigit()
    ]
    return [word[start:end] for start, end in zip([0, *starts], [*starts, len(word)], strict=True)]


def _together(readings: list[Reading]) -> Reading:
    return Reading(
        plain=" ".join(reading.plain for reading in readings if reading.plain),
        vietnamese=" ".join(reading.vietnamese for reading in readings if reading.vietnamese),
        votes=sum(reading.votes for reading in readings),
    )


def _word(word: str) -> Reading:
    if word.isdigit():
        return _known(word, votes=0)
    if word in ENGLISH_FUNCTION_WORDS:
        folded = _spelled(word)
        return Reading(plain=folded, vietnamese=folded, typed=_typed(word), votes=-1)
    word = tone_placed(word)
    meaning = always().get(word)
    if meaning is not None:
        return _known(_spelled_all(meaning), votes=1)
    folded = unmarked(word)
    if _DIGIT.search(word) or _SIGNS.search(word):
        return _mixed(word, folded)
    guess = in_vietnamese().get(word)
    if guess is not None:
        return Reading(plain=_spelled(folded), vietnamese=_spelled_all(guess), votes=0 if word.isascii() else 1)
    if is_syllable(word) if folded != word else weight(word, folded=True) is not None:
        return _known(_spelled(folded), votes=2 if folded != word else int(len(word) > 1))
    if folded != word and folded in folded_syllables():
        return _known(_spelled(folded), votes=1)
    return _misspelled(word, folded)


def _typed(word: str) -> str | None:
    meant = telex(word)
    return None if meant is None else _spelled(unmarked(meant))


def _mixed(word: str, folded: str) -> Reading:
    """Read a word with digits or signs: a count with its unit, leet, VNI, words and numbers run together, or a code."""
    if (counted := _COUNTED.fullmatch(word)) and (unit := _UNITS.get(counted[2])):
        return _known(" ".join(part for part in (counted[1], unit, counted[3]) if part), votes=0)
    meant = leet(word)
    if meant is not None and not meant.isascii():
        return _known(_spelled(unmarked(meant)), votes=2)
    typed = vni(word)
    parts = _PARTS.findall(word)
    if meant is None and typed is None and len(parts) < _NAME and max(map(len, parts)) >= _NAME and parts[0].isalpha():
        return _together([_word(part) for part in parts])
    if meant is None and typed is None and len(word) > _LONGEST and not word.isascii():
        return _together([_word(part) for part in parts])
    plain = _SIGNS.sub(" ", folded)
    meant = meant or (spelled_out(word) if _LEET_INSIDE.search(word) else None)
    return Reading(
        plain=plain,
        vietnamese=plain if meant is None else _spelled(unmarked(meant)),
        typed=None if typed is None else _spelled(unmarked(typed)),
        sure=typed is not None and meant is None,
        votes=int(meant is not None and len(word) > _SHORT_LEET),
    )


def _squeezed(word: str) -> str:
    """Drop each letter that repeats the one before it, with or without its marks (quáaaa)."""
    kept = word[:1]
    for letter in word[1:]:
        if letter != kept[-1] and (not letter.isascii() or letter != unmarked(kept[-1])):
            kept += letter
    return kept


def _misspelled(word: str, folded: str) -> Reading:
    marked = folded != word
    certain = marked
    squeezed = _squeezed(word)
    if squeezed != word and (is_syllable(squeezed) if not squeezed.isascii() else weight(squeezed, folded=True)):
        meant: str | None = squeezed
        certain = marked or _RUN.search(word) is not None
    else:
        meant = respelled(squeezed) if word.isalpha() else None
    heard = meant is not None and squeezed == word
    meaning = None if meant is None else _spelled(unmarked(meant))
    plain = folded if _ROMAN.fullmatch(folded) else _FINAL_DOUBLE.sub(r"\1", _RUN.sub(r"\1", folded))
    if meaning is None and (pieces := joined_words(word, marked=marked)):
        apart = _together([_word(piece) for piece in pieces])
        certain = marked or _surely_joined(word, pieces)
        meaning = apart.vietnamese
    typed = _typed(word)
    return Reading(
        plain=meaning if certain and meaning is not None else plain,
        vietnamese=plain if meaning is None else meaning,
        typed=typed,
        sure=typed is not None and not heard and word not in TYPED_LIKE_TELEX and _KEYS.search(word) is not None,
        votes=2 if certain and meaning is not None else -int(typed is None),
    )


def _surely_joined(word: str, pieces: list[str]) -> bool:
    return (
        len(word) >= _SURE_JOINED
        and len(word) >= _SURE_LETTERS * len(pieces)
        and mean_bits(pieces, folded=True) > _UNMARKED_BITS
    )


def joined_words(word: str, *, marked: bool) -> list[str] | None:
    """Return the words that were written together, or None when they are not clearly Vietnamese."""
    if len(word) < (_SHORTEST_MARKED if marked else _SHORTEST_JOINED) or not word.isalpha():
        return None
    pieces = split(word)
    if pieces is None:
        return None
    bits = mean_bits(pieces, folded=not marked)
    letters = len(word) / len(pieces)
    clear = marked or (letters >= _UNMARKED_LETTERS and bits > _UNMARKED_BITS) or _surely_joined(word, pieces)
    return pieces if clear and bits >= _MIN_BITS else None
