"""Name-like stretches: what in a text may be a name, whether a lexicon knows it or not, and what it is the name of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rumorwatch.match.guards.headed import lone_heads
from rumorwatch.match.guards.lists import words_listed
from rumorwatch.match.guards.namelike_han import han_names
from rumorwatch.match.guards.rarity import RARE, rarity_of
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rumorwatch.match.guards.headed import Headed
    from rumorwatch.match.guards.lexicon import Phrase, Words
    from rumorwatch.match.guards.pieces import Piece

UNHEARD = 0.9
"""Rarity of a word that was never counted."""
LEAST_RARE = 5
"""Letters of a rare word that may be a name in small letters; shorter ones are slang."""
SHOUTED = 0.6
"""Share of capitalized words from which capitals say nothing."""
LONGEST_SHORT = 5
"""Letters of an abbreviation at most; a longer word in capitals is shouted."""
MAX_STRETCHES = 12
"""Name-like stretches of a text that are looked at."""
_BEFORE_TITLE = 2
"""Letters of what a Chinese head has before it; a name behind a title has more."""
_INSIDE = frozenset(",，、-–—/ ")
"""Signs behind which a capital is not that of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name-like stretch of a text."""

    begin: int
    """Its first word."""
    end: int
    """The word behind it."""
    sort: str
    """Of what it is the name: person, place, body, firm, product, service, health; empty where nothing tells."""
    known: tuple[str, ...] = ()
    """What a lexicon calls it."""
    sureness: float = 1.0
    """1 where a capital, a lexicon or a title says that it is a name, 0 where only its letters do."""
    is_lower: bool = False
    """Whether it is a rare word in small letters."""
    is_tag: bool = False
    """Whether it is a hashtag or an account's."""


@cache
def _listed(heading: str) -> frozenset[str]:
    return words_listed("namelike.txt", heading)


def named_in(
    words: Words, pieces: Sequence[Piece], *, known: Sequence[tuple[str, Phrase]], heads: Sequence[Headed]
) -> tuple[Named, ...]:
    """Return the name-like stretches of a text from left to right, none within another.

    Args:
        words: The text.
        pieces: The text in pieces.
        known: Places and other names that a lexicon knows, each with what sort it is of.
        heads: Names beside words like chợ, Lake or 区.
    """
    found = [
        Named(begin=one.begin, end=one.end, sort=sort, known=one.names, is_tag=_is_tag(words, one.begin))
        for sort, one in known
        if sort not in {"day", "subject"}
    ]
    taken = {at for one in found for at in range(one.begin, one.end)}
    typed = (at for piece in pieces if piece.is_typed for at in range(piece.begin, piece.end))
    taken |= {at for at in typed if words.shown[at] != "一"}
    if any(map(is_han, words.shown)):
        for begin, end, sort, sureness in han_names(words, heads, taken=taken, titles=_titles(pieces, heads)):
            found.append(Named(begin=begin, end=end, sort=sort, sureness=sureness))
            taken.update(range(begin, end))
    sorts = _sorts_beside(pieces, heads)
    for begin, end in _capitals(words, taken):
        sort = next((sorts[at] for at in range(begin, end) if at in sorts), "") or _sort_before(words, begin)
        sureness = float(end - begin > 1 or not begins_sentence(words, begin))
        found.append(Named(begin=begin, end=end, sort=sort, sureness=sureness, is_tag=_is_tag(words, begin)))
        taken.update(range(begin, end))
    found += _rare(words, taken)
    return tuple(sorted(found, key=lambda one: one.begin)[:MAX_STRETCHES])


def _rare(words: Words, taken: set[int]) -> Iterator[Named]:
    """Yield rare words in small letters: a drug, a plant."""
    for at, word in enumerate(words.shown):
        is_small = at not in taken and len(word) >= LEAST_RARE and not word[0].isupper()
        if is_small and rarity_of(words.lower[at]) > UNHEARD:
            yield Named(begin=at, end=at + 1, sort="", sureness=0.0, is_lower=True, is_tag=_is_tag(words, at))


