"""Tokens: what one written word may mean in the folded view, before the text around it decides."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from rumorwatch.normalize.chinese import HAN
from rumorwatch.normalize.keyboard import leet, spelled_out, telex, vni
from rumorwatch.normalize.readings import Reading, known, one_spelling, together
from rumorwatch.normalize.segment import mean_bits, split, weight
from rumorwatch.normalize.sounds import respelled
from rumorwatch.normalize.teencode import always, in_vietnamese
from rumorwatch.normalize.vietnamese import folded_syllables, is_syllable, tone_placed, unmarked
from rumorwatch.normalize.words import ENGLISH_FUNCTION_WORDS, TYPED_LIKE_TELEX

_UNIT_SPELLINGS = """
nghin: k nghìn nghin
trieu: tr triệu trieu
ti: tỷ tỉ ty
dong: đ d vnđ vnd đồng dong
usd: usd
gio: h giờ gio
phut: p phút phut
ngay: ngày ngay
thang: tháng thang
nam: năm nam
tuoi: tuổi tuoi
nguoi: người nguoi
ca: ca
lan: lần lan
tan: tấn tan
kg: kg
km: km
m: m
cm: cm
mm: mm
ml: ml
ha: ha
"""
UNITS = {
    spelling: unit
    for unit, spellings in (line.split(": ") for line in _UNIT_SPELLINGS.strip().splitlines())
    for spelling in spellings.split()
}
_COUNTED = re.compile(r"(\d+)([^\W\d_]+)(\d{1,2})?")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_ROMAN = re.compile(r"[ivxlc]+")
_LEET_INSIDE = re.compile(r"[^\W\d_][013-9]+[^\W\d_]")
_NAME = 3
"""Letters from which a word with a number behind it is a name (covid19) and not a code (h5n1, f0)."""
_DIGIT = re.compile(r"\d")
_HAN_ONLY = re.compile(f"[{HAN}]+")
_DOUBLE = re.compile(r"(.)\1+")
_DRAWN_OUT_BITS, _CLEARLY_BITS = -17.5, 3.0
_RUN = re.compile(r"(.)\1{2,}")
_SIGNS = re.compile(r"[@$!€]")
_KEYS = re.compile(r"w|^dd|aa|ee|oo|j$|[aeiouy]j")
_FINAL_DOUBLE = re.compile(r"(?<=\w{3})([aiouy])\1$")
"""Doubled for emphasis (videoo). English words that end so lose a letter on both sides alike; ee (agree) stays."""
_LONGEST, _MAX_CAPITALS = 7, 0.34
_SHORTEST_JOINED, _SHORTEST_MARKED = 5, 3
_MARKED_BITS = -19.0
_UNMARKED_BITS, _UNMARKED_LETTERS = -10.0, 3.3
_SURE_JOINED, _SURE_LETTERS = 14, 2.6
"""Foreign names split into short open pieces (o ba ma, lon don): letters per piece tell them from Vietnamese. Of the
3,600 foreign words in 35,000 lines of news that split at all, 2 % pass."""
_SHORT_LEET = 3
"""Up to here letters and digits are more often a code (t1, c4) than a word."""


@lru_cache(maxsize=100_000)
def read(token: str) -> Reading:
    """Return the readings of one token: letters, digits and the signs of leet, as written, maybe with a # before it."""
    if _HAN_ONLY.fullmatch(token):
        return _han(token)
    body = token.lstrip("#")
    lower = body.casefold()
    if body[1:] == lower[1:] or body.isupper() or (token == body and not _has_word_capitals(body, lower)):
        reading = _word(lower)
    else:
        reading = together([_word(part.casefold()) for part in camel_parts(body)])
    return replace(reading, settled=_is_settled(reading, lower))


def _han(word: str) -> Reading:
    """Read Han characters: half of the time of folding Chinese went into looking for syllables among them."""
    plain = _without_runs(unicodedata.normalize("NFC", word))
    return Reading(plain=plain, vietnamese=plain, votes=-1, settled=plain == word and len(word) > 1)


def _is_settled(reading: Reading, word: str) -> bool:
    """Whether reading the folded word again gives the same, whatever stands around it."""
    guessed = reading.plain != reading.vietnamese or reading.typed is not None
    if guessed or reading.shaped not in {None, reading.plain} or len(reading.plain) == 1:
        return False
    return all(
        piece == word or (len(piece) > 1 and weight(piece, folded=True) is not None) for piece in reading.plain.split()
    )


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


def _word(word: str) -> Reading:
    """Read one case-folded word: a table says it, it is a syllable, it holds digits, or it is misspelled or foreign."""
    if word.isdigit():
        return known(word, votes=0)
    word = tone_placed(word)
    folded = unmarked(word)
    plain = one_spelling(folded)
    if word in ENGLISH_FUNCTION_WORDS:
        return Reading(plain=plain, vietnamese=plain, typed=_typed(word), votes=-1)
    if (meaning := always().get(word)) is not None:
        return known(one_spelling(meaning), votes=1)
    if (guess := in_vietnamese().get(word)) is not None:
        return Reading(plain=plain, vietnamese=one_spelling(guess), votes=0 if word.isascii() else 1)
    votes = _syllable_votes(word, folded)
    if votes is not None:
        return known(plain, votes=votes)
    return _mixed(word, folded) if _DIGIT.search(word) or _SIGNS.search(word) else _misspelled(word, folded)


