"""Doubts: what may be a difference between a post and a claim, before it is weighed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rumorwatch.match.guards.spans import Difference


class Guard(StrEnum):
    """Who doubts; each has weights of its own."""

    COUNTING = "counting"
    DATING = "dating"
    PLACE = "place"
    KNOWN = "known"
    """Bodies, illnesses, drugs and other known names."""
    CAPITAL = "capital"
    QUOTE = "quote"
    OPPOSITE = "opposite"
    NEGATED = "negated"
    """A word behind a negator on one side only."""
    SIGNS = "signs"
    """One sign of negation more."""
    TURNED = "turned"
    """What one text says yes to and the other no, all that turns it counted."""
    HEADED = "headed"
    """A name put to a word like chợ, Lake or 区."""
    SWAP = "swap"
    """Words in the place of others."""
    KINDRED = "kindred"
    """A thing for another of its sort, wherever they stand."""
    UNMATCHED = "unmatched"
    """What may be a name on either side, wherever they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What may be a difference."""

    guard: Guard
    difference: Difference
    post: tuple[int, int] | None
    """The post's words in question: the first, and the one behind the last; None where it has none."""
    claim: tuple[int, int] | None
    """The claim's."""
    traits: Mapping[str, float] = field(default_factory=dict)
    """What else speaks for or against it, by name; 1 for a plain yes."""
