"""Threads of a group: who is in one, when it is looked at, and what is left when posts leave the window."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from emerge.threadfakes import Fixed
from nouns import NOW, post
from rumorwatch.domain.posts import Language, PostKind
from rumorwatch.emerge.threads import LEAST_SOURCES, Threads


def said(name, *, to=None, at=0.0, **more):
    more = {"language": Language.ZH, **more}
    return post(name, minutes_ago=600 - at, reply_to=post(to).key if to else None, **more)


def followed(*posts, likely=0.5, may_begin=True):
    threads = Threads(credibility=Fixed(likely))
    for one in posts:
        threads.add(one, may_begin=may_begin)
    return threads


def answers(number, *, to="a", at=1.0, **more):
    return [said(f"{to}{one}", to=to, at=at + one, **more) for one in range(number)]


def test_what_answers_the_post_and_its_answers_is_of_its_thread():
    threads = followed(said("a"), said("b", to="a", at=1), said("c", to="b", at=2), said("d", to="a", at=3))
    assert threads.highest == 0.5
    (given,) = threads.credibility.begun
    assert [to_answer for _, _, to_answer in given.answers] == [False, True, False]


@pytest.mark.parametrize(
    "posts",
    [
        answers(5),
        [said("a"), *answers(LEAST_SOURCES - 1)],
        [said("a"), *answers(9, author="one")],
        [said("a"), *answers(9, author="a")],
        [said("a", language=Language.VI), *answers(9)],
    ],
    ids=["without its post", "too few", "one person", "itself", "another language"],
)
def test_no_model_is_asked_about_what_it_cannot_tell(posts):
    threads = followed(*posts)
    assert threads.highest is None
    assert threads.credibility.begun == []


def test_a_post_that_may_not_begin_a_thread_has_none():
    assert followed(said("a"), *answers(9), may_begin=False).highest is None


def test_what_only_passes_the_post_on_has_no_words():
    passed = said("b", to="a", at=1, text=post("a").text, kind=PostKind.REPOST)
    threads = followed(said("a"), passed, *answers(3, at=2))
    assert threads.highest is not None
    texts = [text for text, *_ in threads.credibility.begun[0].answers]
    assert texts[0] == ""
    assert all(texts[1:])


def test_a_thread_keeps_how_likely_it_looked_at_most():
    threads = followed(said("a"), *answers(9), likely=lambda answered: 0.9 if answered == 4 else 0.2)
    assert threads.highest == 0.9


def test_long_threads_are_looked_at_less_often():
    threads = followed(said("a"), *answers(300))
    assert threads.highest
    assert 20 < threads.credibility.begun[0].looks < 60


def test_no_answer_is_read_before_it_is_asked_for_nor_twice():
    threads = followed(said("a"), *answers(5))
    assert threads.credibility.begun == []
    assert threads.highest == threads.highest
    threads.add(said("z", to="a", at=50), may_begin=True)
    assert threads.highest
    (given,) = threads.credibility.begun
    assert len(given.answers) == 6


@pytest.mark.parametrize("seed", range(5))
def test_what_leaves_leaves_what_the_rest_alone_would_give(seed):
    chance = random.Random(seed)
    names = [f"p{number}" for number in range(80)]
    posts = [
        said(name, to=chance.choice([None, *names[max(0, at - 12) : at + 2]]), at=at, author=f"a{chance.randrange(9)}")
        for at, name in enumerate(names)
    ]

    def likely(answered):
        return 1 / (1 + abs(answered - 6))

    threads = followed(likely=likely)
    for at, one in enumerate(posts):
        threads.add(one, may_begin=at % 3 > 0)
        if at % 7 == 0:
            since = NOW - timedelta(minutes=600 - at + 25)
            threads.forget_before(since)
            alone = followed(likely=likely)
            for place, other in enumerate(posts[: at + 1]):
                if other.published_at >= since:
                    alone.add(other, may_begin=place % 3 > 0)
            assert threads.highest == alone.highest
