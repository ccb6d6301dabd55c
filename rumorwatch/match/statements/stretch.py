"""Stretch: what a sentence says on a point, with what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.match.guards.counting import numbers_of
from rumorwatch.match.statements import official
from rumorwatch.match.statements.overlap import row_of
from rumorwatch.reading.words import without_marks, words_of

if TYPE_CHECKING:
    from decimal import Decimal

_FAR = 4
"""Words (Han characters) between a negation and a number from which the negation is of something else."""
_AROUND = 24
"""Letters before and behind a number that may hold its bound or the other end of its range."""
_MAX_HEAD = 12
"""Letters between a day or place that heads a sentence and the comma behind it."""
_ROUNDED = (3, 4)
"""Of two numbers of which one is rounded the less is at least this share of the greater."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a sentence in lower case."""

    before: str
    said: str
    behind: str

    @property
    def plain(self) -> str:
        """The sentence without marks."""
        return without_marks(f"{self.before}{self.said}{self.behind}")

    @property
    def negations(self) -> frozenset[str]:
        """What is negated before it in its clause, a word each; an empty one where it may be itself.

        "Who wears no helmet pays 500" negates no number, "the price does not rise to 500" does.
        """
        clause = official.CLAUSE_END.split(self.before)[-1]
        behind = [words_of(clause[sign.end() :]) for sign in official.NEGATION.finditer(clause)]
        return frozenset(words[0] if len(words) >= _FAR else "" for words in behind)

    @property
    def thing(self) -> str | None:
        """The first word behind it in its clause that says what is counted, folded; None where there is none."""
        return next(row_of(without_marks(official.CLAUSE_END.split(self.behind)[0])), None)

    @property
    def begins(self) -> bool:
        """Whether the sentence begins with it."""
        return not official.HEAD.sub("", self.before, count=1)

    @property
    def is_head(self) -> bool:
        """Whether it heads the sentence before a comma, as the day or place of an announcement does."""
        if not self.begins or official.SINCE.search(self.before):
            return False
        return re.match(rf"[^,,]{{0,{_MAX_HEAD}}}[,,]", self.behind) is not None

    @property
    def is_reference(self) -> bool:
        """Whether it is the number of an article, a decree or a road."""
        return official.REFERENCE.search(self.before) is not None

    @property
    def span(self) -> tuple[Decimal, Decimal] | None:
        """The numbers it stands for: itself twice, or the range that it is an end of; None where it has none."""
        near = f"{self.before[-_AROUND:]}{self.said}{self.behind[:_AROUND]}"
        said = re.escape(self.said)
        found = re.search(rf"\d[\d.,]*{official.RANGE}{said}|{said}{official.RANGE}\d[\d.,]*", near)
        numbers = sorted(numbers_of(found[0] if found else self.said))
        return (numbers[0], numbers[-1]) if numbers else None

    @property
    def is_least(self) -> bool:
        """Whether it is the least that may be."""
        return bool(official.LEAST.search(self.before) or official.LEAST_BEHIND.match(self.behind))

    @property
    def is_most(self) -> bool:
        """Whether it is the most that may be."""
        return bool(official.MOST.search(self.before) or official.MOST_BEHIND.match(self.behind))

    def takes_in(self, number: Decimal, other: Stretch, of: Decimal) -> bool:
        """Say whether it is rounded or bounds something, so that the other's number may be meant.

        Two limits of one sort are two rules; a limit and a number within it are none.

        Args:
            number: Its own number.
            other: The other stretch.
            of: The other's number.
        """
        if official.ABOUT.search(self.before) or official.ABOUT_BEHIND.match(self.behind):
            least, greatest = _ROUNDED
            return min(number, of) * greatest >= max(number, of) * least
        if self.is_most:
            return of <= number and not other.is_most
        if self.is_least:
            return of >= number and not other.is_least
        return official.MORE.search(self.before) is not None and of >= number


def stretch_in(text: str, said: str) -> Stretch | None:
    """Return where a sentence in lower case says something, the first time; None where it does not."""
    begin = text.find(said.lower()) if said else -1
    if begin < 0:
        return None
    end = begin + len(said)
    return Stretch(before=text[:begin], said=text[begin:end], behind=text[end:])


def may_be_one(mine: Stretch, theirs: Stretch) -> bool:
    """Say whether a bound, a rounding or a range of one takes in the number of the other."""
    one, other = mine.span, theirs.span
    if one is None or other is None:
        return False
    (low, high), (least, most) = one, other
    if low != high or least != most:
        # Two ranges are two rules unless they are the same; a number may lie in a range.
        return one == other or (least == most and low <= least <= high) or (low == high and least <= low <= most)
    return mine.takes_in(low, theirs, least) or theirs.takes_in(least, mine, low)
