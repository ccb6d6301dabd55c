"""What measures foresight measures it by the clock of a thread."""

from __future__ import annotations

import math

import numpy as np
import pytest
from foresight.measuring import auc_within, calibration_error, lead_figures, lead_in_auc
from foresight.rivals import burst, similarity, style_of, text_by
from foresight.threads import Answer, Thread
from foresight.watching import Course, called_s, threshold_for


def thread(text="大坝决堤了", *answers, is_rumor=True):
    said = tuple(Answer(id=str(at), parent="", author="b", text=words, at=100 + at) for words, at in answers)
    return Thread(id="1", is_rumor=is_rumor, at=100, author="a", text=text, verified=False, followers=0, answers=said)


def course(*highest, is_rumor=True, called=math.inf):
    return Course(
        is_rumor=is_rumor,
        seconds=np.arange(len(highest)) * 3_600.0,
        highest=np.array(highest),
        called_s=called,
    )


@pytest.mark.parametrize(
    ("answers", "seconds"), [((), math.inf), ((("真的吗", 5),), math.inf), ((("?", 5), ("假的", 9), ("谣言", 11)), 9)]
)
def test_a_rumor_is_called_one_by_the_first_answer_that_says_so(answers, seconds):
    assert called_s(thread("大坝决堤了", *answers)) == seconds


def test_an_alert_comes_when_the_threshold_is_first_reached():
    assert course(0.2, 0.6, 0.9).alerted_s(0.6) == 3_600
    assert course(0.2, 0.6).alerted_s(0.7) == math.inf


def test_the_threshold_is_the_lowest_that_is_precise_enough():
    courses = [course(0.9), course(0.8), course(0.7, is_rumor=False), course(0.6), course(0.5, is_rumor=False)]
    assert threshold_for(courses, precision=0.75) == 0.6
    assert threshold_for(courses[4:], precision=0.75) > 1


def test_lead_is_counted_from_alert_to_call():
    courses = [
        course(0.9, called=7_200),
        course(0.1, 0.2, 0.9, called=3_600),
        course(0.1, called=3_600),
        course(0.9, is_rumor=False),
    ]
    figures = lead_figures(courses, 0.5)
    assert figures["before_called"] == pytest.approx(1 / 3, abs=1e-3)
    assert figures["precision"] == pytest.approx(2 / 3, abs=1e-3)
    assert figures["lead_h"] == [2, 2, 2]


def test_answers_after_the_look_are_not_seen():
    one = thread("大坝决堤了", ("真的吗", 5), ("谣言", 5_000))
    assert text_by(one, 0) == "大坝决堤了"
    assert text_by(one, 900) == "大坝决堤了 真的吗"


def test_similarity_looks_at_earlier_rumors_only():
    earlier = [thread("大坝决堤了"), thread("今天天气真好", is_rumor=False)]
    assert similarity(earlier, [thread("大坝决堤了"), thread("今天天气真好")]) == pytest.approx([1, 0])


def test_a_burst_is_told_in_deviations():
    earlier = [thread("a", *(("", 90 * tenth + 1) for tenth in range(10) for _ in range(1 + 2 * (tenth % 2))))]
    assert burst(earlier, [thread("b", *(("", second) for second in range(5)))], 900).tolist() == [3]


def test_style_reads_marks_and_length():
    assert np.expm1(style_of([thread("【大坝】!")])[0])[[0, 4, -2]].round() == pytest.approx([1, 1, 5])


def test_auc_within_a_group_needs_both_sides():
    odds, truth = np.arange(40.0), np.arange(40) >= 20
    groups = np.array(["few"] * 15 + ["mixed"] * 25)
    found = auc_within(odds, truth, groups)
    assert found["few"]["auc"] is None
    assert auc_within(odds, truth, np.zeros(40))["0.0"]["auc"] == 1


def test_a_lead_in_auc_is_told_with_its_interval():
    truth = np.arange(60) % 2 == 0
    low, high = lead_in_auc(truth, truth * 1.0, np.zeros(60))
    assert low == high == 0.5
    low, high = lead_in_auc(truth, np.arange(60.0), np.arange(60.0)[::-1])
    assert low < 0 < high


def test_what_is_right_on_average_is_calibrated():
    assert calibration_error(np.array([0.25] * 4), np.array([True, False, False, False])) == 0
