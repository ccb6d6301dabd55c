"""Duplicates: which texts say the same in the same words.

Observation: copies differ by a greeting, a link, emoji or a few words. Theory: two texts with most word pairs in
common are copies. Known exceptions, kept apart: another number, or a negation more or less, makes another message;
texts under 8 words share their words by chance and are only compared whole.

The exact Jaccard similarity of the pairs of words decides. Candidates are found exactly too: a text that is to share
a part of another's pairs shares several of its rarest ones (prefix filtering, Chaudhuri et al. 2006).
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from rumorwatch.normalize.chinese import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(f"[{HAN}]|[^\\s{HAN}]+")
_NEGATION_WORDS = "khong chua chang dung not no never cannot dont isnt wasnt arent 不 没 无 未 别"
_NEGATIONS = frozenset(_NEGATION_WORDS.split())
_NUMBER = re.compile(r"\d")
_ROUNDING = 1e-9
"""Floats: 0.55 x 20 pairs is 11 and must not become 12."""
_SEVERAL = 5
"""Rare pairs that a candidate has to share. At 1, 10,000 texts of 26 words, which share much by chance, take 107 s, and
at 5 they take 9 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """When two texts count as duplicates."""

    min_jaccard: float = 0.55
    """Share of common word pairs.

    0.5, 0.55 and 0.6 find 0.997, 0.983 and 0.957 of 5,000 rewrites of invented posts, made as in
    tests/normalize/test_duplicates.py, all at precision 1; at 0.5 real headlines of one event begin to merge.
    """
    min_words: float = 8.0
    """Shorter texts are only exact duplicates; a Han character counts half a word (domain.md, Matching)."""


_LIKENESS = Likeness()


