"""Laws that hold for every text."""

from __future__ import annotations

import gzip
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rumorwatch.normalize.folding import folded
from rumorwatch.normalize.text import accented, views

SHARED = Path(__file__).parents[3] / "shared"
PARTS = """
nước không được uống ko đc j z r m k e a vs fải wá thjk nguowif dduwowcj vieejt kho6ng kh0ng ng4y quáaaa #DịchBệnh
ChợLớn c h á y c.h.á.y 500.000 500 000 3,5 20/10/2024 5tr 20h30 covid19 h5n1 the is too see for war was
Москва сар
疫苗 電腦 ở y tế hoà quý @lan https://a.vn/b 0912345678 001099012345 &amp; &lt; &#225; \u200b \u202e \u0301 ❤️ RT via
hanoi tphcm ubnd virus ok oke hông iu lun nhìu tiengs coong been i'm don't A B đ ß ŉ ǆ ﬁ ² ½ ％ ａ 𝐚
"""
WORDS = st.sampled_from(PARTS.split())
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(WORDS, max_size=12).map(" ".join),
    st.lists(WORDS, max_size=6).map("".join),
    st.lists(st.one_of(WORDS, st.text(max_size=4)), max_size=10).map("".join),
)
DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("ό\u0345 й ё")
@example("&#38;#38;lt;")
@example("a,b,c i'm a")
def test_views_of_a_view_are_the_views_and_folding_folded_gives_itself(text: str) -> None:
    once = views(text)
    assert views(once.accented) == once
    assert folded(once.folded) == once.folded


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_accented_is_composed_and_holds_nothing_invisible(text: str) -> None:
    shown = accented(text)
    assert shown == unicodedata.normalize("NFC", shown)
    assert not [char for char in shown if unicodedata.category(char) in DROPPED and char != "\n"]
    assert shown == shown.strip()
    assert "  " not in shown
    assert "\n\n" not in shown


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_folded_is_one_line_of_words(text: str) -> None:
    matched = views(text).folded
    assert matched == " ".join(matched.split())
    assert not [char for char in matched if "\u0300" <= char <= "\u036f"]
    assert all(char.isalnum() or char in " ," for char in matched)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(("nước", "máy", "phường", "sáu", "nhiễm", "độc", "không", "được", "uống", "thuế")), min_size=1
    )
)
def test_marks_and_case_change_nothing_in_the_folded_view(words: list[str]) -> None:
    text = " ".join(words)
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    assert views(text).folded == views(bare).folded == views(text.title()).folded == views(text.upper()).folded


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_laws_hold_on_naughty_strings_and_news() -> None:
    texts = json.loads(gzip.decompress((SHARED / "hostile/strings/blns.json.gz").read_bytes()))
    with gzip.open(SHARED / "data/vietnamese/news_lines.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts += [json.loads(line)["text"] for line in lines][:5_000]
    with gzip.open(SHARED / "data/vietnamese/vilexnorm_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts += [json.loads(line)["original"] for line in lines]
    for text in texts:
        once = views(text)
        assert views(once.accented) == once
        assert folded(once.folded) == once.folded
