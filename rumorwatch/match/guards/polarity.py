"""Polarity: what a text negates and on which side of an opposition it stands, so that the opposite is noticed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from rumorwatch.match.guards.asking import is_asked
from rumorwatch.match.guards.lexicon import Lexicon
from rumorwatch.match.guards.lists import lines_of, sections_of, words_listed
from rumorwatch.match.guards.rarity import RARE, rarity_of
from rumorwatch.match.guards.spelling import stem
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rumorwatch.match.guards.lexicon import Phrase, Words

    Content = Sequence[tuple[int, str]]

_ENGLISH = frozenset({"ban", "bar", "no", "bans", "drop", "hang"})
"""Negators that are syllables of unmarked Vietnamese too."""
_ENGLISH_WORDS = frozenset(
    {"the", "is", "are", "was", "were", "of", "and", "has", "have", "will", "for", "from", "with", "you"}
)
_SYLLABLE = re.compile(r"(?:ngh?|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?")
"""A Vietnamese syllable without its marks."""
_MAX_FOREIGN = 0.3
"""Share of words that are no such syllables above which a text is English."""
_BEFORE_ADVICE = frozenset({"please", "so", "and", "to", "pls", "plz"})
_DIRECT = 2
"""Content words behind a negator that it negates."""
_BEFORE, _BEHIND, _BEHIND_HAN = 3, 2, 4
"""Words after and before which a sign of negation may have turned a word, whatever the grammar."""
_SUBJECTS = frozenset({"no", "nobody", "no one", "none", "neither"})
_SUBJECT_REACH = 5
"""Words after which a subject of that kind still turns what is said of it."""
PREFIXES = ("un", "non", "dis")
_LEAST_PREFIXED = 4
"""Letters of a word that a prefix may negate."""
_NEAR_SIDE = 4
"""Words to either side of a phrase that are beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Negated:
    """A word behind a negator."""

    sign: str
    at: int
    """Where the word stands."""
    distance: int
    """How many content words stand between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A phrase that takes a side."""

    phrase: Phrase
    is_turned: bool
    """Whether a negator turned it."""
    is_touched: bool
    """Whether a sign of negation is near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polarity:
    """What a text negates, and its sides."""

    negated: Mapping[str, Negated]
    """Words right behind a negator."""
    content: Mapping[str, int]
    """Words that can be negated, and where they stand first."""
    touched: frozenset[str]
    """Those that a sign is near."""
    sides: Mapping[str, Side]
    """Opposition and side, as ``12+`` or ``12-``, and a phrase that takes it, negations turned."""
    near: Mapping[str, frozenset[str]]
    """The words beside the phrases of each side."""
    signs: tuple[Phrase, ...]
    """The signs of negation."""
    oppositions: tuple[Phrase, ...]
    """Every phrase that takes a side, as ``12+`` or ``12-``."""
    spoken: tuple[tuple[int, str], ...]
    """Each word that can be negated, and where it stands."""


@cache
def _negators() -> Lexicon:
    return Lexicon((heading, phrase) for heading, line in sections_of("negators.txt") for phrase in _split(line))


@cache
def _oppositions() -> Lexicon:
    listed = []
    for number, line in enumerate(lines_of("opposites.txt")):
        _, one, other = line.split("|")
        listed += [(f"{number}+", phrase) for phrase in _split(one)]
        listed += [(f"{number}-", phrase) for phrase in _split(other)]
    return Lexicon(listed)


def _split(listed: str) -> list[str]:
    return [phrase.strip() for phrase in listed.split(";") if phrase.strip()]


def polarity_of(words: Words, *, is_unmarked: bool) -> Polarity:
    """Return what a text negates."""
    signs = [_read(sign, words) for sign in _negators().find(words, is_unmarked=False) if _is_sign(sign, words)]
    oppositions = list(_oppositions().find(words, is_unmarked=is_unmarked))
    inside = {at for sign in signs for at in range(sign.begin, sign.end)}
    content = [(at, key) for at, key in _content(words) if at not in inside]
    touched = {at for sign in signs for at in _touched(sign, words)}
    sides, near = _sides(words, signs, oppositions, touched)
    return Polarity(
        negated=_negated(words, signs, oppositions, content),
        content={key: at for at, key in reversed(content)},
        touched=frozenset(key for at, key in content if at in touched),
        sides=sides,
        near=near,
        signs=tuple(signs),
        oppositions=tuple(oppositions),
        spoken=tuple(content),
    )


def _touched(sign: Phrase, words: Words) -> range:
    before = _BEHIND_HAN if is_han(words.lower[sign.begin]) else _BEHIND
    return range(sign.begin - before, sign.end + _BEFORE)


def _negated(
    words: Words, signs: Sequence[Phrase], oppositions: Sequence[Phrase], content: Content
) -> dict[str, Negated]:
    """Return the words right behind negators, those that two negators turn back left out."""
    opposed = {at for phrase in oppositions for at in range(phrase.begin, phrase.end)}
    negated = _prefixed(words)
    for sign in signs:
        others = sum(sign.begin - 3 <= other.begin < sign.begin and other.name != "advice" for other in signs)
        if sign.name == "advice" or others % 2:
            continue
        behind = [(at, key) for at, key in content if at >= sign.end][:_DIRECT]
        for distance, (at, key) in enumerate(behind):
            is_apart = any(sign.end <= stop <= at for stop in words.breaks)
            if at - sign.end > _BEFORE or is_apart or (at in opposed and sign.name == "not"):
                break
            negated.setdefault(key, Negated(sign=sign.text, at=at, distance=distance))
    return negated


def _prefixed(words: Words) -> dict[str, Negated]:
    """Return the words that a prefix negates: unstable."""
    negated: dict[str, Negated] = {}
    for at, word in enumerate(words.lower):
        prefix = next((prefix for prefix in PREFIXES if word.startswith(prefix)), None)
        bare = word.removeprefix(prefix) if prefix else ""
        if prefix and len(bare) >= _LEAST_PREFIXED and rarity_of(bare) < RARE:
            negated.setdefault(stem(bare), Negated(sign=prefix, at=at, distance=0))
    return negated


def _sides(
    words: Words, signs: Sequence[Phrase], oppositions: Sequence[Phrase], touched: set[int]
) -> tuple[dict[str, Side], dict[str, frozenset[str]]]:
    """Return which sides a text takes, and the words beside each."""
    sides: dict[str, Side] = {}
    near: dict[str, frozenset[str]] = {}
    for phrase in oppositions:
        is_turned = sum(_turns(sign, phrase, words) for sign in signs) % 2 == 1
        before = words.plain[max(phrase.begin - _NEAR_SIDE, 0) : phrase.begin]
        beside = frozenset((*before, *words.plain[phrase.end : phrase.end + _NEAR_SIDE]))
        for name in phrase.names:
            side = name[:-1] + ("-" if (name[-1] == "+") == is_turned else "+")
            sides.setdefault(side, Side(phrase=phrase, is_turned=is_turned, is_touched=phrase.begin in touched))
            near[side] = near.get(side, frozenset()) | beside
    return sides, near


def _turns(sign: Phrase, phrase: Phrase, words: Words) -> bool:
    """Say whether a negator stands right before a phrase, or is its subject: "not safe", "No kids are allowed"."""
    if sign.text.lower() in _SUBJECTS and sign.end <= phrase.begin <= sign.end + _SUBJECT_REACH:
        return not words.breaks.intersection(range(sign.end, phrase.begin + 1))
    if sign.name == "advice" or not sign.begin < phrase.begin <= sign.end + 1:
        return False
    if words.breaks.intersection(range(sign.end, phrase.begin + 1)):
        return False
    return all(word in words_listed("unnegated.txt") for word in words.plain[sign.end : phrase.begin])


def _read(sign: Phrase, words: Words) -> Phrase:
    """Return a sign as it is meant: "never" and "don't" advise at the beginning of a clause only."""
    if sign.name != "advice" or "not" not in sign.names:
        return sign
    before = words.lower[sign.begin - 1] if sign.begin else ""
    is_advice = sign.begin in words.breaks | {0} or before in _BEFORE_ADVICE or words.shown[sign.begin].isupper()
    return replace(sign, names=("advice" if is_advice else "not",))


def _is_sign(sign: Phrase, words: Words) -> bool:
    """Say whether a phrase negates here: "ban" in English only, "k" not in 500k."""
    text = sign.text.lower()
    if sign.name == "none" or (text in _ENGLISH and not _is_english(words)) or is_asked(sign, words):
        return False
    return not (text == "k" and sign.begin and words.lower[sign.begin - 1][0].isdigit())


def _is_english(words: Words) -> bool:
    """Say whether a text has English words that are no Vietnamese ones without their marks."""
    if _ENGLISH_WORDS & set(words.lower):
        return True
    foreign = sum(word.isascii() and word.isalpha() and not _SYLLABLE.fullmatch(word) for word in words.lower)
    return foreign > _MAX_FOREIGN * len(words.lower)


def _content(words: Words) -> Iterator[tuple[int, str]]:
    """Yield words that can be negated; Han characters in pairs, as a single one says little."""
    light = words_listed("unnegated.txt")
    for at, word in enumerate(words.plain):
        if is_han(word):
            if at + 1 < len(words.plain) and is_han(words.plain[at + 1]):
                yield at, word + words.plain[at + 1]
        elif word not in light:
            yield at, stem(word)
