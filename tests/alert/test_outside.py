"""Texts from outside stand in a message as what can be seen of them, on one line, and do nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from alert.hostile import HOSTILE, texts
from rumorwatch.alert.limits import graphemes
from rumorwatch.alert.outside import one_line, outside

FORBIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def is_safe(text):
    has_address = any(scheme in text.lower() for scheme in ("http://", "https://", "www."))
    return not has_address and not {"@", "<"} & set(text) and not FORBIDDEN & set(map(unicodedata.category, text))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\r\nBcc: x@e.vn", "a Bcc: x＠e[.]vn"),
        ("@everyone <!channel> 3 < 5", "＠everyone ＜!channel> 3 ＜ 5"),
        ("[x](https://bad.zz/y)", "[x](hxxps://bad[.]zz/y)"),
        ("ht\u200btps://bad.zz", "hxxps://bad[.]zz"),
        ("a\u202eb\u2066c\ufeffd\u00ade", "abcde"),
        ("a\x1b[31mb\x00c", "a [31mb c"),
        ("ghost\ud83d half", "ghost half"),
        ("\u0301\u0302 leading", "leading"),
        ("☎️ 👍🏽 V\u0069\u0323\u0302t", "☎️ 👍🏽 V\u0069\u0323\u0302t"),
        ("一\u3000二", "一 二"),
        (" \n\t\u200b ", ""),
    ],
)
def test_a_text_shows_what_it_is(text, made):
    assert outside(text) == made


def test_marks_piled_up_on_a_letter_are_cut():
    assert max(map(len, graphemes(one_line("zal" + "\u0336" * 900 + "go")))) == 8


def test_a_long_text_is_cut_as_people_count():
    assert len(graphemes(outside("ấ" * 3_000))) == 280
    assert outside("ab" * 50, limit=10) == "ababababa…"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_do_nothing(text):
    assert is_safe(outside(text))


@given(texts)
def test_any_text_does_nothing_and_comes_out_the_same_a_second_time(text):
    made = outside(text)
    assert is_safe(made)
    assert len(graphemes(made)) <= 280
    assert outside(made) == made
