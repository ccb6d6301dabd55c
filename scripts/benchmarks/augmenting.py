"""Many claims from few: words dropped, replaced, and names and numbers swapped between claims, by a seed."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEED = 7
LEAST_CHANGED, MOST_CHANGED = 0.2, 0.8
"""Share of a text's words that a copy changes, drawn evenly: from a near copy to hardly more than the subject."""
DROPPED = 0.25
"""Share of the changes that drop the word; the others put a word of another claim in its place."""
_NUMBER = re.compile(r"\d")
_NAME = re.compile(r"[A-ZĐ]\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Words to put in the place of others: each kind by its own."""

    numbers: Sequence[str]
    names: Sequence[str]
    others: Sequence[str]

    def like(self, word: str, chooser: random.Random) -> str:
        """Return a word of the same kind from some claim."""
        if _NUMBER.search(word):
            return chooser.choice(self.numbers)
        return chooser.choice(self.names if _NAME.match(word) else self.others)


def augmented(texts: Sequence[str], *, number: int) -> Iterator[tuple[int, str]]:
    """Yield ``number`` texts with the number of the one each was made from; the first are the texts themselves.

    A longer list begins with the shorter ones: the copies are drawn in their order.
    """
    chooser = random.Random(SEED)  # noqa: S311 - a reproducible draw, no secret
    split = [text.split() for text in texts]
    flat = [word for words in split for word in words]
    kinds = _Words(
        numbers=[word for word in flat if _NUMBER.search(word)] or ["7"],
        names=[word for words in split for word in words[1:] if _NAME.match(word)] or ["Anna"],
        others=[word for word in flat if not _NUMBER.search(word) and not _NAME.match(word)] or ["and"],
    )
    yield from list(enumerate(texts))[:number]
    for at in range(len(texts), number):
        source = at % len(texts)
        yield source, " ".join(_changed(split[source], kinds, chooser))


def _changed(words: Sequence[str], kinds: _Words, chooser: random.Random) -> Iterator[str]:
    share = chooser.uniform(LEAST_CHANGED, MOST_CHANGED)
    for word in words:
        if chooser.random() >= share:
            yield word
        elif chooser.random() >= DROPPED:
            yield kinds.like(word, chooser)
