"""Names of agencies and provinces: which are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.respond.names import name_key, province_key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Huế", "hue"),
        ("tỉnh Đắk Lắk", "dak lak"),
        ("TỈNH  ĐẮK LẮK", "dak lak"),
        ("Thành phố Huế", "hue"),
        ("TP.HCM", "hcm"),
        ("tp. Đà Nẵng", "da nang"),
        ("TP Đà Nẵng", "da nang"),
        ("Da Nang City", "da nang"),
        ("Lam Dong Province", "lam dong"),
        ("Hà Tĩnh", "ha tinh"),
        ("Tỉnh Hà Tĩnh", "ha tinh"),
        ("Thanh Hóa", "thanh hoa"),
        ("thanh hoá", "thanh hoa"),
        ("Ha\u0300 No\u0323\u0302i", "ha noi"),
        ("Tỉnh", "tinh"),
        ("", ""),
    ],
)
def test_a_province_is_compared_without_marks_case_and_kind(written, key):
    assert province_key(written) == key


@given(st.text())
def test_the_key_of_a_key_is_itself(text):
    assert name_key(name_key(text)) == name_key(text)
