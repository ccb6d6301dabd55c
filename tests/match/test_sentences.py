"""What a match says of its answers, in the language of the people who read it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rumorwatch.domain.claims import Contradiction, Point, Standing, StatementId
from rumorwatch.domain.posts import Language
from rumorwatch.match.sentences import answered, contradicted

TORN = Contradiction(
    first=StatementId("s1"),
    second=StatementId("s2"),
    first_agency="A",
    second_agency="B",
    first_sentence="x 1.",
    second_sentence="x 2.",
    point=Point.NUMBER,
    first_words="1",
    second_words="2",
)


@pytest.mark.parametrize(
    ("language", "standing", "sentence"),
    [
        (Language.EN, Standing.VALID, "Answered by statement s1."),
        (Language.EN, Standing.EXPIRED, "Answered only by statement s1, which has expired."),
        (Language.VI, Standing.VALID, "Đã có thông báo chính thức s1 trả lời."),
        (Language.VI, Standing.EXPIRED, "Chỉ có thông báo chính thức s1 trả lời, nhưng đã hết hiệu lực."),
        (Language.ZH, Standing.VALID, "官方声明s1已作回应。"),
        (Language.ZH, Standing.EXPIRED, "仅有官方声明s1作过回应，且已过有效期。"),
    ],
)
def test_an_answer_is_named_and_an_expired_one_as_expired(language, standing, sentence):
    assert answered("s1", standing, language=language) == sentence


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (Language.EN, "Statements contradict each other, by another number: s1 (A) says “x 1.”, s2 (B) says “x 2.”."),
        (
            Language.VI,
            "Các thông báo chính thức mâu thuẫn nhau, vì khác con số: s1 (A) nói “x 1.”, s2 (B) nói “x 2.”.",
        ),
        (Language.ZH, "官方声明互相矛盾，数字不同：s1（A）说“x 1.”，s2（B）说“x 2.”。"),
    ],
)
def test_a_contradiction_is_quoted_from_both_sides(language, sentence):
    assert contradicted(TORN, language=language) == sentence


@pytest.mark.parametrize("language", [Language.EN, Language.VI, Language.ZH])
@pytest.mark.parametrize("point", Point)
def test_every_point_has_its_word_in_every_language(language, point):
    assert contradicted(replace(TORN, point=point), language=language)
