"""Keys to events: the whole session as tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import claim, match, post
from rumorwatch.domain.claims import Topic, Verdict
from rumorwatch.domain.labels import LABELS, AskReason, Label, Question
from rumorwatch.label.answers import Answer
from rumorwatch.label.asking import Ask
from rumorwatch.label.session import KEYS, Draft, MakeClaim, Stage, TakeBack, Word, begin, step


def ask(name, *, of=None):
    return Ask(
        post=post(name), claim=of, match=None, rumor_id=None, reason=AskReason.CLOSE_CALL, why="", usefulness=1.0
    )


PAIR, LONE = ask("pair", of=claim()), ask("lone")
NEAR = replace(LONE, near=claim("c7"), near_match=match(LONE.post, claim="c7", probability=0.2, tier=None))
"""Explained by no claim, and most like one."""
BESIDE = replace(LONE, claim=NEAR.near, match=NEAR.near_match)
"""The same beside that one."""


def typed(session, *keys):
    """Return the session and the events after keys."""
    events = []
    for key in keys:
        session, event = step(session, key)
        events.append(event)
    return session, events


def said(label, *, of=PAIR, question=Question.SAME):
    return Answer(ask=of, question=question, label=label)


@pytest.mark.parametrize(
    ("asked", "keys", "events", "stage"),
    [
        (PAIR, ["s"], [said(Label.SAME)], Stage.STANCE),
        (PAIR, ["n"], [said(Label.NOT_SAME)], Stage.OVER),
        (PAIR, ["u"], [said(Label.UNSURE)], Stage.OVER),
        (PAIR, ["s", "r"], [said(Label.SAME), said(Label.REPEATS, question=Question.STANCE)], Stage.OVER),
        (PAIR, ["s", "d"], [said(Label.SAME), said(Label.DENIES, question=Question.STANCE)], Stage.OVER),
        (PAIR, ["s", "a"], [said(Label.SAME), said(Label.ASKS, question=Question.STANCE)], Stage.OVER),
        (PAIR, ["s", "p"], [said(Label.SAME), said(Label.REPORTS, question=Question.STANCE)], Stage.OVER),
        (PAIR, ["s", "u"], [said(Label.SAME), said(Label.UNSURE, question=Question.STANCE)], Stage.OVER),
        (PAIR, ["s", "k"], [said(Label.SAME), Word.SKIPPED], Stage.OVER),
        (PAIR, ["S\n"], [said(Label.SAME)], Stage.STANCE),
        (PAIR, ["ｓ"], [said(Label.SAME)], Stage.STANCE),
        (PAIR, ["r"], [Word.NO_SUCH_KEY], Stage.SAME),
        (PAIR, ["c"], [Word.NO_SUCH_KEY], Stage.SAME),
        (PAIR, [""], [Word.NO_SUCH_KEY], Stage.SAME),
        (PAIR, ["k"], [Word.SKIPPED], Stage.OVER),
        (PAIR, ["?"], [Word.HELP], Stage.SAME),
        (PAIR, ["q"], [Word.QUIT], Stage.SAME),
        (PAIR, ["z"], [Word.NOTHING_TO_UNDO], Stage.SAME),
        (PAIR, ["s", "z"], [said(Label.SAME), TakeBack(answers=1)], Stage.SAME),
        (LONE, ["r"], [said(Label.RUMOR, of=LONE, question=Question.KIND)], Stage.URGENCY),
        (LONE, ["o"], [said(Label.OPINION, of=LONE, question=Question.KIND)], Stage.OVER),
        (LONE, ["s"], [said(Label.SATIRE, of=LONE, question=Question.KIND)], Stage.OVER),
        (LONE, ["n"], [said(Label.NEWS, of=LONE, question=Question.KIND)], Stage.OVER),
        (LONE, ["u"], [said(Label.UNSURE, of=LONE, question=Question.KIND)], Stage.OVER),
        (
            LONE,
            ["r", "e"],
            [
                said(Label.RUMOR, of=LONE, question=Question.KIND),
                said(Label.ESCALATE, of=LONE, question=Question.URGENCY),
            ],
            Stage.OVER,
        ),
        (
            LONE,
            ["r", "i"],
            [
                said(Label.RUMOR, of=LONE, question=Question.KIND),
                said(Label.IGNORE, of=LONE, question=Question.URGENCY),
            ],
            Stage.OVER,
        ),
        (NEAR, ["m"], [said(Label.SAME, of=BESIDE)], Stage.STANCE),
        (
            NEAR,
            ["m", "d"],
            [said(Label.SAME, of=BESIDE), said(Label.DENIES, of=BESIDE, question=Question.STANCE)],
            Stage.OVER,
        ),
        (NEAR, ["m", "k"], [said(Label.SAME, of=BESIDE), Word.SKIPPED], Stage.OVER),
        (
            NEAR,
            ["m", "z", "o"],
            [said(Label.SAME, of=BESIDE), TakeBack(answers=1), said(Label.OPINION, of=NEAR, question=Question.KIND)],
            Stage.OVER,
        ),
        (
            NEAR,
            ["m", "r", "z"],
            [
                said(Label.SAME, of=BESIDE),
                said(Label.REPEATS, of=BESIDE, question=Question.STANCE),
                TakeBack(answers=2),
            ],
            Stage.KIND,
        ),
        (NEAR, ["r", "m"], [said(Label.RUMOR, of=NEAR, question=Question.KIND), Word.NO_SUCH_KEY], Stage.URGENCY),
        (LONE, ["m"], [Word.NO_SUCH_KEY], Stage.KIND),
        (PAIR, ["m"], [Word.NO_SUCH_KEY], Stage.SAME),
        (LONE, ["c"], [None], Stage.TEXT),
        (LONE, ["c", "z"], [None, None], Stage.KIND),
        (LONE, ["c", "q"], [None, Word.QUIT], Stage.TEXT),
        (LONE, ["c", "?"], [None, Word.HELP], Stage.TEXT),
        (LONE, ["r", "c", "z"], [said(Label.RUMOR, of=LONE, question=Question.KIND), None, None], Stage.URGENCY),
        (LONE, ["c", "", "9"], [None, None, Word.NO_SUCH_KEY], Stage.TOPIC),
        (LONE, ["c", "", "3", "0"], [None, None, None, Word.NO_SUCH_KEY], Stage.VERDICT),
        (LONE, ["c", "", "3", "1", "vtv.vn"], [None, None, None, None, Word.NO_ADDRESS], Stage.SOURCE),
    ],
)
def test_what_a_key_does(asked, keys, events, stage):
    session, got = typed(begin([asked]), *keys)
    assert got == events
    assert session.stage is stage


@pytest.mark.parametrize(
    ("keys", "draft"),
    [
        (["c", "The oil is poisoned", "3", "1", "https://e.example/check"], Draft(
            text="The oil is poisoned", topic=Topic.HEALTH, verdict=Verdict.FAKE, url="https://e.example/check"
        )),
        (["c", "", "", "", ""], Draft()),
        (["r", "c", " oil ", "8", "4", ""], Draft(text="oil")),
        (["c", "oil", "3", "z", "c", "milk", "2", "2", ""], Draft(
            text="milk", topic=Topic.ECONOMY, verdict=Verdict.UNTRUE
        )),
    ],
)  # fmt: skip
def test_a_claim_is_made_of_what_is_typed(keys, draft):
    session, events = typed(begin([LONE, PAIR]), *keys)
    assert events[-1] == MakeClaim(ask=LONE, draft=draft)
    assert (session.at, session.stage) == (1, Stage.SAME)


def test_undo_takes_all_answers_to_the_last_question_back_and_asks_it_again():
    session, events = typed(begin([PAIR, LONE, PAIR]), "s", "r", "k", "z")
    assert events[-1] == TakeBack(answers=2)
    assert (session.at, session.stage, session.answered) == (0, Stage.SAME, 0)


def test_undo_goes_back_question_by_question():
    session, events = typed(begin([PAIR, LONE, PAIR]), "n", "r", "e", "z", "z", "z")
    assert events[3:] == [TakeBack(answers=2), TakeBack(answers=1), Word.NOTHING_TO_UNDO]
    assert session.at == 0


def test_a_claim_that_was_made_is_taken_back_with_its_rumor():
    _, events = typed(begin([LONE, PAIR]), "r", "c", "oil", "3", "1", "", "z")
    assert events[-1] == TakeBack(answers=2)


def test_the_last_answers_can_be_taken_back_and_anything_else_ends_it():
    over, _ = typed(begin([PAIR]), "s", "r")
    assert over.stage is Stage.OVER
    session, event = step(over, "z")
    assert (event, session.stage) == (TakeBack(answers=2), Stage.SAME)
    assert [step(over, key)[1] for key in ("s", "", "q", "?")] == [Word.QUIT, Word.QUIT, Word.QUIT, Word.HELP]


def test_more_questions_follow_when_none_is_left():
    session, _ = typed(begin([PAIR]), "n")
    assert session.ask is None
    more = session.with_more([LONE])
    assert (more.ask, more.stage, more.answered) == (LONE, Stage.KIND, 1)
    _, events = typed(more, "z")
    assert events == [TakeBack(answers=1)]


def test_a_question_that_cannot_be_asked_is_passed_over_and_counts_as_no_answer():
    session = begin([PAIR, LONE]).without_this()
    assert (session.ask, session.stage, session.answered) == (LONE, Stage.KIND, 0)


def test_every_answer_of_a_stage_answers_its_question():
    for stage, keys in KEYS.items():
        assert set(keys.values()) == {*LABELS[Question(stage)], Label.UNSURE}


def test_the_question_after_one_of_the_nearest_claim_is_about_its_own():
    session, events = typed(begin([NEAR, PAIR]), "m", "a", "s", "r")
    assert [(event.ask, event.question) for event in events[2:]] == [(PAIR, Question.SAME), (PAIR, Question.STANCE)]
    assert session.asks == (NEAR, PAIR)


@given(st.lists(st.sampled_from([*"snurdapoeicmkz?1239", "", "a text", "http://e.example"]), max_size=40))
def test_what_stands_is_always_what_was_answered_and_not_taken_back(keys):
    session, stored = begin([PAIR, NEAR, PAIR, LONE]), 0
    for key in keys:
        session, event = step(session, key)
        match event:
            case Answer(label=label, question=question):
                assert label in {*LABELS[question], Label.UNSURE}
                stored += 1
            case MakeClaim():
                stored += 1
            case TakeBack(answers=answers):
                assert 0 < answers <= stored
                stored -= answers
        assert len(session.given) == stored
        assert list(session.given) == sorted(session.given)
        assert all(place <= session.at for place in session.given)
