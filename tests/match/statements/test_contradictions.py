"""Which official statements contradict each other; the pairs are written by hand, half of them traps."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from nouns import NOW, statement
from rumorwatch.domain.claims import Point
from rumorwatch.match.statements.contradictions import contradictions_among
from rumorwatch.match.statements.offices import is_office_elsewhere, is_same_agency
from rumorwatch.normalize.text import views

PAIRS = [json.loads(line) for line in Path(__file__).with_name("contradictions.jsonl").read_text("utf-8").splitlines()]
SAFE = "The dam is releasing 450 cubic meters of water per second."
OTHER = "Water is being released from the dam at 900 cubic meters per second."


def said(name, text, *, agency=None, days_ago=1.0, **more):
    return statement(
        name, text=text, agency=agency or f"Agency {name}", published_at=NOW - timedelta(days=days_ago), **more
    )


def found(*statements):
    return contradictions_among(statements, views=views)


def points(pair):
    both = found(said("Irrigation", pair["first"], days_ago=2), said("Defense", pair["second"]))
    return [one.point.value for one in both]


def test_there_are_enough_pairs_half_of_them_contradict():
    counted = Counter((pair["language"], pair["point"] is not None) for pair in PAIRS)
    assert min(counted.values()) >= 15
    assert {counted[language, True] - counted[language, False] for language in ("vi", "en", "zh")} == {0}
    assert {pair["point"] for pair in PAIRS} - {None} == {point.value for point in Point}


@pytest.mark.parametrize("language", ["vi", "en", "zh"])
def test_of_the_contradictions_nine_in_ten_are_found_on_the_right_point(language):
    asked = [pair for pair in PAIRS if pair["language"] == language and pair["point"]]
    missed = [pair["id"] for pair in asked if points(pair) != [pair["point"]]]
    assert len(missed) <= 0.1 * len(asked), missed


@pytest.mark.parametrize("language", ["vi", "en", "zh"])
def test_of_the_pairs_that_can_both_be_true_three_in_a_hundred_at_most_are_flagged(language):
    asked = [pair for pair in PAIRS if pair["language"] == language and not pair["point"]]
    flagged = [pair["id"] for pair in asked if points(pair)]
    assert len(flagged) <= 0.03 * len(asked), flagged


def test_a_contradiction_has_both_sentences_as_written_the_older_first():
    (one,) = found(
        said("new", f"The office has met.\n{OTHER}", agency="Civil Defense"),
        said("old", f"{SAFE} Nobody has to leave.", agency="Irrigation Office", days_ago=3),
    )
    assert (one.first, one.second) == ("old", "new")
    assert (one.first_agency, one.second_agency) == ("Irrigation Office", "Civil Defense")
    assert (one.first_sentence, one.second_sentence) == (SAFE, OTHER)
    assert (one.point, one.first_words, one.second_words) == (Point.NUMBER, "450 cubic meters", "900 cubic meters")


@pytest.mark.parametrize(
    ("first", "second", "contradict"),
    [
        (
            "Sở Giáo dục khẳng định không cho học sinh toàn tỉnh nghỉ học hai tuần từ thứ Hai 12/10 vì dịch cúm.",
            "Học sinh toàn tỉnh nghỉ học hai tuần từ thứ Hai 12/10 vì dịch cúm.",
            True,
        ),
        (
            "Nước máy Nam Thạnh không nhiễm thuốc trừ sâu, không có người ngộ độc nhập viện vì uống nước máy.",
            "Nước máy Nam Thạnh nhiễm thuốc trừ sâu ở hai điểm.",
            True,
        ),
        ("因流感,全省学校不停课。", "因流感,全省学校从星期一起停课。", True),
        ("Người dân vùng hạ lưu không nên tụ tập, cần sơ tán ngay.", "Người dân vùng hạ lưu cần sơ tán ngay.", False),
        ("未来三天全省有大雨。", "三天全省有大雨。", False),
        ("Học sinh vùng lũ không nghỉ học vì dịch cúm.", "Học sinh vùng núi nghỉ học vì dịch cúm.", False),
    ],
)
def test_a_negation_counts_where_the_other_says_the_very_thing_and_no_part_of_a_word_or_of_another_clause(
    first, second, contradict
):
    both = found(said("a", first, agency="Sở Giáo dục"), said("b", second, agency="Công an tỉnh Hải Tường"))
    assert [one.point for one in both] == [Point.NEGATION] * contradict


def test_an_older_and_a_newer_statement_of_one_agency_are_compared():
    assert (
        len(
            found(
                said("a", SAFE, agency="Irrigation Office", days_ago=2), said("b", OTHER, agency="irrigation  office")
            )
        )
        == 1
    )


def test_two_statements_of_one_agency_of_one_moment_or_without_a_date_are_not():
    assert found(said("a", SAFE, agency="Office"), said("b", OTHER, agency="Office")) == ()
    undated = statement("b", text=OTHER, agency="Office", published_at=None)
    assert found(said("a", SAFE, agency="Office"), undated) == ()


def test_the_same_office_of_two_places_speaks_of_its_own():
    both = ("The whole province has 12 dengue cases.", "The whole province has 31 dengue cases.")
    elsewhere = [
        said(name, text, agency=f"{name} Health Department")
        for name, text in zip(("Hue", "Lao Cai"), both, strict=True)
    ]
    over_it = [said("a", both[0], agency="Ministry of Health"), said("b", both[1], agency="Hue Health Department")]
    assert (found(*elsewhere), len(found(*over_it))) == ((), 1)


@pytest.mark.parametrize(
    ("one", "other", "elsewhere"),
    [
        ("Sở Y tế tỉnh Hải Tường", "Sở Y tế tỉnh Nam Thạnh", True),
        ("UBND xã Lục Vân", "UBND xã Bến Gạo", True),
        ("Sở Y tế tỉnh Hải Tường", "Bộ Y tế", False),
        ("Sở Y tế", "Bộ Y tế", False),
        ("Công an tỉnh Hải Tường", "Công an huyện Trường Lâm", False),
        ("Công ty Điện lực Hải Tường", "Công ty Cấp nước Hải Tường", False),
        ("Ministry of Health", "Ministry of Transport", False),
        ("昆明市卫生局", "大理市卫生局", True),
        ("云南省卫生厅", "昆明市卫生局", False),
        ("Irrigation Office", "irrigation office", False),
    ],
)
def test_offices_of_two_places_have_names_that_differ_in_the_place(one, other, elsewhere):
    assert is_office_elsewhere(one, other) is elsewhere
    assert is_office_elsewhere(other, one) is elsewhere


def test_an_agency_is_known_by_its_words():
    assert is_same_agency("Sở  Y tế tỉnh Hải Tường", "sở y tế tỉnh hải tường")
    assert not is_same_agency("Sở Y tế", "Bộ Y tế")


def test_statements_in_two_languages_are_not_compared():
    assert found(said("a", SAFE, language="en"), said("b", OTHER, language="vi")) == ()


def test_who_tells_the_old_number_beside_the_new_one_contradicts_nobody():
    both = said("b", f"{OTHER} Yesterday it released 450 cubic meters.")
    assert found(said("a", SAFE), both) == ()


def test_the_name_of_the_agency_in_its_sentence_is_no_difference():
    sentence = "{} says that all schools on the river side stay closed until Friday."
    both = [said(name, sentence.format(name), agency=name) for name in ("Hue Police", "School Board")]
    assert found(*both) == ()


def test_each_sentence_is_compared_with_the_one_most_like_it_only():
    first = said("a", "The shelter in the school takes 200 people. The shelter in the temple takes 80 people.")
    second = said("b", "The shelter in the temple takes 80 people. The shelter in the school takes 200 people.")
    assert found(first, second) == ()


@pytest.mark.parametrize("text", ["", "   ", "?", "...", "450", "谣言"])
def test_a_statement_that_says_nothing_contradicts_nothing(text):
    assert found(said("a", text), said("b", SAFE)) == ()


def test_every_pair_of_many_statements_is_compared():
    three = [said(name, SAFE.replace("450", number)) for name, number in (("a", "450"), ("b", "700"), ("c", "900"))]
    assert [(one.first, one.second) for one in found(*three)] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert found() == ()