def _titles(pieces: Sequence[Piece], heads: Sequence[Headed]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the words that a title or a profession begins with, and those behind one."""
    people = [piece for piece in pieces if piece.sort in {"people", "care"}]
    titled = [head for head in heads if head.sort == "person"]
    begun = {piece.begin for piece in people} | {head.end for head in titled if len(head.name) == _BEFORE_TITLE}
    ended = {piece.end for piece in people} | {head.begin for head in titled if len(head.name) > _BEFORE_TITLE}
    return frozenset(begun), frozenset(ended)


def _sorts_beside(pieces: Sequence[Piece], heads: Sequence[Headed]) -> dict[int, str]:
    """Return of what sort the word at a place is by what stands beside it: a head, a profession, goods."""
    sorts = {}
    for before, piece in zip((None, *pieces), pieces, strict=False):
        if before is not None and before.sort in {"people", "care"} and before.end == piece.begin:
            sorts[piece.begin] = "person"
    for head in heads:
        sorts |= dict.fromkeys(range(head.begin, head.end), head.sort)
    return sorts


def _sort_before(words: Words, begin: int) -> str:
    """Return of what sort a name is by the word before it: in Dunmore, ở Ba Tơ."""
    before = words.lower[begin - 1] if begin and begin not in words.breaks else ""
    if before in _listed("place"):
        return "place"
    return "person" if before in _listed("person") else ""


def _capitals(words: Words, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield stretches of capitalized words that no lexicon knows.

    Of a sentence's first word the capital tells nothing: it counts where it is no usual word of a language. A text that
    is mostly in capitals has none.
    """
    cased = [word for word in words.shown if word[0].lower() != word[0].upper()]
    if sum(word[0].isupper() for word in cased) > SHOUTED * len(cased):
        return
    at, count = 0, len(words.shown)
    while at < count:
        end = at
        while end < count and end not in taken and _may_be_named(words, end) and (end == at or end not in words.breaks):
            end += 1
        stretch = _trimmed(words, at, end)
        if stretch[0] < stretch[1]:
            yield stretch
        at = max(end, at + 1)


def _trimmed(words: Words, begin: int, end: int) -> tuple[int, int]:
    """Return a stretch without a sentence's first word that is none of a name, and without heads around a name."""
    if begin < end and begins_sentence(words, begin):
        first = words.lower[begin]
        is_title = end - begin > 1 and first.endswith(tuple(_listed("agent")))
        if first in words_listed("light.txt") or is_title or not _is_rare_or_surname(first, end - begin):
            begin += 1
    while begin < end and _is_head(words.lower[begin]):
        begin += 1
    while begin < end and _is_head(words.lower[end - 1]):
        end -= 1
    return begin, end


def _is_head(word: str) -> bool:
    """Say whether a word is an English head; a Vietnamese one has no capital but as a part of a name: Ba Tháp."""
    return word.isascii() and word in lone_heads() and word not in _listed("surname")


def _is_rare_or_surname(word: str, length: int) -> bool:
    return rarity_of(word) > RARE or (length > 1 and word in _listed("surname"))


def _may_be_named(words: Words, at: int) -> bool:
    word = words.shown[at]
    if not word[0].isupper() or len(word) == 1:
        return False
    return not (word.isupper() and (len(word) > LONGEST_SHORT or 0 < rarity_of(words.lower[at]) <= RARE))


def begins_sentence(words: Words, at: int) -> bool:
    """Say whether a word is the first of a sentence; a comma begins none."""
    if at == 0:
        return True
    if at not in words.breaks:
        return False
    between = words.text[words.begins[at - 1] + len(words.shown[at - 1]) : words.begins[at]]
    return any(sign not in _INSIDE for sign in between)


def _is_tag(words: Words, at: int) -> bool:
    begin = words.begins[at]
    return begin > 0 and words.text[begin - 1] in "#@"
