from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.reading.links import defanged


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("see https://bad.example/a.b?c=d.e now", "see hxxps://bad[.]example/a.b?c=d.e now"),
        ("HTTP://BAD.EXAMPLE", "hxxp://BAD[.]EXAMPLE"),
        ("xem www.bad.example/x", "xem www[.]bad[.]example/x"),
        ("gửi mã tới nhan-qua.vn ngay", "gửi mã tới nhan-qua[.]vn ngay"),
        ("bit.ly/3abc", "bit[.]ly/3abc"),
        ("http://10.0.0.1:8080/x", "hxxp://10[.]0[.]0[.]1:8080/x"),
        ("Hết.Rồi 3.5 triệu, v.v.", "Hết.Rồi 3.5 triệu, v.v."),
        ("xem tạihttps://bad.zz/x", "xem tạihxxps://bad[.]zz/x"),
        ("请看http://bad.zz，转发", "请看hxxp://bad[.]zz，转发"),
        ("请看www.bad.zz", "请看www[.]bad[.]zz"),
        ("请看bad.com转发", "请看bad[.]com转发"),
        ("http://http://bad.zz", "hxxp://hxxp://bad[.]zz"),
        ("http:// bad", "hxxp:// bad"),
        ("ftp://bad.zz/x zalo://qr", "ftp[:]//bad[.]zz/x zalo[:]//qr"),
        ("soyte.hanoi.gov.vn", "soyte.hanoi[.]gov[.]vn"),
        (".bad.com a[.]bad.com x_bad.com", ".bad[.]com a[.]bad[.]com x_bad[.]com"),
        ("bầucử.vn", "bầucử[.]vn"),
        ("xong roi.la sao", "xong roi.la sao"),
        ("already hxxp://bad[.]example", "already hxxp://bad[.]example"),
    ],
)
def test_links_stay_readable_and_cannot_be_clicked(text: str, safe: str) -> None:
    assert defanged(text) == safe


@given(st.text())
def test_defanging_twice_changes_nothing_more(text: str) -> None:
    assert defanged(defanged(text)) == defanged(text)


@given(st.lists(st.sampled_from([*"ahtps:/.[]wвn ", "http", "https", "://", "www.", ".com", "hxxp", "请"])))
def test_no_web_address_is_left_however_it_is_put_together(parts: list[str]) -> None:
    made = defanged("".join(parts))
    assert "http://" not in made
    assert "https://" not in made
    assert "www." not in made
    assert defanged(made) == made
