"""Rows of sheets: what asks a question, and how its answers are read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nouns import claim, statement
from rumorwatch.domain.claims import Topic, Verdict
from rumorwatch.domain.labels import AskReason, Label, Question, Shown
from rumorwatch.domain.posts import Language
from rumorwatch.domain.rumors import RumorId
from rumorwatch.label.questionids import read_question_id
from rumorwatch.label.sheet import MAX_COMMENT, Filled, asked_row, cell_text, read_filled
from rumorwatch.label.sheetcolumns import BY_KEY
from rumorwatch.labelsheets import cell_readers
from sheetnouns import SAID, ZONE, asked, row, told

READERS = cell_readers(ZONE)


def read(language=Language.EN, of=None, **answers):
    return read_filled(row(of, **answers).cells, readers=READERS, language=language)


def wrong(**answers):
    return [(one.key, one.cell) for one in read(**answers)]


def test_a_row_asks_with_all_that_a_person_needs_and_no_link_can_be_clicked():
    of = told(text="đọc tại http://xau.example/x và www.xau.example", url="https://e.example/bai?id=1")
    cells = asked_row(asked(of, statement=statement(text="Hồ an toàn")), zone=ZONE)
    assert set(cells) <= set(BY_KEY)
    assert cells["text"] == "đọc tại hxxp://xau[.]example/x và www[.]xau[.]example"
    assert cells["url"] == "hxxps://e[.]example/bai?id=1"
    assert (cells["claim"], cells["statement"]) == ("c1", "Hồ an toàn")
    assert cells["published_at"] == "2026-10-08 01:30"
    assert (cells["reason"], cells["tier"], cells["probability"]) == ("close_call", "suggested", 0.625)


def test_a_text_longer_than_anybody_reads_is_cut_and_says_so():
    text = asked_row(asked(told(text="a " * 9_000)), zone=ZONE)["text"]
    assert (len(text), text[-1]) == (10_000, "…")


def test_a_row_without_an_answer_is_none_though_it_has_a_name_and_a_comment():
    assert read() is None
    assert read(analyst="An", comment="xem lại", same="-", answered_at="2026-10-07") is None


def test_the_answers_of_a_row_are_read_with_what_was_shown():
    of = asked(reason=AskReason.RANDOM, rumor_id=RumorId("new:a"))
    filled = read(
        of=of, same="Giống", stance="bac bo", urgency="bỏ qua", comment=" nói\x07 đùa\n thôi ", analyst="  Lan  Anh ",
        answered_at="07/10/2026 08:00",
    )  # fmt: skip
    assert filled == Filled(
        question=read_question_id(str(row(of).cells["question"])),
        text=of.post.text,
        labels={Question.SAME: Label.SAME, Question.STANCE: Label.DENIES, Question.URGENCY: Label.IGNORE},
        new_claim="",
        topic=Topic.OTHER,
        verdict=Verdict.UNKNOWN,
        comment="nói đùa thôi",
        analyst="Lan Anh",
        answered_at=datetime(2026, 10, 7, 1, 0, tzinfo=UTC),
        reason=AskReason.RANDOM,
        shown=SAID,
        rumor_id=RumorId("new:a"),
    )


@pytest.mark.parametrize(
    ("topic", "verdict", "expected"),
    [
        ("", "", (Topic.OTHER, Verdict.UNKNOWN)),
        ("y te", "Tin giả", (Topic.HEALTH, Verdict.FAKE)),
        ("健康", "谣言", (Topic.HEALTH, Verdict.FAKE)),
        ("scam", "misleading", (Topic.SCAM, Verdict.UNTRUE)),
    ],
)
def test_a_new_claim_has_its_topic_and_verdict(topic, verdict, expected):
    filled = read(new_claim="Hồ vỡ lúc nửa đêm", topic=topic, verdict=verdict)
    assert (filled.new_claim, filled.topic, filled.verdict) == ("Hồ vỡ lúc nửa đêm", *expected)


def test_what_the_models_said_is_left_out_where_a_program_spoiled_it():
    spoiled = {"factors": "{1", "similarity": "#N/A", "tier": "C", "model_stance": "", "weights": None, "model": None}
    filled = read(same="yes", probability="0,625", reason="vì sao", **spoiled)
    assert filled.shown == Shown(probability=0.625)
    assert filled.reason is AskReason.CHOSEN


def test_every_cell_that_cannot_be_read_is_named_with_what_to_write():
    unread = read(same="x", kind="1", answered_at="mai", question="Q-1", language=Language.VI)
    assert [(one.key, one.cell) for one in unread] == [
        ("question", "Q-1"), ("same", "x"), ("kind", "1"), ("answered_at", "mai"),
    ]  # fmt: skip
    assert "giống, không giống, không chắc" in unread[1].why
    assert "2026-11-22" in unread[3].why


@pytest.mark.parametrize("tick", [True, False, 1, 0.0])
def test_tick_boxes_and_numbers_are_no_answers(tick):
    assert wrong(same=tick) == [("same", cell_text(tick))]


WRONG = [
    ({"same": "khác", "stance": "hỏi"}, [("stance", "hỏi")]),
    ({"same": "yes", "topic": "y tế"}, [("topic", "y tế")]),
    ({"same": "yes", "verdict": "fake"}, [("verdict", "fake")]),
    ({"new_claim": "x", "topic": "bóng đá"}, [("topic", "bóng đá")]),
    ({"same": "yes", "analyst": "A" * 81}, [("analyst", "A" * 81)]),
    ({"same": "yes", "comment": "a" * (MAX_COMMENT + 1)}, [("comment", "a" * (MAX_COMMENT + 1))]),
]


@pytest.mark.parametrize(("answers", "expected"), WRONG, ids=[",".join(answers) for answers, _ in WRONG])
def test_cells_that_cannot_stand_together_are_named(answers, expected):
    assert wrong(**answers) == expected


@pytest.mark.parametrize("answers", [{"same": "khác", "stance": "không chắc"}, {"stance": "hỏi"}, {"kind": "?"}])
def test_what_was_not_said_is_not_made_up(answers):
    assert {str(question) for question in read(**answers).labels} == set(answers)


def test_a_row_without_a_claim_is_asked_what_it_is_and_not_whether_it_is_the_same():
    alone = asked(about=None)
    assert read(of=alone, kind="rumor").labels == {Question.KIND: Label.RUMOR}
    assert [one.key for one in read(of=alone, same="yes", stance="asks")] == ["same", "stance"]
    assert asked_row(alone, zone=ZONE)["claim"] is None


def test_a_claim_is_shown_by_its_headline_where_it_has_one():
    assert asked_row(asked(about=claim(title="Hồ vỡ?")), zone=ZONE)["claim_text"] == "Hồ vỡ?"
