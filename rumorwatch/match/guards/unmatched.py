"""Unmatched names: one of the claim that the post has nothing of, beside one of the post that the claim has nothing of.

Nothing has to be aligned: a post that tells the claim in another order is doubted too. Most names that only one text
has are harmless (who tells it, from where, to whom), so the traits say how both stand: what they are the names of, what
of the claim stands beside them, and whether their sentence is about the matter at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.match.guards.doubts import Doubt, Guard
from rumorwatch.match.guards.headed import lone_heads
from rumorwatch.match.guards.lists import words_listed
from rumorwatch.match.guards.namelike import begins_sentence
from rumorwatch.match.guards.places import are_one_place, is_wide
from rumorwatch.match.guards.rarity import RARE, rarest
from rumorwatch.match.guards.spans import Difference, Kind
from rumorwatch.match.guards.spelling import is_spelling, sounds_alike
from rumorwatch.match.guards.swaps import joined
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rumorwatch.match.guards.aligning import Alignment, Half
    from rumorwatch.match.guards.lexicon import Words
    from rumorwatch.match.guards.namelike import Named

MAX_RIVALS = 4
"""Names of either text that are compared."""
MOST_MET = 0.5
"""Share of a name's words that the other text may have."""
BESIDE = 2
"""Pieces on either side that stand beside a name."""
_PAIR = 2
_LEAST_DRAWN = 5
"""Letters of a name that is looked for within words: #ReginaldVelJohnson."""
_NEAR = 4
_ROLES = ("person", "place", "body", "firm", "product", "health")


def unmatched_doubts(both: Alignment, mine: Sequence[Named], theirs: Sequence[Named]) -> Iterator[Doubt]:
    """Yield names of the claim that the post has nothing of, beside names of the post that the claim has nothing of."""
    if not mine or not theirs:
        return
    lacking = [other for other in theirs if not other.is_tag and not _is_met(other, both.claim, both.post, mine)]
    if not lacking:
        return
    ours = [one for one in mine if not one.is_tag and not _is_met(one, both.post, both.claim, theirs)]
    ours = [one for one in ours if not any(_are_spellings(both, one, other) for other in lacking)]
    ours, lacking = (sorted(names, key=lambda one: one.is_lower) for names in (ours, lacking))
    counts = {"is_only": float(_upper(ours) == _upper(lacking) == 1), "many_own": min(_upper(ours) / MAX_RIVALS, 1.0),
              "many_lacking": min(_upper(lacking) / MAX_RIVALS, 1.0)}  # fmt: skip
    places = [_standing(both.post, one) for one in ours[:MAX_RIVALS]]
    for other in lacking[:MAX_RIVALS]:
        asked = _standing(both.claim, other)
        for one, place in zip(ours, places, strict=False):
            if one.known and other.known and one.sort == other.sort:
                continue  # compared by the guards of places and known names
            yield _doubt(both, one, other, counts | _traits(one, other) | _compared(place, asked))


def _upper(names: Sequence[Named]) -> int:
    return sum(not one.is_lower for one in names)


def _doubt(both: Alignment, one: Named, other: Named, traits: dict[str, float]) -> Doubt:
    post, claim = (one.begin, one.end), (other.begin, other.end)
    said, told = joined(both.post.words.shown[slice(*post)]), joined(both.claim.words.shown[slice(*claim)])
    kind = Kind.PLACE if "place" in {one.sort, other.sort} <= {"place", ""} else Kind.NAME
    return Doubt(
        guard=Guard.UNMATCHED,
        difference=Difference(kind=kind, post=said, claim=told),
        post=post,
        claim=claim,
        traits=traits,
    )


def _is_met(one: Named, half: Half, other: Half, names: Sequence[Named]) -> bool:
    """Say whether the other text has something of a name."""
    if one.sort == "place" and one.known:
        places = [name for found in names if found.sort == "place" for name in found.known]
        if any(are_one_place(mine, theirs) for mine in one.known for theirs in places):
            return True
    elif one.known and any(not set(one.known).isdisjoint(found.known) for found in names):
        return True
    words = half.words.plain[one.begin : one.end]
    if is_han(words[0]):
        return _has_letters(words, other.words)
    heads = lone_heads()
    telling = [word for word in words if word not in heads] or words
    has, drawn = set(other.words.plain), "".join(words)
    if len(drawn) >= _LEAST_DRAWN and any(drawn in word for word in has):
        return True
    met = {at for piece, is_met in zip(half.pieces, half.is_met, strict=True) if is_met
           for at in range(piece.begin, piece.end)}  # fmt: skip
    told = [word for at, word in enumerate(words, one.begin) if word in telling and (word in has or at in met)]
    return len(told) > MOST_MET * len(telling) or rarest(told) > RARE


