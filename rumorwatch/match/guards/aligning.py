"""Aligning: what of a claim a post has, what it has of its own, and where."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from rumorwatch.match.guards.spelling import drawn_together, is_spelling
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from rumorwatch.match.guards.lexicon import Words
    from rumorwatch.match.guards.pieces import Piece

LONGEST_SYLLABLE = 7
"""Letters from which a word is not one Vietnamese syllable."""
WINDOW = 3
"""Pieces to either side of a stretch that say whether it stands where the other does."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Half:
    """One of two aligned texts."""

    words: Words
    pieces: Sequence[Piece]
    is_met: Sequence[bool]
    """For each piece whether the other text has it too."""

    def share(self) -> float:
        """Return the share of its pieces, facts that other guards compare left out, that the other text has."""
        met = [is_met for piece, is_met in zip(self.pieces, self.is_met, strict=True) if not piece.is_typed]
        return sum(met) / max(len(met), 1)

    def rest(self, stretch: tuple[int, int] | None) -> int:
        """Return how many pieces outside a stretch of words the other text does not have."""
        begin, end = stretch or (0, 0)
        return sum(
            not is_met and not piece.is_typed and not (piece.begin < end and begin < piece.end)
            for piece, is_met in zip(self.pieces, self.is_met, strict=True)
        )

    def around(self, stretch: tuple[int, int], *, of: int = WINDOW) -> tuple[set[str], set[str]]:
        """Return the names of the pieces before and behind a stretch of words."""
        before = [piece for piece in self.pieces if piece.end <= stretch[0]][-of:]
        behind = [piece for piece in self.pieces if piece.begin >= stretch[1]][:of]
        return {name for piece in before for name in piece.names}, {name for piece in behind for name in piece.names}

    def lone_runs(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches of pieces that the other text does not have."""
        at = 0
        while at < len(self.pieces):
            end = at
            while end < len(self.pieces) and not self.is_met[end]:
                end += 1
            if end > at:
                yield at, end
            at = max(end, at + 1)

    def words_of(self, run: tuple[int, int]) -> tuple[int, int]:
        """Return the words of a run of pieces."""
        return self.pieces[run[0]].begin, self.pieces[run[1] - 1].end


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alignment:
    """A post beside a claim."""

    post: Half
    claim: Half
    steps: Sequence[tuple[str, int, int, int, int]]
    """difflib's, from the claim's pieces to the post's."""

    @property
    def kept(self) -> float:
        """Share of the claim's pieces that the post has in the same order."""
        kept = sum(step[2] - step[1] for step in self.steps if step[0] == "equal")
        return kept / max(len(self.claim.pieces), 1)


def align(post: Words, mine: Sequence[Piece], claim: Words, theirs: Sequence[Piece]) -> Alignment:
    """Return a post beside a claim."""
    ours, told = _met(mine, theirs, claim), _met(theirs, mine, post)
    first = Half(words=post, pieces=mine, is_met=tuple(ours)), Half(words=claim, pieces=theirs, is_met=tuple(told))
    for at, place in _spellings(*first):
        ours[at] = told[place] = True
    for one, other, mine_met, their_met in ((*first, ours, told), (*first[::-1], told, ours)):
        for at, places in _drawn_together(one, other):
            mine_met[at] = True
            for place in places:
                their_met[place] = True
    names = {name: piece.symbol for piece in reversed(theirs) for name in piece.names}
    own = [next((names[name] for name in piece.names if name in names), piece.symbol) for piece in mine]
    steps = SequenceMatcher(a=[piece.symbol for piece in theirs], b=own, autojunk=False).get_opcodes()
    return Alignment(
        post=Half(words=post, pieces=mine, is_met=ours),
        claim=Half(words=claim, pieces=theirs, is_met=told),
        steps=steps,
    )


def _met(pieces: Sequence[Piece], others: Sequence[Piece], words: Words) -> list[bool]:
    names = {name for piece in others for name in piece.names}.union(words.plain)
    return [not names.isdisjoint(piece.names) for piece in pieces]


def _spellings(post: Half, claim: Half) -> Iterator[tuple[int, int]]:
    """Yield pairs of pieces that are spellings of one another: typos, word forms, words drawn together."""
    lone = [(at, piece) for at, piece in enumerate(post.pieces) if not post.is_met[at] and not piece.is_typed]
    for place, other in enumerate(claim.pieces):
        if claim.is_met[place] or other.is_typed:
            continue
        asked = claim.words.plain[other.begin : other.end]
        for at, piece in lone:
            are_known = piece.symbol[0] == other.symbol[0] == "="
            if not are_known and is_spelling(post.words.plain[piece.begin : piece.end], asked):
                yield at, place


def _drawn_together(short: Half, long: Half) -> Iterator[tuple[int, list[int]]]:
    """Yield pieces of one text that the other has as several words, with the pieces of those: ĐHYD, Worldbank."""
    lone = {
        piece.symbol: at
        for at, (piece, is_met) in enumerate(zip(short.pieces, short.is_met, strict=True))
        if not is_met and piece.end - piece.begin == 1 and _may_be_drawn(short.words.shown[piece.begin])
    }
    if not lone:
        return
    for drawn, first, end in drawn_together(long.words.plain):
        if drawn in lone:
            yield lone[drawn], [at for at, piece in enumerate(long.pieces) if piece.begin < end and first < piece.end]


def _may_be_drawn(word: str) -> bool:
    """Say whether a word may be initials or several words in one: capitals, or a long one."""
    return not is_han(word) and ((len(word) > 1 and word.isupper()) or len(word) >= LONGEST_SYLLABLE)


def beside(post: tuple[set[str], set[str]], claim: tuple[set[str], set[str]]) -> tuple[float, float]:
    """Return which share of the claim's neighbors before and behind a stretch the post's has on the same side."""
    return tuple(_share(mine, theirs) for mine, theirs in zip(post, claim, strict=True))  # type: ignore[return-value]


def _share(mine: Collection[str], theirs: Collection[str]) -> float:
    return len(set(mine) & set(theirs)) / max(len(theirs), 1) if theirs else float(not mine)
