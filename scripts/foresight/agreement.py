"""How well groups agree with what is known to belong together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Shares of 1; 1 where there is nothing to divide."""

    pair_precision: float
    """Of pairs in one group with a post of this set, those that belong together."""
    pair_recall: float
    """Of pairs that belong together, those in one group."""
    b_cubed_precision: float
    """Mean over the set's posts: the share of the post's group that belongs with it (Bagga and Baldwin 1998)."""
    b_cubed_recall: float
    """Mean over the set's posts: the share of what belongs with the post that is in its group."""

    @property
    def b_cubed_f1(self) -> float:
        """The harmonic mean of the B-cubed two."""
        both = self.b_cubed_precision + self.b_cubed_recall
        return 2 * self.b_cubed_precision * self.b_cubed_recall / both if both else 0.0


def agreement(groups: Sequence[Hashable], labels: Sequence[Hashable | None]) -> Agreement:
    """Return how well the groups of posts agree with their labels.

    Args:
        groups: The group of each post; None: it has none, and is alone.
        labels: What each post belongs to; None: noise, which belongs with nothing labeled and is not measured itself.
    """
    grouped = [group if group is not None else ("alone", at) for at, group in enumerate(groups)]
    sizes = Counter(grouped)
    label_sizes = Counter(label for label in labels if label is not None)
    both = Counter((group, label) for group, label in zip(grouped, labels, strict=True) if label is not None)
    noise = Counter(group for group, label in zip(grouped, labels, strict=True) if label is None)
    together = sum(_pairs(count) for count in both.values())
    joined = sum(_pairs(size) - _pairs(noise[group]) for group, size in sizes.items())
    known = sum(_pairs(count) for count in label_sizes.values())
    posts = sum(label_sizes.values())
    return Agreement(
        pair_precision=together / joined if joined else 1.0,
        pair_recall=together / known if known else 1.0,
        b_cubed_precision=sum(n * n / sizes[group] for (group, _), n in both.items()) / posts if posts else 1.0,
        b_cubed_recall=sum(n * n / label_sizes[label] for (_, label), n in both.items()) / posts if posts else 1.0,
    )


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
