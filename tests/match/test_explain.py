from __future__ import annotations

from collections import Counter

from rumorwatch.domain.posts import Language
from rumorwatch.match.explain import MAX_SHOWN, explain
from rumorwatch.normalize.text import views

CLAIM = views("Đập thủy điện Sơn Hòa sắp vỡ trong đêm")


def why(post, claim=CLAIM, *, texts_with=None, texts=100):
    return explain(views(post), claim, texts_with=Counter(texts_with or {}), texts=texts, language=Language.EN)


def test_the_words_of_both_sides_are_shown_as_each_writes_them():
    assert why("dap thuy dien va sap vo") == (
        "The post says “dap thuy dien”, “sap vo”, the claim “đập thủy điện”, “sắp vỡ”."
    )


def test_a_stretch_within_another_is_not_repeated():
    assert why("Đập thủy điện, thủy điện mà vỡ") == "Both say “đập thủy điện”, “vỡ”."


def test_words_written_alike_are_shown_once():
    assert why("Hôm nay đập thủy điện có chuyện") == "Both say “đập thủy điện”."


def test_rare_words_come_first():
    common = {"dap": 9, "thuy": 9, "dien": 9, "son": 1, "hoa": 1}
    assert why("Đập thủy điện ở Sơn Hòa", texts_with=common) == "Both say “sơn hòa”, “đập thủy điện”."


def test_words_of_many_claims_are_no_reason():
    assert why("trong đêm", texts_with={"trong": 50, "dem": 50}) == "Alike in meaning, without a rare word in common."


def test_han_is_shown_without_spaces():
    assert why("吃大蒜预防流感", views("大蒜可以预防流感")) == "Both say “预防流感”, “大蒜”."


def test_only_so_much_is_shown_as_one_takes_in_at_a_glance():
    words = [f"word{number}" for number in range(40)]
    said = " x ".join(words)
    assert why(said, views(" y ".join(words))).count("“") == MAX_SHOWN
