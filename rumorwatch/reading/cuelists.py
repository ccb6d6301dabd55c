"""Lists of cue words, a list a kind: where they begin in a text, and how many of each kind there are."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_HAN_BEGINS = "\u2e80"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CueLists:
    """Cues of some kinds; one may be of several."""

    kinds: Mapping[str, tuple[int, ...]]
    """Places of the lists that hold a cue, which is written as its words with spaces between them."""
    longest: Mapping[str, int]
    """How many words the longest cue has that begins with a word."""
    size: int
    """How many lists there are."""

    @classmethod
    def of(cls, lists: Iterable[str]) -> CueLists:
        """Return lists that are written as words of the folded view, with ``;`` between the cues."""
        kinds: dict[str, tuple[int, ...]] = {}
        size = 0
        for kind, listed in enumerate(lists):
            size += 1
            for cue in dict.fromkeys(" ".join(one.split()) for one in listed.split(";")):
                words = " ".join(cue.lower()) if cue[0] >= _HAN_BEGINS else cue
                kinds[words] = (*kinds.get(words, ()), kind)
        longest: dict[str, int] = {}
        for cue in kinds:
            first, *more = cue.split()
            longest[first] = max(longest.get(first, 0), 1 + len(more))
        return cls(kinds=MappingProxyType(kinds), longest=MappingProxyType(longest), size=size)

    def find(self, words: Sequence[str]) -> list[tuple[int, str]]:
        """Return where in the words of a folded view cues begin, and which."""
        found = []
        for at, word in enumerate(words):
            longest = self.longest.get(word, 0)
            phrase = ""
            for other in words[at : at + longest]:
                phrase = f"{phrase} {other}" if phrase else other
                if phrase in self.kinds:
                    found.append((at, phrase))
        return found

    def count(self, cues: Iterable[tuple[int, str]], *, first: int = 0, last: int = 0) -> list[tuple[int, int, int]]:
        """Return how many cues of each kind there are: in all, beginning before word ``first``, from ``last`` on.

        Args:
            cues: As found, in their order; cues of a kind that begin at one word count once.
            first: A place among the words.
            last: Another one.
        """
        every, early, late = ([0] * self.size for _ in range(3))
        latest = [-1] * self.size
        for at, cue in cues:
            for kind in self.kinds[cue]:
                if latest[kind] != at:
                    latest[kind] = at
                    every[kind] += 1
                    early[kind] += at < first
                    late[kind] += at >= last
        return list(zip(every, early, late, strict=True))
