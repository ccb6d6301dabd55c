"""Noise: how posts are spelled, so that an encoder meets it in training. All of it is seeded by the caller."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from encoder.vocabulary import unmarked

Noise = Callable[[str, random.Random], str]

_TELEX_LETTERS = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
_TELEX_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_NUMBER = re.compile(r"\d+")
_NEGATION = re.compile(
    r"\b(?:không|khong) (?=\w)(?!(?:khí|gian|chỉ|khi|chi|trung|quân|tặc)\b)|\bchưa (?=\w)|\bchẳng (?=\w)(?!hạn\b)",
    re.IGNORECASE,
)
"""A negator before what it denies. Questions end with it, and some words begin with its syllable (không khí, air)."""
_HURRIED = (("ph", "f"), ("qu", "w"), ("gi", "j"), ("kh", "k"), ("ngh", "ng"), ("ch", "ck"), ("ng", "g"))


@dataclass(frozen=True, slots=True, kw_only=True)
class VietnameseNoise:
    """Vietnamese as typed in a hurry."""

    informal: Mapping[str, Sequence[str]]
    """Informal spellings of a clean word."""
    unmarked_share: float = 0.33
    """Lines that lose all marks; reading without them is the harder half of Vietnamese."""
    noisy_share: float = 0.15

    def __call__(self, text: str, rng: random.Random) -> str:
        """Return the text, unmarked, noisy or as it is."""
        drawn = rng.random()
        if drawn < self.unmarked_share:
            text = unmarked.__wrapped__(text)
            return _swapped(text, rng) if rng.random() < 0.05 else text
        if drawn < self.unmarked_share + self.noisy_share:
            kinds: tuple[Noise, ...] = (
                self._informal,
                self._informal,
                _half_unmarked,
                _half_unmarked,
                _telex,
                _hurried,
                _swapped,
                _joined,
                _spaced,
            )
            return rng.choice(kinds)(text, rng)
        return text

    def _informal(self, text: str, rng: random.Random) -> str:
        words = text.split(" ")
        spelled = [
            rng.choice(self.informal[word.lower()]) if word.lower() in self.informal and rng.random() < 0.6 else word
            for word in words
        ]
        if rng.random() < 0.3:
            spelled = [unmarked(word) for word in spelled]
        return " ".join(spelled)


def informal_spellings(meanings: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the informal spellings of each clean word, from the meanings of each informal one."""
    spellings: dict[str, list[str]] = {}
    for informal, clean in meanings.items():
        for word in clean:
            spellings.setdefault(word, []).append(informal)
    return spellings


def english_noise(text: str, rng: random.Random) -> str:
    """Return one line in thirty with swapped letters."""
    return _swapped(text, rng) if rng.random() < 0.03 else text


def changed(text: str, rng: random.Random) -> str | None:
    """Return a Vietnamese text with another number, else without its negation; None where it has neither."""
    numbers = list(_NUMBER.finditer(text))
    if numbers:
        found = rng.choice(numbers)
        return text[: found.start()] + _another(found.group(), rng) + text[found.end() :]
    cut, times = _NEGATION.subn("", text, count=1)
    return cut if times else None


def _another(number: str, rng: random.Random) -> str:
    """Return another number of as many digits."""
    digits = [rng.choice("0123456789" if at else "123456789") for at in range(len(number))]
    if "".join(digits) == number:
        digits[0] = str(int(digits[0]) % 9 + 1)
    return "".join(digits)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChineseNoise:
    """Chinese in traditional characters, every seventh line."""

    to_traditional: Mapping[int, str]
    share: float = 0.15

    def __call__(self, text: str, rng: random.Random) -> str:
        """Return the text, or its traditional spelling."""
        return text.translate(self.to_traditional) if rng.random() < self.share else text


def _half_unmarked(text: str, rng: random.Random) -> str:
    share = rng.choice((0.3, 0.5, 0.7))
    return " ".join(unmarked(word) if rng.random() < share else word for word in text.split(" "))


def _telex(text: str, rng: random.Random) -> str:
    share = rng.choice((0.2, 0.5, 1.0))
    return " ".join(_typed(word) if rng.random() < share else word for word in text.split(" "))


def _typed(word: str) -> str:
    letters, tone = [], ""
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TELEX_TONES[part] for part in parts if part in _TELEX_TONES), tone)
        toneless = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TELEX_TONES))
        letters.append(_TELEX_LETTERS.get(toneless.lower(), toneless))
    return "".join(letters) + tone


def _hurried(text: str, rng: random.Random) -> str:
    for spelled, heard in _HURRIED:
        if rng.random() < 0.5:
            text = text.replace(spelled, heard)
    return re.sub(r"([aeiouy])(?=\s|$)", r"\1\1\1", text, count=2) if rng.random() < 0.3 else text


def _swapped(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    for at, word in enumerate(words):
        if len(word) > 3 and rng.random() < 0.2:
            place = rng.randrange(len(word) - 1)
            words[at] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return " ".join(words)


def _joined(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    return "".join(word + ("" if rng.random() < 0.3 else " ") for word in words).strip()


def _spaced(text: str, rng: random.Random) -> str:
    between = rng.choice((".", " ", "-"))
    return " ".join(between.join(word) if len(word) > 3 and rng.random() < 0.15 else word for word in text.split(" "))
