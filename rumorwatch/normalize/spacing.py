"""Spacing: letters that stand apart and words without spaces between them, in the accented view."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING

from rumorwatch.normalize.chinese import HAN
from rumorwatch.normalize.english import LONGEST, english_weight
from rumorwatch.normalize.segment import Cut, cut, weight
from rumorwatch.normalize.teencode import always, in_vietnamese
from rumorwatch.normalize.tokens import camel_parts
from rumorwatch.normalize.vietnamese import is_syllable, unmarked

if TYPE_CHECKING:
    from collections.abc import Callable

_LETTER = f"[^\\W\\d_{HAN}]"
APART = re.compile(
    r"(?<!\w)[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ](?P<sep> ?[.\-_*/|·•~+,] ?| )[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]"
    r"(?:(?P=sep)(?:-(?P=sep))?[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ])+(?!\w)"
)
"""Letters that stand apart, all with the same between them."""
_MIN_APART, _MIN_UNKNOWN_APART = 4, 5
"""Letters of a word that is put together, and of one we do not know; shorter ones are as often initials (U.S.A.)."""
_LISTING = frozenset(",/|+")
"""Signs between the letters of a list."""
_VOWELS = frozenset("aeiouy")
_MIN_VOWELS = 0.25
_JOINED = re.compile(f"(?<![^\\W\\d])(?<!(?<!\\.)@)(?P<tag>#?)(?P<run>{_LETTER}(?:{_LETTER}|['’](?={_LETTER})){{7,}})")
_DOMAIN_END = re.compile(r"\.(?:com|org|net|info|gov|edu|online|tv|vn|cn)\b", re.IGNORECASE)
_APOSTROPHES = "'’"
_VIETNAMESE_LONGEST = 9
_SHORTHAND_BITS, _LETTER_SHORTHAND_BITS, _BORROWED_BITS = -15.0, -16.0, -4.0
"""log2 share of a teencode word and of one of a single letter, and what an English word costs more in Vietnamese."""
_MIN_BORROWED = 4
_MARKED_FOREIGN_LETTER = -6.0
"""In a run of 12 letters with marks of Vietnamese foreign words are the exception."""
_MIN_MARKED, _MIN_PIECES, _MIN_TAGGED_PIECES = 2, 4, 5
_MIN_MARKED_PIECES = 3
_MIN_BITS, _MIN_MARKED_BITS = -3.4, -5.5
"""log2 share a letter. Of runs of 16 letters and more from which we took the spaces, these and the numbers of pieces
take 84 % apart in English posts, 96 % in informal Vietnamese and 90 % without its marks; of 1,408 words that long in
news and claims 39, which were names on the web and German or Danish compounds."""
_MAX_FOREIGN_SHARE = 0.4
_MIN_LIKELY_BITS, _MAX_LIKELY_FOREIGN_SHARE = -4.2, 0.6
"""The same where other words of the text were joined, so that a name in between is no hindrance."""
_MAX_UNKNOWN = 12
"""Letters from one capital to the next that are kept together although they are no word of ours: a name."""
_MIN_CAMEL_LETTERS = 2.2
"""Letters from one capital to the next; below it capitals are scattered (tRoNg)."""
_MIN_RUN = 16
"""Letters of a run without marks that is taken apart by itself; words that long are rare."""
_MANY = 6
"""Words that were joined, from which a text is taken to be written so."""


def together(text: str) -> str:
    """Put together words whose letters stand apart (c h á y, c.h.á.y)."""
    return APART.sub(_together, text)


def _together(match: re.Match[str]) -> str:
    letters = "".join(char for char in match[0] if char.isalpha())
    listed = match["sep"].strip() in _LISTING and letters.isupper()
    if len(letters) < _MIN_APART or listed or _are_in_order(letters):
        return match[0]
    if _is_word(letters.lower()):
        return letters
    found = _found(letters)
    if found is not None and found.foreign == 0 and found.bits >= _MIN_BITS * len(letters):
        return _cut_at(letters, found.pieces)
    return " ".join(_parts(letters)) if _is_no_list(letters, match["sep"]) else match[0]


def _is_no_list(letters: str, separator: str) -> bool:
    """Whether letters that stand apart are a word that we do not know, such as a name."""
    if len(letters) < _MIN_UNKNOWN_APART or letters.isupper() or separator.strip() in _LISTING:
        return False
    vowels = sum(char in _VOWELS for char in unmarked(letters.lower()))
    return separator != " " or vowels >= _MIN_VOWELS * len(letters)


def _are_in_order(letters: str) -> bool:
    """Whether the letters count something (A, B, C)."""
    return all(ord(after) - ord(before) == 1 for before, after in pairwise(letters))


def _is_word(lower: str) -> bool:
    return english_weight(lower) is not None or is_syllable(lower)


def spaced(text: str) -> str:
    """Take joined words apart; where a text has many that are clear, the shorter ones are joined too."""
    runs = list(_JOINED.finditer(text))
    if not runs:
        return text
    clear = [_clear(match) for match in runs]
    joined = sum(len(found.pieces) for found in clear if found is not None)
    if not joined:
        return text
    many = joined >= _MANY
    parts, at = [], 0
    for match, sure in zip(runs, clear, strict=True):
        found = sure or (_likely(match) if many else None)
        if found is not None:
            after_digit = " " if text[match.start() - 1 : match.start()].isdigit() else ""
            parts += [text[at : match.start()], after_digit, _cut_at(match["run"], found.pieces)]
            at = match.end()
    return "".join([*parts, text[at:]])


def _clear(match: re.Match[str]) -> Cut | None:
    """Return the words of a run that cannot well be anything else than joined, or None."""
    run = match["run"]
    if len(run) < _MIN_RUN and run.isascii():
        return None
    letters = _letters_of(run)
    if _is_word(letters.lower()) or _DOMAIN_END.match(match.string, match.end()):
        return None
    found = _found(letters)
    if found is None or found.foreign > _MAX_FOREIGN_SHARE * len(letters):
        return None
    marked = sum(not piece.isascii() for piece in found.pieces) >= _MIN_MARKED
    pieces = _MIN_TAGGED_PIECES if match["tag"] else _MIN_MARKED_PIECES if marked else _MIN_PIECES
    bits = _MIN_MARKED_BITS if marked else _MIN_BITS
    long_enough = marked or len(letters) >= _MIN_RUN
    return found if long_enough and len(found.pieces) >= pieces and found.bits >= bits * len(letters) else None


def _likely(match: re.Match[str]) -> Cut | None:
    """Return the words of a run in a text whose words are joined, or None."""
    letters = _letters_of(match["run"])
    if match["tag"] or _is_word(letters.lower()):
        return None
    found = _found(letters)
    if found is None or found.foreign > _MAX_LIKELY_FOREIGN_SHARE * len(letters) or len(found.pieces) == 1:
        return None
    return found if not letters.isascii() or found.bits >= _MIN_LIKELY_BITS * len(letters) else None


def _letters_of(run: str) -> str:
    return "".join(char for char in run if char not in _APOSTROPHES)


@lru_cache(maxsize=10_000)
def _found(letters: str) -> Cut | None:
    """Return the likeliest words of letters, capitals beginning words where they are not scattered.

    None where a letter is not one letter in lower case.
    """
    lower = letters.lower()
    if len(lower) != len(letters):
        return None
    parts = [letters] if letters.isupper() else _parts(letters)
    if len(letters) < _MIN_CAMEL_LETTERS * len(parts):
        parts = [letters]
    if not lower.isascii():
        in_vietnamese = partial(cut, weigh=_in_vietnamese, longest=LONGEST, foreign_letter=_MARKED_FOREIGN_LETTER)
        return _of_parts(parts, in_vietnamese)
    unmarked_words = partial(cut, weigh=partial(weight, folded=True), longest=_VIETNAMESE_LONGEST)
    english = partial(cut, weigh=english_weight, longest=LONGEST)
    return max(_of_parts(parts, unmarked_words), _of_parts(parts, english), key=lambda found: found.bits)


def _of_parts(parts: list[str], cut_part: Callable[[str], Cut]) -> Cut:
    """Return the words of all parts; a part between two capitals that is not all words is a word we do not know."""
    cuts = [cut_part(part.lower()) for part in parts]
    pieces = [
        (part.lower(),) if one.foreign and len(part) <= _MAX_UNKNOWN and len(parts) > 1 else one.pieces
        for part, one in zip(parts, cuts, strict=True)
    ]
    return Cut(
        pieces=tuple(piece for mine in pieces for piece in mine),
        bits=sum(one.bits for one in cuts),
        foreign=sum(one.foreign for one in cuts),
    )


def _parts(letters: str) -> list[str]:
    """Return the parts that begin with a capital; a capital before a word is a word of its own (RĐó)."""
    return [
        piece
        for part in camel_parts(letters)
        for piece in ([part[0], part[1:]] if part[:2].isupper() and _is_word(part[1:].lower()) else [part])
    ]


@lru_cache(maxsize=50_000)
def _in_vietnamese(piece: str) -> float | None:
    """Return log2 of the share of a word of Vietnamese text: a syllable, teencode, or a word from English."""
    if piece in always() or piece in in_vietnamese():
        shorthand = _SHORTHAND_BITS if len(piece) > 1 else _LETTER_SHORTHAND_BITS
        return max(shorthand, weight(piece, folded=False) or shorthand)
    bits = weight(piece, folded=False)
    if bits is None and len(piece) >= _MIN_BORROWED:
        borrowed = english_weight(piece)
        return None if borrowed is None else borrowed + _BORROWED_BITS
    return bits


def _cut_at(run: str, pieces: tuple[str, ...]) -> str:
    """Return the run with spaces between the pieces, which are its letters without apostrophes."""
    words, at = [], 0
    for piece in pieces:
        begin, left = at, len(piece)
        while left or run[at : at + 1] in (*_APOSTROPHES,):
            left -= run[at] not in _APOSTROPHES
            at += 1
        words.append(run[begin:at])
    return " ".join(words)