def _has_letters(letters: Sequence[str], words: Words) -> bool:
    """Say whether a text has a Chinese name, two letters of it side by side, or one that sounds like it."""
    text = "".join(words.plain)
    if len(letters) > _PAIR and "".join(letters[-_PAIR:]) in words_listed("namelike.txt", "stem"):
        letters = letters[:-_PAIR]
    if any("".join(letters[at : at + _PAIR]) in text for at in range(max(len(letters) - 1, 1))):
        return True
    length = len(letters)
    stretches = (words.plain[at : at + length] for at in range(len(words.plain) - length + 1))
    return any(all(map(is_han, stretch)) and sounds_alike(letters, stretch) for stretch in stretches)


def _are_spellings(both: Alignment, one: Named, other: Named) -> bool:
    mine, theirs = both.post.words.plain[one.begin : one.end], both.claim.words.plain[other.begin : other.end]
    first, second = "".join(mine), "".join(theirs)
    return first in second or second in first or is_spelling(mine, theirs)


def _traits(one: Named, other: Named) -> dict[str, float]:
    """Return what the two names themselves tell."""
    return {
        "is_same_sort": float(one.sort == other.sort != ""),
        "is_other_sort": float("" not in {one.sort, other.sort} and one.sort != other.sort),
        "is_half_sort": float("" in {one.sort, other.sort} and one.sort != other.sort),
        **{f"are_{sort}": float(one.sort == other.sort == sort) for sort in _ROLES},
        **{f"is_own_{sort}": float(one.sort == sort != other.sort) for sort in _ROLES},
        **{f"is_claims_{sort}": float(other.sort == sort != one.sort) for sort in _ROLES},
        "are_known": float(bool(one.known and other.known)),
        "is_own_known": float(bool(one.known) and not other.known),
        "is_claim_known": float(bool(other.known) and not one.known),
        "is_wide": float(one.sort == "place" and any(map(is_wide, one.known))),
        "are_long": float(one.end - one.begin > 1 and other.end - other.begin > 1),
        "is_sure": min(one.sureness, other.sureness),
        "is_own_lower": float(one.is_lower),
        "is_claim_lower": float(other.is_lower),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """How a name stands in its text."""

    beside: frozenset[str]
    """Names of the pieces beside it that the other text has."""
    near: float
    """1 where a piece beside it is met, less the farther the next one is."""
    sentence: float
    """Share of its sentence's pieces that the other text has."""
    among: float
    """Share of the met pieces of the whole text that stand in its sentence."""
    rarity: float
    is_own: bool
    """Whether its sentence is about who writes."""
    is_called: bool
    """Whether it stands alone between signs, or is spoken to."""
    is_source: bool
    """Whether it says who tells it."""


def _standing(half: Half, one: Named) -> _Standing:
    begin, end = _sentence(half.words, one)
    met = [(piece, is_met) for piece, is_met in zip(half.pieces, half.is_met, strict=True)
           if not piece.is_typed and not (piece.begin < one.end and one.begin < piece.end)]  # fmt: skip
    within = [is_met for piece, is_met in met if begin <= piece.begin < end]
    before = [(piece, is_met) for piece, is_met in met if piece.end <= one.begin][: -BESIDE - 1 : -1]
    behind = [(piece, is_met) for piece, is_met in met if piece.begin >= one.end][:BESIDE]
    distance = min((at for side in (before, behind) for at, (_, is_met) in enumerate(side) if is_met), default=_NEAR)
    lower, breaks = half.words.lower, half.words.breaks
    is_alone = (one.begin == 0 or one.begin in breaks) and (one.end == len(lower) or one.end in breaks)
    next_word = lower[one.end] if one.end < len(lower) else ""
    own, called, source = (words_listed("asides.txt", name) for name in ("own", "called", "source"))
    return _Standing(
        beside=frozenset(name for side in (before, behind) for piece, is_met in side if is_met for name in piece.names),
        near=1.0 - distance / _NEAR,
        sentence=sum(within) / max(len(within), 1),
        among=sum(within) / max(sum(is_met for _, is_met in met), 1),
        rarity=rarest(lower[one.begin : one.end]),
        is_own=not own.isdisjoint(lower[begin:end]),
        is_called=is_alone or next_word in called,
        is_source=one.begin > 0 and lower[one.begin - 1] in source,
    )


def _sentence(words: Words, one: Named) -> tuple[int, int]:
    """Return the words of the sentence that a name stands in."""
    begin, end = one.begin, one.end
    while begin > 0 and not begins_sentence(words, begin):
        begin -= 1
    while end < len(words.shown) and not begins_sentence(words, end):
        end += 1
    return begin, end


def _compared(one: _Standing, other: _Standing) -> dict[str, float]:
    """Return what the places of the two names in their texts tell."""
    return {
        "are_beside": float(not one.beside.isdisjoint(other.beside)),
        "own_near": one.near,
        "claim_near": other.near,
        "sentence": one.sentence,
        "among": one.among,
        "covered": other.sentence,
        "covered2": max(other.sentence - MOST_MET, 0.0) / (1 - MOST_MET),
        "own_rarity": one.rarity,
        "claim_rarity": other.rarity,
        "are_rare": float(min(one.rarity, other.rarity) > RARE),
        "is_own_matter": float(one.is_own and not other.is_own),
        "is_called": float(one.is_called),
        "is_source": float(one.is_source or other.is_source),
    }
