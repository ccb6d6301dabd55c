"""Rewriting one text as people who want it to pass do: marks, case, spelling, spacing, padding and other words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

FEW = 0.08
"""Share of letters or words that are changed where few are."""
LONG = 3
"""Letters of a word that can be pulled apart."""
OTHER_WORDS = {
    "vỡ": ("bể", "toang"),
    "trong đêm": ("đêm nay", "tối nay"),
    "chạy ngay": ("chạy gấp", "di tản liền", "chạy lẹ"),
    "dân": ("bà con", "người dân"),
    "sắp": ("sắp sửa", "chuẩn bị"),
    "nứt": ("rạn", "nứt toác"),
    "hạ lưu": ("phía dưới", "vùng hạ lưu"),
}
SHORT = {
    "không": ("k", "ko", "hok"),
    "được": ("dc", "đc"),
    "người": ("ng", "ngừi"),
    "rồi": ("r", "rùi"),
    "mọi": ("mn",),
    "nước": ("nc",),
    "trong": ("trg",),
    "phải": ("fải", "phải"),
    "gấp": ("gấp", "gap"),
}
BEFORE = (
    "mn ơi",
    "tin nóng",
    "chia sẻ gấp",
    "nghe bạn mình ở đó kể",
    "trời ơi",
    "ai có người thân thì báo",
    "cập nhật",
    "đọc xong nhớ gửi cho gia đình",
)
AFTER = ("!!!", "chia sẻ giúp", "mong mọi người bình an", "theo tin trong nhóm", "cẩn thận nha", "...", "😱😱", "🆘")


def rewritten(text: str, chooser: random.Random) -> str:
    """Return a text that people read as the same: two to four of the ways, then some words around it."""
    for way in chooser.sample(WAYS, chooser.randint(2, 4)):
        text = way(text, chooser)
    return f"{_around(BEFORE, chooser)} {text} {_around(AFTER, chooser)}".strip()


def _around(phrases: tuple[str, ...], chooser: random.Random) -> str:
    return " ".join(chooser.sample(phrases, chooser.randint(0, 2)))


def _without_marks(text: str, chooser: random.Random) -> str:
    """Drop the marks of all words, or of some."""
    share = chooser.choice((0.4, 1.0))
    return " ".join(_bare(word) if chooser.random() < share else word for word in text.split())


def _bare(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _in_other_case(text: str, chooser: random.Random) -> str:
    return chooser.choice((str.upper, str.lower, str.title))(text)


def _shortened(text: str, chooser: random.Random) -> str:
    return _replaced(text, SHORT, chooser, share=0.8)


def _in_other_words(text: str, chooser: random.Random) -> str:
    return _replaced(text, OTHER_WORDS, chooser, share=0.6)


def _replaced(text: str, table: dict[str, tuple[str, ...]], chooser: random.Random, *, share: float) -> str:
    for word, others in table.items():
        if chooser.random() < share:
            text = re.sub(rf"\b{word}\b", chooser.choice(others), text, flags=re.IGNORECASE)
    return text


def _spaced(text: str, chooser: random.Random) -> str:
    """Put wide, odd or dotted spaces between words, and pull a few letters apart."""
    gaps = chooser.choice((("  ", " "), (" ", "\u00a0"), (" ", " . "), (" ", " - ")))
    words = (" ".join(word) if len(word) >= LONG and chooser.random() < FEW else word for word in text.split())
    return "".join(word + chooser.choice(gaps) for word in words).strip()


def _drawn_out(text: str, chooser: random.Random) -> str:
    """Say some last letters longer."""
    return " ".join(
        word + word[-1] * chooser.randint(1, 3) if word[-1].isalpha() and chooser.random() < 2 * FEW else word
        for word in text.split()
    )


def _hidden(text: str, chooser: random.Random) -> str:
    """Put letters that nobody sees between others."""
    return "".join(letter + ("\u200b" if chooser.random() < FEW else "") for letter in text)


WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    _without_marks,
    _in_other_case,
    _shortened,
    _in_other_words,
    _spaced,
    _drawn_out,
    _hidden,
)
