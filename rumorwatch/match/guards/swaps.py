"""Swaps: stretches of a claim in whose place a post has other words, found by aligning the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.match.guards.doubts import Doubt, Guard
from rumorwatch.match.guards.headed import head_words
from rumorwatch.match.guards.lists import words_listed
from rumorwatch.match.guards.pieces import sorts_of_letter
from rumorwatch.match.guards.spans import Difference, Kind
from rumorwatch.match.guards.spelling import is_spelling, sounds_alike
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rumorwatch.match.guards.aligning import Alignment, Half

MAX_SWAPPED = 6
"""Pieces of a stretch at most, on either side; a longer one is another sentence."""
MAX_SWAPPED_HAN = 10
_PAIR, _NAME_HAN = 2, 3
"""Letters of a Chinese person's name."""
_PERSON = range(2, 5)
"""Letters of a person's name, with one that may not belong to it."""
_SPARE = 2
"""Pieces that the post's stretch may be longer where only one neighbor bounds it."""


def swap_doubts(both: Alignment) -> Iterator[Doubt]:
    """Yield stretches of the claim that the post does not have, beside what it has next to the same neighbor."""
    found: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    own = list(both.post.lone_runs())
    for theirs in both.claim.lone_runs():
        for mine in own:
            slot = _slot(both, mine, theirs)
            if slot is not None and slot[:2] not in found:
                found.add(slot[:2])
                yield from _swap(both, *slot)
    for tag, a, b, c, d in both.steps:
        if tag != "replace":
            continue
        slot = _slot(both, (c, d), (a, b)) or ((c, d), (a, b), _bounds(both, (c, d), (a, b)))
        if slot[:2] not in found:
            found.add(slot[:2])
            yield from _swap(both, slot[0], slot[1], {"is_step": 1.0, **slot[2]})


def _slot(
    both: Alignment, mine: tuple[int, int], theirs: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int], dict[str, float]] | None:
    """Return both stretches cut to what stands at the same neighbor; None: they stand at different ones."""
    bounds = _bounds(both, mine, theirs)
    if not (bounds["is_left"] or bounds["is_right"]):
        return None
    spare = theirs[1] - theirs[0] + _SPARE
    if not bounds["is_right"]:
        mine = mine[0], min(mine[1], mine[0] + spare, _break_behind(both.post, mine))
    elif not bounds["is_left"]:
        mine = max(mine[0], mine[1] - spare, _break_before(both.post, mine)), mine[1]
    return mine, theirs, bounds


def _bounds(both: Alignment, mine: tuple[int, int], theirs: tuple[int, int]) -> dict[str, float]:
    """Return whether the pieces before both stretches are one, those behind, and whether either text ends there."""
    left = _is_one(both, mine[0] - 1, theirs[0] - 1)
    right = _is_one(both, mine[1], theirs[1])
    begins, ends = mine[0] == theirs[0] == 0, mine[1] == len(both.post.pieces) and theirs[1] == len(both.claim.pieces)
    return {
        "is_left": float(left),
        "is_right": float(right),
        "is_both": float(left and right),
        "is_edge": float((begins and right) or (ends and left)),
        "is_claim_edge": float(theirs[0] == 0 or theirs[1] == len(both.claim.pieces)),
    }


def _is_one(both: Alignment, mine: int, theirs: int) -> bool:
    if not (0 <= mine < len(both.post.pieces) and 0 <= theirs < len(both.claim.pieces)):
        return False
    return not set(both.post.pieces[mine].names).isdisjoint(both.claim.pieces[theirs].names)


def _break_behind(half: Half, run: tuple[int, int]) -> int:
    """Return the first piece of a run that begins a clause, its first piece apart; its end if none does."""
    pieces, breaks = half.pieces, half.words.breaks
    for at in range(run[0] + 1, run[1]):
        if breaks.intersection(range(pieces[at - 1].end, pieces[at].begin + 1)):
            return at
    return run[1]


def _break_before(half: Half, run: tuple[int, int]) -> int:
    """Return the last piece of a run that begins a clause; its begin if none does."""
    pieces, breaks = half.pieces, half.words.breaks
    for at in range(run[1] - 1, run[0], -1):
        if breaks.intersection(range(pieces[at - 1].end, pieces[at].begin + 1)):
            return at
    return run[0]


