"""Which posts belong together."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emerge.streams import DIMENSIONS, LONG, NOTHING, arrival, key, meaning
from rumorwatch.emerge.grouping import Grouping, Nearness

NEARNESS = Nearness(min_leader_cosine=0.7, min_centroid_cosine=0.8, short_words=8, short_margin=0.1)


def placed(*posts, nearness=NEARNESS):
    """The names of the founders of the groups of these (arrival, row); None where there is none."""
    arrivals = [one for one, _ in posts]
    names = {f"new:{one.key}": number for number, one in enumerate(arrivals)}
    found = Grouping(nearness=nearness).add(arrivals, np.array([row for _, row in posts]))
    return [None if group is None else names[group] for group in found]


def test_a_group_is_named_after_the_post_that_founds_it():
    assert Grouping().add([arrival("a")], meaning(0)[None]) == [f"new:{key('a')}"]


@pytest.mark.parametrize(
    ("cosine", "group"), [(0.95, 0), (0.82, 0), (0.78, 1)], ids=["alike", "near enough", "too far"]
)
def test_a_post_joins_a_group_when_its_first_text_is_near_enough(cosine, group):
    nearness = Nearness(min_leader_cosine=0.8, min_centroid_cosine=0.5)
    assert placed((arrival("a"), meaning(0)), (arrival("b"), meaning(0, away=1, cosine=cosine)), nearness=nearness) == [
        0,
        group,
    ]


def test_of_groups_that_are_near_the_most_alike_one_takes_the_post():
    assert placed(
        (arrival("a"), meaning(0)),
        (arrival("b"), meaning(0, away=1, cosine=0.6)),
        (arrival("c"), meaning(0, away=1, cosine=0.75)),
    ) == [0, 1, 1]


def test_of_equally_alike_groups_the_older_one_takes_the_post():
    half = meaning(0, away=1, cosine=np.sqrt(0.5))
    assert placed((arrival("b"), meaning(1)), (arrival("a"), meaning(0)), (arrival("c"), half)) == [0, 1, 0]


def test_a_post_near_the_first_text_and_far_from_what_the_group_became_founds_its_own():
    """No chain: the centroid has moved to the other side."""
    aside = [(arrival(f"m{n}"), meaning(0, away=1, cosine=0.8)) for n in range(5)]
    other = meaning(0, away=1, cosine=0.8) * np.where(np.arange(DIMENSIONS) == 1, -1, 1).astype(np.float32)
    assert placed((arrival("a"), meaning(0)), *aside, (arrival("z"), other)) == [0] * 6 + [6]


def test_a_chain_of_posts_each_like_the_one_before_does_not_become_one_group():
    turns = np.linspace(0, np.pi / 2, 10)
    rows = [meaning(0, away=1, cosine=float(np.cos(turn))) for turn in turns]
    groups = placed(*[(arrival(str(n)), row) for n, row in enumerate(rows)])
    assert len(set(groups)) > 1


@pytest.mark.parametrize(
    ("post", "leader", "joins"),
    [
        (f"{LONG} x", LONG, True),
        ("four words of it", LONG, False),
        (LONG, "four words of it", False),
        ("水库今晚要决堤快跑", "水库今晚要决堤了快跑", False),
        ("水库今晚要决堤大家快往高处跑别睡", "水库今晚要决堤了大家快往高处跑别睡", True),
    ],
    ids=["long", "short post", "short first text", "Han characters are half words", "long Han"],
)
def test_short_texts_have_to_be_more_alike(post, leader, joins):
    groups = placed((arrival("a", text=leader), meaning(0)), (arrival("b", text=post), meaning(0, away=1, cosine=0.75)))
    assert (groups == [0, 0]) is joins


def test_hashtags_are_no_words():
    assert placed((arrival("a", text="#dam #town #night now"), meaning(0)), (arrival("b"), meaning(0))) == [0, 1]


def test_texts_of_a_word_or_two_are_grouped_with_their_copies_only():
    assert placed(
        (arrival("a", text="how sad"), meaning(0)),
        (arrival("b", text="so sad"), meaning(0)),
        (arrival("c"), meaning(0)),
        (arrival("d", text="so sad"), meaning(0)),
    ) == [0, 1, 2, 1]


@pytest.mark.parametrize(
    ("post", "leader", "joins"),
    [
        (f"{LONG} 5", f"{LONG} 5", True),
        (f"{LONG} 5 dead", f"{LONG} 8", False),
        (f"{LONG} 5", LONG, True),
        (f"{LONG} 5 in 3 towns", f"{LONG} 5", True),
        (f"{LONG} 1.000 dong", f"{LONG} 1000 dong", True),
        (f"{LONG} 1,5%", f"{LONG} 15%", False),
        (f"{LONG} 1,5%", f"{LONG} 1.5 %", True),
    ],
    ids=["same", "another", "none", "one more", "thousands", "decimals", "decimal comma"],
)
def test_texts_with_numbers_but_none_in_common_are_kept_apart(post, leader, joins):
    groups = placed(
        (arrival("a", text=leader), meaning(0)), (arrival("b", text=f"so {post}"), meaning(0, away=1, cosine=0.85))
    )
    assert (groups == [0, 0]) is joins


def test_what_is_told_apart_is_kept_apart():
    def has_another_end(post, leader):
        return post.folded.split()[-1] != leader.folded.split()[-1]

    posts = [arrival("a", text=f"{LONG} hanoi"), arrival("b", text=f"{LONG} hue"), arrival("c", text=f"so {LONG} hue")]
    found = Grouping(nearness=NEARNESS, tell_apart=has_another_end).add(posts, np.array([meaning(0)] * 3))
    assert found == [f"new:{key('a')}", f"new:{key('b')}", f"new:{key('b')}"]


def test_a_post_that_the_nearest_group_refuses_may_join_the_next():
    assert placed(
        (arrival("a", text=f"{LONG} 5"), meaning(0)),
        (arrival("b", text=f"{LONG} 8"), meaning(0, away=1, cosine=0.6)),
        (arrival("c", text=f"so {LONG} 8"), meaning(0, away=1, cosine=0.87)),
    ) == [0, 1, 1]


@pytest.mark.parametrize(
    ("hours", "group"), [(72, 0), (72.1, 1), (-72, 0), (-72.1, 1)], ids=["last moment", "late", "early", "too early"]
)
def test_a_group_takes_posts_only_within_the_span(hours, group):
    assert placed((arrival("a"), meaning(0)), (arrival("b", hours=hours), meaning(0))) == [0, group]


def test_each_post_keeps_a_group_active():
    assert placed(
        (arrival("a"), meaning(0)), (arrival("b", hours=60), meaning(0)), (arrival("c", hours=120), meaning(0))
    ) == [0, 0, 0]


def test_exact_duplicates_share_a_group_however_late():
    assert placed((arrival("a", text=LONG), meaning(0)), (arrival("b", hours=900, text=LONG), meaning(0))) == [0, 0]


def test_a_copy_wakes_its_group_in_the_same_batch():
    assert placed(
        (arrival("a", text=LONG), meaning(0)),
        (arrival("b", hours=900, text=LONG), meaning(0)),
        (arrival("c", hours=901), meaning(0)),
    ) == [0, 0, 0]


def test_a_reply_follows_its_parent_whatever_it_says():
    assert placed(
        (arrival("a"), meaning(0)), (arrival("b", parent="a"), meaning(1)), (arrival("c", parent="b"), NOTHING)
    ) == [0, 0, 0]


def test_a_reply_draws_nothing_to_its_group():
    assert placed(
        (arrival("a"), meaning(0)),
        (arrival("b", parent="a", text="is that so"), meaning(1)),
        (arrival("c", text="is that so"), meaning(1)),
    ) == [0, 0, 2]


def test_a_reply_to_a_post_that_was_never_met_is_a_post_of_its_own():
    assert placed((arrival("a"), meaning(0)), (arrival("b", parent="never met"), meaning(0))) == [0, 0]


def test_a_post_that_answers_itself_is_a_post_like_any():
    assert placed((arrival("a", parent="a"), meaning(0)), (arrival("b"), meaning(0))) == [0, 0]


@pytest.mark.parametrize(("text", "row"), [("the dam", NOTHING), ("100% 🔥", meaning(0))], ids=["no row", "no word"])
def test_what_says_nothing_founds_no_group_and_is_no_copy(text, row):
    assert placed((arrival("a", text=text), row), (arrival("b", text=text), row)) == [None, None]


def test_a_post_added_again_keeps_its_group_and_counts_once():
    grouping = Grouping(nearness=NEARNESS)
    posts = [arrival("a"), arrival("b")]
    rows = np.array([meaning(0), meaning(0, away=1, cosine=0.9)])
    assert grouping.add(posts, rows) == grouping.add(posts, rows)


def test_a_group_whose_first_posts_are_forgotten_keeps_its_id():
    grouping = Grouping.restored([(arrival("b"), f"new:{key('a')}")], meaning(0)[None], nearness=NEARNESS)
    assert grouping.add([arrival("c", hours=1)], meaning(0)[None]) == [f"new:{key('a')}"]


@pytest.mark.parametrize("rows", [np.zeros((2, 8), np.float32), np.zeros(8, np.float32)], ids=["too many", "flat"])
def test_each_post_needs_a_row(rows):
    with pytest.raises(ValueError, match="1 posts need"):
        Grouping().add([arrival("a")], rows)


def test_rows_of_another_encoder_are_refused():
    grouping = Grouping()
    grouping.add([arrival("a")], meaning(0)[None])
    with pytest.raises(ValueError, match="8 dimensions"):
        grouping.add([arrival("b")], np.zeros((1, 5), np.float32))


def test_nothing_makes_nothing():
    assert Grouping().add([], np.zeros((0, 8), np.float32)) == []


# --- whatever is cut, nothing changes ---------------------------------------------------------------------------------


@st.composite
def streams(draw):
    """Posts of a few meanings, with copies, replies and posts without text, in a disorder of days."""
    number = draw(st.integers(1, 24))
    posts = []
    for at in range(number):
        hours = draw(st.integers(0, 300))
        parent = str(draw(st.integers(0, number))) if draw(st.integers(0, 5)) == 0 else None
        own = chr(ord("a") + at)
        words = draw(
            st.sampled_from([f"{LONG} {own}", f"{LONG} {own} 5", f"{LONG} {own} 7", f"short {own}", "same words"])
        )
        cosine = draw(st.floats(0.5, 1.0))
        axis = draw(st.integers(0, 2))
        row = NOTHING if draw(st.integers(0, 9)) == 0 else meaning(axis, away=axis + 1, cosine=cosine)
        posts.append((arrival(str(at), hours=hours, text=words, parent=parent), row))
    return posts


def added(grouping, posts):
    return grouping.add([one for one, _ in posts], np.array([row for _, row in posts]).reshape(-1, DIMENSIONS))


@given(posts=streams(), cuts=st.lists(st.integers(0, 24), max_size=4))
def test_batches_change_nothing(posts, cuts):
    whole = added(Grouping(nearness=NEARNESS), posts)
    grouping, parts, edges = Grouping(nearness=NEARNESS), [], [0, *sorted(cuts), len(posts)]
    for begin, end in pairwise(edges):
        parts += added(grouping, posts[begin:end])
    assert parts == whole


@given(posts=streams(), cut=st.integers(0, 24))
def test_a_restored_grouping_goes_on_as_if_it_had_never_stopped(posts, cut):
    whole = added(Grouping(nearness=NEARNESS), posts)
    kept = [(post, group) for post, group in zip(posts[:cut], whole[:cut], strict=True) if group is not None]
    again = Grouping.restored(
        [(one, group) for (one, _), group in kept],
        np.array([row for (_, row), _ in kept], np.float32).reshape(-1, DIMENSIONS),
        nearness=NEARNESS,
    )
    assert added(again, posts[cut:]) == whole[cut:]


@given(posts=streams())
def test_every_founder_is_in_the_group_named_after_it(posts):
    groups = added(Grouping(nearness=NEARNESS), posts)
    by_key = {one.key: group for (one, _), group in zip(posts, groups, strict=True)}
    assert all(group is None or by_key[group.removeprefix("new:")] == group for group in groups)


@pytest.mark.parametrize("dimensions", [32, 200])
def test_a_long_stream_in_one_batch_is_grouped_as_post_by_post(dimensions):
    """Long enough for several blocks and chunks of leaders, and for bounds that leave something out."""
    random = np.random.default_rng(5)
    centers = random.normal(size=(1300, dimensions))
    rows = centers[random.integers(0, len(centers), 2600)] + random.normal(size=(2600, dimensions)) * 0.5
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    posts = [arrival(str(at), hours=at / 20) for at in range(len(rows))]
    whole = Grouping(nearness=NEARNESS).add(posts, rows)
    single = Grouping(nearness=NEARNESS)
    assert whole == [single.add([post], row[None])[0] for post, row in zip(posts, rows, strict=True)]
    assert 1200 < len(set(whole)) < 2000
