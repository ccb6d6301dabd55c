"""Lexicons: phrases of three languages found in a text, the longest at each place."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

from rumorwatch.match.guards.tokens import TOKEN, split
from rumorwatch.reading.words import is_han, without_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rumorwatch.match.guards.spans import Reading

Told = TypeVar("Told")
CAPITALIZED = "^"
"""Before a phrase: met only as it is written, capitals and marks alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase of a lexicon in a text."""

    names: tuple[str, ...]
    """What the lexicon calls it; more than one where it means several things."""
    text: str
    """As the text writes it."""
    begin: int
    """Its first word."""
    end: int
    """The word behind it."""

    @property
    def name(self) -> str:
        """Its first name."""
        return self.names[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a text as lexicons are looked up in them; a Han character is a word, and simplified."""

    shown: tuple[str, ...]
    """As written, Han simplified."""
    lower: tuple[str, ...]
    plain: tuple[str, ...]
    """In lower case, and without marks where they are to tell nothing: what words are compared by."""
    begins: tuple[int, ...]
    """The letter of the accented view that each word begins with."""
    breaks: frozenset[int]
    """Words that a clause begins with."""
    text: str
    """The accented view, Han simplified."""

    def at(self, letters: Iterable[tuple[int, int]]) -> set[int]:
        """Return the words that begin within stretches of letters."""
        stretches = list(letters)
        return {at for at, begin in enumerate(self.begins) if any(low <= begin < high for low, high in stretches)}

    def stretch(self, begin: int, end: int) -> tuple[int, int]:
        """Return the words of a stretch of letters: the first, and the one behind the last."""
        return bisect_left(self.begins, begin), max(bisect_left(self.begins, end), bisect_left(self.begins, begin) + 1)

    def shown_at(self, begin: int, end: int) -> str:
        """Return a stretch of letters as it is written."""
        return self.text[begin:end]


_FIRST_HAN = "\u3400"
_CLAUSE_ENDS = frozenset('.,;:!?…()[]"“”\n。;!?、|/-–—')


def words_in(reading: Reading, *, is_plain: bool) -> Words:
    """Return the words of a text.

    Args:
        reading: The text.
        is_plain: Whether it is compared with a text that may lack marks, so that marks tell words not apart.
    """
    simplified = _simplified(reading)
    shown, begins, breaks = [], [], set()
    for match in TOKEN.finditer(reading.shown):
        if match[0][0].isalnum():
            shown.append(simplified.get(match.start(), match[0]))
            begins.append(match.start())
        elif match[0] in _CLAUSE_ENDS:
            breaks.add(len(shown))
    lower = tuple(word.lower().replace("’", "'").removesuffix("'s") for word in shown)
    return Words(
        shown=tuple(shown),
        lower=lower,
        plain=tuple(map(without_marks, lower)) if is_plain else lower,
        begins=tuple(begins),
        breaks=frozenset(breaks),
        text="".join(simplified.get(at, letter) for at, letter in enumerate(reading.shown))
        if simplified
        else reading.shown,
    )


def neighbor(words: Words, at: int, begin: int) -> str:
    """Return the word at a place; empty outside the text, and where a clause begins at the other place."""
    return words.plain[at] if 0 <= at < len(words.plain) and begin not in words.breaks else ""


def _simplified(reading: Reading) -> dict[int, str]:
    """Return the simplified form of each Han letter, which the folded view has in the same order."""
    if max(reading.shown, default="") < _FIRST_HAN:
        return {}
    places = [at for at, letter in enumerate(reading.shown) if is_han(letter)]
    if not places:
        return {}
    letters = [letter for letter in reading.folded if is_han(letter)]
    return dict(zip(places, letters, strict=True)) if len(letters) == len(places) else {}


class Index(Generic[Told]):
    """Rows of words with what they mean, the longest first."""

    def __init__(self) -> None:
        """Begin without any."""
        self._told: dict[tuple[str, ...], Told] = {}
        self.firsts: dict[str, list[int]] = {}
        """The words that rows begin with, and how long those are."""
        self._seconds: dict[str, set[str]] = {}

    def get(self, key: tuple[str, ...]) -> Told | None:
        """Return what a row of words means."""
        return self._told.get(key)

    def add(self, key: tuple[str, ...], told: Told) -> None:
        """Take a row of words with what it means; what it meant before is forgotten."""
        self._told[key] = told
        if len(key) > 1:
            self._seconds.setdefault(key[0], set()).add(key[1])
        lengths = self.firsts.setdefault(key[0], [])
        if len(key) not in lengths:
            lengths.append(len(key))
            lengths.sort(reverse=True)

    def at(self, words: Sequence[str], begin: int) -> Iterator[tuple[Told, int]]:
        """Yield what the rows that begin at a word mean, each with the word behind it, the longest first."""
        first = words[begin]
        lengths = self.firsts.get(first)
        if lengths is None:
            return
        left = len(words) - begin
        is_longer = left > 1 and words[begin + 1] in self._seconds.get(first, ())
        for length in lengths if is_longer else lengths[-1:]:
            if length <= left and (is_longer or length == 1):
                told = self._told.get(tuple(words[begin : begin + length]))
                if told is not None:
                    yield told, begin + length