@dataclass(slots=True, kw_only=True, eq=False)
class _Text:
    """One wording, wherever it stands."""

    places: list[int]
    """Where it stands, ascending; never empty."""
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Of words next to each other; none of a short text, which is only compared whole."""
    guarded: tuple[str, ...] = ()
    """Numbers and negations, sorted."""
    original: _Text | None = None
    """The earlier text it duplicates; None: it is an original itself."""
    copies: dict[_Text, None] = field(default_factory=dict)
    """Other texts that duplicate it."""

    @property
    def place(self) -> int:
        """Where it stood first."""
        return self.places[0]


@dataclass(slots=True, kw_only=True)
class Duplicates:
    """Texts in the order in which they came, and which of them duplicate an earlier one; the oldest can be let go.

    A text is compared with texts that duplicate nothing before them, so what it duplicates is always such a text, and
    does not depend on what comes later. Empty texts duplicate nothing.
    """

    likeness: Likeness = _LIKENESS
    _texts: dict[str, _Text] = field(default_factory=dict)
    _words: dict[int, str] = field(default_factory=dict)
    """Texts by place, in the order in which they came."""
    _originals: dict[tuple[str, ...], dict[tuple[str, str], list[_Text]]] = field(default_factory=dict)
    """Long texts that duplicate nothing, by their numbers and negations, then by each pair of words."""

    def add(self, place: int, text: str) -> int:
        """Take one text more and return the place of the first text it duplicates, or its own.

        Args:
            place: Greater than all before.
            text: Folded.
        """
        if not text:
            return place
        self._words[place] = text
        known = self._texts.get(text)
        if known is None:
            known = self._texts[text] = self._read(place, text)
            self._compare(known)
        else:
            known.places.append(place)
        return (known.original or known).place

    def first(self, place: int) -> int:
        """Return the place of the first text that the one at this place duplicates, or its own."""
        text = self._words.get(place)
        if text is None:
            return place
        known = self._texts[text]
        return (known.original or known).place

    def forget(self, place: int) -> Sequence[int]:
        """Let the oldest text go and return the other places where one may have become, or ceased to be, an original.

        In constant time, unless other texts duplicate it without being equal: those are then compared anew.
        """
        text = self._words.pop(place, None)
        if text is None:
            return ()
        known = self._texts[text]  # the oldest of all, so it duplicates nothing
        known.places.pop(0)
        if known.places and not known.copies:
            return tuple(known.places[:1])
        self._index(known, remove=True)
        left = [*known.copies, known] if known.places else [*known.copies]
        known.copies.clear()
        if not known.places:
            del self._texts[text]
        return self._settle(left)

    def _settle(self, left: Iterable[_Text]) -> Sequence[int]:
        """Say anew what texts duplicate whose original is no more, and return where originals came or went.

        In the order of their places: what an earlier one becomes decides about those after it.
        """
        changed: list[int] = []
        waiting: list[tuple[int, _Text]] = []
        self._wait(left, waiting)
        while waiting:
            place, text = heapq.heappop(waiting)
            self._compare(text)
            if text.original is not None:
                continue
            changed.append(place)
            for other in self._later_alike(text):
                if other.original is None:  # it duplicates this one now, and what duplicated it is to be compared
                    changed.append(other.place)
                    self._index(other, remove=True)
                    self._wait(other.copies, waiting)
                    other.copies.clear()
                else:
                    del other.original.copies[other]
                other.original = text
                text.copies[other] = None
        return sorted(changed)

    def _wait(self, left: Iterable[_Text], waiting: list[tuple[int, _Text]]) -> None:
        for text in left:
            text.original = None
            heapq.heappush(waiting, (text.place, text))

    def _later_alike(self, text: _Text) -> Iterator[_Text]:
        """Yield what comes after a new original and duplicates it: originals, then copies of later originals."""
        yield from [one for one in self._candidates(text) if one.place > text.place and self._alike(text, one)]
        for one in self._texts.values():
            is_later = one.original is not None and one.original.place > text.place
            if is_later and one.guarded == text.guarded and self._alike(text, one):
                yield one

    def _read(self, place: int, text: str) -> _Text:
        words = _WORD.findall(text)
        length = sum(0.5 if ord(word[0]) > ord("⺀") else 1.0 for word in words)
        if length < self.likeness.min_words:
            return _Text(places=[place])
        guarded = sorted(word for word in words if _NUMBER.search(word) or word in _NEGATIONS)
        return _Text(places=[place], pairs=frozenset(pairwise(words)), guarded=tuple(guarded))

    def _compare(self, text: _Text) -> None:
        """Say what a text duplicates of those before it."""
        before = (one for one in self._candidates(text) if one.place < text.place)
        text.original = next((one for one in before if self._alike(text, one)), None)
        if text.original is not None:
            text.original.copies[text] = None
        else:
            self._index(text)

    def _candidates(self, text: _Text) -> Iterable[_Text]:
        """Return the originals that may be alike, the earliest first."""
        index = self._originals.get(text.guarded)
        if not index or not text.pairs:
            return ()
        common = max(1, math.ceil(self.likeness.min_jaccard * len(text.pairs) - _ROUNDING))
        several = min(common, _SEVERAL)
        rare = sorted((index.get(pair, ()) for pair in text.pairs), key=len)[: len(text.pairs) - common + several]
        shared = Counter(chain.from_iterable(rare))
        return sorted((one for one, times in shared.items() if times >= several), key=lambda one: one.place)

    def _alike(self, text: _Text, other: _Text) -> bool:
        common = len(text.pairs & other.pairs)
        return common >= self.likeness.min_jaccard * (len(text.pairs) + len(other.pairs) - common)

    def _index(self, text: _Text, *, remove: bool = False) -> None:
        index = self._originals.setdefault(text.guarded, {}) if text.pairs else {}
        for pair in text.pairs:
            having = index.setdefault(pair, [])
            if not remove:
                having.append(text)
                continue
            having.remove(text)
            if not having:
                del index[pair]


def first_alike(texts: Sequence[str], *, likeness: Likeness = _LIKENESS) -> list[int]:
    """Return for each folded text the index of the first text it duplicates, or its own."""
    duplicates = Duplicates(likeness=likeness)
    return [duplicates.add(place, text) for place, text in enumerate(texts)]
