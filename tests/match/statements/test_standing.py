from __future__ import annotations

from datetime import timedelta

import pytest

from nouns import NOW, statement
from rumorwatch.domain.claims import Standing
from rumorwatch.match.statements.standing import standing_of, successors_of


def said(name, supersedes=None, *, days_ago=1.0, **more):
    return statement(name, supersedes=supersedes, published_at=NOW - timedelta(days=days_ago), **more)


def successors(*statements):
    return {old: new.id for old, new in successors_of(statements, now=NOW).items()}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], {}),
        ([said("a"), said("b")], {}),
        ([said("a", days_ago=2), said("b", "a")], {"a": "b"}),
        ([said("a", days_ago=3), said("b", "a", days_ago=2), said("c", "b")], {"a": "c", "b": "c"}),
        ([said("b", "never given")], {"never given": "b"}),
        ([said("a", "a")], {}),
        ([said("a", days_ago=3), said("b", "a", days_ago=2), said("c", "a")], {"a": "c"}),
        ([said("a", "b", days_ago=2), said("b", "a")], {"a": "b"}),
        ([said("a", "c", days_ago=3), said("b", "a", days_ago=2), said("c", "b")], {"a": "c", "b": "c"}),
        ([said("x", days_ago=9), said("a", "x", days_ago=3), said("b", "a", days_ago=2)], {"x": "b", "a": "b"}),
        ([said("a", days_ago=2), said("b", "a", days_ago=-1)], {}),
    ],
    ids=["none", "apart", "one", "chain", "unknown", "itself", "two", "ring", "ring of three", "long", "not out yet"],
)
def test_the_end_of_the_chain_takes_the_place_of_each_in_it(statements, expected):
    assert successors(*statements) == expected
    assert successors(*reversed(statements)) == expected


def test_what_leads_into_a_ring_is_superseded_by_the_newest_of_the_ring():
    ring = [said("a", "b", days_ago=3), said("b", "a", days_ago=2)]
    assert successors(said("x", days_ago=9), *ring, said("c", "x", days_ago=8), said("a", "b", days_ago=3)) == {
        "x": "c",
        "a": "b",
    }


@pytest.mark.parametrize(
    ("minutes", "superseded", "standing"),
    [
        (None, False, Standing.VALID),
        (1, False, Standing.VALID),
        (0, False, Standing.VALID),
        (-1, False, Standing.EXPIRED),
        (1, True, Standing.SUPERSEDED),
        (-1, True, Standing.SUPERSEDED),
    ],
)
def test_a_statement_holds_until_its_end_or_until_another_takes_its_place(minutes, superseded, standing):
    one = statement("a", valid_until=None if minutes is None else NOW + timedelta(minutes=minutes))
    assert standing_of(one, successors={"a": said("b")} if superseded else {}, now=NOW) is standing
