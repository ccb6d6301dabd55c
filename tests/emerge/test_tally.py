"""A tally that posts come to and leave counts what counting the rest from the beginning would."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from nouns import NOW, feed, post, reading
from rumorwatch.domain.posts import PostKind
from rumorwatch.domain.readings import PostClass
from rumorwatch.domain.rumors import SightingKind
from rumorwatch.emerge.tally import AtOnce, SightingTally
from rumorwatch.normalize.duplicates import Duplicates

FEEDS = {one.id: one for one in (feed(), feed("forum", channel="zalo"))}
HOURS = timedelta(hours=3)
WORDS = "the old wall near the market falls down tonight so move all your boats away from the river bank now"
VARIANTS = ("", "please", "please do", "they say", "khong", "12", "13", "that is all I know about it")


def tally():
    return SightingTally(feeds=FEEDS, copies=Duplicates(), at_once=AtOnce(sources=3, within=HOURS))


SAID = st.lists(
    st.tuples(
        st.integers(0, 90),
        st.sampled_from([f"{variant} {WORDS}".strip() for variant in VARIANTS] + ["short", "", "other words"]),
        st.sampled_from(["a", "b", "c", "d", "e"]),
        st.sampled_from([PostKind.POST, PostKind.POST, PostKind.REPOST]),
        st.sampled_from(["group", "forum"]),
        st.sampled_from([PostClass.CLAIM, PostClass.OPINION]),
        st.sampled_from([0.25, 0.5, 0.75]),
    ),
    min_size=1,
    max_size=40,
)


def made(said):
    """Posts in order, the first 90 hours back at most, an hour at least between two."""
    pairs, ago = [], 0
    for number, (minutes, text, author, kind, feed_id, post_class, certainty) in enumerate(said):
        ago += minutes
        one = post(
            f"p{number:02}",
            text=text or "\u200b",
            author=author,
            kind=kind,
            feed_id=feed_id,
            minutes_ago=60 * 90 - ago,
        )
        pairs.append((one, reading(post_class=post_class, checkable=certainty)))
    return pairs


def counted(pairs):
    made_of = tally()
    for one, why in pairs:
        made_of.add(one, why)
    return made_of


def seen(one):
    return (
        len(one),
        one.sources,
        one.is_at_once,
        list(one.classes.items()),
        one.sightings(),
        one.spread(now=NOW, recent=HOURS) if one else None,
    )


@given(said=SAID, leave=st.lists(st.integers(0, 40), max_size=6))
def test_posts_that_leave_are_as_if_they_had_never_come(said, leave):
    pairs, one = made(said), tally()
    begin = 0
    for number, (said_post, why) in enumerate(pairs, start=1):
        one.add(said_post, why)
        for least in leave:
            if least <= begin or least >= number:
                continue
            begin = least
            one.forget_before(pairs[begin][0].published_at)
            left = [pair for pair in pairs[:number] if pair[0].published_at >= pairs[begin][0].published_at]
            assert seen(one) == seen(counted(left))
    last = pairs[-1][0].published_at
    one.forget_before(last + timedelta(seconds=1))
    assert (len(one), one.sources, one.is_at_once, one.classes) == (0, 0, False, {})


@given(said=SAID)
def test_what_comes_later_changes_no_sighting(said):
    pairs = made(said)
    whole = counted(pairs).sightings()
    assert counted(pairs[: len(pairs) // 2]).sightings() == whole[: len(pairs) // 2]


def test_when_the_first_of_a_source_leaves_its_next_post_adds_the_source():
    one = tally()
    for number, text in enumerate(["the wall falls", "boats are gone"]):
        one.add(post(f"p{number}", text=text, author="x", minutes_ago=60 - number), reading())
    assert [sighting.kind for sighting in one.sightings()] == [SightingKind.INDEPENDENT, SightingKind.COPY]
    one.forget_before(NOW - timedelta(minutes=59, seconds=30))
    assert [sighting.kind for sighting in one.sightings()] == [SightingKind.INDEPENDENT]


def test_several_are_at_once_only_while_the_first_of_them_is_in_the_window():
    one = tally()
    for number, minutes in enumerate([600, 100, 50, 5]):
        one.add(post(f"p{number}", text=f"own words {number}", minutes_ago=minutes), reading())
    assert one.is_at_once
    one.forget_before(NOW - timedelta(minutes=200))
    assert one.is_at_once
    one.forget_before(NOW - timedelta(minutes=60))
    assert not one.is_at_once
