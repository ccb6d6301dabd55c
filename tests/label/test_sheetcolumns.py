"""Columns of sheets: known by many names."""

from __future__ import annotations

import pytest

from rumorwatch.label.sheetcolumns import (
    ANSWERS,
    BY_KEY,
    COLUMNS,
    folded_heading,
    is_question_header,
    known_columns,
    offered,
)
from rumorwatch.label.sheetguide import guide_rows
from rumorwatch.label.sheetwords import SPOKEN, VI

RENAMED = [
    (
        "same",
        ["Same?", "same", "SAME ?", "Giống?", "giong", "Giống nhau không"[:5], "相同？", "same_claim", "Same-Claim"],
    ),
    ("question", ["Question id", "question_id", "QUESTION ID", "Mã câu hỏi", "ma cau hoi", "问题编号", "ID"]),
    ("new_claim", ["New claim text", "new_claim", "Tin mới", "tin moi", "新说法"]),
    ("answered_at", ["Answered at", "answered-at", "Trả lời lúc", "回答时间", "Ngày trả lời"]),
    ("analyst", ["Analyst", "Người đánh giá", "nguoi danh gia", "分析员", "Tên"]),
]


@pytest.mark.parametrize(("key", "headings"), RENAMED, ids=[key for key, _ in RENAMED])
def test_a_column_is_known_whatever_its_case_accents_spaces_and_marks(key, headings):
    for heading in headings:
        assert known_columns([heading]) == {heading: key}, heading


def test_no_heading_means_two_columns():
    names = [
        (folded_heading(name), column.key)
        for column in COLUMNS
        for name in {column.key, *column.heading.values(), *column.also}
    ]
    found = {}
    for name, key in names:
        assert found.setdefault(name, key) == key, name


@pytest.mark.parametrize("language", SPOKEN)
def test_every_heading_of_an_export_is_known_again(language):
    headings = [column.heading[language] for column in COLUMNS]
    assert len(set(headings)) == len(COLUMNS)
    assert list(known_columns(headings).values()) == [column.key for column in COLUMNS]


def test_of_two_columns_with_one_meaning_the_first_counts():
    assert known_columns(["Giống?", "Same?", "x"]) == {"Giống?": "same"}


@pytest.mark.parametrize(
    ("header", "is_one"),
    [
        (["Mã câu hỏi", "Giống?"], True),
        (["id", "urgency"], True),
        (["id", "text", "topic", "verdict"], False),
        (["Giống?", "Thái độ"], False),
        (["Cột hoặc câu trả lời", "Nghĩa là"], False),
        ([], False),
    ],
)
def test_a_header_has_ids_and_something_that_answers_them(header, is_one):
    assert is_question_header(header) is is_one


def test_only_closed_choices_have_a_list():
    listed = {column.key for column in ANSWERS if offered(column, VI)}
    assert listed == {"same", "stance", "kind", "urgency", "topic", "verdict"}
    assert offered(BY_KEY["same"], VI) == ("giống", "không giống", "không chắc")


@pytest.mark.parametrize("language", SPOKEN)
def test_the_instructions_tell_every_column_and_answer_in_three_languages_that_of_the_workspace_first(language):
    rows = guide_rows(language)
    told = [str(row["name"]).strip() for row in rows]
    words = {word for row in rows for word in str(row["means"]).split(" / ")} | set(told)
    for spoken in SPOKEN:
        for column in COLUMNS:
            assert column.is_hidden or column.heading[spoken] in told
            assert words.issuperset(offered(column, spoken))
    first = BY_KEY["question"].heading
    assert told.index(first[language]) == min(told.index(first[spoken]) for spoken in SPOKEN)
    assert all(row["means"] for row in rows)
