"""Examples: gold measures and never teaches; what is held out leaks nowhere."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from labelnouns import judgment, subject
from nouns import NOW, digits
from rumorwatch.domain.labels import AskReason, Label, Question, Shown
from rumorwatch.label.rulings import rulings_of
from rumorwatch.train.examples import examples_of, gold_texts, held_out


def examples(judgments):
    return examples_of(judgments, rulings_of(judgments, quorum=1))


def said(number, *, text, claim="c1", label=Label.SAME, question=Question.SAME, minute=0, **more):
    return judgment(
        f"{number}",
        subject=subject(text, claim=claim, question=question),
        label=label,
        at=NOW + timedelta(minutes=minute),
        **more,
    )


def test_everything_about_a_text_drawn_by_chance_measures_and_none_of_it_teaches():
    judgments = [
        said(1, text="drawn", reason=AskReason.RANDOM),
        said(2, text="drawn", claim="c2", label=Label.NOT_SAME),
        said(3, text="drawn", question=Question.STANCE, label=Label.DENIES),
        said(4, text="chosen"),
    ]
    teaching, gold = examples(judgments)
    assert gold_texts(judgments) == {digits("drawn")}
    assert {one.text_hash for one in teaching.same} == {digits("chosen")}
    assert len(gold.same) == 2
    assert len(gold.stances) == 1


def test_what_as_many_say_as_deny_teaches_nothing():
    judgments = [
        said(1, text="t", analyst="Lan"),
        said(2, text="t", analyst="Minh", label=Label.NOT_SAME),
        said(3, text="u", label=Label.UNSURE),
    ]
    assert examples(judgments)[0].same == ()


def test_most_of_those_who_are_sure_are_believed():
    answers = {"Lan": Label.SAME, "Minh": Label.NOT_SAME, "Hoa": Label.SAME}
    judgments = [said(at, text="t", analyst=name, label=label) for at, (name, label) in enumerate(answers.items())]
    (one,) = examples(judgments)[0].same
    assert one.label is Label.SAME


def test_an_alert_teaches_by_the_factors_that_were_shown():
    shown = Shown(factors={"velocity": 10.0}, weights_version="w1")
    asked = {"text": "t", "claim": None, "question": Question.URGENCY}
    judgments = [
        said(1, **asked, label=Label.ESCALATE, shown=shown),
        said(2, **(asked | {"text": "u"}), label=Label.IGNORE),
    ]
    (one,) = examples(judgments)[0].urgency
    assert one.needs_answer
    assert one.factors == {"velocity": 10.0}


def test_that_a_claim_was_made_of_a_post_is_no_example():
    made = said(1, text="t", claim=None, question=Question.CLAIM, label=Label.NEW_CLAIM, made_claim="c9")
    teaching, gold = examples([made])
    assert teaching.same == gold.same == ()


@given(
    st.lists(
        st.tuples(
            st.integers(0, 12), st.integers(0, 6), st.sampled_from([Label.SAME, Label.NOT_SAME]), st.integers(0, 90)
        ),
        max_size=40,
    )
)
def test_what_is_held_out_shares_no_claim_and_no_text_and_comes_after_all_that_teaches(rows):
    judgments = [
        said(at % 10, text=f"t{text}", claim=f"c{claim}", label=label, minute=minute)
        for at, (text, claim, label, minute) in enumerate(rows)
    ]
    teaching, _ = examples(judgments)
    early, late = held_out(teaching)
    assert {one.claim_id for one in early.same}.isdisjoint(one.claim_id for one in late.same)
    assert {one.text_hash for one in early.same}.isdisjoint(one.text_hash for one in late.same)
    if late.same:
        first_of_late = min(one.at for one in late.same)
        assert all(one.at < first_of_late for one in early.same)
    assert {*early.same, *late.same} <= {*teaching.same}
