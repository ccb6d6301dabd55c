"""Grouping: posts that no claim explains, put together by meaning and time as they arrive.

Leader clustering (Hartigan 1975, chapter 3): a post joins the group whose first text it is most like, or founds one.
Where the nearest member decides, a group drifts in a long stream from one event to the next; here the first text and
the centroid both have to be near.

What a post joins depends on what arrived before it, and on arithmetic without errors (leaders.py): batches, restarts
and machines change nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from rumorwatch.domain.rumors import RumorId
from rumorwatch.emerge.arrivals import Wording, has_words, wording_of
from rumorwatch.emerge.leaders import Leaders, rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.posts import PostKey, SpellingViews
    from rumorwatch.domain.vectors import DenseRows
    from rumorwatch.emerge.arrivals import Arrival

TellApart: TypeAlias = "Callable[[SpellingViews, SpellingViews], bool]"
"""Whether a post and another text tell different things; the same answer whenever it is asked."""
_BLOCK = 512
"""Posts compared at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """When a post joins a group by its meaning.

    Fitted for rows of the shipped static encoder by ``scripts/foresight/grouping_thresholds.py --grid``. F1 is that of
    B-cubed, precision and recall those of pairs, each the mean of six sets amid 13,175 posts of noise.
    """

    min_leader_cosine: float = 0.55
    """Above 0: to the first text of the group. F1 at 0.6, 0.65, 0.7 and 0.75: .856, .863, .859 and .849.

    It is lower than these: docs/decisions.md, Groups are wider than their measure would have them."""
    min_centroid_cosine: float = 0.6
    """To the mean of the group's different texts, where there is more than the first.

    Precision and recall without it .466 and .613; at 0.75, 0.8 and 0.85 .559 and .605, .591 and .596, .612 and .583.
    It is lower than these for the same reason."""
    min_words: float = 3.0
    """Texts of fewer words are in a group only with their copies.

    F1 at 0, 3 and 4: .865, .863 and .861; the largest group of the noise, which exclamation marks hold together, has
    55, 32 and 29 posts."""
    short_words: float = 8.0
    """Texts of fewer words are short; a Han character counts as half a word (domain.md, Matching)."""
    short_margin: float = 0.05
    """At least 0: by how much more both cosines are needed where the post or the first text is short.

    F1 at 0, 0.05 and 0.1: .861, .863 and .861; precision .537, .591 and .635."""
    span: timedelta = timedelta(hours=72)
    """How long after the last post of a group, or before the first, another can join it.

    Not fitted: the sets are not dated. False rumors take 14 hours to be resolved, fact-checks lag 10 to 20 behind
    (domain.md, Known facts); the weekend is bridged."""

    def margin(self, post: Wording, leader: Wording) -> float:
        """Return by how much more both cosines are needed; infinity: none is enough."""
        words = min(post.words, leader.words)
        if words < self.min_words or post.contradicts(leader):
            return math.inf
        return self.short_margin if words < self.short_words else 0.0


@dataclass(slots=True, kw_only=True)
class _Group:
    """A group, beside its leader's row."""

    id: RumorId
    first: float
    """Unix seconds; ``last`` too."""
    last: float
    leader: SpellingViews | None = None
    """Its first text; None: it has no text yet."""
    wording: Wording | None = None
    """Of the leader; None: nobody asked yet, and of most groups nobody ever does."""
    total: NDArray[np.float64] | None = None
    """(d,): the sum of the rounded rows of its different texts, without an error; None where that is the leader's."""

    def is_active(self, moment: float, span: timedelta) -> bool:
        """Return whether a post of that moment is not too late, nor too early, for it."""
        reach = span.total_seconds()
        return self.first - reach <= moment <= self.last + reach

    def is_near(self, row: DenseRows, min_cosine: float) -> bool:
        """Return whether a (d,) row is near enough to the centroid, where that is not the leader's row."""
        if self.total is None:
            return True
        return float(self.total @ row) >= min_cosine * math.sqrt(float(self.total @ self.total))

    def add(self, row: DenseRows, *, leader: DenseRows) -> None:
        """Add the (d,) row of a text to those of others."""
        total = leader.astype(np.float64) if self.total is None else self.total
        self.total = total + row


