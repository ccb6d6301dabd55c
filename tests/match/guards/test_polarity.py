from __future__ import annotations

import pytest

from rumorwatch.match.guards.differences import differences
from rumorwatch.match.guards.spans import Kind
from rumorwatch.normalize.text import views


def kinds(post, claim):
    return {one.kind for one in differences(views(post), views(claim))}


@pytest.mark.parametrize(
    ("post", "claim"),
    [
        (
            "The bridge was never inspected before it collapsed on the workers.",
            "The bridge was inspected before it collapsed on the workers.",
        ),
        ("居委会说，六十岁以上老人打流感疫苗是自愿性的。", "居委会说，六十岁以上老人打流感疫苗是强制性的。"),
        (
            "The new dam has been inspected by engineers and it is unstable.",
            "The new dam has been inspected by engineers and it is stable.",
        ),
        (
            "Ngân hàng không giao dịch vào sáng thứ Bảy ở các huyện miền núi.",
            "Ngân hàng giao dịch vào sáng thứ Bảy ở các huyện miền núi.",
        ),
        (
            "Bộ Văn hóa cấm đốt pháo nổ trong đêm giao thừa tại các đình làng.",
            "Bộ Văn hóa cho phép đốt pháo nổ trong đêm giao thừa tại các đình làng.",
        ),
    ],
)
def test_a_negation_and_an_opposite_are_differences(post, claim):
    assert Kind.NEGATION in kinds(post, claim)


@pytest.mark.parametrize(
    ("post", "claim"),
    [
        ("河内警方不再受理网络诈骗报案，因为案件太多。", "河内警方停止受理网络诈骗报案，因为案件太多。"),
        (
            "Don't miss this: the bridge in Da Nang will be closed on Monday.",
            "The bridge in Da Nang will be closed on Monday.",
        ),
    ],
)
def test_the_same_said_by_another_negation_and_advice_are_none(post, claim):
    assert kinds(post, claim) == set()
