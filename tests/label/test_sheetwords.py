"""Words of answers."""

from __future__ import annotations

import unicodedata
from itertools import combinations

import pytest

from rumorwatch.collect.tables.verdicts import read_topic as topic_of_files
from rumorwatch.collect.tables.verdicts import read_verdict as verdict_of_files
from rumorwatch.domain.labels import LABELS, Label, Question
from rumorwatch.label import sheetwords
from rumorwatch.label.sheetwords import SPOKEN, TOPICS, VERDICTS, choices, is_empty, plain, read_label

ANSWERED = [question for question in Question if question is not Question.CLAIM]
SAID = [
    (Question.SAME, Label.SAME, ["same", "Giống", "giong", "GIỐNG NHAU.", "có", "yes", "Y", "是", "相同", "一样"]),
    (Question.SAME, Label.NOT_SAME, ["not same", "not_same", "khác", "Khac", "không", "n", "No", "不是", "不同"]),
    (Question.SAME, Label.UNSURE, ["unsure", "?", "không chắc", "khong chac", "不确定", "Not sure"]),
    (Question.STANCE, Label.DENIES, ["denies", "bác bỏ", "bac bo", "Đính chính", "dinh chinh", "否认", "辟谣"]),
    (Question.STANCE, Label.REPEATS, ["repeats", "nhắc lại", "转述"]),
    (Question.KIND, Label.RUMOR, ["rumor", "rumour", "tin đồn", "TIN DON", "传言"]),
    (Question.KIND, Label.SATIRE, ["châm biếm", "satire", "讽刺"]),
    (Question.URGENCY, Label.ESCALATE, ["escalate", "cần trả lời", "需要回应"]),
    (Question.URGENCY, Label.IGNORE, ["bỏ qua", "ignore", "忽略"]),
]
UNCLEAR = [
    "x",
    "X",
    "✓",
    "1",
    "0",
    "2",
    "TRUE",
    "FALSE",
    "true",
    "đúng",
    "sai",
    "s",
    "giống khác",
    "maybe not",
    "same?no",
]


@pytest.mark.parametrize(("question", "label", "words"), SAID, ids=lambda value: str(value)[:20])
def test_a_label_is_read_in_three_languages_with_and_without_diacritics(question, label, words):
    for word in words:
        for form in ("NFC", "NFD"):
            assert read_label(question, unicodedata.normalize(form, f" {word} ")) is label, word


@pytest.mark.parametrize("cell", UNCLEAR)
def test_what_could_be_meant_in_two_ways_is_no_answer(cell):
    assert [question for question in ANSWERED if read_label(question, cell)] == []


@pytest.mark.parametrize("question", ANSWERED)
def test_no_word_answers_one_question_in_two_ways(question):
    labels = (*LABELS[question], Label.UNSURE)
    for one, other in combinations(labels, 2):
        assert not sheetwords.WORDS[one] & sheetwords.WORDS[other]


@pytest.mark.parametrize("language", SPOKEN)
def test_what_a_list_offers_is_read_back(language):
    for question in ANSWERED:
        expected = (*LABELS[question], Label.UNSURE)
        assert tuple(read_label(question, word) for word in choices(question, language)) == expected
    for topic, words in TOPICS.items():
        assert sheetwords.read_topic(words[language]) is topic
        assert topic_of_files(words[language]) is topic
    for verdict, words in VERDICTS.items():
        assert sheetwords.read_verdict(words[language]) is verdict
        assert verdict_of_files(words[language]) is verdict


@pytest.mark.parametrize("language", SPOKEN)
def test_a_list_fits_into_its_rule_and_no_choice_has_a_comma(language):
    lists = [choices(question, language) for question in ANSWERED]
    lists += [[words[language] for words in table.values()] for table in (TOPICS, VERDICTS)]
    for offered in lists:
        assert len(",".join(offered)) <= 255
        assert not any(mark in word for word in offered for mark in ',"')


def test_a_dash_is_no_answer_and_a_question_mark_is_one():
    assert all(map(is_empty, ["", "  ", "-", "—", "N/A"]))
    assert not any(map(is_empty, ["?", "0", "x"]))
    assert plain("?") == "?"