class Grouping:
    """Groups of posts, which grow as posts arrive."""

    def __init__(self, *, nearness: Nearness | None = None, tell_apart: TellApart | None = None) -> None:
        """Begin without groups.

        Args:
            nearness: When a post joins a group by its meaning.
            tell_apart: Asked last, of a post and the first text of a group that would take it, whether they tell
                different things. None: only their numbers are compared. The guards of matching answer in 5 ms, and
                raise the F1 of minimal pairs from .830 to .969 (docs/decisions.md).
        """
        self._nearness = nearness or Nearness()
        self._tell_apart = tell_apart
        self._leaders = Leaders()
        self._groups: list[_Group] = []
        self._of_post: dict[PostKey, int] = {}
        self._of_text: dict[str, int] = {}

    @classmethod
    def restored(
        cls,
        remembered: Sequence[tuple[Arrival, RumorId]],
        rows: DenseRows,
        *,
        nearness: Nearness | None = None,
        tell_apart: TellApart | None = None,
    ) -> Grouping:
        """Return the grouping that once grouped these posts, to go on.

        It goes on as if it had never stopped where ``remembered`` holds all posts of the groups that are still active.
        Of a group whose first posts are missing, the earliest text that is there leads, and the id stays. What is not
        remembered has no copies and no replies any more.

        Args:
            remembered: Posts with their groups, in the order in which they arrived.
            rows: Their (n, d) float32 rows, unit or zero.
            nearness: As it was.
            tell_apart: As it was.

        Raises:
            ValueError: ``rows`` is not a row for each post.
        """
        grouping = cls(nearness=nearness, tell_apart=tell_apart)
        grouping._leaders.learn(_checked(rows, len(remembered)))
        exact = rounded(rows)
        told = _told([arrival for arrival, _ in remembered], exact)
        numbers: dict[RumorId, int] = {}
        for (arrival, group_id), row, has in zip(remembered, exact, told, strict=True):
            if group_id not in numbers:
                numbers[group_id] = grouping._open(group_id, arrival)
            grouping._admit(numbers[group_id], arrival, row, told=has)
        return grouping

    def add(self, arrivals: Sequence[Arrival], rows: DenseRows) -> list[RumorId | None]:
        """Return the group of each post, in their order; one that was added before keeps its group.

        A post follows its parent, whatever it says; else it joins an exact duplicate, however old; else the active
        group whose first text is most alike, if that and the centroid are near enough, of equally alike ones the older;
        else it founds a group, named after it. None: it has neither a text nor a parent with a group.

        Args:
            arrivals: Posts in the order in which they arrived.
            rows: Their (n, d) float32 rows, unit, or zero where there is no text.

        Raises:
            ValueError: ``rows`` is not a row for each post, of as many dimensions as before.
        """
        self._leaders.learn(_checked(rows, len(arrivals)))
        placed: list[int | None] = []
        for begin in range(0, len(arrivals), _BLOCK):
            placed += self._add_block(arrivals[begin : begin + _BLOCK], rounded(rows[begin : begin + _BLOCK]))
        return [None if number is None else self._groups[number].id for number in placed]

    def _add_block(self, arrivals: Sequence[Arrival], rows: DenseRows) -> list[int | None]:
        told = _told(arrivals, rows)
        known = [self._known(arrival, told=has) for arrival, has in zip(arrivals, told, strict=True)]
        compared = [at for at, number in enumerate(known) if number is None and told[at]]
        near = self._leaders.near(
            rows[compared],
            min_cosine=self._nearness.min_leader_cosine,
            since=min(arrival.moment.timestamp() for arrival in arrivals) - self._nearness.span.total_seconds(),
            also={number for number in known if number is not None},
        )
        founders = _Founders(rows[compared], min_cosine=self._nearness.min_leader_cosine)
        place_of = {at: place for place, at in enumerate(compared)}
        placed: list[int | None] = []
        for at, (arrival, row) in enumerate(zip(arrivals, rows, strict=True)):
            number = self._known(arrival, told=told[at])  # again: what it follows may have come in this block
            if number is None and told[at]:
                place = place_of[at]
                number = self._nearest(arrival, row, near[place] + founders.near(place))
                if number is None:
                    number = self._open(RumorId(f"new:{arrival.key}"), arrival)
                    founders.add(place, number)
            if number is not None:
                self._admit(number, arrival, row, told=told[at])
            placed.append(number)
        return placed

    def _known(self, arrival: Arrival, *, told: bool) -> int | None:
        """Return the group of a post where no meaning is needed to tell it."""
        if (number := self._of_post.get(arrival.key)) is not None:
            return number
        if arrival.parent is not None and (number := self._of_post.get(arrival.parent)) is not None:
            return number
        return self._of_text.get(arrival.text_hash) if told else None

    def _nearest(self, arrival: Arrival, row: DenseRows, near: Sequence[tuple[float, int]]) -> int | None:
        """Return the first group that takes a post, of those whose leader is near, the most alike first."""
        if not near:
            return None
        wording = wording_of(arrival.views)
        ordered = sorted(near, key=lambda one: (-one[0], one[1]))
        takers = (
            number for cosine, number in ordered if self._takes(self._groups[number], arrival, wording, row, cosine)
        )
        return next(takers, None)

    def _takes(self, group: _Group, arrival: Arrival, wording: Wording, row: DenseRows, cosine: float) -> bool:
        """Return whether a group takes a post of this cosine to its leader."""
        nearness, leader = self._nearness, group.leader
        if leader is None or not group.is_active(arrival.moment.timestamp(), nearness.span):
            return False
        if group.wording is None:
            group.wording = wording_of(leader)
        margin = nearness.margin(wording, group.wording)
        if cosine < nearness.min_leader_cosine + margin or not group.is_near(
            row, nearness.min_centroid_cosine + margin
        ):
            return False
        return self._tell_apart is None or not self._tell_apart(arrival.views, leader)

    def _open(self, group_id: RumorId, arrival: Arrival) -> int:
        """Add a group without posts; return its number, which is its leader's too."""
        moment = arrival.moment.timestamp()
        self._groups.append(_Group(id=group_id, first=moment, last=moment))
        return self._leaders.open()

    def _admit(self, number: int, arrival: Arrival, row: DenseRows, *, told: bool) -> None:
        """Make a post a member; a new text moves the centroid, unless it only follows: "is that so?" says nothing."""
        if arrival.key in self._of_post:
            return
        follows = arrival.parent in self._of_post
        self._of_post[arrival.key] = number
        group = self._groups[number]
        moment = arrival.moment.timestamp()
        group.first, group.last = min(group.first, moment), max(group.last, moment)
        self._leaders.touch(number, moment=group.last)
        if follows or arrival.text_hash in self._of_text or not told:
            return
        self._of_text[arrival.text_hash] = number
        if group.leader is None:
            group.leader = arrival.views
            self._leaders.lead(number, row)
        else:
            group.add(row, leader=self._leaders.row(number))


