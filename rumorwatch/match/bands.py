"""Bands: by which constants a pair of texts is judged, for cosines mean something else in every language and length."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.posts import Language
from rumorwatch.reading.words import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.match.candidates import Candidates
    from rumorwatch.match.references import Reference

LONG_WORDS = 20
"""A post of as many words is long, as in 63 % of the right English dev pairs (domain.md: thresholds by length)."""
ACROSS = "across"
"""The language pair of a post and a claim in different languages: vi-en, zh-en and zh-vi together, either way."""
KNOWN_REFERENCES = 60_000
"""References whose languages are held, those last needed: 6 MB. Of others the language is told again."""


def pair_of(post: Language, claim: Language) -> str:
    """Return the language pair; a text of which it is not known is taken for the other's."""
    if post is claim or claim is Language.UND:
        return post.value
    return claim.value if post is Language.UND else ACROSS


def band_of(pair: str, words: float) -> str:
    """Return what thresholds are called in the manifest."""
    return f"{pair}, {'long' if words >= LONG_WORDS else 'short'}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bands:
    """Language pairs and lengths of candidates; rows are posts."""

    pairs: NDArray[np.object_]
    """(n, k) language pairs."""
    words: NDArray[np.float64]
    """(n, k) words of the part of the post that is most like the candidate."""

    @property
    def names(self) -> NDArray[np.object_]:
        """(n, k) bands."""
        rows = zip(self.pairs.ravel().tolist(), self.words.ravel().tolist(), strict=True)
        return np.array([band_of(pair, words) for pair, words in rows], object).reshape(self.pairs.shape)


@dataclass(frozen=True, kw_only=True, eq=False)
class Banding:
    """Says the bands of candidates among some references."""

    references: Sequence[Reference]
    language: Callable[[SpellingViews], Language]
    """Says a text's; cheap."""

    def bands(self, texts: Sequence[SpellingViews], found: Candidates) -> Bands:
        """Return the bands of what was found for some of the texts."""
        own = [self.language(text) for text in texts]
        words = np.array([count_words(text.accented) for text in texts], float)
        pairs = [
            pair_of(own[text], self._language_of(reference))
            for text, reference in zip(found.texts.ravel().tolist(), found.references.ravel().tolist(), strict=True)
        ]
        shape = found.references.shape
        return Bands(pairs=np.array(pairs, object).reshape(shape), words=words[found.texts].reshape(shape))

    def _language_of(self, at: int) -> Language:
        known = self._known
        if at in known:
            known.move_to_end(at)
            return known[at]
        known[at] = language = self.language(self.references[at].whole)
        if len(known) > KNOWN_REFERENCES:
            known.popitem(last=False)
        return language

    @cached_property
    def _known(self) -> OrderedDict[int, Language]:
        """Of references, the last needed last."""
        return OrderedDict()
