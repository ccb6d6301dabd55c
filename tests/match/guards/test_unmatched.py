from __future__ import annotations

import pytest

from rumorwatch.match.guards.differences import differences, doubts_of, facts_of
from rumorwatch.match.guards.doubts import Guard
from rumorwatch.normalize.text import views


def named(text):
    facts = facts_of(views(text), is_plain=False)
    return {"".join(facts.words.shown[one.begin : one.end]): one.sort for one in facts.named}


def unmatched(post, claim):
    _, doubts = doubts_of(views(post), views(claim))
    found = (doubt.difference for doubt in doubts if doubt.guard is Guard.UNMATCHED)
    return {(one.post, one.claim) for one in found}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Many people say Zorvex harms cats", {"Zorvex": ""}),
        ("Singer Mara Quill lost her voice", {"MaraQuill": "person"}),
        ("They met in Oldmarsh", {"Oldmarsh": "place"}),
        ("STOP sharing this NOW please it is old", {}),
        ("Bà con chợ Ba Tháp kể lại", {"BaTháp": "place"}),
        ("Anh Nguyễn Bá Tùng đã trúng số", {"NguyễnBáTùng": "person"}),
        ("歌手赵一航酒驾被抓", {"赵一航": "person"}),
        ("唱得那么好的孙甜甜居然酒驾", {"孙甜甜": "person"}),
        ("昨天马上下雨，大家注意安全", {}),
        ("老人别再吃瑞舒沙坦了", {"瑞舒沙坦": "health"}),
        ("云帆牌电饭锅漏电", {"云帆": "product"}),
        ("柳溪县停水", {"柳溪": "place"}),
        ("导演维尔塔诺被捕", {"维尔塔诺": ""}),
    ],
)
def test_what_may_be_a_name_is_found_with_its_sort(text, names):
    assert named(text) == names


@pytest.mark.parametrize(
    ("post", "claim", "names"),
    [
        (
            "a singer, can you believe it, Tilda Marsh, stole the whole choir fund",
            "The choir fund was stolen by the singer Mara Quill.",
            ("Tilda Marsh", "Mara Quill"),
        ),
        ("cá ở chợ Ba Tháp ngâm phẩm, đừng mua nữa", "Cá ngâm phẩm được bán ở chợ Cây Gáo.", ("Ba Tháp", "Cây Gáo")),
        ("唱得那么好的孙甜甜居然酒驾被抓", "歌手赵一航酒驾被抓", ("孙甜甜", "赵一航")),
    ],
)
def test_names_without_a_counterpart_are_doubted_in_any_order(post, claim, names):
    assert names in unmatched(post, claim)


@pytest.mark.parametrize(
    ("post", "claim"),
    [
        ("Quill lost it all in Oldmarsh", "Mara Quill lost everything."),
        ("RIP #MaraQuill, we met in Oldmarsh", "Singer Mara Quill died."),
        ("the Oldmarch dam broke, says Dana", "The Oldmarsh dam broke."),
        ("people in Hanoi lost power again", "Power was cut in Long Biên."),
        ("#Oldmarsh the dam in Wexbury broke", "The dam in Wexbury broke."),
        ("赵一航又酒驾了，孙甜甜说的", "歌手赵一航酒驾被抓"),
    ],
)
def test_a_name_with_a_counterpart_is_not_doubted(post, claim):
    assert unmatched(post, claim) == set()


def test_names_that_only_say_who_tells_it_are_no_difference():
    claim = "The dam in Wexbury broke on Monday night."
    post = "My aunt Dora in Leeds told me the dam in Wexbury broke on Monday night."
    assert differences(views(post), views(claim)) == ()
