from __future__ import annotations

import pytest

from rumorwatch.match.guards.differences import differences, doubts_of
from rumorwatch.match.guards.doubts import Guard
from rumorwatch.normalize.text import views


def guards(post, claim):
    _, doubts = doubts_of(views(post), views(claim))
    return {doubt.guard for doubt in doubts}


@pytest.mark.parametrize(
    ("post", "claim", "guard"),
    [
        ("Bộ Công an cấm bán thịt chó", "Bộ Y tế cấm bán thịt chó", Guard.KNOWN),
        ("sông Đuống nhiễm khuẩn tả", "sông Hồng nhiễm khuẩn tả", Guard.HEADED),
        ("trains through the Ca Pass stop", "trains through the Hai Van Pass stop", Guard.HEADED),
        ("协和医院血库告急", "同济医院血库告急", Guard.HEADED),
        ("下载“利农通”应用", "下载“惠民钱包”应用", Guard.QUOTE),
        ("eating papaya causes cancer", "eating durian causes cancer", Guard.KINDRED),
        ("he met Tu Lem there", "he met Bay Seo there", Guard.CAPITAL),
        ("elephants in Kerala ran off", "elephants in Zarvoland ran off", Guard.CAPITAL),
        ("eating yarrowleaf heals", "eating boragewort heals", Guard.CAPITAL),
        ("xe buýt trên đường Trường Chinh bốc cháy", "xe buýt trên đường Nguyễn Trãi bốc cháy", Guard.HEADED),
        ("六合区停水", "浦口区停水", Guard.HEADED),
        ("the Lotus Hotel fell", "The Orchid Hotel fell", Guard.HEADED),
        ("小区禁止养狗", "小区禁止养猫", Guard.KINDRED),
    ],
)
def test_another_name_is_doubted_by_the_guard_of_its_sort(post, claim, guard):
    assert guard in guards(post, claim)


@pytest.mark.parametrize(
    ("post", "claim"),
    [
        ("BYT cấm bán thịt chó từ hôm nay", "Bộ Y tế cấm bán thịt chó từ hôm nay"),
        (
            "the WHO admits that thermometers erase memories",
            "The World Health Organization admits that thermometers erase memories",
        ),
        ("广东渔民捞到三条带鱼", "廣東漁民撈到三條帶魚"),
    ],
)
def test_another_wording_of_one_name_is_no_difference(post, claim):
    assert differences(views(post), views(claim)) == ()
