"""What would move an alert one place up or down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import NOW
from rumorwatch.domain.alerts import Alert, AlertId
from rumorwatch.domain.posts import Language
from rumorwatch.domain.rumors import Level, Priority, RumorId
from rumorwatch.rank.factors import on_log_scale
from rumorwatch.rank.moves import moves_of
from rumorwatch.rank.weights import load_weights

WEIGHTS = load_weights()
ANSWER = "an official statement that answers it"


def alert(name, *, sources=1.0, per_h=0.0, asks=0.0, gap="none", version=WEIGHTS.version):
    points = {
        "sources": WEIGHTS.points["sources"] * on_log_scale(sources, full_at=WEIGHTS.full_at["sources"]),
        "velocity": WEIGHTS.points["velocity"] * on_log_scale(per_h, full_at=WEIGHTS.full_at["velocity_per_h"]),
        "demand": WEIGHTS.points["demand"] * on_log_scale(asks, full_at=WEIGHTS.full_at["asks"]),
        "gap": WEIGHTS.points["gap"] * WEIGHTS.gap[gap],
    }
    factors = {key: round(value, 2) for key, value in points.items()}
    priority = Priority(
        points=round(sum(factors.values()), 2),
        level=Level.MEDIUM,
        factors=factors,
        reasons=tuple(factors),
        weights_version=version,
    )
    return Alert(
        id=AlertId(name),
        rumor_id=RumorId(f"claim:{name}"),
        claim_id=None,
        text=name,
        priority=priority,
        signs=(),
        posts=1,
        independent=1,
        channels=1,
        first_seen=NOW,
        last_seen=NOW,
        statement_id=None,
        agency=None,
        due_at=NOW + timedelta(hours=1),
        opened_at=NOW,
        updated_at=NOW,
    )


def moves(of, *others):
    ranked = sorted([of, *others], key=lambda one: -one.priority.points)
    return moves_of(of, ranked, weights=WEIGHTS, language=Language.EN)


def test_the_first_goes_no_higher_and_the_last_no_lower():
    high, low = alert("high", sources=20), alert("low", sources=2)
    assert moves(high, low)[0] is None
    assert moves(low, high)[1] is None
    assert moves(low, high)[0].past == "high"
    assert moves(low) == (None, None)


@given(mine=st.integers(1, 30), theirs=st.integers(1, 40))
def test_as_many_more_sources_as_are_told_move_it_up_and_one_less_does_not(mine, theirs):
    lower, higher = alert("lower", sources=mine), alert("higher", sources=max(mine, theirs))
    up, _ = moves_of(lower, [higher, lower], weights=WEIGHTS, language=Language.EN)
    more = int(up.ways[0].split()[0])
    assert alert("then", sources=mine + more).priority.points > higher.priority.points
    assert more == 1 or alert("less", sources=mine + more - 1).priority.points <= higher.priority.points


def test_ways_are_told_in_what_a_person_can_see():
    up, _ = moves(alert("lower", sources=3, per_h=1), alert("higher", sources=4, per_h=1))
    assert up.ways == ("2 more independent sources", "2 more sightings in 3 h", "2 more posts asking if it is true")


def test_what_no_single_thing_can_do_is_not_told():
    up, _ = moves(alert("lower"), alert("higher", sources=50, per_h=20, asks=20))
    assert up.ways == ()
    assert up.points > 0


@pytest.mark.parametrize(
    ("mine", "theirs", "ways"),
    [
        ({"gap": "none"}, {"gap": "stale"}, (ANSWER,)),
        ({"per_h": 5, "gap": "answered"}, {"per_h": 1, "gap": "answered"}, ("no sighting for 3 h",)),
        ({"per_h": 0, "gap": "answered", "sources": 5}, {"gap": "answered"}, ()),
        (
            {"per_h": 2},
            {"gap": "answered", "sources": 1.2},
            ("an official statement that answers it and no sighting for 3 h",),
        ),
    ],
)
def test_an_answer_or_silence_moves_it_down_where_that_is_enough(mine, theirs, ways):
    assert moves(alert("mine", **mine), alert("theirs", **theirs))[1].ways == ways


def test_of_what_other_weights_ranked_no_way_is_told():
    up, _ = moves(alert("lower", version="other"), alert("higher", sources=9))
    assert up.ways == ()
