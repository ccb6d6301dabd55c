"""Headed names: chợ Hôm, Hải Vân Pass, 白云区: a name put to a word that says what it is the name of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rumorwatch.match.guards.doubts import Doubt, Guard
from rumorwatch.match.guards.lexicon import Lexicon, Phrase
from rumorwatch.match.guards.lists import lines_of, sections_of, words_listed
from rumorwatch.match.guards.spans import Difference, Kind
from rumorwatch.match.guards.spelling import is_spelling
from rumorwatch.match.guards.tokens import split
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rumorwatch.match.guards.aligning import Alignment, Half
    from rumorwatch.match.guards.lexicon import Words

MAX_NAME = 3
"""Words of a name at most, beside its head."""
_HAN_NAME = 2
"""Letters before a Chinese head that are taken for its name; longer ones end with them: (胡志明市)师范大学."""
_HAN_PERSON = 3
_NONE = "none"
"""Heading of phrases that hold a head and are none: 全部."""
_NO_NAME_END = frozenset("的了各每个这那是在把被该某")
"""Letters that no Chinese name ends with."""
_ARTICLES = frozenset({"the", "a", "an"})
_OF = frozenset({"of", "for"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Headed:
    """A head with its name."""

    sort: str
    """Of the head: place, body, …"""
    head: str
    """What the lexicon calls it; one in all languages."""
    name: tuple[str, ...]
    """In lower case, without marks where they tell nothing."""
    begin: int
    """The first word of the name."""
    end: int
    """The word behind it."""
    is_capital: bool


@cache
def _heads() -> Lexicon:
    listed = []
    for number, (heading, line) in enumerate(sections_of("heads.txt")):
        if heading == _NONE:
            listed += [(_NONE, phrase.strip()) for phrase in line.split(";")]
            continue
        sort = heading.partition(":")[0].lower()
        listed += [(f"{sort} {number}", phrase.strip()) for phrase in line.split(";") if phrase.strip()]
    return Lexicon(listed)


@cache
def head_words() -> frozenset[str]:
    """Return the words of all heads, in lower case."""
    phrases = (phrase for line in lines_of("heads.txt") for phrase in line.lower().split(";"))
    return frozenset(word for phrase in phrases for word in split(phrase))


def headed_in(words: Words, *, is_unmarked: bool) -> Iterator[Headed]:
    """Yield heads with their names: behind the head in Vietnamese, before it in Chinese, on either side in English."""
    behind = 0
    for phrase in _found(words, is_unmarked=is_unmarked):
        if phrase.end < behind and phrase.end - phrase.begin == 1 and words.shown[phrase.begin][0].isupper():
            continue  # "đường Trường Chinh" is no school
        for begin, end in _named(words, phrase):
            behind = max(behind, end)
            sort, _, number = phrase.name.partition(" ")
            shown = words.shown[begin:end]
            yield Headed(
                sort=sort,
                head=number,
                name=words.plain[begin:end],
                begin=begin,
                end=end,
                is_capital=any(word[0].isupper() for word in shown),
            )


def _found(words: Words, *, is_unmarked: bool) -> Iterator[Phrase]:
    """Yield the heads; "trên đường" is none, but "trên đường Trường Chinh" is the name of a street."""
    for phrase in _heads().find(words, is_unmarked=is_unmarked):
        if phrase.name != _NONE:
            yield phrase
        elif phrase.end < len(words.shown) and phrase.end not in words.breaks and _is_named(words, phrase):
            last = words.lower[phrase.end - 1]
            names = lone_heads().get(last)
            if names is not None:
                yield Phrase(names=names, text=last, begin=phrase.end - 1, end=phrase.end)


def _is_named(words: Words, phrase: Phrase) -> bool:
    """Say whether a name follows a phrase of small letters."""
    shown = words.shown
    return shown[phrase.end - 1].islower() and shown[phrase.end].istitle() and not is_han(shown[phrase.end])


@cache
def lone_heads() -> dict[str, tuple[str, ...]]:
    """Return the heads of one word with what they are called."""
    lone: dict[str, tuple[str, ...]] = {}
    for number, (heading, line) in enumerate(sections_of("heads.txt")):
        if heading != _NONE:
            sort = heading.partition(":")[0].lower()
            for word in line.lower().split(";"):
                lone.setdefault(word.strip(), (f"{sort} {number}",))
    return lone


def _named(words: Words, head: Phrase) -> Iterator[tuple[int, int]]:
    """Yield where the name of a head stands; a Latin name has capitals, if its text has any."""
    if is_han(words.shown[head.begin]):
        begin = head.begin - _HAN_NAME
        if begin >= 0 and _may_be_name(words.shown[begin : head.begin]) and not words.breaks & {begin + 1, head.begin}:
            yield begin, head.begin
        if head.name.startswith("person"):
            yield from _behind_title(words, head.end)
        return
    if head.end < len(words.shown) and words.shown[head.end].lower() in _OF:
        yield from _run(words, head.end + 1, 1)
    else:
        named = list(_run(words, head.end, 1))
        yield from named
        if not named and head.name.startswith("product") and _is_word(words, head.end):
            yield head.end, head.end + 1
    yield from _run(words, head.begin - 1, -1)


def _is_word(words: Words, at: int) -> bool:
    """Say whether a word that tells something stands here, in the same clause: cá tra, nấm mèo."""
    return 0 < at < len(words.lower) and at not in words.breaks and words.lower[at] not in words_listed("light.txt")


def _may_be_name(letters: Sequence[str]) -> bool:
    light = words_listed("light.txt")
    return all(map(is_han, letters)) and letters[0] not in light and letters[-1] not in _NO_NAME_END


def _behind_title(words: Words, at: int) -> Iterator[tuple[int, int]]:
    """Yield a person's name behind a Chinese title: 中医何守田."""
    end = min(at + _HAN_PERSON, len(words.shown))
    name = words.shown[at:end]
    is_name = len(name) == _HAN_PERSON and all(map(is_han, name)) and name[0] in words_listed("surnames.txt")
    if is_name and not words.breaks.intersection(range(at, end)):
        yield at, end


