"""Places that a post names where the claim names others."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rumorwatch.match.guards.doubts import Doubt, Guard
from rumorwatch.match.guards.lexicon import Lexicon
from rumorwatch.match.guards.lists import lines_of
from rumorwatch.match.guards.spans import Difference, Kind
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rumorwatch.match.guards.lexicon import Phrase, Words


_NAMED_HAN = 3
_WIDE = 2
MAX_RIVALS = 4
"""Places of either text that are compared."""


@cache
def _gazetteer() -> tuple[Lexicon, Mapping[str, str]]:
    """Return the places' names, and the place that each lies in."""
    rows = [[part.strip() for part in line.split("|")] for line in lines_of("places.txt")]
    names = [
        (place, spelling)
        for place, _, aliases in rows
        for alias in aliases.split(";")
        if alias.strip()
        for spelling in _spellings(alias.strip())
    ]
    return Lexicon(names, is_cased=True), {place: parent for place, parent, _ in rows}


def _spellings(alias: str) -> Iterator[str]:
    """Yield an alias; without 市 or 省 too: 台中市, 台中."""
    yield alias
    if len(alias) == _NAMED_HAN and alias[-1] in "市省" and is_han(alias[0]):
        yield alias[:-1]


def places_of(words: Words, *, is_unmarked: bool) -> list[Phrase]:
    """Return the places that a text names."""
    lexicon, _ = _gazetteer()
    return list(lexicon.find(words, is_unmarked=is_unmarked))


def place_doubts(mine: Sequence[Phrase], theirs: Sequence[Phrase]) -> Iterator[Doubt]:
    """Yield places of the claim that the post does not name, beside others that the claim does not.

    A place that lies in the other, or holds it, is no other place: who says Hanoi does not deny Long Biên.
    """
    common = {one.name for one in mine} & {other.name for other in theirs}
    own, others = ([place for place in found if place.name not in common] for found in (mine, theirs))
    ours = [one for one in own if not any(are_one_place(one.name, other.name) for other in theirs)]
    lacking = [other for other in others if not any(are_one_place(one.name, other.name) for one in mine)]
    traits = {
        "is_only": float(len(ours) == len(lacking) == 1),
        "has_common": float(bool(common)),
        "has_many": float(len(ours) > MAX_RIVALS),
    }
    for other in lacking[:MAX_RIVALS]:
        for one in ours[:MAX_RIVALS]:
            yield Doubt(
                guard=Guard.PLACE,
                difference=Difference(kind=Kind.PLACE, post=one.text, claim=other.text),
                post=(one.begin, one.end),
                claim=(other.begin, other.end),
                traits=traits | {"is_inside": float(_top(one.name) == _top(other.name))},
            )


def _top(place: str) -> str:
    """Return the country or region that a place lies in."""
    line = _line(place)
    return line[-2] if len(line) > 1 else line[-1]


def are_one_place(one: str, other: str) -> bool:
    """Say whether a place is the other, lies in it or holds it."""
    return one in _line(other) or other in _line(one)


def is_wide(place: str) -> bool:
    """Say whether a place lies in nothing smaller than a continent: a country, a sea."""
    return len(_line(place)) <= _WIDE


@cache
def _line(place: str) -> tuple[str, ...]:
    """Return a place and all it lies in."""
    _, parents = _gazetteer()
    line = [place]
    while parents.get(line[-1]) and parents[line[-1]] not in line:
        line.append(parents[line[-1]])
    return tuple(line)
