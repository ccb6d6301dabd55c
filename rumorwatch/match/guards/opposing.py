"""Opposing: what a post negates or takes the other side of, as a claim does not, and the other way around."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rumorwatch.match.guards.doubts import Doubt, Guard
from rumorwatch.match.guards.lists import words_listed
from rumorwatch.match.guards.polarity import PREFIXES
from rumorwatch.match.guards.spans import Difference, Kind
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rumorwatch.match.guards.lexicon import Phrase, Words
    from rumorwatch.match.guards.polarity import Polarity, Side

_REACH = 3
"""Words to either side of a sign that say whether it stands where the other text goes on too."""


def polarity_doubts(mine: Polarity, post: Words, theirs: Polarity, claim: Words) -> Iterator[Doubt]:
    """Yield what a post negates or opposes and the claim does not, and the other way around."""
    is_more = float(_count(mine) != _count(theirs))
    for doubt in _opposed(mine, theirs):
        yield replace(doubt, traits={**doubt.traits, "is_more": is_more})
    yield from _negated(mine, theirs)
    yield from _counted(mine, post, theirs, claim)


def _count(polarity: Polarity) -> int:
    return sum(sign.name != "advice" for sign in polarity.signs)


def _opposed(mine: Polarity, theirs: Polarity) -> Iterator[Doubt]:
    for name, their_side in theirs.sides.items():
        other = name[:-1] + ("-" if name[-1] == "+" else "+")
        if other not in mine.sides:
            continue
        my_side = mine.sides[other]
        one, told = my_side.phrase, their_side.phrase
        shared = (mine.near[other] & theirs.near[name]) - words_listed("unnegated.txt")
        yield Doubt(
            guard=Guard.OPPOSITE,
            difference=Difference(kind=Kind.NEGATION, post=one.text, claim=told.text),
            post=(one.begin, one.end),
            claim=(told.begin, told.end),
            traits=_side_traits(my_side, their_side)
            | {
                "is_near": float(bool(shared)),
                "is_both_sides": float(other in theirs.sides or name in mine.sides),
            },
        )


def _side_traits(mine: Side, theirs: Side) -> dict[str, float]:
    one, told = mine.phrase.text, theirs.phrase.text
    return {
        "is_turned": float(mine.is_turned != theirs.is_turned),
        "is_both_turned": float(mine.is_turned and theirs.is_turned),
        "is_held": float(one in told or told in one),
        "is_same_word": float(one.lower() == told.lower()),
        "is_touched": float(mine.is_touched),
        "is_claim_touched": float(theirs.is_touched),
    }


def _negated(mine: Polarity, theirs: Polarity) -> Iterator[Doubt]:
    is_crossed = all(
        any(word in second.content and word not in second.negated for word in first.negated)
        for first, second in ((mine, theirs), (theirs, mine))
    )
    for first, second, is_claim in ((mine, theirs, False), (theirs, mine, True)):
        for word, negated in first.negated.items():
            if word not in second.content or word in second.negated:
                continue
            is_prefix = negated.sign in PREFIXES
            said = f"{negated.sign}{'' if is_han(word) or is_prefix else ' '}{word}"
            place, other = (negated.at, negated.at + 1), (second.content[word], second.content[word] + 1)
            yield Doubt(
                guard=Guard.OPPOSITE if is_prefix else Guard.NEGATED,
                difference=Difference(
                    kind=Kind.NEGATION, post=word if is_claim else said, claim=said if is_claim else word
                ),
                post=other if is_claim else place,
                claim=place if is_claim else other,
                traits={"is_near": 1.0}
                if is_prefix
                else {
                    "is_claim": float(is_claim),
                    "is_crossed": float(is_crossed),
                    "is_more": float(len(first.signs) > len(second.signs)),
                    "is_touched": float(word in second.touched),
                    "has_none": float(not second.signs),
                    "is_next": float(negated.distance == 0),
                    "is_touched_same": float(word in second.touched and len(first.signs) <= len(second.signs)),
                },
            )


def _counted(mine: Polarity, post: Words, theirs: Polarity, claim: Words) -> Iterator[Doubt]:
    """Yield each sign of negation that one text has more, with what stands around it."""
    ours, told = ([sign for sign in polarity.signs if sign.name != "advice"] for polarity in (mine, theirs))
    if len(ours) == len(told):
        return
    is_claim = len(told) > len(ours)
    more, words, other = (told, claim, post) if is_claim else (ours, post, claim)
    common = set(words.plain) & set(other.plain)
    among = [sign for sign in more if _stands_among(sign, words, common)]
    for sign in more:
        yield Doubt(
            guard=Guard.SIGNS,
            difference=Difference(
                kind=Kind.NEGATION, post="" if is_claim else sign.text, claim=sign.text if is_claim else ""
            ),
            post=None if is_claim else (sign.begin, sign.end),
            claim=(sign.begin, sign.end) if is_claim else None,
            traits={
                "is_claim": float(is_claim),
                "is_odd": float((len(ours) - len(told)) % 2),
                "is_among": float(sign in among),
                "is_odd_among": float(sign in among and len(among) % 2 != min(len(ours), len(told)) % 2),
                "has_none": float(not ours or not told),
                "is_stop": float(sign.name == "stop"),
            },
        )


def _stands_among(sign: Phrase, words: Words, common: set[str]) -> bool:
    """Say whether words of both texts stand on both sides of a sign, within its clause."""
    before, behind = words.plain[max(sign.begin - _REACH, 0) : sign.begin], words.plain[sign.end : sign.end + _REACH]
    return bool(common.intersection(before) and common.intersection(behind))