def _run(words: Words, at: int, step: int) -> Iterator[tuple[int, int]]:
    """Yield the capitalized words that begin, or end, at a word."""
    first = at
    while 0 <= at < len(words.shown) and _may_be_part(words.shown[at]) and abs(at - first) < MAX_NAME:
        at += step
        if (at if step > 0 else at + 1) in words.breaks:
            break
    if at != first:
        yield (first, at) if step > 0 else (at + 1, first + 1)


def _may_be_part(word: str) -> bool:
    """Say whether a word may be a part of a name: "The" before it is none."""
    return word[0].isupper() and word.lower() not in _ARTICLES


def headed_doubts(both: Alignment, mine: Sequence[Headed], theirs: Sequence[Headed]) -> Iterator[Doubt]:
    """Yield names of heads that the post does not have, beside others of such heads that the claim does not have."""
    post, claim = both.post.words, both.claim.words
    ours = [one for one in mine if _is_lone(one, both.post) and not _is_in(one, claim)]
    lacking = [other for other in theirs if _is_lone(other, both.claim) and not _is_in(other, post)]
    for other in lacking:
        for one in ours:
            if one.sort == other.sort and not is_spelling(one.name, other.name):
                yield Doubt(
                    guard=Guard.HEADED,
                    difference=Difference(
                        kind=Kind.PLACE if one.sort == "place" else Kind.NAME,
                        post=_shown(post, one),
                        claim=_shown(claim, other),
                    ),
                    post=(one.begin, one.end),
                    claim=(other.begin, other.end),
                    traits=_traits(one, other) | {"is_only": float(len(ours) == len(lacking) == 1)},
                )


def _is_lone(one: Headed, half: Half) -> bool:
    """Say whether the other text has nothing of a name, and no other guard compares it."""
    found = [
        (is_met or piece.is_typed, piece)
        for piece, is_met in zip(half.pieces, half.is_met, strict=True)
        if piece.begin < one.end and one.begin < piece.end
    ]
    within = [is_met for is_met, _ in found]
    if is_han(one.name[0]):
        # Other words have letters of a name too: of 邕宁区 the 宁 stands in 南宁.
        if any(piece.begin < one.begin and piece.end - piece.begin > 1 for _, piece in found):
            return False
        return not any(is_met for is_met, piece in found if piece.symbol[0] in "=#")
    return bool(within) and not any(within)


def _traits(one: Headed, other: Headed) -> dict[str, float]:
    return {
        f"is_{one.sort}": 1.0,
        "is_same_head": float(one.head == other.head),
        "is_capital": float(one.is_capital and other.is_capital),
        "is_han": float(is_han(one.name[0])),
    }


def _is_in(one: Headed, words: Words) -> bool:
    """Say whether a text has a name's words, a Chinese one's letters side by side."""
    if is_han(one.name[0]):
        return "".join(one.name) in "".join(words.plain)
    return not set(words.plain).isdisjoint(one.name)


def _shown(words: Words, one: Headed) -> str:
    shown = words.shown[one.begin : one.end]
    return "".join(shown) if is_han(shown[0]) else " ".join(shown)
