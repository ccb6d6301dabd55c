"""How well groups agree with what belongs together."""

from __future__ import annotations

import pytest
from foresight.agreement import agreement


@pytest.mark.parametrize(
    ("groups", "labels", "pairs", "b_cubed"),
    [
        ("xxy", "aab", (1, 1), (1, 1)),
        ("xyz", "aab", (1, 0), (1, 2 / 3)),
        ("xxx", "aab", (1 / 3, 1), (5 / 9, 1)),
        ("xxx", "aa-", (1 / 3, 1), (2 / 3, 1)),
        ("xxy", "a--", (0, 1), (1 / 2, 1)),
        ("xx", "--", (1, 1), (1, 1)),
    ],
    ids=["as they belong", "all apart", "all together", "noise joins", "noise alone is no pair", "only noise"],
)
def test_groups_are_measured_by_pairs_and_by_posts(groups, labels, pairs, b_cubed):
    found = agreement(groups, [None if label == "-" else label for label in labels])
    assert (found.pair_precision, found.pair_recall) == pytest.approx(pairs)
    assert (found.b_cubed_precision, found.b_cubed_recall) == pytest.approx(b_cubed)


def test_posts_without_a_group_are_alone():
    assert agreement([None, None], ["a", "a"]).pair_recall == 0
