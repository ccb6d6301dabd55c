"""Name-like stretches of Chinese text, which has no capitals: surnames, foreign sounds, stems of drugs, heads."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rumorwatch.match.guards.lists import words_listed
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from rumorwatch.match.guards.headed import Headed
    from rumorwatch.match.guards.lexicon import Words

Found = tuple[int, int, str, float]
"""First word, word behind the last, sort, how surely it is a name."""
_LEAST_SOUNDS = 3
"""Letters of foreign sound from which a run of them is a name."""
_FULL, _SHORT = 3, 2
"""Letters of a person's name."""
_BEFORE_STEM = 3
"""Letters that a drug's name has before its stem at most."""


@cache
def _listed(heading: str) -> frozenset[str]:
    return words_listed("namelike.txt", heading)


def han_names(
    words: Words, heads: Sequence[Headed], *, taken: Collection[int], titles: tuple[Collection[int], Collection[int]]
) -> Iterator[Found]:
    """Yield the name-like stretches of Chinese letters, none within another or within words already taken."""
    free = set(range(len(words.shown))).difference(taken)
    persons = list(_persons(words, titles))
    titled, others = [one for one in persons if one[3] == 1.0], [one for one in persons if one[3] < 1.0]
    for one in (*_drugs(words), *titled, *_brands(words), *_sounding(words), *_headed(words, heads), *others):
        stretch = set(range(one[0], one[1]))
        if stretch <= free:
            free -= stretch
            yield one


def _drugs(words: Words) -> Iterator[Found]:
    """Yield drugs: a stem of international names behind letters that tell which one it is."""
    for at in range(1, len(words.shown) - 1):
        if words.shown[at] + words.shown[at + 1] in _listed("stem"):
            begin = at
            while begin > max(at - _BEFORE_STEM, 0) and begin not in words.breaks and _is_sound(words, begin - 1):
                begin -= 1
            if begin < at:
                yield begin, at + 2, "health", 1.0


def _is_sound(words: Words, at: int) -> bool:
    letter = words.shown[at]
    return is_han(letter) and letter not in words_listed("light.txt") and letter not in _letters("verb")


def _brands(words: Words) -> Iterator[Found]:
    for at, letter in enumerate(words.shown):
        if letter == "牌" and at >= _SHORT and _is_given(words, at - _SHORT, at):
            yield at - _SHORT, at, "product", 1.0


def _headed(words: Words, heads: Sequence[Headed]) -> Iterator[Found]:
    for head in heads:
        is_name = head.sort in {"place", "firm", "body"} and _is_given(words, head.begin, head.end)
        if is_name and _letters("verb").isdisjoint(words.shown[head.begin : head.end]):
            yield head.begin, head.end, head.sort, 1.0


def _sounding(words: Words) -> Iterator[Found]:
    """Yield runs of letters that foreign names are written in."""
    at, sounds = 0, _letters("sound")
    while at < len(words.shown):
        end = at
        while end < len(words.shown) and words.shown[end] in sounds and (end == at or end not in words.breaks):
            end += 1
        if end - at >= _LEAST_SOUNDS:
            yield at, end, "", 1.0
        at = max(end, at + 1)


@cache
def _letters(heading: str) -> frozenset[str]:
    return frozenset("".join(_listed(heading)))


def _persons(words: Words, titles: tuple[Collection[int], Collection[int]]) -> Iterator[Found]:
    """Yield a surname with one or two letters, between words that stand beside a person's name."""
    surnames, begun, ended = words_listed("surnames.txt"), *titles
    for at, letter in enumerate(words.shown):
        if letter not in surnames or "".join(words.shown[at : at + 2]) in _listed("unnamed"):
            continue
        is_titled, is_left = at in ended, _is_open(words, at, before=True)
        for length in (_FULL, _SHORT):
            end = at + length
            if end > len(words.shown) or not _is_given(words, at + 1, end):
                continue
            is_right, is_full = _is_open(words, end, before=False), length == _FULL
            is_doubled = is_full and words.shown[at + 1] == words.shown[at + 2]
            if (is_titled and (is_full or is_right)) or end in begun or (is_doubled and is_left):
                yield at, end, "person", 1.0
            elif is_left and is_right:
                yield at, end, "person", 0.5
            elif is_full and ((at and words.shown[at - 1] in _letters("title")) or end in words.breaks):
                yield at, end, "person", 0.0
            else:
                continue
            break


def _is_open(words: Words, at: int, *, before: bool) -> bool:
    """Say whether a name may begin, or end, at a place by what stands on its other side."""
    if at in {0, len(words.shown)} or at in words.breaks:
        return True
    letter = words.shown[at - 1 if before else at]
    more = _letters("title") if before else frozenset[str]()
    return letter in words_listed("light.txt") or letter in _letters("verb") or letter in more


def _is_given(words: Words, begin: int, end: int) -> bool:
    """Say whether letters may be those of a given name."""
    return all(
        is_han(words.shown[at]) and at not in words.breaks and words.shown[at] not in _letters("ungiven")
        for at in range(begin, end)
    )
