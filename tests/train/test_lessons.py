"""Lessons: what was judged the same is drawn together, what was judged not is pushed away, and nothing else is."""

from __future__ import annotations

from random import Random

from nouns import NOW
from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.labels import Label
from rumorwatch.train.examples import PairExample
from rumorwatch.train.lessons import Lesson, Taught, batches, lessons_of

CLAIMS = {
    ClaimId("dam"): ("the dam breaks", "the wall gives way"),
    ClaimId("salt"): ("salt runs out",),
    ClaimId("bank"): ("the bank closes",),
}


def said(text, claim, label=Label.SAME):
    return PairExample(text_hash=text, claim_id=ClaimId(claim), label=label, at=NOW)


def lessons(*same, alike=()):
    texts = {one.text_hash: f"post {one.text_hash}" for one in same}
    pairs = [(ClaimId(first), ClaimId(second)) for first, second in alike]
    return lessons_of(Taught(same=same, texts=texts, claims=CLAIMS, alike=pairs))


def sides(made):
    return [(one.anchor, one.positive, one.negative) for one in made]


def test_what_is_the_same_is_learned_once_and_wordings_take_turns():
    made = lessons(said("a", "dam"), said("b", "dam"), said("c", "dam"), said("d", "salt"))
    assert sides(made) == [
        ("post a", "the dam breaks", None),
        ("post b", "the wall gives way", None),
        ("post c", "the dam breaks", None),
        ("post d", "salt runs out", None),
    ]


def test_a_post_is_drawn_to_its_own_claim_and_pushed_from_the_one_it_is_not():
    made = lessons(said("a", "dam"), said("a", "salt", Label.NOT_SAME))
    assert sides(made) == [("post a", "the dam breaks", "salt runs out")]


def test_a_post_of_no_claim_is_pushed_from_posts_that_say_it():
    no = [said(text, "dam", Label.NOT_SAME) for text in ("x", "y", "z")]
    made = lessons(said("a", "dam"), said("b", "dam"), *no)
    assert sides(made) == [
        ("post a", "the dam breaks", "post x"),
        ("post b", "the wall gives way", "post y"),
        ("post a", "the dam breaks", "post z"),
    ]


def test_a_claim_that_nobody_says_yet_is_told_from_what_it_is_not():
    assert sides(lessons(said("x", "dam", Label.NOT_SAME), said("y", "salt", Label.NOT_SAME))) == [
        ("the dam breaks", "the wall gives way", "post x"),
        ("salt runs out", "salt runs out", "post y"),
    ]


def test_every_judgment_teaches_and_the_order_in_which_they_came_does_not_matter():
    same = [said("a", "dam"), said("b", "salt"), said("b", "dam", Label.NOT_SAME), said("c", "bank", Label.NOT_SAME)]
    made = lessons(*same)
    assert sides(lessons(*reversed(same))) == sides(made)
    met = {text for one in made for text in (one.anchor, one.positive, one.negative)}
    assert {"post a", "post b", "post c"} <= met


def matters(made):
    return {one.anchor: one.matters for one in made}


def test_claims_that_one_post_says_and_claims_that_are_alike_are_one_matter():
    apart = matters(lessons(said("a", "dam"), said("b", "salt"), said("c", "bank")))
    assert len({*apart.values()}) == 3
    joined = matters(lessons(said("a", "dam"), said("a", "salt"), said("b", "salt"), said("c", "bank")))
    assert joined["post a"] == joined["post b"] != joined["post c"]
    alike = matters(lessons(said("a", "dam"), said("b", "salt"), said("c", "bank"), alike=[("salt", "bank")]))
    assert alike["post b"] == alike["post c"] != alike["post a"]


def test_a_lesson_is_about_the_matter_of_its_negative_too():
    made = matters(lessons(said("a", "dam"), said("a", "salt", Label.NOT_SAME), said("b", "salt"), said("c", "dam")))
    assert made["post a"] == made["post b"] | made["post c"]


def test_no_batch_sets_against_each_other_what_may_be_about_one_matter():
    made = [
        Lesson(anchor=str(at), positive="", matters=frozenset({at % 5, at % 3 if at % 4 == 0 else at % 5}))
        for at in range(60)
    ]
    found = batches(made, size=4, random=Random(1))
    assert sorted(at for batch in found for at in batch) == [*range(60)]
    for batch in found:
        assert len(batch) <= 4
        assert sum(len(made[at].matters) for at in batch) == len(frozenset().union(*(made[at].matters for at in batch)))
    assert found == batches(made, size=4, random=Random(1)) != batches(made, size=4, random=Random(2))
