"""Which language a post is in."""

from __future__ import annotations

import pytest

from rumorwatch.domain.posts import Language
from rumorwatch.normalize.language import detect
from rumorwatch.normalize.text import views


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Sáng nay cả phường mất nước", Language.VI),
        ("Sang nay ca phuong mat nuoc, ai biet tin gi khong", Language.VI),
        ("ko co j dau nha mn oi", Language.VI),
        ("to do con me no an", Language.VI),
        ("The water in our town is not safe to drink", Language.EN),
        ("Is it true that the bridge fell down?", Language.EN),
        ("I want to tell you about Đà Nẵng and the beaches there in the summer", Language.EN),
        ("自来水被污染了", Language.ZH),
        ("電視說水有毒 @abc https://x.vn/very/long/address", Language.ZH),
        ("Вода в городе отравлена", Language.UND),
        ("水道水は飲めません", Language.UND),
        ("수돗물이 오염되었습니다", Language.UND),
        ("น้ำประปาไม่ปลอดภัย", Language.UND),
        ("12345 🔥🔥 https://e.vn/a", Language.UND),
        ("", Language.UND),
        ("Das Wasser in unserer Stadt darf nicht getrunken werden", Language.UND),
    ],
)
def test_language_of_a_post(text: str, language: Language) -> None:
    assert detect(views(text)) is language
