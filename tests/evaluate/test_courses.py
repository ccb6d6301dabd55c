"""How each rumor of an archive went on, and which are shown as examples."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluate.alerts import ago, archived, course, raised
from nouns import NOW
from rumorwatch.evaluate.courses import Pick, courses_of, median_minutes_to_doubt, missed, picked
from rumorwatch.evaluate.earliness import truth_of
from rumorwatch.evaluate.replay import Replay

# NOW is on the full hour: r1 begins in the hour that began three hours ago and is busiest in the hour that ends now.
ARCHIVE = [
    archived("a", minutes_ago=170, rumor="r1"),
    archived("c", minutes_ago=150),
    archived("d", minutes_ago=121, rumor="r2"),
    archived("b1", minutes_ago=60, rumor="r1"),
    archived("b2", minutes_ago=1, rumor="r1"),
]


def courses(*alerts, archive=ARCHIVE, doubted_at=None):
    replayed = Replay(posts=len(archive), raised=alerts, notices=(), alerts=(), doubted_at=doubted_at or {})
    return courses_of(archive, truth_of(archive), replayed)


def test_a_course_goes_from_the_first_post_of_a_rumor_over_alert_and_doubt_to_its_peak():
    first, second = courses(raised("n", minutes_ago=100, about="r1"), doubted_at={"r1": ago(90)})
    assert (first.rumor, first.posts, first.text) == ("r1", 3, ARCHIVE[0].post.text)
    assert (first.first_at, first.alerted_at, first.doubted_at) == (ago(170), ago(100), ago(90))
    assert first.peak_at == NOW - timedelta(hours=1)
    assert first.lead == timedelta(minutes=40)
    assert (second.rumor, second.posts, second.alerted_at, second.doubted_at, second.lead) == (
        "r2",
        1,
        None,
        None,
        None,
    )


def test_posts_of_a_course_are_counted_by_clock_hour_from_that_of_the_first():
    first, second = courses()
    assert first.hourly == {0: 1, 2: 2}
    assert second.hourly == {0: 1}


def test_a_rumor_is_alerted_when_an_alert_is_mostly_about_it_first():
    late = raised("n1", minutes_ago=160, about="r1", about_minutes_ago=30)
    assert courses(late)[0].lead == timedelta(minutes=-30)
    assert courses(late, raised("n2", minutes_ago=50, about="r1"))[0].alerted_at == ago(50)
    assert courses(raised("n3", minutes_ago=160))[0].alerted_at is None


@pytest.mark.parametrize("archive", [[], [archived("a", minutes_ago=5)]])
def test_an_archive_without_rumors_has_no_courses_no_examples_and_no_doubts(archive):
    found = courses(archive=archive)
    assert list(found) == []
    assert picked(found) == {}
    assert list(missed(found)) == []
    assert median_minutes_to_doubt(found) is None


@pytest.mark.parametrize(
    ("rumors", "expected"),
    [
        ([], {}),
        ([course("a")], {Pick.LARGEST: "a"}),
        ([course("a", lead=5)], {Pick.MEDIAN: "a"}),
        ([course("a", lead=5), course("b", lead=9)], {Pick.MEDIAN: "a", Pick.BEST: "b"}),
        (
            [course("late", lead=-60), course("early", lead=90), course("mid", lead=5)],
            {Pick.MEDIAN: "mid", Pick.BEST: "early", Pick.WORST: "late"},
        ),
        (
            [
                *(course(f"l{lead}", lead=lead) for lead in (-60, 5, 90)),
                *(course(f"m{posts}", posts=posts) for posts in (3, 9, 8)),
            ],
            {Pick.MEDIAN: "l5", Pick.BEST: "l90", Pick.WORST: "l-60", Pick.LARGEST: "m9"},
        ),
        (
            [*(course(f"l{lead}", lead=lead, posts=50 - lead) for lead in (1, 2, 3, 4, 5)), course("m", posts=2)],
            {Pick.MEDIAN: "l3", Pick.BEST: "l5", Pick.WORST: "l1", Pick.MISSED: "m"},
        ),
        (
            [
                *(course(f"l{lead}", lead=lead, posts=9 if lead == 2 else 1) for lead in (1, 2, 3, 4, 5)),
                course("m", posts=2),
            ],
            {Pick.MEDIAN: "l3", Pick.BEST: "l5", Pick.WORST: "l1", Pick.LARGEST: "l2", Pick.MISSED: "m"},
        ),
    ],
    ids=["none", "only missed", "only one", "lower of two", "three", "largest is missed", "largest is worst", "all"],
)
def test_examples_are_picked_by_rule_each_once_under_the_first_reason_that_holds(rumors, expected):
    assert {pick: one.rumor for pick, one in picked(rumors).items()} == expected


@pytest.mark.parametrize(
    ("leads", "pick"),
    [((5, 5, 5, 1, 9), Pick.MEDIAN), ((9, 9, 9, 5, 4, 4, 3), Pick.BEST), ((1, 1, 1, 5, 6, 6, 7), Pick.WORST)],
)
def test_of_equal_leads_the_one_of_more_posts_is_picked_then_the_lesser_id(leads, pick):
    rumors = [course(f"r{at}", lead=lead, posts=3 if at in {1, 2} else 1) for at, lead in enumerate(leads)]
    assert picked(rumors)[pick].rumor == "r1"
    assert picked(rumors[::-1])[pick].rumor == "r1"


RUMORS = st.lists(st.tuples(st.integers(1, 4), st.none() | st.integers(-3, 3)), max_size=12).map(
    lambda drawn: [course(f"r{at}", posts=posts, lead=lead) for at, (posts, lead) in enumerate(drawn)]
)


@given(rumors=RUMORS, chance=st.randoms(use_true_random=False))
def test_examples_do_not_depend_on_the_order_of_the_rumors_and_none_is_shown_twice(rumors, chance):
    before = picked(rumors)
    chance.shuffle(rumors)
    assert picked(rumors) == before
    names = [one.rumor for one in before.values()]
    assert len(names) == len(set(names))
    leads = [one.lead for one in before.values() if one.lead is not None]
    alerted = [one.lead for one in rumors if one.lead is not None]
    assert not alerted or {min(alerted), max(alerted)} <= set(leads)


def test_missed_rumors_are_those_never_alerted_of_most_posts_first():
    rumors = [course("b", posts=2), course("c", posts=9, lead=-99), course("a", posts=2), course("d", posts=3)]
    assert [one.rumor for one in missed(rumors)] == ["d", "a", "b"]


@pytest.mark.parametrize(
    ("doubts", "minutes"),
    [([], None), ([None, None], None), ([590], 10), ([590, None, 570], 20), ([500, 590, 570], 30)],
)
def test_the_median_wait_for_a_doubt_is_over_the_rumors_that_met_one(doubts, minutes):
    assert median_minutes_to_doubt([course(str(at), doubted=one) for at, one in enumerate(doubts)]) == minutes
