"""What is asked next: the reasons as tables, and the laws of the order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nouns import NOW, claim, match, post, reading
from rumorwatch.domain.claims import Topic
from rumorwatch.domain.labels import AskReason, Label, Lease, Question, Ruling, Subject
from rumorwatch.domain.matches import Tier
from rumorwatch.domain.posts import Language
from rumorwatch.domain.readings import PostClass
from rumorwatch.label.asking import Asking, Candidate, Taught, languages_of
from rumorwatch.label.queue import ask_order
from rumorwatch.label.texts import drawn_place

CLAIMS = {
    one.id: one
    for one in (
        claim("c1"),
        claim("c2", text="Cooking oil from the north market is poisoned", topic=Topic.HEALTH),
        claim("c3", text="Nước máy bị nhiễm thuốc trừ sâu", topic=Topic.HEALTH, language="vi"),
    )
}
MUCH = Taught(by_claim=dict.fromkeys(CLAIMS, 100), by_languages={"vi": 90, "en": 90, "en-vi": 90, "und": 90})
BARE = Asking(seed="s", random_share=0.0)
"""Nothing is drawn by chance."""


def of(name, *matches, text=None, votes=None, **more):
    """A candidate with matches as (claim, probability) and votes as {label: names} on its first question."""
    said = post(name, text=text or f"{name} {' '.join(random.Random(name).choices(WORDS, k=12))}", **more)
    found = tuple(
        match(said, claim=one, rank=rank, probability=probability, similarity=similarity)
        for rank, (one, probability, similarity) in enumerate(((*one, 0.9)[:3] for one in matches), 1)
    )
    return said, found, votes or {}


WORDS = [f"word{number}" for number in range(3_000)]


def candidate(name, *matches, votes=None, begins=None, read=None, question=None, quorum=2, **more):
    said, found, votes = of(name, *matches, votes=votes, **more)
    claim_id = found[0].claim_id if found else None
    asked = question or (Question.SAME if found else Question.KIND)
    sure = {label: names for label, names in votes.items() if label is not Label.UNSURE}
    most = max(sure, key=lambda label: len(sure[label]), default=None)
    is_agreed = most is not None and len(sure[most]) >= quorum
    ruling = Ruling(
        subject=Subject(question=asked, text_hash=said.text_hash, claim_id=claim_id),
        label=most,
        votes=votes,
        is_agreed=is_agreed,
        is_disputed=len(sure) > 1 and not is_agreed,
    )
    return Candidate(post=said, matches=found, reading=read, rulings=(ruling,) if votes else (), begins=begins or {})


def order(*candidates, analyst="An", taught=MUCH, asking=BARE, **more):
    return ask_order(candidates, claims=CLAIMS, analyst=analyst, asking=asking, taught=taught, **more)


def reasons(*candidates, **more):
    return [ask.reason for ask in order(*candidates, **more)]


@pytest.mark.parametrize(
    ("asked", "taught", "reason", "why"),
    [
        (candidate("a", ("c1", 0.48)), MUCH, AskReason.CLOSE_CALL, "Probability 0.48, near one half."),
        (
            candidate("b", ("c1", 0.9), begins={Tier.CONFIRMED: 0.93}),
            MUCH,
            AskReason.CLOSE_CALL,
            "Probability 0.90, near 0.93, where “confirmed” begins.",
        ),
        (
            candidate("c", ("c1", 0.05), begins={Tier.SUGGESTED: 0.04}),
            MUCH,
            AskReason.CLOSE_CALL,
            "Probability 0.05, near 0.04, where “suggested” begins.",
        ),
        (
            candidate("d", ("c1", 0.95), ("c2", 0.88)),
            MUCH,
            AskReason.TIE,
            "Two claims are as likely: 0.95 and 0.88.",
        ),
        (
            candidate("e", ("c1", 0.9, 0.6), ("c2", 0.7, 0.8)),
            MUCH,
            AskReason.VIEWS_DISAGREE,
            "The likeliest claim (0.90) is less like the post than the next: similarity 0.60, 0.80.",
        ),
        (
            candidate("f", ("c3", 0.9), language=Language.ZH),
            MUCH,
            AskReason.NEW_LANGUAGE,
            "Few answers teach this language pair (vi-zh) so far: 0.",
        ),
        (
            candidate("g", ("c1", 0.9)),
            Taught(by_languages={"und": 90}, by_claim={"c2": 90}),
            AskReason.NEW_TOPIC,
            "Few answers teach this topic (disaster) so far: 0.",
        ),
        (
            candidate("h", read=reading("new:h", checkable=0.83)),
            MUCH,
            AskReason.LIKELY_CLAIM,
            "No claim explains it, and it reads as one (probability 0.83).",
        ),
        (
            candidate("i", read=reading("new:i", post_class=PostClass.SATIRE, checkable=0.2)),
            MUCH,
            AskReason.HELD_BACK,
            "Taken for satire and told to nobody: a sample for audit.",
        ),
        (
            candidate("j", ("c1", 0.99), votes={Label.SAME: ("Lan",), Label.NOT_SAME: ("Minh",)}),
            MUCH,
            AskReason.DISPUTED,
            "2 analysts answered, and they differ.",
        ),
        (
            candidate("k", ("c1", 0.99), votes={Label.SAME: ("Lan",)}),
            MUCH,
            AskReason.SECOND_OPINION,
            "1 of the 2 analysts that it takes have answered.",
        ),
    ],
)
def test_each_reason_is_given_with_its_numbers(asked, taught, reason, why):
    (ask,) = order(asked, taught=taught, only=[reason])
    assert (ask.reason, ask.why) == (reason, why)
    assert ask.usefulness > 0


@pytest.mark.parametrize(
    "asked",
    [
        candidate("sure", ("c1", 0.97)),
        candidate("agreed", ("c1", 0.5), votes={Label.SAME: ("Lan", "Minh")}),
        candidate("one matter in other words", ("gone", 0.5)),
        candidate("empty", text=" ", views=post("x", text="").views),
    ],
)
def test_what_teaches_nothing_is_not_asked(asked):
    assert [ask for ask in order(asked) if ask.claim is not None] == []


def test_two_claims_of_one_matter_are_no_tie():
    claims = {**CLAIMS, "c4": claim("c4", text="The reservoir above our town will break tonight")}
    both = candidate("a", ("c1", 0.95), ("c4", 0.93))
    asking = {"claims": claims, "analyst": "An", "asking": BARE, "taught": MUCH}
    assert ask_order([both], **asking) == []


@pytest.mark.parametrize(
    ("label", "claim_id", "names", "asked"),
    [
        (Label.SAME, "c1", ("An",), []),
        (Label.SAME, "c1", ("Lan",), [AskReason.SECOND_OPINION]),
        (Label.SAME, "c1", ("Lan", "Minh"), []),
        (Label.SAME, "retired", ("An",), [AskReason.LIKELY_CLAIM]),
        (Label.NOT_SAME, "c1", ("An",), [AskReason.LIKELY_CLAIM]),
    ],
)
@pytest.mark.parametrize("reading_of", [PostClass.CLAIM, PostClass.SATIRE])
def test_what_people_say_a_claim_explains_is_asked_what_it_is_no_more(label, claim_id, names, asked, reading_of):
    found = candidate("near", read=reading("new:near", post_class=reading_of, checkable=0.9))
    ruling = Ruling(
        subject=Subject(question=Question.SAME, text_hash=found.post.text_hash, claim_id=claim_id),
        label=label,
        votes={label: names},
        is_agreed=len(names) > 1,
        is_disputed=False,
    )
    expected = [
        AskReason.HELD_BACK if one is AskReason.LIKELY_CLAIM and reading_of is PostClass.SATIRE else one
        for one in asked
    ]
    assert reasons(replace(found, rulings=(ruling,))) == expected


def test_a_second_opinion_is_not_asked_where_one_answer_suffices():
    once = candidate("a", ("c1", 0.5), votes={Label.SAME: ("Lan",)}, quorum=1)
    assert reasons(once, asking=Asking(seed="s", random_share=0.0, quorum=1)) == []


def test_what_only_somebody_unsure_answered_is_asked_of_others_as_new():
    asked = candidate("a", ("c1", 0.5), votes={Label.UNSURE: ("Lan",)})
    assert reasons(asked) == [AskReason.CLOSE_CALL]
    assert reasons(asked, analyst="Lan") == []


@pytest.mark.parametrize("name", ["Lan", "lan", "  LAN "])
def test_nobody_is_asked_what_they_answered_however_they_type_their_name(name):
    asked = candidate("a", ("c1", 0.5), votes={Label.SAME: ("Lan",), Label.NOT_SAME: ("Minh",)})
    assert reasons(asked, analyst=name) == []


def test_what_another_looks_at_is_left_to_them_and_ones_own_is_not():
    asked = candidate("a", ("c1", 0.5))
    held = Lease(text_hash=asked.post.text_hash, claim_id="c1", analyst="Lan", until=NOW + timedelta(minutes=5))
    assert reasons(asked, leases=[held]) == []
    assert reasons(asked, leases=[held], analyst="lan") == [AskReason.CLOSE_CALL]


def test_why_never_tells_what_others_said():
    asked = candidate("a", ("c1", 0.99), votes={Label.NOT_SAME: ("Lan",)})
    (ask,) = order(asked)
    assert "Lan" not in ask.why
    assert "not" not in ask.why


def test_second_opinions_first_where_the_models_were_surprised():
    expected = candidate("a", ("c1", 0.9), votes={Label.SAME: ("Lan",)})
    surprise = candidate("b", ("c1", 0.9), votes={Label.NOT_SAME: ("Lan",)})
    assert [ask.post for ask in order(expected, surprise)] == [surprise.post, expected.post]


def test_most_questions_are_new_ones_however_many_second_opinions_wait():
    seconds = [candidate(f"s{n}", ("c1", 0.5), votes={Label.SAME: ("Lan",)}) for n in range(200)]
    new = [candidate(f"n{n}", ("c2", 0.5)) for n in range(200)]
    first = reasons(*seconds, *new)[:40]
    assert 5 <= first.count(AskReason.SECOND_OPINION) <= 20


def test_the_largest_group_comes_first_and_is_asked_about_once_before_the_others():
    groups = {"flood": 30, "oil": 20, "school": 15, "bank": 13}
    told = [
        candidate(f"{name}{n}", read=reading(f"new:{name}", checkable=0.8))
        for name, size in groups.items()
        for n in range(size)
    ]
    first = order(*told)[:4]
    assert [ask.rumor_id for ask in first] == [f"new:{name}" for name in groups]


def test_a_hundred_posts_by_one_author_do_not_come_before_three_by_three():
    flood = [candidate(f"f{n}", author="one account", read=reading("new:flood", checkable=0.9)) for n in range(100)]
    heard = [candidate(f"h{n}", read=reading("new:heard", checkable=0.9)) for n in range(3)]
    assert order(*flood, *heard)[0].rumor_id == "new:heard"


def test_a_group_of_which_a_post_was_judged_comes_after_a_smaller_new_one():
    judged = candidate("done", votes={Label.RUMOR: ("An",)}, read=reading("new:large", checkable=0.9))
    large = [candidate(f"l{n}", read=reading("new:large", checkable=0.9)) for n in range(9)]
    small = [candidate(f"s{n}", read=reading("new:small", checkable=0.9)) for n in range(6)]
    assert order(judged, *large, *small)[0].rumor_id == "new:small"


def test_of_a_group_that_says_two_things_both_are_asked_about():
    oil = [f"the oil of the north market is poisoned they say so number {n}" for n in range(12)]
    school = [f"all schools stay closed until next week i heard number {n}" for n in range(8)]
    told = [candidate(said[-20:], text=said, read=reading("new:wide", checkable=0.9)) for said in (*oil, *school)]
    first, second = order(*told)[:2]
    assert "oil" in first.post.text
    assert "schools" in second.post.text


def test_posts_alike_that_were_not_grouped_count_for_one_another():
    lonely = candidate("alone", text="the ferry to the island stops at nine", read=reading(None, checkable=0.9))
    apart = [
        candidate(f"a{n}", text=f"{said} poisoned oil sold at the north market", read=reading(None, checkable=0.9))
        for n, said in enumerate(("they say", "careful everyone", "my aunt heard of"))
    ]
    others = [candidate(f"o{n}", read=reading(None, checkable=0.1)) for n in range(30)]
    first, second = order(lonely, *apart, *others)[:2]
    assert "poisoned oil" in first.post.text
    assert second.post == lonely.post


def test_near_copies_come_after_everything_else():
    text = "careful the big bridge over the river will be closed for three weeks from monday they told my uncle"
    copies = [candidate(f"c{n}", ("c1", 0.5), text=f"{text} {n}") for n in range(10)]
    others = [candidate(f"o{n}", ("c1", 0.4)) for n in range(10)]
    asked = order(*copies, *others)
    assert len(asked) == 20
    assert [ask.post.text.startswith(text) for ask in asked].count(True) == 10
    assert [ask.post.text.startswith(text) for ask in asked[:11]].count(True) == 1


def test_one_claim_does_not_take_all_questions():
    hot = [candidate(f"h{n}", ("c1", 0.5)) for n in range(30)]
    other = [candidate(f"o{n}", ("c2", 0.36)) for n in range(5)]
    taught = Taught(by_languages={"und": 90})
    asked = order(*hot, *other, taught=taught)[:10]
    assert {ask.claim_id for ask in asked} == {"c1", "c2"}


def test_only_the_reasons_that_were_asked_for():
    mixed = [candidate("a", ("c1", 0.5)), candidate("b", read=reading("new:b", checkable=0.9))]
    assert reasons(*mixed, only=[AskReason.LIKELY_CLAIM]) == [AskReason.LIKELY_CLAIM]
    drawing = Asking(seed="s", random_share=0.5)
    many = [candidate(f"m{n}", ("c1", 0.5)) for n in range(40)]
    assert set(reasons(*many, only=[AskReason.RANDOM], asking=drawing)) == {AskReason.RANDOM}


@pytest.mark.parametrize(
    ("post_language", "claim_language", "pair"),
    [
        (Language.VI, "vi", "vi"),
        (Language.VI, "en", "en-vi"),
        (Language.EN, "vi", "en-vi"),
        (Language.UND, "zh", "zh"),
        (Language.ZH, None, "zh"),
        (Language.UND, None, "und"),
    ],
)
def test_language_pairs(post_language, claim_language, pair):
    assert languages_of(post_language, claim_language) == pair


def _any_candidate(number, kind, probability, group):
    votes = {
        "judged": {Label.SAME: ("Lan",)},
        "own": {Label.NOT_SAME: ("An",)},
        "differ": {Label.SAME: ("Lan",), Label.NOT_SAME: ("Minh",)},
    }.get(kind)
    if kind == "unexplained":
        return candidate(f"u{number}", read=reading(f"new:{group}", checkable=probability))
    if kind == "held":
        held = reading(f"new:{group}", post_class=PostClass.OPINION, checkable=probability)
        return candidate(f"h{number}", read=held)
    return candidate(f"p{number}", (f"c{1 + group % 3}", probability), votes=votes)


streams = st.lists(
    st.tuples(
        st.sampled_from(["pair", "unexplained", "held", "judged", "own", "differ"]),
        st.floats(0.01, 0.99),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=60,
).map(lambda drawn: [_any_candidate(number, *one) for number, one in enumerate(drawn)])
LAWS = settings(max_examples=40, deadline=None)


@LAWS
@given(streams, st.sampled_from(["s1", "s2"]), st.sampled_from([0.02, 0.1, 0.3]), st.randoms())
def test_laws_of_the_order(stream, seed, share, chance):
    asking = Asking(seed=seed, random_share=share)
    asked = order(*stream, asking=asking, taught=Taught())
    shuffled = list(stream)
    chance.shuffle(shuffled)
    # Equal arguments give an equal order, whatever the posts come in.
    assert order(*shuffled, asking=asking, taught=Taught()) == asked
    # Nothing twice, and nothing that this analyst answered.
    assert len({ask.post.text_hash for ask in asked}) == len(asked)
    subjects = [one.rulings[0] for one in stream if one.rulings]
    own = {
        (one.subject.text_hash, one.subject.claim_id) for one in subjects if one.votes.get(Label.NOT_SAME) == ("An",)
    }
    assert own.isdisjoint((ask.post.text_hash, ask.claim_id) for ask in asked)
    # What chance drew is asked about for that reason alone, and nothing else is.
    for ask in asked:
        is_drawn = drawn_place(seed, ask.post.text_hash) < share
        assert (ask.reason is AskReason.RANDOM) == is_drawn
    # Its share holds at every place while there are others.
    at = [ask.reason is AskReason.RANDOM for ask in asked]
    others = [place for place, is_random in enumerate(at) if not is_random]
    drawn = sum(at)
    for length in range(1, (others[-1] if others else 0) + 1):
        assert sum(at[:length]) == min(drawn, int(length * share + 1e-9))


@LAWS
@given(streams, st.sampled_from(["An", "Bình"]))
def test_everybody_is_asked_about_the_same_draw(stream, analyst):
    asking = Asking(seed="s", random_share=0.3)
    fresh = [Candidate(post=one.post, matches=one.matches, reading=one.reading) for one in stream]
    drawn = [ask for ask in order(*fresh, asking=asking, analyst=analyst) if ask.reason is AskReason.RANDOM]
    assert [ask.post.text_hash for ask in drawn] == sorted(
        (one.post.text_hash for one in fresh if drawn_place("s", one.post.text_hash) < 0.3),
        key=lambda text: drawn_place("s", text),
    )


def test_the_draw_is_as_large_as_its_share():
    texts = [f"{number:032x}" for number in range(10_000)]
    assert 900 < sum(drawn_place("s", text) < 0.1 for text in texts) < 1_100
