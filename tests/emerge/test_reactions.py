"""What answers amount to."""

from __future__ import annotations

import math

import pytest

from rumorwatch.emerge.reactions import SIGNS, Reactions

ANSWERS = (
    ("真的吗?", 10.0, "b", False),
    ("", 40.0, "c", False),
    ("谣言! @… [怒]", 100.0, "a", True),
    ("转发微博", 100.0, "b", False),
)


def told(answers, *, elapsed_s):
    reactions = Reactions(source="a")
    for text, delay_s, source, to_answer in answers:
        reactions.add(text, delay_s=delay_s, source=source, to_answer=to_answer)
    return dict(zip(SIGNS, reactions.signs(elapsed_s), strict=True))


@pytest.mark.parametrize(
    ("sign", "value"),
    [
        ("answers", math.log1p(4)),
        ("sources", math.log1p(3)),
        ("with words", math.log1p(2)),
        ("doubts", math.log1p(1)),
        ("denials, share", 1 / 5),
        ("[, share", 1 / 5),
        ("to answers, share", 1 / 5),
        ("by the first source", math.log1p(1)),
        ("delay of answer 1", math.log1p(10)),
        ("delay of answer 10", math.log1p(200) + 1),
        ("later half", math.log1p(0) - math.log1p(4)),
        ("silence", math.log1p(100)),
        ("elapsed", math.log1p(200)),
    ],
)
def test_signs_of_four_answers(sign, value):
    assert told(ANSWERS, elapsed_s=200)[sign] == pytest.approx(value)


def test_without_answers_only_time_has_passed():
    signs = told((), elapsed_s=60)
    assert signs["silence"] == signs["elapsed"] == pytest.approx(math.log1p(60))
    assert signs["answers"] == 0


def test_a_thread_ages_for_thirty_days():
    assert told(ANSWERS, elapsed_s=31 * 86_400)["elapsed"] == told(ANSWERS, elapsed_s=99 * 86_400)["elapsed"]


def test_an_answer_that_comes_late_is_put_in_its_place():
    late = (ANSWERS[2], ANSWERS[0], ANSWERS[1], ANSWERS[3])
    one, other = told(late, elapsed_s=200), told(ANSWERS, elapsed_s=200)
    assert {name for name in SIGNS if one[name] != pytest.approx(other[name])} <= {"gap, mean"}