class _Founders:
    """Who of a block founds a group, for those of it that come later."""

    def __init__(self, rows: DenseRows, *, min_cosine: float) -> None:
        self._cosines = rows @ rows.T  # (n, n)
        self._is_near = np.tril(self._cosines >= min_cosine, -1)  # the later ones by the earlier ones
        self._has_near = np.any(self._is_near, axis=1).tolist()
        self._numbers = np.full(len(rows), -1)

    def add(self, place: int, number: int) -> None:
        self._numbers[place] = number

    def near(self, place: int) -> list[tuple[float, int]]:
        """Return the cosines and numbers of the founders before a post that are near to it."""
        if not self._has_near[place]:
            return []
        near = np.flatnonzero(self._is_near[place] & (self._numbers >= 0))
        return list(zip(self._cosines[place, near].tolist(), self._numbers[near].tolist(), strict=True))


def _told(arrivals: Sequence[Arrival], rows: DenseRows) -> list[bool]:
    """Return whether each post says anything."""
    is_row = np.any(rows, axis=1).tolist()
    return [has and has_words(arrival.views) for has, arrival in zip(is_row, arrivals, strict=True)]


def _checked(rows: DenseRows, count: int) -> DenseRows:
    if rows.ndim != 2 or len(rows) != count:  # noqa: PLR2004 - rows and columns
        raise ValueError(f"{count} posts need ({count}, d) rows, not {rows.shape}")
    return rows
