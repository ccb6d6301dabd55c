"""Which syllables there are, where the tone stands, what a keyboard left behind."""

from __future__ import annotations

import pytest

from rumorwatch.normalize.keyboard import leet, telex, vni
from rumorwatch.normalize.segment import split
from rumorwatch.normalize.sounds import respelled
from rumorwatch.normalize.teencode import always, in_vietnamese
from rumorwatch.normalize.tokens import read
from rumorwatch.normalize.vietnamese import (
    folded_syllables,
    is_syllable,
    tone_placed,
    tone_places,
    toned,
    toneless,
    unmarked,
)

KNOWN = "nghiêng quý quốc giếng gì già khuya ngoằn yêu ỷ uống rượu thuở xoong huỵch boong ăn"
FORBIDDEN = "kông ngiêng cê gê fải wá boóng1 sách2 mat` cúá bàt tôôi strong the1 quuy"


@pytest.mark.parametrize("word", KNOWN.split())
def test_vietnamese_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", FORBIDDEN.split())
def test_what_the_spelling_forbids_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_inventory_has_the_size_the_spelling_rules_give() -> None:
    assert 3_000 < len(tone_places()) < 4_500
    assert 1_800 < len(folded_syllables()) < 2_800


def test_every_syllable_bears_every_tone_in_one_place() -> None:
    for syllable in tone_places():
        for tone in range(1, 6):
            marked = toned(syllable, tone)
            assert toneless(marked) == syllable
            assert tone_placed(marked) == marked


@pytest.mark.parametrize(
    ("written", "placed"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("quả", "quả"),
        ("qủa", "quả"),
        ("gìa", "già"),
        ("khoẻ", "khỏe"),
        ("oà", "òa"),
        ("toàn", "toàn"),
        ("tòan", "toàn"),
        ("cuả", "của"),
        ("HoÀ", "HòA"),
        ("señor", "señor"),
        ("xòa", "xòa"),
    ],
)
def test_tone_mark_stands_in_the_traditional_place(written: str, placed: str) -> None:
    assert tone_placed(written) == placed


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("dduwowcj", "được"),
        ("dduwowjc", "được"),
        ("vieejt", "việt"),
        ("tieengs", "tiếng"),
        ("nhuwng", "nhưng"),
        ("tw", "tư"),
        ("duongwf", "dường"),
        ("quas", "quá"),
        ("giowf", "giờ"),
        ("dinhd", "đinh"),
        ("khoong", "không"),
    ],
)
def test_telex_keys_become_the_syllable(keys: str, word: str) -> None:
    assert telex(keys) == word


@pytest.mark.parametrize("word", ["street", "windows", "book", "world", "class", "khong", "ban", "fffff", "w" * 30, ""])
def test_telex_leaves_what_types_no_syllable(word: str) -> None:
    assert telex(word) is None


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("d9u7o7c5", "được"),
        ("vie65t", "việt"),
        ("ngu7o7i2", "người"),
        ("kho6ng", "không"),
        ("a8n", "ăn"),
        ("bi5", "bị"),
    ],
)
def test_vni_keys_become_the_syllable(keys: str, word: str) -> None:
    assert vni(keys) == word


@pytest.mark.parametrize("word", ["h5n1", "f0", "covid19", "b12", "mp3", "t1t2", "19", "th3o"])
def test_vni_leaves_codes(word: str) -> None:
    assert vni(word) is None


@pytest.mark.parametrize(
    ("written", "word"), [("kh0ng", "khong"), ("ng4y", "ngay"), ("nh1ễm", "nhiễm"), ("8ệnh", "bệnh"), ("b@n", "ban")]
)
def test_leet_becomes_the_syllable(written: str, word: str) -> None:
    assert leet(written) == word


@pytest.mark.parametrize("word", ["113", "2024", "h5n1", "f0", "5g", "19", "@@", "covid19"])
def test_leet_leaves_numbers_and_codes(word: str) -> None:
    assert leet(word) is None


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("fải", "phải"),
        ("wá", "quá"),
        ("thjk", "thich"),
        ("trog", "trong"),
        ("zui", "vui"),
        ("jống", "giống"),
        ("ckị", "chị"),
    ],
)
def test_spelling_by_ear_is_put_right(heard: str, meant: str) -> None:
    assert respelled(heard) == meant


@pytest.mark.parametrize(
    ("joined", "apart"),
    [("nướcsạch", ["nước", "sạch"]), ("khôngcóđiện", ["không", "có", "điện"]), ("tiêmvaccine", ["tiêm", "vaccine"])],
)
def test_joined_words_come_apart(joined: str, apart: list[str]) -> None:
    assert split(joined) == apart


@pytest.mark.parametrize(
    "name", ["obama", "mexico", "canada", "london", "kevin", "video", "corona", "manhattan", "radio"]
)
def test_foreign_names_stay_whole(name: str) -> None:
    assert read(name).plain == read(name).vietnamese == name


def test_no_unmarked_teencode_is_a_vietnamese_syllable() -> None:
    spelled = {word for word in {**always(), **in_vietnamese()} if word.isascii()} - {"e"}
    assert not spelled & folded_syllables()


def test_meanings_of_teencode_are_settled() -> None:
    for meaning in {**always(), **in_vietnamese()}.values():
        for word in meaning.split():
            assert read(read(word).plain).plain == read(word).plain


@pytest.mark.parametrize(
    ("word", "bare"), [("đường", "duong"), ("Łódź".lower(), "lodz"), ("ü", "u"), ("ß", "ss"), ("한국", "한국")]
)
def test_unmarked(word: str, bare: str) -> None:
    assert unmarked(word) == bare
