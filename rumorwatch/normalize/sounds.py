"""Sounds: Vietnamese spelled by ear (fải, wá, thjk), put back into its spelling.

Each rule offers other onsets, vowels or ends; what comes out must be a syllable, and the commonest one is taken.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rumorwatch.normalize.segment import weight
from rumorwatch.normalize.vietnamese import unmarked

_HEARD = """
ngh:ng ng:ngh gh:g gi:d dz:d,v,gi ck:ch kk:kh kw:qu
qw:qu wh:qu k:kh,c c:k f:ph w:qu,v z:v,d,gi j:gi
q:qu g:gh,gi p:b
"""
_ONSETS = [(heard, meant.split(",")) for heard, meant in (pair.split(":") for pair in _HEARD.split())]
"""Onsets as heard and what they may stand for."""
_CODAS = (
    ("nk", ("nh",)),
    ("ck", ("ch",)),
    ("nq", ("ng",)),
    ("g", ("ng",)),
    ("k", ("ch", "c")),
    ("q", ("c", "ng")),
    ("h", ("nh",)),
)
_VOWELS = (
    (re.compile(r"(?<=[^\Waeiou])j(?=.*)|j$"), "i"),
    (re.compile(r"y(?=[^\Waeiouy])|(?<=[^\Wqu])y$"), "i"),
    (re.compile(r"i$"), "y"),
)
_LONGEST = 8


def _onsets(word: str) -> list[str]:
    spelled = [word]
    for heard, meant in _ONSETS:
        if word.startswith(heard):
            spelled += [onset + word[len(heard) :] for onset in meant]
    return spelled


def _codas(word: str) -> list[str]:
    spelled = [word]
    for heard, meant in _CODAS:
        if word.endswith(heard):
            spelled += [word[: -len(heard)] + coda for coda in meant]
    return spelled


def _vowels(word: str) -> list[str]:
    return [word, *(pattern.sub(letter, word) for pattern, letter in _VOWELS if pattern.search(word, 1))]


@lru_cache(maxsize=50_000)
def respelled(word: str) -> str | None:
    """Return the commonest syllable that sounds like a lower-case word, or None; the word itself is not offered."""
    if len(word) > _LONGEST:
        return None
    spelled = {coda for onset in _onsets(word) for vowel in _vowels(onset) for coda in _codas(vowel)} - {word}
    found = [(bits, syllable) for syllable in spelled for bits in _weighed(syllable)]
    return max(found)[1] if found else None


def _weighed(syllable: str) -> list[float]:
    """Return the syllable's weight; a marked one may lack some of its marks and then weighs as folded."""
    bits = weight(syllable, folded=syllable.isascii())
    if bits is None and not syllable.isascii():
        bits = weight(unmarked(syllable), folded=True)
    return [] if bits is None else [bits]
