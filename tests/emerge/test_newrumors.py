"""Which groups of posts that no claim explains are a rumor, and which are held back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from emerge.threadfakes import Fixed
from nouns import NOW, feed, post, reading
from rumorwatch.domain.feeds import FeedRole
from rumorwatch.domain.posts import Language, PostKind
from rumorwatch.domain.readings import PostClass
from rumorwatch.domain.rumors import Rumor, SightingKind, Sign
from rumorwatch.emerge.bar import BARRED, bar_of
from rumorwatch.emerge.heldback import sample_of_held
from rumorwatch.emerge.newrumors import GroupTally, Held, new_rumor_of
from rumorwatch.normalize.duplicates import Duplicates, Likeness
from rumorwatch.settings import Emerge

CLAIM, QUESTION, NEWS, CHATTER = PostClass.CLAIM, PostClass.QUESTION, PostClass.NEWS, PostClass.CHATTER


def exactly_alike():
    return Duplicates(likeness=Likeness(min_words=10_000))


def read(name, post_class=CLAIM, *, checkable=None, **more):
    likely = 1.0 if post_class is CLAIM else 0.0
    return post(name, **more), reading(post_class=post_class, checkable=likely if checkable is None else checkable)


def found(*group, feeds=(), credibility=None, **bar):
    return new_rumor_of(
        "new:a",
        sorted(group, key=lambda one: (one[0].published_at, one[0].key)),
        feeds={listed.id: listed for listed in (feed(), *feeds)},
        bar=bar_of(Emerge(**bar)),
        now=NOW,
        copies=exactly_alike,
        sentence_of=lambda posts: posts[0].text,
        credibility=credibility,
    )


@pytest.mark.parametrize(
    ("classes", "signs"),
    [
        ([CLAIM, CLAIM], None),
        ([CLAIM, CLAIM, CHATTER, CLAIM], (Sign.CHECKABLE, Sign.SPREADING)),
        ([CLAIM, QUESTION], (Sign.CHECKABLE, Sign.DOUBTED)),
        ([CLAIM, CLAIM, CLAIM], (Sign.CHECKABLE, Sign.SPREADING)),
        ([QUESTION, QUESTION, QUESTION], (Sign.VOID,)),
        ([CLAIM, CHATTER, CHATTER, QUESTION, QUESTION, QUESTION], (Sign.VOID,)),
        ([CLAIM, CLAIM, CHATTER, CHATTER, CHATTER], (Sign.SPREADING,)),
        ([CLAIM], None),
        ([QUESTION, QUESTION], None),
        ([CLAIM, CHATTER, CHATTER], None),
        ([CHATTER, CHATTER, CHATTER, CHATTER], None),
    ],
)
def test_a_group_is_a_rumor_by_its_signs(classes, signs):
    made = found(*(read(str(number), one) for number, one in enumerate(classes)))
    assert (made.signs if isinstance(made, Rumor) else None) == signs


@pytest.mark.parametrize("barred", sorted(BARRED))
@pytest.mark.parametrize("questions", [0, 5])
def test_what_people_think_and_what_is_reported_is_no_rumor_however_many_say_it(barred, questions):
    group = [read(f"s{number}", barred) for number in range(20)]
    asked = [read(f"q{number}", QUESTION) for number in range(questions)] if barred is not NEWS else []
    assert found(*group, *asked) == Held(post_class=barred)


def test_news_that_many_ask_about_is_a_void():
    made = found(
        *(read(f"n{number}", NEWS) for number in range(5)), *(read(f"q{number}", QUESTION) for number in "abc")
    )
    assert made.signs == (Sign.VOID,)
    assert made.asks == len(made.sightings) == 3


@pytest.mark.parametrize(("telling", "is_void"), [(5, True), (7, False)])
def test_a_void_is_where_a_third_of_those_who_speak_ask(telling, is_void):
    asked = [read(f"q{number}", QUESTION) for number in "abc"]
    made = found(*(read(f"t{number}", CHATTER) for number in range(telling)), *asked)
    assert isinstance(made, Rumor) is is_void


@pytest.mark.parametrize(
    ("role", "is_void"), [(FeedRole.OFFICIAL, False), (FeedRole.FACTCHECK, False), (FeedRole.MEDIA, True)]
)
def test_what_an_office_or_a_fact_checker_answers_is_no_void(role, is_void):
    asked = [read(f"q{number}", QUESTION) for number in "abc"]
    made = found(*asked, read("answer", NEWS, feed_id="office"), feeds=[feed("office", role=role)])
    assert isinstance(made, Rumor) is is_void


@pytest.mark.parametrize("telling", [0, 1, 5])
def test_in_a_void_who_tells_it_takes_none_of_those_away_who_ask(telling):
    asked = [read(f"q{number}", QUESTION) for number in "abcd"]
    made = found(*(read(f"t{number}", CHATTER) for number in range(telling)), *asked)
    assert made.signs == (Sign.VOID,)
    assert made.spread.independent == max(4, telling)


@pytest.mark.parametrize("role", [FeedRole.OFFICIAL, FeedRole.FACTCHECK])
def test_what_an_answering_feed_says_is_no_sighting(role):
    assert isinstance(found(read("a"), read("b", feed_id="office"), feeds=[feed("office", role=role)]), Held)


def test_one_source_that_says_it_twice_is_one_source():
    assert isinstance(found(read("a", author="x"), read("b", author="x")), Held)


def test_reposts_are_copies_and_comments_only_ask():
    made = found(
        read("a"),
        read("b", minutes_ago=20, kind=PostKind.REPOST),
        read("c", minutes_ago=10, kind=PostKind.COMMENT, reply_to=post("a").key),
        read("d", QUESTION, minutes_ago=5, kind=PostKind.COMMENT, reply_to=post("a").key),
    )
    assert [sighting.kind for sighting in made.sightings] == [SightingKind.INDEPENDENT, SightingKind.COPY]
    assert made.asks == 1


@pytest.mark.parametrize(("hours_apart", "spreading"), [(2, True), (4, False)])
def test_several_sources_spread_it_only_within_the_span(hours_apart, spreading):
    group = [read(str(number), minutes_ago=number * hours_apart * 60 + 1) for number in range(3)]
    assert (Sign.SPREADING in found(*group, at_once_h=5.0).signs) is spreading


def test_a_rumor_is_told_in_the_words_of_one_of_its_sightings():
    made = found(read("a", QUESTION, minutes_ago=50, text="Is the dam broken?"), read("b", text="The dam has broken."))
    assert made.text == "The dam has broken."
    assert (made.id, made.claim, made.topic) == ("new:a", None, "other")


@pytest.mark.parametrize(("surely", "is_rumor"), [(True, True), (False, False)])
def test_one_source_at_least_states_it_surely(surely, is_rumor):
    group = [read(str(number), CHATTER, checkable=0.6) for number in range(5)]
    assert isinstance(found(read("a", CLAIM if surely else CHATTER, checkable=0.9), *group), Rumor) is is_rumor


def test_what_newspapers_tell_is_no_sighting():
    assert isinstance(found(read("a"), read("b", feed_id="paper"), feeds=[feed("paper", role=FeedRole.MEDIA)]), Held)


def thread(post_class, *, others=3, answers=CHATTER, likely=0.9, **more):
    """A post with answers of others, read by a model that finds it this likely a rumor."""
    began = read("a", post_class, minutes_ago=60, language=Language.ZH)
    said = [
        read(
            f"r{number}",
            answers,
            minutes_ago=50 - number,
            kind=PostKind.REPOST,
            language=Language.ZH,
            reply_to=post("a").key,
        )
        for number in range(others)
    ]
    return found(began, *said, credibility=Fixed(likely), **more)


@pytest.mark.parametrize("post_class", [CLAIM, CHATTER, NEWS, QUESTION])
def test_a_thread_that_reads_as_those_of_rumors_do_is_one(post_class):
    made = thread(post_class)
    assert Sign.RUMORLIKE in made.signs
    assert made.rumorlike == 0.9
    assert made.sightings[0].post.key == post("a").key


@pytest.mark.parametrize("post_class", sorted(BARRED - {NEWS}))
def test_what_people_think_is_no_rumor_whatever_is_answered(post_class):
    assert thread(post_class, others=20, likely=1.0) == Held(post_class=post_class)


@pytest.mark.parametrize(("others", "likely"), [(3, 0.79), (2, 0.9), (0, 1.0)])
def test_a_thread_that_reads_otherwise_or_that_few_answered_is_none(others, likely):
    assert isinstance(thread(CHATTER, others=others, likely=likely), Held)


def test_who_asks_in_answer_to_a_post_makes_no_void_where_the_thread_is_read():
    assert isinstance(thread(CHATTER, others=5, answers=QUESTION, likely=0.1), Held)
    made = thread(CHATTER, others=5, answers=QUESTION, likely=0.9)
    assert (made.signs, made.asks) == ((Sign.DOUBTED, Sign.RUMORLIKE), 5)


@pytest.mark.parametrize("language", [Language.ZH, Language.VI])
def test_who_asks_in_a_post_of_their_own_or_in_another_language_makes_a_void(language):
    answered = None if language is Language.ZH else post("x").key
    asking = [read(f"q{number}", QUESTION, language=language, reply_to=answered) for number in range(3)]
    assert found(*asking, credibility=Fixed(0.1)).signs == (Sign.VOID,)


def test_who_asks_lets_a_void_go_with_the_window():
    tally = GroupTally.of(
        "new:a", feeds={feed().id: feed()}, bar=bar_of(Emerge()), copies=exactly_alike, credibility=Fixed(0.1)
    )
    for number in range(3):
        tally.add(*read(f"q{number}", QUESTION, minutes_ago=60 - number, language=Language.ZH))

    def is_rumor():
        return isinstance(tally.rumor(now=NOW, recent=timedelta(), text=lambda _: ""), Rumor)

    assert is_rumor()
    tally.forget_before(NOW - timedelta(minutes=59.5))
    assert not is_rumor()


def test_a_sample_of_what_is_held_back_is_the_same_all_day_and_another_the_next():
    every = [read(str(number), CLAIM if number % 3 == 0 else PostClass.OPINION) for number in range(60)]
    monday, tuesday = date(2026, 10, 5), date(2026, 10, 6)
    first, held = sample_of_held(every, number=5, day=monday)
    assert held == 40
    assert all(one[1].post_class is PostClass.OPINION for one in first)
    assert sample_of_held(every[::-1], number=5, day=monday) == (first, held)
    assert sample_of_held(every, number=5, day=tuesday)[0] != first
    assert sample_of_held(every, number=50, day=monday)[0][:5] == first


REPORT, REMARK = "Police say the dam has a crack", "They let the dam rot for years"


def english(name, post_class=CHATTER, *, text=REPORT, **more):
    return read(name, post_class, text=f"{text} {name}", language=Language.EN, **more)


def test_what_several_pass_on_at_once_in_english_is_a_rumor_whatever_the_model_takes_it_for():
    told = [english("a"), english("b", NEWS), english("c", NEWS)]
    assert found(*told).signs == (Sign.SPREADING,)
    assert len(found(*told).sightings) == 3
    assert isinstance(found(*told[:2]), Held)
    assert isinstance(found(*told[:2], english("c", NEWS, minutes_ago=600)), Held)


def test_fewer_than_a_third_that_pass_it_on_make_no_rumor():
    told = [english(name) for name in "abc"]
    assert isinstance(found(*told, *(english(f"r{number}", text=REMARK) for number in range(7))), Held)


@pytest.mark.parametrize("barred", sorted(BARRED - {NEWS}))
def test_what_is_never_a_rumor_is_none_in_words_of_hearsay(barred):
    assert isinstance(found(*(english(name, barred) for name in "abcd")), Held)


def test_a_remark_in_english_needs_a_second_source_that_is_sure_or_hearsay():
    one_sure = [english("a", CLAIM, text=REMARK), english("b", CHATTER, text=REMARK, checkable=0.6)]
    assert isinstance(found(*one_sure), Held)
    assert found(*one_sure, english("c", CLAIM, text=REMARK)).signs[0] is Sign.CHECKABLE
    assert found(one_sure[0], english("b", CHATTER, checkable=0.6), min_sources=2).signs == (Sign.CHECKABLE,)


@pytest.mark.parametrize(
    ("told", "question", "is_rumor"),
    [
        (REPORT, "Is that true?", True),
        (REPORT, "Why should I care?", False),
        (REMARK, "Is that true?", False),
        (None, "Is that true?", True),
        (None, "Why should I care?", False),
    ],
)
def test_a_void_in_english_is_of_questions_for_the_truth_of_what_is_passed_on(told, question, is_rumor):
    asked = [english(name, QUESTION, text=question) for name in "abc"]
    made = found(*([english("t", text=told)] if told else []), *asked)
    assert isinstance(made, Rumor) is is_rumor