def _syllable_votes(word: str, folded: str) -> int | None:
    """Return how much a Vietnamese syllable speaks for a Vietnamese text; None: it is no syllable that is used."""
    if word == folded:
        used = weight(word, folded=True) is not None and not _is_drawn_out(word)
        return int(len(word) > 1) if used else None
    if is_syllable(word):
        return 2
    return 1 if folded in folded_syllables() else None


def _typed(word: str) -> str | None:
    meant = telex(word)
    return None if meant is None else one_spelling(unmarked(meant))


def _mixed(word: str, folded: str) -> Reading:
    """Read a word with digits or signs: a count with its unit, leet, VNI, words and numbers run together, or a code."""
    if (counted := _COUNTED.fullmatch(word)) and (unit := UNITS.get(counted[2])):
        return known(" ".join(part for part in (counted[1], unit, counted[3]) if part), votes=0)
    letters = sum(map(str.isalpha, word))
    shaped = leet(word)
    if shaped is not None and not shaped.isascii():
        return replace(known(one_spelling(unmarked(shaped)), votes=2), shaped=one_spelling(unmarked(shaped)))
    meant = shaped if letters > 1 else None
    typed = vni(word)
    parts = _PARTS.findall(word)
    longest = max(map(len, parts), default=0)
    if meant is None and typed is None and len(parts) < _NAME <= longest and parts[0].isalpha():
        return together([_word(part) for part in parts])
    if meant is None and typed is None and len(word) > _LONGEST and not word.isascii():
        return together([_word(part) for part in parts])
    plain = _SIGNS.sub(" ", folded)
    meant = meant or (spelled_out(word) if _LEET_INSIDE.search(word) else None)
    return Reading(
        plain=plain,
        vietnamese=plain if meant is None else one_spelling(unmarked(meant)),
        typed=None if typed is None else one_spelling(unmarked(typed)),
        shaped=None if shaped is None else one_spelling(shaped),
        sure=typed is not None and meant is None and (letters > _SHORT_LEET - 1 or len(word) > letters + 1),
        votes=int(meant is not None and len(word) > _SHORT_LEET),
    )


def _squeezed(word: str) -> str:
    """Drop letters that repeat the one before: equal ones (lưuu), else also bare after marked ones (quáaaa)."""
    kept = _DOUBLE.sub(r"\1", word)
    if is_syllable(kept):
        return kept
    return "".join(
        letter for before, letter in pairwise(" " + kept) if not letter.isascii() or letter != unmarked(before)
    )


def _is_drawn_out(word: str) -> bool:
    """Whether a syllable that could be (duu, as in dưu) is far likelier a common one drawn out (du)."""
    if len(word) <= _NAME - 1 or word[-1] != word[-2]:
        return False
    bits, short = weight(word, folded=True), weight(word[:-1], folded=True)
    return bits is not None and short is not None and bits < _DRAWN_OUT_BITS < short - _CLEARLY_BITS


def _table_meaning(word: str) -> str | None:
    meaning = always().get(word) or in_vietnamese().get(word)
    return None if meaning is None else one_spelling(meaning)


def _unrepeated(word: str, squeezed: str) -> str | None:
    """Return the folded meaning of a word once its repeated letters are gone, or None."""
    if squeezed == word or _ROMAN.fullmatch(word):
        return None
    if is_syllable(squeezed) and (not squeezed.isascii() or weight(squeezed, folded=True) is not None):
        return one_spelling(unmarked(squeezed))
    return _table_meaning(squeezed)


def _misspelled(word: str, folded: str) -> Reading:
    """Read a word that is no syllable: letters repeated, spelled by ear, joined, typed in Telex, or foreign."""
    certain = folded != word
    squeezed = _squeezed(word)
    meaning = _unrepeated(word, squeezed)
    heard = False
    if meaning is not None:
        certain = certain or _RUN.search(word) is not None
    elif word.isalpha() and (meant := respelled(squeezed)) is not None:
        meaning, heard = one_spelling(unmarked(meant)), True
    elif pieces := joined_words(word, marked=certain):
        certain = certain or _surely_joined(word, pieces)
        meaning = " ".join(one_spelling(always().get(piece) or _piece(piece)) for piece in pieces)
    plain = folded if _ROMAN.fullmatch(folded) else _without_runs(folded)
    typed = _typed(word)
    return Reading(
        plain=meaning if certain and meaning is not None else plain,
        vietnamese=plain if meaning is None else meaning,
        typed=typed,
        sure=typed is not None and not heard and word not in TYPED_LIKE_TELEX and _KEYS.search(word) is not None,
        votes=2 if certain and meaning is not None else -int(typed is None),
    )


def _without_runs(folded: str) -> str:
    return _FINAL_DOUBLE.sub(r"\1", _RUN.sub(r"\1", folded))


def _piece(piece: str) -> str:
    meaning = in_vietnamese().get(piece) if len(piece) > _SHORT_LEET else None
    return meaning or unmarked(piece)


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
    if marked:
        return pieces if mean_bits(pieces, folded=False) >= _MARKED_BITS else None
    letters = len(word) / len(pieces)
    clear = letters >= _UNMARKED_LETTERS and mean_bits(pieces, folded=True) > _UNMARKED_BITS
    return pieces if clear or _surely_joined(word, pieces) else None
