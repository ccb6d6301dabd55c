"""Differences: every fact that a post and a claim about the same matter tell differently."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rumorwatch.match.guards.aligning import align
from rumorwatch.match.guards.counting import counting_doubts
from rumorwatch.match.guards.dating import dating_doubts
from rumorwatch.match.guards.headed import headed_doubts, headed_in
from rumorwatch.match.guards.lexicon import words_in
from rumorwatch.match.guards.moments import Part, moments_of
from rumorwatch.match.guards.namelike import named_in
from rumorwatch.match.guards.names import (
    capital_doubts,
    kindred_doubts,
    name_doubts,
    names_of,
    quote_doubts,
    sort_of,
)
from rumorwatch.match.guards.opposing import polarity_doubts
from rumorwatch.match.guards.pieces import NOT, pieces_of
from rumorwatch.match.guards.places import place_doubts, places_of
from rumorwatch.match.guards.polarity import polarity_of
from rumorwatch.match.guards.quantities import CLASSIFIERS, quantities_of
from rumorwatch.match.guards.signed import stand_of
from rumorwatch.match.guards.spans import read
from rumorwatch.match.guards.swaps import swap_doubts
from rumorwatch.match.guards.turning import compare, turning_doubts, weighed
from rumorwatch.match.guards.unmatched import unmatched_doubts
from rumorwatch.match.guards.weighing import is_difference
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.match.guards.aligning import Alignment
    from rumorwatch.match.guards.doubts import Doubt
    from rumorwatch.match.guards.headed import Headed
    from rumorwatch.match.guards.lexicon import Phrase, Words
    from rumorwatch.match.guards.moments import Moment
    from rumorwatch.match.guards.namelike import Named
    from rumorwatch.match.guards.pieces import Piece
    from rumorwatch.match.guards.polarity import Polarity
    from rumorwatch.match.guards.quantities import Quantity
    from rumorwatch.match.guards.signed import Stand
    from rumorwatch.match.guards.spans import Difference


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """What the guards compare of a text."""

    words: Words
    quantities: tuple[Quantity, ...]
    moments: tuple[Moment, ...]
    places: tuple[Phrase, ...]
    names: tuple[Phrase, ...]
    heads: tuple[Headed, ...]
    polarity: Polarity
    pieces: tuple[Piece, ...]
    named: tuple[Named, ...]
    stand: Stand


@lru_cache(maxsize=2_000)
def facts_of(text: SpellingViews, *, is_plain: bool = True) -> Facts:
    """Return what the guards compare of a text; a claim is asked for beside each of its posts.

    Args:
        text: Any.
        is_plain: Whether it is compared with a text that may lack marks.
    """
    reading = read(text)
    is_unmarked = reading.is_unmarked
    words = words_in(reading, is_plain=is_plain)
    places = places_of(words, is_unmarked=is_unmarked)
    names = names_of(words, is_unmarked=is_unmarked)
    heads = list(headed_in(words, is_unmarked=is_unmarked))
    moments = [one for one in moments_of(reading) if not _is_named(words, one)]
    taken = [(one.begin, one.end) for one in moments]
    spelled = [(one.begin, one.end) for one in (*places, *names)]
    spelled += [(head.begin, head.end - 1) for head in heads if _is_han_place(head)]
    quantities = [
        one for one in quantities_of(reading, taken=taken) if not _is_in_name(words, (one.begin, one.end), spelled)
    ]
    polarity = polarity_of(words, is_unmarked=is_unmarked)
    typed = dict.fromkeys(words.at((one.begin, one.end) for one in quantities), "#number")
    typed |= dict.fromkeys(words.at((one.begin, one.end) for one in moments), "#date")
    typed |= {at: NOT for sign in polarity.signs for at in range(sign.begin, sign.end)}
    pieces = tuple(pieces_of(words, typed=typed, places=places, names=names, is_unmarked=is_unmarked))
    known = [("place", one) for one in places] + [(sort_of(one), one) for one in names]
    return Facts(
        words=words,
        quantities=tuple(quantities),
        moments=tuple(moments),
        places=tuple(places),
        names=tuple(names),
        heads=tuple(heads),
        polarity=polarity,
        pieces=pieces,
        named=named_in(words, pieces, known=known, heads=heads),
        stand=stand_of(words, polarity, pieces, is_unmarked=is_unmarked),
    )


def _is_named(words: Words, moment: Moment) -> bool:
    """Say whether what looks like a time of day or year begins a name: Sunrise School."""
    if moment.part not in {Part.DAYTIME, Part.SEASON}:
        return False
    first, end = words.stretch(moment.begin, moment.end)
    if end >= len(words.shown) or end in words.breaks or not words.shown[first].isascii():
        return False
    return end - first == 1 and words.shown[first].istitle() and words.shown[end].istitle()


def _is_han_place(head: Headed) -> bool:
    """Say whether a head is one of a Chinese place, a number in its name a part of that: 六合区, but 六个区, 六号线."""
    return head.sort == "place" and is_han(head.name[0]) and head.name[-1] not in CLASSIFIERS | {"号"}


def _is_in_name(words: Words, letters: tuple[int, int], names: Sequence[tuple[int, int]]) -> bool:
    """Say whether a number word is a part of a name: 四川, Hai Van Pass; digits are a number there too: quận 5."""
    first = words.stretch(*letters)[0]
    if first >= len(words.shown) or words.shown[first][0].isdigit():
        return False
    return any(begin <= first < end for begin, end in names)


@lru_cache(maxsize=8_000)
def differences(post: SpellingViews, claim: SpellingViews) -> tuple[Difference, ...]:
    """Return what a post and a claim tell differently: numbers, dates, places, names, negations, words in a copy.

    Those of copies of a post, as reposts are, were most of the time of matching them.
    """
    both, doubts = doubts_of(post, claim)
    found = [doubt.difference for doubt in doubts if is_difference(doubt, both)]
    # The guard that knows best comes first: two may doubt the same words.
    return tuple({(one.post, one.claim): one for one in reversed(found)}.values())[::-1]


def doubts_of(post: SpellingViews, claim: SpellingViews) -> tuple[Alignment, list[Doubt]]:
    """Return a post beside a claim, and everything that may be a difference between the two."""
    is_plain = read(post).is_unmarked or read(claim).is_unmarked
    mine, theirs = facts_of(post, is_plain=is_plain), facts_of(claim, is_plain=is_plain)
    both = align(mine.words, mine.pieces, theirs.words, theirs.pieces)
    stands = compare(mine.stand, theirs.stand)
    negations = polarity_doubts(mine.polarity, mine.words, theirs.polarity, theirs.words)
    return both, [
        *counting_doubts(mine.words, mine.quantities, theirs.words, theirs.quantities),
        *dating_doubts(mine.words, mine.moments, theirs.words, theirs.moments),
        *place_doubts(mine.places, theirs.places),
        *name_doubts(mine.names, theirs.names),
        *headed_doubts(both, mine.heads, theirs.heads),
        *(weighed(doubt, stands) for doubt in negations),
        *turning_doubts(stands, mine.stand, theirs.stand),
        *quote_doubts(mine.words, theirs.words),
        *capital_doubts(both),
        *kindred_doubts(both),
        *(weighed(doubt, stands) for doubt in swap_doubts(both)),
        *unmatched_doubts(both, mine.named, theirs.named),
    ]
