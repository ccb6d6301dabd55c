"""Analysts out of line, and analysts whose answers are copies."""

from __future__ import annotations

import numpy as np
import pytest

from rumorwatch.domain.labels import Label, Question
from rumorwatch.label.conduct import LEAST_ANSWERS, copied, lines_of, out_of_line
from votes import judgment

SAME, NOT = Label.SAME, Label.NOT_SAME


def said(answers):
    """Judgments of analysts on texts: {name: labels}; None: did not answer."""
    return [
        judgment(label, by=name, of=f"text {number}")
        for name, labels in answers.items()
        for number, label in enumerate(labels)
        if label is not None
    ]


def panel(errs, *, n=120, seed=3, share=1.0):
    """Analysts who each answer a share of n even questions and err on some: {name: share of errors}."""
    draw = np.random.default_rng(seed)
    truth = draw.integers(0, 2, n)
    answers = {}
    for name, err in errs.items():
        wrong = np.where(draw.random(n) < err, 1 - truth, truth)
        answers[name] = [(SAME, NOT)[one] if draw.random() < share else None for one in wrong]
    return answers


def names(lines):
    return [line.analyst for line in lines]


@pytest.mark.parametrize("err", [0.5, 0.9, 1.0], ids=["guesses", "mostly the opposite", "the opposite"])
def test_who_guesses_or_says_the_opposite_is_out_of_line_and_nobody_else_is(err):
    assert names(out_of_line(said(panel({"An": 0.05, "Binh": 0.05, "Chi": err, "Dung": 0.05})))) == ["Chi"]


def test_of_pairs_of_answers_it_is_seen_too():
    answers = panel({"An": 0.05, "Binh": 0.05, "Chi": 0.5, "Dung": 0.05}, n=400, share=0.5)
    assert names(out_of_line(said(answers))) == ["Chi"]


@pytest.mark.parametrize("seed", range(12))
def test_careful_and_careless_people_are_not_out_of_line(seed):
    errs = {"An": 0.02, "Binh": 0.05, "Chi": 0.1, "Dung": 0.08}
    assert out_of_line(said(panel(errs, n=200, seed=seed))) == []


def test_of_two_nobody_can_tell_who_is_out_of_line():
    lines = lines_of(said(panel({"An": 0.0, "Binh": 0.9})))
    assert [line.expected for line in lines] == [None, None]
    assert out_of_line(said(panel({"An": 0.0, "Binh": 0.9}))) == []


def test_few_answers_say_nothing():
    answers = panel({"An": 0.0, "Binh": 0.0, "Chi": 1.0}, n=LEAST_ANSWERS - 1)
    assert out_of_line(said(answers)) == []
    assert names(out_of_line(said(panel({"An": 0.0, "Binh": 0.0, "Chi": 1.0}, n=LEAST_ANSWERS)))) == ["Chi"]


def test_a_line_counts_what_could_be_compared():
    answers = {"An": [SAME, SAME, NOT, None], "Binh": [SAME, NOT, NOT, SAME], "Chi": [SAME, NOT, None, SAME]}
    an, binh, chi = lines_of(said(answers))
    assert [(line.answers, line.differs) for line in (an, binh, chi)] == [(3, 1), (3, 0), (2, 0)]
    # Binh and Chi agree on three subjects: six answers, none differs, and one of each is added.
    assert an.expected == pytest.approx(1 / 8)
    assert an.interval[0] < 1 / 3 < an.interval[1]


def test_what_is_expected_goes_by_question():
    easy = [judgment(SAME, by=name, of=f"e{number}") for name in ("An", "Binh", "Chi") for number in range(40)]
    hard = [
        judgment(label, by=name, of=f"h{number}", question=Question.STANCE)
        for name, shift in (("An", 0), ("Binh", 1), ("Dung", 0))
        for number in range(40)
        for label in [(Label.REPEATS, Label.REPORTS)[(number + shift * number // 2) % 2]]
    ]
    by_name = {line.analyst: line for line in lines_of(easy + hard)}
    assert by_name["Chi"].expected < 0.05 < by_name["Dung"].expected


def test_unsure_answers_are_nobodys_differences():
    answers = panel({"An": 0.0, "Binh": 0.0}, n=60) | {"Chi": [Label.UNSURE] * 60}
    assert lines_of(said(answers))[2].answers == 0
    assert out_of_line(said(answers)) == []


def copies(n=120, *, of="Chi", by="Dung", seed=3, slips=0):
    answers = panel({"An": 0.05, "Binh": 0.05, of: 0.3}, n=n, seed=seed)
    taken = list(answers[of])
    for at in range(slips):
        taken[at] = SAME if taken[at] is NOT else NOT
    return answers | {by: taken}


@pytest.mark.parametrize("slips", [0, 2])
def test_who_copies_the_errors_of_another_is_found(slips):
    (found,) = copied(said(copies(slips=slips)))
    assert (found.first, found.second, found.others) == ("Chi", "Dung", ("An", "Binh"))
    assert (found.both, found.identical) == (120, 120 - slips)
    assert found.shared > 20
    assert found.chance < 1e-12


@pytest.mark.parametrize("seed", range(12))
def test_people_who_answer_for_themselves_are_no_copies(seed):
    assert copied(said(panel({"An": 0.05, "Binh": 0.1, "Chi": 0.1, "Dung": 0.3}, seed=seed))) == []


@pytest.mark.parametrize("seed", range(6))
def test_people_who_err_alike_on_hard_posts_are_no_copies(seed):
    """A fifth of the questions are hard: everybody errs on half of them."""
    draw = np.random.default_rng(seed)
    hard = draw.random(200) < 0.2
    answers = {
        name: [NOT if bad and draw.random() < 0.5 else SAME for bad in hard] for name in ("An", "Binh", "Chi", "Dung")
    }
    assert copied(said(answers)) == []


def test_two_who_always_agree_with_everybody_are_no_copies():
    assert copied(said(panel({"An": 0.0, "Binh": 0.0, "Chi": 0.0}))) == []


def test_without_a_third_nothing_is_said_of_two():
    answers = panel({"An": 0.3})
    assert copied(said({"An": answers["An"], "Binh": answers["An"]})) == []


def test_two_copies_do_not_make_copies_of_those_who_are_right():
    answers = panel({"An": 0.0, "Binh": 0.0, "Em": 0.0, "Chi": 0.4}, n=200)
    (found,) = copied(said(answers | {"Dung": answers["Chi"]}))
    assert (found.first, found.second) == ("Chi", "Dung")


def test_where_one_person_stands_against_two_that_one_is_named():
    answers = panel({"An": 0.0, "Binh": 0.0, "Chi": 0.3})
    (found,) = copied(said(answers))
    assert (found.first, found.second, found.others) == ("An", "Binh", ("Chi",))
    assert names(out_of_line(said(answers))) == ["Chi"]
