"""Personal data goes, numbers that claims hinge on stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.normalize.privacy import author_key, scrub


@pytest.mark.parametrize(
    ("written", "scrubbed"),
    [
        ("gọi 0912345678 ngay", "gọi [phone] ngay"),
        ("gọi 0912.345.678, 091 234 5678; 0912-345-678", "gọi [phone], [phone]; [phone]"),
        ("+84 912 345 678 hoặc 84912345678", "[phone] hoặc [phone]"),
        ("(024) 3825 1234, 02838251234", "[phone], [phone]"),
        ("o912345678", "[phone]"),
        ("gọi 09 1234 5678, 03.8123.4567; 07-1234-5678", "gọi [phone], [phone]; [phone]"),
        ("số 09 2019 5678.", "số [phone]."),
        ("0 9 1 2 3 4 5 6 7 8", "[phone]"),
        ("+1 202 555 0143, (202) 555-0143", "[phone], [phone]"),
        ("电话13812345678。", "电话13812345678。"),
        ("电话 13812345678 找", "电话 [phone] 找"),
        ("thư a.b+c@vi.du.vn nhé", "thư [email] nhé"),
        ("CCCD 001099012345", "CCCD [id]"),
        ("số 001 099 012 345.", "số [id]."),
        ("cmnd số: 012345678", "cmnd số: [id]"),
        ("chứng minh 012 345 678", "chứng minh [id]"),
        ("hộ chiếu C1234567", "hộ chiếu [id]"),
        ("STK 19034567890123 ngân hàng", "STK [id] ngân hàng"),
        ("身份证 11010519491231002X", "身份证 [id]"),
        ("thẻ 4111 1111 1111 1111", "thẻ [card]"),
        ("9704-0000-0000-0018", "[card]"),
        ("@lan_anh ơi", "@… ơi"),
    ],
)
def test_personal_data_is_scrubbed(written: str, scrubbed: str) -> None:
    assert scrub(written) == scrubbed


@pytest.mark.parametrize(
    "text",
    [
        "500.000 đồng, 1.200.000.000 đồng, 500000000 đồng, 84912345678 đồng",
        "84 912 345 678 đồng cho 331449281 người",
        "ngày 20/10/2024 lúc 20:30, 03.12.2020 15.30, 2024-10-20 12:30:45",
        "gọi 113, 114, 115, 111, 1022, 18001091, 1900 9095, 1900.9095",
        "từ 1990-2020 có 12 345 678 ca, giá 3.141.592.653",
        "4111 1111 1111 1112 không qua phép thử",
        "nghị định 168/2024/NĐ-CP, thông tư 01/2023/TT-BYT",
        "tỷ số 3-2, 10.000-15.000 người, tàu số 0123",
        "bão số 3 cấp 12, giật cấp 15; 39,5 độ; 0,05%",
        "biển 30A-123.45, chuyến bay VN1234, mã vùng 0123456",
        "192.168.100.200 và phiên bản 10.0.19041.1234",
        "120000000 liều; 450000000 USD; 123456789 người",
        "tháng 03-2019-2021, 05 2024 2025, từ 09.2020-2021",
        "09 1234 5678 đồng; 03 1234 5678 người; mục 03.1234-5678",
    ],
)
def test_numbers_that_claims_hinge_on_stay(text: str) -> None:
    assert scrub(text) == text


@given(st.text(alphabet="0123456789 .-+()@avCD", max_size=60))
def test_scrubbing_twice_changes_nothing(text: str) -> None:
    once = scrub(text)
    assert scrub(once) == once


def test_one_author_has_one_key_per_platform_and_secret() -> None:
    key = author_key(b"s" * 32, "facebook", "Lan.Anh")
    assert len(key) == 32
    assert key == author_key(b"s" * 32, "Facebook ", "@lan.anh")
    assert key != author_key(b"s" * 32, "zalo", "Lan.Anh")
    assert key != author_key(b"t" * 32, "facebook", "Lan.Anh")
    assert "lan" not in key
