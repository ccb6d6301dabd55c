"""Outside strings to items."""

import unicodedata
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.collect.bodies.parsed import MAX_TEXT, MAX_TITLE, build_item, clean, web_url

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LINKS = [
    ("https://e.test/a?b=1#c", "https://e.test/a?b=1#c"),
    ("HTTP://E.TEST", "HTTP://E.TEST"),
    ("  https://e.test/  ", "https://e.test/"),
    ("http://[::1]/", "http://[::1]/"),
    ("javascript:alert(1)", None),
    ("\tjavascript:alert(1)", None),
    ("java\nscript:alert(1)", None),
    ("data:text/html,x", None),
    ("file:///etc/passwd", None),
    ("//e.test", None),
    ("http://", None),
    ("http://[::1", None),
    ("http://user:pass@e.test/", None),
    ("http://e.test/\u202ecod.exe", None),
    ("http://e.test/" + "a" * 5_000, None),
    (None, None),
]


@pytest.mark.parametrize(("written", "kept"), LINKS, ids=lambda value: str(value)[:30])
def test_only_plain_web_links_are_kept(written, kept):
    assert web_url(written) == kept


def test_a_relative_link_is_taken_from_the_feeds_own_site():
    assert web_url("/bai/1", base="https://e.test/rss") == "https://e.test/bai/1"


@given(st.text(st.characters(), max_size=300))
def test_cleaned_text_is_valid_nfc_without_control_characters_and_stays_as_it_is(written):
    text = clean(written, max_chars=200)
    assert text.encode().decode() == text
    assert unicodedata.is_normalized("NFC", text)
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\t\n" for letter in text)
    assert len(text) <= 200
    assert clean(text, max_chars=200) == text


def test_a_pile_of_combining_marks_is_cut():
    assert len(clean("e" + "\u0301\u0323" * 10_000, max_chars=MAX_TEXT)) < 10


def test_huge_texts_are_cut_and_guids_are_not():
    item = build_item(title="t" * 5_000, text="x" * 4_000_000, guid="g" * 1_000_000, zone=HANOI)
    assert item is not None
    assert (len(item.title), len(item.text), len(item.guid or "")) == (MAX_TITLE, MAX_TEXT, 1_000_000)


def test_an_unreadable_date_is_kept_as_written_and_cut():
    item = build_item(text="x", date="hôm nào đó" * 50, zone=HANOI)
    assert item is not None
    assert item.published_at is None
    assert item.date_text is not None
    assert len(item.date_text) == 120


def test_an_item_without_text_is_none():
    assert build_item(title=" \n", text="\x00", zone=HANOI) is None
