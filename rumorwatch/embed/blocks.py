"""Blocks of lexical features: which features a text has, and in which column each is counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from rumorwatch.embed.letters import Letters, hash_grams, hash_marked_words, hash_words, read_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.embed.letters import Hashes, RowNumbers

BLOCK_BITS = 20
"""Columns of one block: 14,231 claims have 200,000 different 4-letter stretches, so one in ten shares its column."""
CHUNK_LETTERS = 100_000
"""Letters counted at once: 30 MB of work arrays at most, whatever the batch."""
MAX_LETTERS = 20_000
"""Letters of one text that count; longer texts are matched by windows, never whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One kind of feature."""

    name: str
    find: Callable[[Letters], tuple[RowNumbers, Hashes]]
    accented: bool = False
    """Whether it reads the accented view (in lower case) instead of the folded one."""
    weight: float
    """Share of the block in a cosine, before blocks that a text has nothing of are left out."""
    idf_power: float
    max_share: float
    """Features in a larger share of texts count for nothing: they are most of the work and tell nothing (CheckThat
    train: stretches stopped at .15 instead of .2 cost no MAP@5 and take a seventh less time)."""


BLOCKS = (
    Block(name="words", find=hash_words, weight=0.2, idf_power=0.75, max_share=0.05),
    Block(name="marked", find=hash_marked_words, accented=True, weight=0.1, idf_power=0.75, max_share=0.05),
    Block(name="stretches", find=partial(hash_grams, size=4), weight=0.7, idf_power=0.6, max_share=0.15),
)
"""Stretches without the spaces between words were tried and left out: normalizing takes joined and spaced words apart,
and of 27 rewrites none was found less often without them."""


def count_features(texts: Sequence[SpellingViews], *, blocks: Sequence[Block]) -> sparse.csr_matrix:
    """Return how often each text has each feature.

    Args:
        texts: any number of texts; an empty one gives an empty row.
        blocks: a block's number is the upper bits of its columns.

    Returns:
        (len(texts), len(blocks) << BLOCK_BITS) float32, columns ascending in each row.
    """
    parts = [_count_chunk(chunk, blocks) for chunk in _chunks(texts)]
    width = len(blocks) << BLOCK_BITS
    if not parts:
        return sparse.csr_matrix((0, width), dtype=np.float32)
    return sparse.vstack(parts, format="csr") if len(parts) > 1 else parts[0]


def _count_chunk(texts: Sequence[SpellingViews], blocks: Sequence[Block]) -> sparse.csr_matrix:
    folded = read_letters([text.folded[:MAX_LETTERS] for text in texts])
    accented = read_letters([text.accented[:MAX_LETTERS].lower() for text in texts])
    bits = (len(blocks) - 1).bit_length() + BLOCK_BITS
    keys = []
    for number, block in enumerate(blocks):
        rows, hashes = block.find(accented if block.accented else folded)
        columns = (_mix(hashes) >> np.uint64(64 - BLOCK_BITS)) | np.uint64(number << BLOCK_BITS)
        keys.append(rows.astype(np.uint64) << np.uint64(bits) | columns)
    # One sort of row and column together is several times faster than sorting each row of a matrix.
    ordered = np.sort(np.concatenate(keys))
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    counts = np.diff(begins, append=len(ordered)).astype(np.float32)
    found = ordered[begins]
    columns = (found & np.uint64((1 << bits) - 1)).astype(np.int32)
    ends = np.searchsorted(found, np.arange(1, len(texts) + 1, dtype=np.uint64) << np.uint64(bits))
    shape = (len(texts), len(blocks) << BLOCK_BITS)
    return sparse.csr_matrix((counts, columns, np.append(0, ends).astype(np.int32)), shape=shape)


def _chunks(texts: Sequence[SpellingViews]) -> Iterator[Sequence[SpellingViews]]:
    begin = letters = 0
    for end, text in enumerate(texts, start=1):
        letters += min(len(text.folded), MAX_LETTERS)
        if letters >= CHUNK_LETTERS or end == len(texts):
            yield texts[begin:end]
            begin, letters = end, 0


def _mix(hashes: Hashes) -> Hashes:
    """Spread differences to the upper bits (the finalizer of splitmix64, Steele et al. 2014)."""
    mixed = (hashes ^ hashes >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return mixed ^ mixed >> np.uint64(31)