def _swap(both: Alignment, mine: tuple[int, int], theirs: tuple[int, int], traits: dict[str, float]) -> Iterator[Doubt]:
    """Yield a doubt about two stretches of pieces, unless one is too long or they are spellings of one another."""
    post, claim = _stretch(both.post, mine), _stretch(both.claim, theirs)
    ours, told = both.post.words.shown[slice(*post)], both.claim.words.shown[slice(*claim)]
    if not (_fits(ours) and _fits(told)) or mine[0] >= mine[1]:
        return
    if all(piece.is_typed for piece in both.post.pieces[slice(*mine)]) or any(
        piece.is_typed for piece in both.claim.pieces[slice(*theirs)]
    ):
        return
    if is_spelling(both.post.words.plain[slice(*post)], both.claim.words.plain[slice(*claim)]):
        return
    if is_han(told[0]) and sounds_alike(ours, told):
        return
    names = _has_name(both.post, post), _has_name(both.claim, claim)
    yield Doubt(
        guard=Guard.SWAP,
        difference=Difference(kind=Kind.NAME if all(names) else Kind.WORDING, post=joined(ours), claim=joined(told)),
        post=post,
        claim=claim,
        traits=traits | _traits(both, mine, theirs) | {"is_name": float(all(names)), "has_name": float(names[1])},
    )


def _stretch(half: Half, run: tuple[int, int]) -> tuple[int, int]:
    """Return the words of a run of pieces; with the Han letters beside it that say nothing alone: 协和, not 协."""
    begin, end = half.words_of(run)
    if not is_han(half.words.shown[begin]):
        return begin, end
    shown = half.words.shown
    least = half.pieces[run[0] - 1].end if run[0] else 0
    most = half.pieces[run[1]].begin if run[1] < len(half.pieces) else len(shown)
    length = _NAME_HAN if shown[begin] in words_listed("surnames.txt") else _PAIR
    while end < most and end not in half.words.breaks and is_han(shown[end]) and end - begin < length:
        end += 1
    breaks = half.words.breaks
    while begin > max(least, 0) and begin not in breaks and end - begin < _PAIR and is_han(shown[begin - 1]):
        begin -= 1
    return begin, end


def _traits(both: Alignment, mine: tuple[int, int], theirs: tuple[int, int]) -> dict[str, float]:
    """Return what the two stretches themselves tell."""
    post, claim = both.post.pieces[slice(*mine)], both.claim.pieces[slice(*theirs)]
    sorts, asked = ({piece.sort for piece in pieces} - {""} for pieces in (post, claim))
    ours, told = (
        half.words.shown[slice(*_stretch(half, run))] for half, run in ((both.post, mine), (both.claim, theirs))
    )
    is_chinese = is_han(told[0])
    if is_chinese and len(post) == len(claim) == 1:
        alike = sorts_of_letter(post[0].symbol) & sorts_of_letter(claim[0].symbol)
        sorts, asked = sorts | alike, asked | alike
    lone = min(sum(piece.end - piece.begin for piece in pieces) for pieces in (post, claim))
    return {
        "is_person": float(_is_person(ours) and _is_person(told)),
        "is_capital": float(ours[-1][0].isupper() and told[-1][0].isupper()),
        "is_equal_length": float(len(ours) == len(told)),
        "is_same_end": float(ours[-1] == told[-1] or ours[0] == told[0]),
        "is_kindred": float(bool(sorts & asked)),
        "is_headed": float(_is_headed(both.claim, theirs)),
        "claim_length": min(len(claim), MAX_SWAPPED) / MAX_SWAPPED,
        "post_length": min(len(post), MAX_SWAPPED) / MAX_SWAPPED,
        "is_uneven": abs(len(post) - len(claim)) / MAX_SWAPPED,
        "is_han": float(is_chinese),
        "is_han_letter": float(is_chinese and lone == 1),
        "is_known": float(bool(sorts) and bool(asked)),
        "is_half_known": float(bool(sorts) != bool(asked)),
    }


def _is_person(words: Sequence[str]) -> bool:
    return len(words) in _PERSON and words[0] in words_listed("surnames.txt")


def _is_headed(half: Half, run: tuple[int, int]) -> bool:
    """Say whether a word that names are put to stands beside: chợ, Lake, 区."""
    beside = [half.pieces[at] for at in (run[0] - 1, run[1]) if 0 <= at < len(half.pieces)]
    within = half.pieces[slice(*run)]
    heads = head_words()
    return any(heads.intersection(half.words.lower[piece.begin : piece.end]) for piece in (*beside, *within))


def _has_name(half: Half, stretch: tuple[int, int]) -> bool:
    """Say whether a stretch of words has a capital that is not a sentence's."""
    breaks = half.words.breaks | {0}
    return any(half.words.shown[at][0].isupper() and at not in breaks for at in range(*stretch))


def _fits(words: tuple[str, ...]) -> bool:
    return len(words) <= (MAX_SWAPPED_HAN if any(map(is_han, words)) else MAX_SWAPPED + _SPARE)


def joined(words: tuple[str, ...]) -> str:
    """Return words as a text."""
    return "".join(words) if any(map(is_han, words)) else " ".join(words)
