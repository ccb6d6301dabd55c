"""What is counted of a rumor's growth, and as of when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emerge.happenings import event, events, tally
from nouns import NOW
from rumorwatch.domain.matches import Stance
from rumorwatch.domain.posts import Language
from rumorwatch.domain.rumors import SightingKind
from rumorwatch.emerge.growth import WINDOWS, Tally, growth_of, pace_of

COUNTS = (
    "sightings", "independent", "copies", "sources", "questions", "denials", "channels", "provinces", "languages",
)  # fmt: skip
FIRST = {"sightings": 1, "independent": 1, "sources": 1, "channels": 1}


def counts(grown):
    return {name: getattr(grown, name) for name in COUNTS if getattr(grown, name)}


@pytest.mark.parametrize(
    ("second", "added"),
    [
        ({}, {"sightings": 1, "independent": 1}),
        ({"source": "another"}, {"sightings": 1, "independent": 1, "sources": 1}),
        ({"kind": SightingKind.COPY}, {"sightings": 1, "copies": 1}),
        ({"kind": SightingKind.COPY, "source": "another"}, {"sightings": 1, "copies": 1, "sources": 1}),
        ({"channel": "zalo"}, {"sightings": 1, "independent": 1, "channels": 1}),
        ({"province": "Huế"}, {"sightings": 1, "independent": 1, "provinces": 1}),
        ({"language": Language.VI}, {"sightings": 1, "independent": 1, "languages": 1}),
        ({"language": Language.UND}, {"sightings": 1, "independent": 1}),
        ({"stance": Stance.ASKS, "source": "another", "channel": "zalo"}, {"questions": 1}),
        ({"stance": Stance.DENIES, "province": "Huế"}, {"denials": 1}),
        ({"stance": Stance.REPORTS}, {"denials": 1}),
    ],
)
def test_an_event_raises_what_it_adds_and_nothing_else(second, added):
    grown = growth_of(Tally.of([event(minutes_ago=60), event(**second)]), now=NOW)
    assert counts(grown) == {name: FIRST.get(name, 0) + added.get(name, 0) for name in FIRST | added}


def test_a_rumor_nobody_repeats_was_not_seen_yet():
    grown = growth_of(Tally.of([event(stance=Stance.ASKS)]), now=NOW)
    assert (grown.first_seen, grown.last_seen, grown.questions) == (None, None, 1)


def test_a_moment_is_inside_the_window_that_ends_with_it_and_outside_the_one_that_begins_with_it():
    pace = pace_of(tally(120, 90, 60, 30, 0), now=NOW, window=timedelta(hours=1))
    assert (pace.sightings, pace.sightings_before) == (2, 2)


@pytest.mark.parametrize(
    ("minutes_ago", "per_h", "acceleration"),
    [
        ((), (0, 0, 0), (0, 0, 0)),
        ((1, 2, 3), (12, 3, 0.5), (12, 3, 0.5)),
        ((1, 2, 3, 20, 25), (12, 5, 5 / 6), (4, 5, 5 / 6)),
        ((20, 25), (0, 2, 1 / 3), (-8, 2, 1 / 3)),
        ((400, 500), (0, 0, 0), (0, 0, -1 / 3)),
    ],
)
def test_paces_are_per_hour_and_accelerate_against_the_window_before(minutes_ago, per_h, acceleration):
    paces = growth_of(tally(*minutes_ago), now=NOW).paces
    assert tuple(pace.window for pace in paces) == WINDOWS
    assert tuple(pace.per_h for pace in paces) == pytest.approx(per_h)
    assert tuple(pace.acceleration for pace in paces) == pytest.approx(acceleration)


def test_an_event_before_the_last_one_is_refused():
    kept = tally(10)
    with pytest.raises(ValueError, match="add them in order"):
        kept.add(event(minutes_ago=11))
    assert growth_of(kept, now=NOW).sightings == 1


@given(st.lists(events, max_size=30))
def test_nothing_later_than_now_is_seen(happened):
    whole, until_now = Tally.of(happened), Tally.of(one for one in happened if one.at <= NOW)
    assert growth_of(whole, now=NOW) == growth_of(until_now, now=NOW)


@given(st.lists(events, max_size=30))
def test_adding_one_by_one_gives_what_counting_all_at_once_gives(happened):
    in_order = sorted(happened, key=lambda one: one.at)
    kept = Tally()
    for place, one in enumerate(in_order):
        kept.add(one)
        seen = in_order[: place + 1]
        spread = [each for each in seen if each.stance is Stance.REPEATS]
        copies = sum(each.kind is SightingKind.COPY for each in spread)
        at_once = {
            "sightings": len(spread),
            "independent": len(spread) - copies,
            "copies": copies,
            "sources": len({each.source for each in spread}),
            "questions": sum(each.stance is Stance.ASKS for each in seen),
            "denials": sum(each.stance in {Stance.DENIES, Stance.REPORTS} for each in seen),
            "channels": len({each.channel for each in spread}),
            "provinces": len({each.province for each in spread} - {None}),
            "languages": len({each.language for each in spread} - {None, Language.UND}),
        }
        assert counts(growth_of(kept, now=one.at)) == {name: count for name, count in at_once.items() if count}


@given(st.lists(events, max_size=30), st.integers(min_value=0, max_value=600))
def test_counts_never_fall_as_time_goes_on(happened, minutes):
    kept = Tally.of(happened)
    before, after = growth_of(kept, now=NOW), growth_of(kept, now=NOW + timedelta(minutes=minutes))
    assert all(getattr(before, name) <= getattr(after, name) for name in COUNTS)
