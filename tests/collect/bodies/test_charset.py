"""Bytes to text."""

import pytest

from rumorwatch.collect.bodies.charset import charset, decode, detect

TEXT = '<?xml version="1.0" encoding="{}"?><rss>Tin giả về giá vàng</rss>'


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "utf-32-le"]
)
def test_vietnamese_in_any_unicode_encoding_is_read_whatever_it_declares(encoding):
    assert decode(TEXT.format("iso-8859-1").encode(encoding)) == (TEXT.format("iso-8859-1"), None)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("gb18030", "gb2312"), ("big5", "big5"), ("euc_jp", "EUC-JP"), ("iso2022_jp", "iso-2022-jp")],
)
def test_declared_asian_encodings_are_obeyed(encoding, declared):
    text = f'<?xml version="1.0" encoding="{declared}"?><rss>地震速報</rss>'
    assert decode(text.encode(encoding)) == (text, None)


def test_the_servers_charset_is_used_when_the_document_names_none():
    assert decode("<rss>謠言</rss>".encode("big5"), content_type="text/xml; charset=big5")[0] == "<rss>謠言</rss>"


def test_one_broken_character_does_not_spoil_the_others():
    broken = "Tin giả về giá vàng tăng mạnh ở nhiều tỉnh".encode().replace("ở".encode(), b"\xe1\xbb")
    text, note = decode(broken)
    assert text.startswith("Tin giả về giá vàng tăng mạnh")
    assert note == "1 characters could not be read as utf-8"


def test_text_that_is_no_utf8_at_all_is_read_as_vietnams_old_code_page():
    text, note = decode("<title>Đội tuyển đá rồi</title>".encode("cp1258", "ignore"))
    assert text.startswith("<title>Đ")
    assert note is None


def test_undeclared_chinese_is_read_as_chinese():
    assert decode("编号,内容\n1,网传停水系谣言".encode("gb18030")) == ("编号,内容\n1,网传停水系谣言", None)


def test_a_sample_may_end_inside_a_character():
    assert detect("Tin giả".encode()[:-1]) == "utf-8"
    assert detect("编号,内容".encode("gb18030")[:-1]) == "gb18030"


@pytest.mark.parametrize("name", ["zlib", "punycode", "utf-7", "unicode_escape", "no-such", "x\0y"])
def test_codecs_that_are_no_character_sets_are_not_used(name):
    assert charset(name) is None
