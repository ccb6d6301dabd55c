"""Routing: who is concerned, who owns, who takes over."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutynouns import agency
from rumorwatch.domain.claims import Topic
from rumorwatch.respond.routing import route

DAY = date(2026, 10, 7)
MINISTRY = agency("ministry", topics=frozenset({Topic.HEALTH}), also_named=("Bộ Y tế",))
HEALTH_HUE = agency("health-hue", topics=frozenset({Topic.HEALTH}), provinces=("Thành phố Huế",), name="Sở Y tế Huế")
HEALTH_LAM = agency("health-lam", topics=frozenset({Topic.HEALTH}), provinces=("Lâm Đồng",))
HUE = agency("hue", provinces=("Huế",))
POLICE = agency("police", topics=frozenset({Topic.SECURITY, Topic.SCAM}))
PRESS = agency("press", topics=frozenset({Topic.OTHER}))
DESK = agency("desk")
ALL = (DESK, HUE, MINISTRY, HEALTH_LAM, HEALTH_HUE, POLICE)


def routed(topic: Topic, *provinces: str, agencies=ALL, statement_agency: str | None = None, on: date = DAY) -> list:
    return [each.id for each in route(topic, provinces, statement_agency=statement_agency, agencies=agencies, on=on)]


@pytest.mark.parametrize(
    ("topic", "provinces", "ids"),
    [
        (Topic.HEALTH, ("hue",), ["health-hue", "hue"]),
        (Topic.HEALTH, ("tỉnh Lâm Đồng",), ["health-lam"]),
        (Topic.HEALTH, (), ["ministry"]),
        (Topic.HEALTH, ("Cà Mau",), ["ministry"]),
        (Topic.HEALTH, ("Huế", "Lâm Đồng"), ["health-lam", "health-hue", "ministry", "hue"]),
        (Topic.HEALTH, ("Huế", "TP. Hue"), ["health-hue", "hue"]),
        (Topic.HEALTH, ("Huế", "Cà Mau"), ["health-hue", "ministry", "hue"]),
        (Topic.SCAM, (), ["police"]),
        (Topic.SCAM, ("Huế",), ["hue"]),
        (Topic.ECONOMY, ("Huế",), ["hue"]),
        (Topic.ECONOMY, (), ["desk"]),
        (Topic.OTHER, ("Huế",), ["hue"]),
        (Topic.OTHER, (), ["desk"]),
    ],
)
def test_topic_and_place_say_who_is_concerned_and_the_more_specific_goes_first(topic, provinces, ids):
    assert routed(topic, *provinces) == ids


def test_a_new_rumor_without_a_topic_goes_to_who_lists_other():
    assert routed(Topic.OTHER, agencies=(*ALL, PRESS)) == ["press"]
    assert routed(Topic.OTHER, "Huế", agencies=(*ALL, PRESS)) == ["hue"]


@pytest.mark.parametrize("name", ["Sở Y tế Huế", "so y te hue", "SỞ  Y TẾ HUẾ", "health-hue"])
def test_who_wrote_the_statement_that_answers_it_owns_it(name):
    assert routed(Topic.HEALTH, "Lâm Đồng", statement_agency=name) == ["health-hue", "health-lam"]


def test_a_statement_names_its_agency_by_any_of_its_names():
    assert routed(Topic.ECONOMY, statement_agency="Bộ Y tế") == ["ministry"]


def test_a_name_goes_before_an_id_that_is_written_like_it():
    agencies = (agency("hue", name="Văn phòng"), agency("office", name="Huế"))
    assert routed(Topic.ECONOMY, agencies=agencies, statement_agency="Huế") == ["office"]


def test_a_province_without_a_name_is_none():
    assert routed(Topic.HEALTH, "Huế", " ") == routed(Topic.HEALTH, "Huế")


def test_a_statement_of_nobody_that_is_listed_changes_nothing():
    assert routed(Topic.HEALTH, statement_agency="Sở Y tế") == ["ministry"]
    assert routed(Topic.HEALTH, statement_agency="…") == ["ministry"]


def test_nobody_is_returned_rather_than_one_that_is_not_concerned():
    assert routed(Topic.ECONOMY, agencies=(POLICE, HEALTH_HUE)) == []
    assert routed(Topic.ECONOMY, agencies=()) == []


def test_ties_go_by_the_order_of_the_file():
    for order in permutations((HEALTH_HUE, HEALTH_LAM)):
        assert routed(Topic.HEALTH, "Huế", "Lâm Đồng", agencies=order) == [each.id for each in order]


def test_of_two_catch_alls_the_one_that_is_a_fallback_steps_back():
    assert routed(Topic.ECONOMY, agencies=(agency("above"), agency("first", fallback="above"))) == ["first"]
    police = agency("police", topics=frozenset({Topic.SCAM}), fallback="above")
    assert routed(Topic.ECONOMY, agencies=(agency("above"), agency("first"), police)) == ["first"]


@pytest.mark.parametrize(
    ("on", "ids"),
    [(date(2026, 6, 30), ["old"]), (date(2026, 7, 1), ["new"])],
)
def test_one_past_its_last_day_is_replaced_by_its_fallback(on, ids):
    old = agency("old", topics=frozenset({Topic.HEALTH}), valid_until=date(2026, 6, 30), fallback="new")
    new = agency("new", topics=frozenset({Topic.POLICY}))
    assert routed(Topic.HEALTH, agencies=(old, new), on=on) == ids
    assert routed(Topic.ECONOMY, agencies=(old, new), on=on, statement_agency="Office old") == ids


def test_agencies_merged_into_one_are_told_once():
    ended = {"valid_until": date(2026, 6, 30), "fallback": "both", "topics": frozenset({Topic.HEALTH})}
    agencies = (agency("one", provinces=("Huế",), **ended), agency("two", **ended), agency("both"))
    assert routed(Topic.HEALTH, "Huế", "Lâm Đồng", agencies=agencies) == ["both"]


def test_a_chain_of_successors_is_followed_to_its_end():
    first = agency("a", topics=frozenset({Topic.HEALTH}), valid_until=date(2025, 1, 1), fallback="b")
    second = agency("b", valid_until=date(2026, 1, 1), fallback="c", topics=frozenset({Topic.HEALTH}))
    assert routed(Topic.HEALTH, agencies=(first, second, agency("c", provinces=("Huế",)))) == ["c"]


def test_one_that_nobody_replaced_takes_no_place_from_others():
    gone = agency("gone", topics=frozenset({Topic.HEALTH}), provinces=("Huế",), valid_until=date(2026, 1, 1))
    assert routed(Topic.HEALTH, "Huế", agencies=(gone, MINISTRY)) == ["ministry"]
    assert routed(Topic.HEALTH, agencies=(gone,)) == []


def test_one_before_its_first_day_is_not_there_yet():
    coming = agency("coming", topics=frozenset({Topic.HEALTH}), valid_from=date(2026, 10, 8))
    assert routed(Topic.HEALTH, agencies=(coming, DESK)) == ["desk"]
    assert routed(Topic.HEALTH, agencies=(coming, DESK), on=date(2026, 10, 8)) == ["coming"]


DATES = st.dates(date(2026, 10, 1), date(2026, 10, 14))
AGENCIES = st.lists(
    st.builds(
        agency,
        st.sampled_from("abcdef"),
        topics=st.frozensets(st.sampled_from(Topic), max_size=3),
        provinces=st.lists(st.sampled_from(["Huế", "Lâm Đồng"]), max_size=2, unique=True).map(tuple),
        valid_from=st.none() | DATES,
        valid_until=st.none() | DATES,
        fallback=st.none() | st.sampled_from("abcdef"),
    ),
    max_size=6,
    unique_by=lambda each: each.id,
)
PLACES = st.lists(st.sampled_from(["hue", "tỉnh Lâm Đồng", "Cà Mau"]), max_size=3)


@given(st.sampled_from(Topic), PLACES, AGENCIES, st.none() | st.sampled_from(["Office a", "office b"]))
def test_each_is_told_once_and_only_while_it_is_in_office(topic, provinces, agencies, statement_agency):
    found = route(topic, provinces, statement_agency=statement_agency, agencies=agencies, on=DAY)
    assert len({each.id for each in found}) == len(found)
    for each in found:
        assert (each.valid_from or DAY) <= DAY <= (each.valid_until or DAY)


@given(st.sampled_from(Topic), PLACES, AGENCIES)
def test_where_a_catch_all_is_in_office_somebody_is_always_told(topic, provinces, agencies):
    agencies = [*agencies, agency("desk")]
    assert route(topic, provinces, statement_agency=None, agencies=agencies, on=DAY)
