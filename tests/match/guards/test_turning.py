from __future__ import annotations

import pytest

from rumorwatch.match.guards.differences import differences, facts_of
from rumorwatch.match.guards.spans import Kind
from rumorwatch.normalize.text import views


def kinds(post, claim):
    return {one.kind for one in differences(views(post), views(claim))}


@pytest.mark.parametrize(
    ("text", "word", "sign"),
    [
        ("Orsett Bank denied refunds to its customers.", "refund", -1),
        ("Orsett Bank never denied refunds to its customers.", "refund", 1),
        ("The shelter refuses no veteran.", "!refus", -1),
        ("Cyclists blocked or banned drivers last week.", "!ban", 1),
        ("Guests without a ticket are rejected at the gate.", "!reject", 1),
        ("A second flood is nonsense.", "flood", -1),
        ("Isn't the bank closing its counters today?", "counter", 1),
        ("No, the plant isn't going to stop deliveries.", "deliveri", 0),
        ("Trường không hề từ chối học sinh nào.", "học", 1),
        ("Phà có ngừng chở khách đâu.", "khách", 1),
        ("Bệnh viện đâu có nhận bệnh nhân.", "nhận", -1),
        ("Chưa tiêm thì không được vào lớp.", "lớp", -1),
        ("仓库里没有一箱牛奶没被检查", "检查", 1),
        ("没有证件不能开车", "开车", -1),
        ("食堂并没有停止供应牛奶", "牛奶", 1),
        ("牛奶缺货不会发生", "牛奶", -1),
    ],
)
def test_what_turns_a_word_is_counted_over_its_scope(text, word, sign):
    signed = facts_of(views(text), is_plain=False).stand.signed
    assert (signed[word].sign if word in signed else 0) == sign


@pytest.mark.parametrize(
    ("post", "claim"),
    [
        (
            "The clinic in Hale never turned away patients at night.",
            "The clinic in Hale turned away patients at night.",
        ),
        ("The Hale clinic welcomes patients at night.", "The Hale clinic turns away patients at night."),
        ("Xã Tân Hội chưa bao giờ cấm bán rượu nếp.", "Xã Tân Hội cấm bán rượu nếp."),
        ("Đính chính: thị trấn Lộc Ninh vẫn giữ lễ hội đua bò", "Thị trấn Lộc Ninh bỏ lễ hội đua bò."),
        ("北门车站没有取消夜班车。", "北门车站取消了夜班车。"),
        ("生姜水对孕妇毫无好处。", "生姜水对孕妇有好处。"),
    ],
)
def test_what_one_says_yes_to_and_the_other_no_is_a_negation(post, claim):
    assert Kind.NEGATION in kinds(post, claim)


@pytest.mark.parametrize(
    ("post", "claim"),
    [
        ("Didn't the city sell the old theatre on Elm Street?", "The city sold the old theatre on Elm Street."),
        ("The pier in Wexley won't close this winter", "The pier in Wexley stays open this winter."),
        ("Chẳng phải cầu phao Sông Đáy sắp bị dỡ rồi sao?", "Cầu phao Sông Đáy sắp bị dỡ."),
        ("Cầu phao Sông Đáy sắp bị dỡ rồi phải không?", "Cầu phao Sông Đáy sắp bị dỡ."),
        ("不是说老图书馆下周要拆吗？", "老图书馆下周要拆。"),
        ("老图书馆下周要拆，不是吗", "老图书馆下周要拆。"),
        ("面包厂没有停止使用旧面粉", "面包厂仍在使用旧面粉。"),
    ],
)
def test_questions_and_two_negations_that_meet_deny_nothing(post, claim):
    assert Kind.NEGATION not in kinds(post, claim)