class Lexicon:
    """Phrases with names; immutable after it was made."""

    def __init__(self, phrases: Iterable[tuple[str, str]], *, is_cased: bool = False) -> None:
        """Take (name, phrase) pairs; a phrase may have several names.

        Args:
            phrases: Names and phrases.
            is_cased: Whether a phrase has to be capitalized as listed or not at all: "Sở Y tế Nam Định" is not about
                Tế Nam.
        """
        self._is_cased = is_cased
        self._cases: dict[tuple[str, ...], tuple[bool, ...]] = {}
        self._exact, self._marked, self._plain = (Index[tuple[str, ...]]() for _ in range(3))
        for name, phrase in phrases:
            words = tuple(token for token in split(phrase.lstrip(CAPITALIZED)) if token[0].isalnum())
            if words and phrase.startswith(CAPITALIZED):
                _add(self._exact, words, name)
            elif words:
                self._take(name, words)

    def _take(self, name: str, words: tuple[str, ...]) -> None:
        lower = tuple(word.lower().replace("’", "'") for word in words)
        _add(self._marked, lower, name)
        plain = lower if all(map(str.isascii, lower)) else tuple(map(without_marks, lower))
        if plain != lower:
            _add(self._plain, plain, name)
        if self._is_cased:
            case = tuple(word[0].isupper() for word in words)
            for spelling in {lower, plain}:
                self._cases.setdefault(spelling, case)

    def names_of(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return what a phrase in lower case is called."""
        return self._marked.get(words) or ()

    def find(self, words: Words, *, is_unmarked: bool) -> Iterator[Phrase]:
        """Yield the phrases of a text from left to right, the longest at each place, none within another.

        Args:
            words: The text.
            is_unmarked: Whether it is written without diacritics, so that marks tell phrases not apart.
        """
        behind = 0
        for at in self._starts(words, is_unmarked=is_unmarked):
            found = self._at(words, at, is_unmarked=is_unmarked) if at >= behind else None
            if found is not None:
                names, behind = found
                yield Phrase(names=names, text=_joined(words.shown[at:behind]), begin=at, end=behind)

    def _starts(self, words: Words, *, is_unmarked: bool) -> list[int]:
        """Return the words that some phrase begins with."""
        exact, marked, plain = (index.firsts for index in (self._exact, self._marked, self._plain))
        if not exact and not is_unmarked:
            return [at for at, lower in enumerate(words.lower) if lower in marked]
        rows = zip(words.shown, words.lower, words.plain, strict=True)
        return [
            at
            for at, (shown, lower, bare) in enumerate(rows)
            if lower in marked or shown in exact or (is_unmarked and bare in plain)
        ]

    def _at(self, words: Words, at: int, *, is_unmarked: bool) -> tuple[tuple[str, ...], int] | None:
        """Return the names of the longest phrase that begins at a word, and the word behind it."""
        rows = [(self._exact, words.shown), (self._marked, words.lower)]
        if is_unmarked:
            rows.append((self._plain, words.plain))
        best: tuple[tuple[str, ...], int] | None = None
        for index, texts in rows:
            if texts[at] in index.firsts:
                for found in index.at(texts, at):
                    if best is not None and found[1] <= best[1]:
                        break
                    if not self._is_cased or self._fits(words, at, found[1]):
                        best = found
                        break
        return best

    def _fits(self, words: Words, at: int, end: int) -> bool:
        cases = self._cases.get(words.lower[at:end]) or self._cases.get(words.plain[at:end])
        shown = [word[0].isupper() for word in words.shown[at:end]]
        return (
            cases is None or not any(shown) or all(now or not listed for now, listed in zip(shown, cases, strict=True))
        )


def _joined(words: Sequence[str]) -> str:
    """Return words as a text, Han characters without blanks between them."""
    text = words[0]
    for before, word in pairwise(words):
        text += word if is_han(before) and is_han(word) else f" {word}"
    return text


def _add(phrases: Index[tuple[str, ...]], words: tuple[str, ...], name: str) -> None:
    names = phrases.get(words) or ()
    if name not in names:
        phrases.add(words, (*names, name))
