"""Keyboard residue: words typed for Telex or VNI while the input method was off, and digits used as letters.

Each function returns the Vietnamese syllable the word stands for, or None. Nothing is returned that is no syllable,
which is what keeps English words and codes (H5N1, F0, A4) as they are.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from rumorwatch.normalize.vietnamese import is_syllable, tone_places, toned, toneless

_TELEX_TONES = {"f": 1, "r": 2, "x": 3, "s": 4, "j": 5}
_VNI_TONES = {"2": 1, "3": 2, "4": 3, "1": 4, "5": 5}
_TELEX_MARKS = (
    (re.compile(r"^dd"), "đ"),
    (re.compile(r"u?ow|uwow|uwo|uow"), None),
    (re.compile(r"aa"), "â"),
    (re.compile(r"ee"), "ê"),
    (re.compile(r"oo"), "ô"),
    (re.compile(r"aw"), "ă"),
    (re.compile(r"uw"), "ư"),
    (re.compile(r"(?<![aeiouyăâêôơư])w"), "ư"),
)
_LATE_TELEX = (("d", "đ"), ("a", "â"), ("e", "ê"), ("o", "ô"))
_LONGEST = 10
_VOWEL = re.compile(r"[aeiouyw]")
_VNI = re.compile(r"[a-z]+\d[a-z0-9]*")
_VNI_ORDER = re.compile(r"(?:d9)?[a-z]*[aeiouy]")
"""Every digit but the 9 of đ comes after a vowel."""
LEET = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "i", "€": "e",
}  # fmt: skip
_MAX_LEET = 8
_MIN_FOREIGN_LETTERS = 3


def _strict(word: str, tone: int) -> str | None:
    """Return the syllable with this tone if it can be; a stop at its end wants sắc or nặng."""
    if word not in tone_places():
        return None
    syllable = toned(word, tone) if tone else word
    return syllable if is_syllable(syllable) and (tone or not word.endswith(("c", "ch", "p", "t"))) else None


def _telex_marks(word: str) -> str:
    for pattern, mark in _TELEX_MARKS:
        if mark is not None:
            word = pattern.sub(mark, word)
        else:
            word = pattern.sub(lambda match: "ươ" if match[0].startswith("u") else "ơ", word)
    return word


def _telex_spellings(word: str) -> list[str]:
    """Return the word with its mark keys applied: where they stand, or typed late (dinhd, tiengs e)."""
    spellings = [_telex_marks(word)]
    if word.endswith("w") and re.search(r"[aou]", word[:-1]):
        body = word[:-1]
        spellings.append(
            re.sub(
                r"uo|u(?!.*[uo])|o(?!.*[uo])|a(?!.*[uoa])",
                lambda match: {"uo": "ươ", "u": "ư", "o": "ơ", "a": "ă"}[match[0]],
                body,
                count=1,
            )
        )
    for key, mark in _LATE_TELEX:
        if word.endswith(key) and key in word[:-2]:
            spellings.append(_telex_marks(word[:-1].replace(key, mark, 1)))
    return spellings


@lru_cache(maxsize=20_000)
def telex(word: str) -> str | None:
    """Return the syllable that the keys of a lower-case ASCII word would have typed in Telex."""
    vowel = _VOWEL.search(word)
    if vowel is None or len(word) > _LONGEST or not word.isascii():
        return None
    places = [index for index in range(len(word) - 1, vowel.start(), -1) if word[index] in _TELEX_TONES]
    keyed = [(word[:index] + word[index + 1 :], _TELEX_TONES[word[index]]) for index in places]
    for body, tone in [*keyed, (word, 0)]:
        for spelling in _telex_spellings(body):
            syllable = _strict(spelling, tone)
            if syllable is not None and (tone or spelling != word):
                return syllable
    return None


@lru_cache(maxsize=20_000)
def vni(word: str) -> str | None:
    """Return the syllable that a lower-case word of letters and digits would have typed in VNI."""
    if not _VNI.fullmatch(word) or len(word) > _LONGEST:
        return None
    tones = [char for char in word if char in _VNI_TONES]
    if len(tones) > 1 or "0" in word or not _VNI_ORDER.match(word):
        return None
    letters = ""
    for char in word:
        if char == "6":
            letters = re.sub(r"[aeo](?!.*[aeo])", lambda match: {"a": "â", "e": "ê", "o": "ô"}[match[0]], letters)
        elif char == "7":
            letters = re.sub(
                r"uo|ưo|uơ|[uo](?!.*[uo])", lambda match: {"u": "ư", "o": "ơ"}.get(match[0], "ươ"), letters, count=1
            )
        elif char == "8":
            letters = re.sub(r"a(?!.*a)", "ă", letters)
        elif char == "9":
            letters = "đ" + letters[1:] if letters.startswith("d") else letters + "9"
        elif char not in _VNI_TONES:
            letters += char
    return _strict(letters, _VNI_TONES[tones[0]] if tones else 0)


@lru_cache(maxsize=20_000)
def leet(word: str) -> str | None:
    """Return the syllable behind a lower-case word in which digits or signs stand for letters of their shape."""
    letters = sum(char.isalpha() for char in word)
    swapped = [LEET.get(char, char) for char in word]
    if not letters or len(word) > _LONGEST or any(char.isdigit() for shapes in swapped for char in shapes):
        return None
    for index, reading in enumerate(product(*swapped)):
        candidate = unicodedata.normalize("NFC", "".join(reading))
        if is_syllable(candidate) or (not candidate.isascii() and toneless(candidate) in tone_places()):
            return candidate
        if index >= _MAX_LEET:
            break
    return None


def spelled_out(word: str) -> str | None:
    """Return a foreign word with its digits and signs read as letters (1nt3rn3t).

    None when it has fewer than 3 letters, or a digit that looks like none.
    """
    letters = sum(char.isalpha() for char in word)
    if letters < _MIN_FOREIGN_LETTERS or any(char.isdigit() and char not in LEET for char in word):
        return None
    return "".join(LEET.get(char, char)[0] for char in word)
