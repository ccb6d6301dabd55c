"""Texts to numbers of word pieces, by the tokenizer.json of a shipped model."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MAX_THREADS = 4
"""Threads of one encoder at most: beside the database and the feeds, and more help little with short texts."""
_ENDS = frozenset(".!?…。！？;；")
"""Letters that end a sentence, or a part of one that can stand alone."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordPieces:
    """A tokenizer."""

    tokenizer: Any

    @classmethod
    def read(cls, path: Path) -> WordPieces:
        """Return the tokenizer in a tokenizer.json; whatever of cutting and padding it asks for is switched off.

        Raises:
            Exception: The library raises bare ones when the file cannot be used.
        """
        return cls(tokenizer=_parsed(path.read_text("utf-8")))

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the pieces of each text, without special ones."""
        found = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [encoding.ids for encoding in found]

    def windows(self, text: str, *, longest: int) -> Iterator[list[int]]:
        """Yield the pieces of a text in runs of at most ``longest``, cut between sentences where it can be."""
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        ids, spans = encoding.ids, encoding.offsets
        begin = end = 0
        for place, (_, stop) in enumerate(spans):
            following = spans[place + 1][0] if place + 1 < len(spans) else len(text)
            if place + 1 - begin > longest:
                cut = end if end > begin else place
                yield ids[begin:cut]
                begin = cut
            if text[stop - 1] in _ENDS or "\n" in text[stop:following]:
                end = place + 1
        if begin < len(ids):
            yield ids[begin:]

    def special(self, name: str) -> int:
        """Return the number of a special piece.

        Raises:
            KeyError: There is none of this name.
        """
        number = self.tokenizer.token_to_id(name)
        if number is None:
            raise KeyError(name)
        return int(number)


@lru_cache(maxsize=2)
def _parsed(content: str) -> Any:  # noqa: ANN401 - the library is imported late
    """Return the tokenizer of a tokenizer.json; the shipped encoders have the same one, and parsing it takes 0.2 s."""
    # Read when the library first works in parallel. Said outright, so that it never warns of a later fork.
    os.environ.setdefault("RAYON_NUM_THREADS", str(threads()))
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(content)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def threads() -> int:
    """Return how many threads an encoder may use: those of the processors this process may run on, 4 at most."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, MAX_THREADS))
